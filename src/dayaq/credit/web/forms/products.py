"""The form of a loan product: six questions, and the rest under "advanced"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models import LegalBasis, ProductVersion
from dayaq.credit.services.products import Offer
from dayaq.credit.terms_json import product_terms
from dayaq.kernel.web.fields import (
    ChoiceField,
    CodeField,
    LineField,
    MoneyField,
    RadioField,
)
from dayaq.kernel.web.forms import Form

FREQUENCIES = (
    ("1 weeks", _("Every week")),
    ("2 weeks", _("Every two weeks")),
    ("1 months", _("Every month")),
    ("2 months", _("Every two months")),
    ("3 months", _("Every three months")),
    ("6 months", _("Every six months, with the harvests")),
)
MULTIPLES = (
    ("100", _("Whole manat")),
    ("500", _("Multiples of 5 manat")),
    ("1000", _("Multiples of 10 manat")),
    ("1", _("Not rounded: to the qəpik")),
)
ORDERS = (
    ("standard", _("Penalty, fee, interest, then the amount lent")),
    ("interest_principal_penalty_fee", _("Interest, the amount lent, penalty, then fee")),
    ("principal_interest_penalty_fee", _("The amount lent, interest, penalty, then fee")),
    ("penalty_interest_principal_fee", _("Penalty, interest, the amount lent, then fee")),
    ("standard_vertical", _("All penalties, all fees, all interest, then the amount lent")),
)
EXCESSES = (
    ("next_instalments", _("The next instalments")),
    ("last_instalment", _("The last instalments first")),
    ("principal", _("The amount lent, of all coming instalments")),
    ("evenly", _("All coming instalments evenly")),
    ("credit", _("Nothing yet: it is kept until something falls due")),
)
INTERESTS = (
    ("none", _("None: what is lent comes back, nothing more")),
    ("flat", _("Flat: on the amount lent")),
    ("declining", _("Declining: on what is still owed")),
)
AMORTISATIONS = (
    ("equal_instalments", _("Equal instalments")),
    ("equal_principal", _("Equal parts of the amount lent, interest on top")),
)


def percent_field(label: Any, help_text: Any) -> forms.DecimalField:
    """A percentage from 0 to 200 with at most three decimals; 0 is none."""
    return forms.DecimalField(
        label=label, help_text=help_text, initial=Decimal(0), max_digits=6, decimal_places=3,
        min_value=Decimal(0), max_value=Decimal(200), required=False,
    )  # fmt: skip


def count_field(label: Any, help_text: Any, most: int = 24) -> forms.IntegerField:
    """A number from 0 to `most`; empty is 0."""
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=most, initial=0, required=False
    )


class OfferFields(Form):
    """How much, how many, how often, grace, rounding; the rest has answers already."""

    min_minor = MoneyField(label=_("Smallest amount"), min_minor=100)
    max_minor = MoneyField(label=_("Largest amount"), min_minor=100)
    min_instalments = forms.IntegerField(label=_("Fewest instalments"), min_value=1, max_value=120)
    max_instalments = forms.IntegerField(label=_("Most instalments"), min_value=1, max_value=120)
    every = ChoiceField(
        label=_("How often"), choices=FREQUENCIES, initial="1 months", required=False
    )
    principal_grace = count_field(
        _("Instalments of grace"),
        _("How many first instalments ask for no repayment of the amount lent."),
    )
    multiple_minor = ChoiceField(
        label=_("Rounding of an instalment"),
        choices=MULTIPLES,
        initial="100",
        required=False,
        help_text=_(
            "The last instalment takes the rest. Equal parts of the amount lent are not rounded."
        ),
    )
    interest = RadioField(label=_("Interest"), choices=INTERESTS, initial="none", required=False)
    annual_rate = percent_field(_("Percent a year"), _("0 if there is no interest."))
    amortisation = RadioField(
        label=_("Repayment"), choices=AMORTISATIONS, initial="equal_instalments", required=False
    )
    fee_percent = percent_field(
        _("Fee, percent of the amount"),
        _("Taken off when the money is paid out; 0 if there is none."),
    )
    interest_grace = count_field(
        _("Instalments without payment of interest"),
        _("Interest runs, and is collected with the instalments after them."),
    )
    interest_free = count_field(
        _("Instalments free of interest"), _("No interest is charged for their time.")
    )
    allocation = ChoiceField(
        label=_("What a payment settles first"), choices=ORDERS, initial="standard", required=False
    )
    excess = ChoiceField(
        label=_("Where more than is due goes"),
        choices=EXCESSES,
        initial="next_instalments",
        required=False,
    )
    arrears_grace_days = count_field(
        _("Days before a loan counts as late"), _("0 counts from the day after the due date."), 60
    )
    legal_lender = LineField(
        label=_("Lender in the agreement"), max_length=200, required=False,
        help_text=_("Without a lender, a product with interest or a fee is kept locked."),
    )  # fmt: skip
    legal_basis = RadioField(
        label=_("On what ground the lender lends"), choices=LegalBasis.choices, required=False,
        help_text=_("Interest and fees are for licensed lenders or a subsidy to one."),
    )  # fmt: skip

    SIX = (
        "code", "name", "name_az", "min_minor", "max_minor", "min_instalments",
        "max_instalments", "every", "principal_grace", "multiple_minor",
    )  # fmt: skip

    @property
    def asked(self) -> list[BoundField]:
        """The six questions."""
        return [self[name] for name in self.SIX if name in self.fields]

    @property
    def advanced(self) -> list[BoundField]:
        """Everything else."""
        return [self[name] for name in self.fields if name not in self.SIX]

    @property
    def advanced_is_open(self) -> bool:
        """Nobody has to look for an error."""
        return any(field.errors for field in self.advanced)

    def clean(self) -> dict[str, Any]:
        """An optional answer left out is the one the form begins with."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if data.get(name) in (None, "") and field.initial not in (None, ""):
                data[name] = field.initial
        return data

    def offer(self) -> Offer:
        """What was asked, as the service takes it."""
        data = self.cleaned_data
        every, unit = data["every"].split()
        return Offer(
            min_minor=data["min_minor"],
            max_minor=data["max_minor"],
            min_instalments=data["min_instalments"],
            max_instalments=data["max_instalments"],
            legal_lender=data["legal_lender"],
            legal_basis=data["legal_basis"],
            terms=product_terms(
                every=int(every),
                unit=unit,
                multiple_minor=int(data["multiple_minor"]),
                interest=data["interest"],
                annual_rate=data["annual_rate"],
                amortisation=data["amortisation"],
                fee_percent=data["fee_percent"],
                principal_grace=data["principal_grace"],
                arrears_grace_days=data["arrears_grace_days"],
                also={
                    name: data[name]
                    for name in ("interest_grace", "interest_free", "allocation", "excess")
                },
            ),
        )


