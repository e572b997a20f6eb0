"""Forms of the programme's papers and money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.models import Organisation
from dayaq.kernel.money import Money
from dayaq.kernel.web.fields import (
    CheckboxesField,
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    MoneyField,
    RateField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form
from dayaq.programme.domain.fx import Exchange
from dayaq.programme.domain.terms import AgreementTerms, Period, Registration
from dayaq.programme.models import Agreement, BudgetLine, Grant, Phase

CURRENCIES = [("AZN", "AZN"), ("EUR", "EUR"), ("USD", "USD"), ("GEL", "GEL"), ("CHF", "CHF")]


def share_field() -> forms.DecimalField:
    """A share in percent, such as 70.5."""
    return forms.DecimalField(
        label=_("Share of the total cost in percent"),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        localize=True,
        help_text=_("Such as 70.5; the shares of a phase together make 100."),
    )


class PeriodMixin(Form):
    """Two days that make a period."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def period(self) -> Period:
        """:raises Refused: it ends before it starts."""
        return Period(self.cleaned_data["starts_on"], self.cleaned_data["ends_on"])


class RegistrationMixin(Form):
    """Number and day under which the state registered the paper."""

    registered_number = LineField(label=_("Registration number"), max_length=60, required=False)
    registered_on = DayField(label=_("Registered on"), past=True, required=False)

    def registration(self) -> Registration:
        return Registration(
            self.cleaned_data.get("registered_number") or "",
            self.cleaned_data.get("registered_on"),
        )


