"""What the values of a dimension are called in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dayaq.kernel.access.models import Organisation, Place, User
from dayaq.ledger.labels import window_names
from dayaq.training.models import BusinessPlan

WORDS: dict[str, dict[str, object]] = {
    "sex": {"female": _("Women"), "male": _("Men"), "unknown": _("Not known")},
    "age_group": {
        "0-17": _("Under 18"),
        "18-29": _("18 to 29"),
        "30-44": _("30 to 44"),
        "45-59": _("45 to 59"),
        "60+": _("60 and over"),
        "unknown": _("Not known"),
    },
    "directness": {
        "direct": _("Direct victims"),
        "indirect": _("Indirect victims"),
        "unknown": _("Not known"),
    },
    "displacement": {
        "not_displaced": _("Not displaced"),
        "idp": _("Internally displaced"),
        "refugee": _("Refugees"),
        "returnee": pgettext_lazy("displacement", "Returned"),
        "unknown": _("Not known"),
    },
    "disability": {
        "yes": _("With a disability (Washington Group)"),
        "no": _("Without a disability (Washington Group)"),
        "unknown": _("Not asked"),
    },
    "status": {
        "agreed": _("Signed, to be paid out"),
        "active": _("Being repaid"),
        "repaid": _("Repaid"),
        "written_off": _("Written off"),
        "forgiven": _("Forgiven"),
        "handed_over": _("Handed over to the successor"),
    },
    "sector": {sector.value: sector.label for sector in BusinessPlan.Sector},
}

DIMENSIONS: dict[str, object] = {
    "sex": _("Sex"),
    "age_group": _("Age group"),
    "district": _("District"),
    "directness": _("Direct or indirect victim"),
    "displacement": _("Displacement"),
    "disability": _("Disability"),
    "loan_district": _("District of the loan"),
    "officer": _("Field officer"),
    "donor": _("Donor"),
    "country": _("Country"),
    "window": _("Fund window"),
    "sector": _("Kind of business"),
}

COUNTRIES: dict[str, object] = {
    "AZ": _("Azerbaijan"),
    "GE": _("Georgia"),
    "AM": _("Armenia"),
    "AT": _("Austria"),
    "SI": _("Slovenia"),
    "CH": _("Switzerland"),
    "KR": _("Republic of Korea"),
    "US": pgettext_lazy("country", "United States"),
    "TR": _("Türkiye"),
    "RU": _("Russian Federation"),
    "UA": _("Ukraine"),
}


def labels_of(dimension: str, values: Iterable[str], *, programme_id: UUID) -> dict[str, str]:
    """The label of every value; places, people and donors are looked up in one statement."""
    found = list(values)
    match dimension:
        case "district" | "loan_district":
            return _named(
                found, {str(p.pk): str(p) for p in Place.objects.filter(id__in=_ids(found))}
            )
        case "officer":
            return _named(
                found, {str(u.pk): u.full_name for u in User.objects.filter(id__in=_ids(found))}
            )
        case "donor":
            rows = Organisation.objects.filter(id__in=_ids(found))
            return _named(found, {str(o.pk): str(o) for o in rows})
        case "window":
            names = window_names(programme_id)
            return {value: names.get(value, str(_("Whole fund, no window"))) for value in found}
        case "country":
            return {value: str(COUNTRIES.get(value, value)) for value in found}
        case _:
            words = WORDS.get(dimension, {})
            return {value: str(words.get(value, value or _("Not known"))) for value in found}


def in_order(dimension: str, values: Iterable[str]) -> list[str]:
    """The values in the order of their words (age groups grow), or as they are named."""
    order = list(WORDS.get(dimension, {}))
    return sorted(values, key=lambda v: (order.index(v) if v in order else len(order), v))


def _ids(values: Iterable[str]) -> list[UUID]:
    return [UUID(value) for value in values if value]


def _named(values: Iterable[str], names: dict[str, str]) -> dict[str, str]:
    return {value: names.get(value, str(_("Not known"))) for value in values}