class ProductForm(OfferFields):
    code = CodeField(label=_("Short code"), max_length=20)
    name = LineField(label=_("Name in English"), max_length=120)
    name_az = LineField(label=_("Name in Azerbaijani"), max_length=120)
    field_order = ["code", "name", "name_az"]


class ShippedForm(Form):
    """Who lends without interest; the products that charge stay locked."""

    legal_lender = LineField(label=_("Lender in the agreement"), max_length=200)
    legal_basis = RadioField(label=_("On what ground the lender lends"), choices=LegalBasis.choices)


def initial_of(row: ProductVersion) -> dict[str, Any]:
    """The answers that would give these terms again."""
    terms = row.terms
    fees = terms.get("fees") or []
    often = terms.get("frequency", {"every": 1, "unit": "months"})
    kept = {
        name: terms[name]
        for name in (
            "interest", "annual_rate", "amortisation", "principal_grace", "interest_grace",
            "interest_free", "allocation", "excess", "arrears_grace_days",
        )
        if name in terms
    }  # fmt: skip
    return {
        **kept,
        "min_minor": row.min_minor,
        "max_minor": row.max_minor,
        "min_instalments": row.min_instalments,
        "max_instalments": row.max_instalments,
        "every": f"{often['every']} {often['unit']}",
        "multiple_minor": str(terms.get("multiple_minor", 1)),
        "fee_percent": fees[0]["percent"] if fees else "0",
        "legal_lender": row.legal_lender,
        "legal_basis": row.legal_basis,
    }