class ExchangeMixin(Form):
    """A rate as its source prints it; left empty where both currencies are one."""

    rate_base = ChoiceField(
        label=_("The rate is quoted for one"), choices=[("", "–"), *CURRENCIES], required=False
    )
    rate = RateField(
        label=_("Exchange rate"),
        required=False,
        help_text=_("Such as 0.8033 manat for one dollar."),
    )
    rate_on = DayField(label=_("Day of the rate"), past=True, required=False)
    rate_source = LineField(
        label=_("Source of the rate"),
        max_length=60,
        required=False,
        help_text=_("Such as Central Bank of Azerbaijan."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("rate"):
            for name in ("rate_base", "rate_on", "rate_source"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("A rate needs its currency, its day and its source."))
        return cleaned

    def exchange(self) -> Exchange | None:
        cleaned = self.cleaned_data
        if not cleaned.get("rate"):
            return None
        return Exchange(
            cleaned["rate_base"], cleaned["rate"], cleaned["rate_on"], cleaned["rate_source"]
        )


class PhaseForm(PeriodMixin):
    key = forms.SlugField(label=_("Short key"), max_length=40, help_text=_("Such as phase-2."))
    name = LineField(label=_("Name in English"), max_length=200)
    name_az = LineField(label=_("Name in Azerbaijani"), max_length=200, required=False)
    aliases = LineField(
        label=_("Other names, separated by semicolons"), max_length=400, required=False
    )
    report_currency = ChoiceField(label=_("Currency of the reports"), choices=CURRENCIES[1:])
    total_cost_minor = MoneyField(
        label=_("Total cost agreed"), currency="", min_minor=1, required=False
    )


class AgreementForm(RegistrationMixin):
    kind = ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices)
    title = LineField(label=_("Title"), max_length=300)
    number = LineField(label=_("Number"), max_length=60)
    party_ids = CheckboxesField(label=_("Parties"))
    signed_on = DayField(label=_("Signed on"), past=True)
    valid_until = DayField(label=_("Valid until"), required=False)
    phase_id = ChoiceField(label=_("Phase"), required=False)
    currency = ChoiceField(label=_("Currency"), choices=CURRENCIES, required=False)
    amount_minor = MoneyField(label=_("Amount"), currency="", min_minor=1, required=False)
    conditions = TextField(label=_("Conditions"), required=False)

    def __init__(self, *args: Any, programme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Organisation.objects.order_by("name")
        phases = Phase.objects.filter(programme_id=programme_id).order_by("starts_on")
        self.fields["party_ids"].choices = [(str(o.pk), str(o)) for o in parties]  # type: ignore[attr-defined]
        self.fields["phase_id"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole programme")),
            *((str(phase.pk), str(phase)) for phase in phases),
        ]

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or self.cleaned_data
        if (
            found.get("amount_minor")
            and not found.get("currency")
            and "currency" not in self.errors
        ):
            self.add_error("currency", self.fields["currency"].error_messages["required"])
        return found

    def terms(self) -> AgreementTerms:
        cleaned = self.cleaned_data
        minor = cleaned.get("amount_minor")
        return AgreementTerms(
            title=cleaned["title"],
            number=cleaned["number"],
            signed_on=cleaned["signed_on"],
            valid_until=cleaned.get("valid_until"),
            registration=self.registration(),
            amount=Money(minor, cleaned["currency"]) if minor else None,
            conditions=cleaned["conditions"],
        )


class AmendmentForm(RegistrationMixin):
    number = LineField(label=_("Number"), max_length=60)
    signed_on = DayField(label=_("Signed on"), past=True)
    what_changed = TextField(label=_("What changes"))
    new_valid_until = DayField(label=_("Now valid until"), required=False)
    new_amount_minor = MoneyField(label=_("New amount"), currency="", min_minor=1, required=False)


class GrantForm(PeriodMixin):
    donor_id = ChoiceField(label=_("Donor"))
    through_id = ChoiceField(label=_("Through"), required=False)
    agreement_id = ChoiceField(label=_("Rests on the agreement"), required=False)
    contract_number = LineField(label=_("Contract number"), max_length=60)
    currency = ChoiceField(label=_("Currency"), choices=CURRENCIES[1:])
    amount_minor = MoneyField(label=_("Amount"), currency="", min_minor=1)
    share = share_field()
    takes_remainder = CheckField(
        label=_("This grant takes the remainder of a cent when costs are split"), required=False
    )

    def __init__(self, *args: Any, programme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = Agreement.objects.filter(programme_id=programme_id).order_by("signed_on")
        self.fields["agreement_id"].choices = [  # type: ignore[attr-defined]
            ("", _("None registered")),
            *((str(row.pk), str(row)) for row in signed),
        ]
        rows = [(str(o.pk), str(o)) for o in Organisation.objects.order_by("name")]
        self.fields["donor_id"].choices = rows  # type: ignore[attr-defined]
        self.fields["through_id"].choices = [("", _("Directly")), *rows]  # type: ignore[attr-defined]


class SubGrantForm(PeriodMixin, RegistrationMixin):
    recipient_id = ChoiceField(label=_("Recipient"))
    number = LineField(label=_("Number"), max_length=60)
    signed_on = DayField(label=_("Signed on"), past=True)
    currency = ChoiceField(label=_("Currency"), choices=CURRENCIES)
    amount_minor = MoneyField(label=_("Amount"), currency="", min_minor=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(o.pk), str(o)) for o in Organisation.objects.order_by("name")]
        self.fields["recipient_id"].choices = rows  # type: ignore[attr-defined]


class TransferForm(ExchangeMixin):
    reference = CodeField(label=_("Reference of the transfer"), max_length=60)
    on = DayField(label=_("Day of receipt"), past=True)
    amount_minor = MoneyField(label=_("Amount"), currency="", min_minor=1)
    credited_currency = ChoiceField(label=_("Credited in"), choices=CURRENCIES)
    window_code = ChoiceField(label=_("For the revolving fund"), required=False)

    def __init__(self, *args: Any, windows: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["window_code"].choices = [("", _("No, for running costs")), *windows]  # type: ignore[attr-defined]


class LineForm(Form):
    code = LineField(label=_("Code"), max_length=20)
    heading = LineField(label=_("Heading"), max_length=120, required=False)
    description = LineField(label=_("Description"), max_length=200)
    approved_minor = MoneyField(label=_("Approved"), currency="")
    is_lending_capital = CheckField(
        label=_("This line is money for lending in the revolving fund"), required=False
    )


class RevisionForm(Form):
    amount_minor = MoneyField(label=_("New amount"), currency="")
    approved_on = DayField(label=_("Approved by the donor on"), past=True)
    approval_reference = LineField(label=_("Written approval, such as letter number"))
    reason = TextField(label=_("Reason"))


class ExpenseForm(ExchangeMixin):
    line_id = ChoiceField(label=_("Budget line"))
    voucher = LineField(label=_("Voucher number"), max_length=40)
    on = DayField(label=_("Day of payment"), past=True)
    payee = LineField(label=_("Paid to"), max_length=200)
    description = LineField(label=_("For what"), max_length=300, required=False)
    currency = ChoiceField(label=_("Currency"), choices=CURRENCIES)
    amount_minor = MoneyField(label=_("Amount"), currency="", min_minor=1)
    not_eligible = CheckField(label=_("No donor may be charged with this cost"), required=False)
    field_order = (
        "line_id", "voucher", "on", "payee", "description", "currency", "amount_minor",
        "rate_base", "rate", "rate_on", "rate_source", "not_eligible",
    )  # fmt: skip

    def __init__(self, *args: Any, programme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = BudgetLine.objects.filter(phase__programme_id=programme_id)
        self.fields["line_id"].choices = [  # type: ignore[attr-defined]
            (str(line.pk), f"{line.phase}: {line}")
            for line in lines.select_related("phase").order_by("-phase__starts_on", "code")
        ]


class ApproveForm(DatedForm):
    grant_ids = CheckboxesField(
        label=_("Grants that bear it"),
        required=False,
        help_text=_("Leave empty: all grants of the phase bear it by their shares."),
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = Grant.objects.filter(phase=phase).select_related("donor")
        self.fields["grant_ids"].choices = [  # type: ignore[attr-defined]
            (str(grant.pk), f"{grant.donor}, {grant.contract_number}")
            for grant in grants.order_by("-share_bps")
        ]


class ReasonForm(DatedForm):
    reason = LineField(label=_("Reason"), max_length=120)


class RateForm(Form):
    base = ChoiceField(label=_("One"), choices=CURRENCIES[1:])
    quote = ChoiceField(label=_("is worth in"), choices=CURRENCIES)
    rate = forms.DecimalField(
        label=_("Rate"), max_digits=18, decimal_places=8, min_value=Decimal("0.00000001"),
        localize=True,
    )  # fmt: skip
    on = DayField(label=_("Day"), past=True)
    source = LineField(label=_("Source"), max_length=60)
