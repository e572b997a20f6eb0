"""The form of a loan product: six questions, and the rest under "advanced"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models import LegalBasis
from dayaq.credit.services.products import Offer
from dayaq.credit.web.forms import product_choices as c
from dayaq.credit.web.forms.product_answers import FEE_ROWS, terms_of
from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    CodeField,
    LineField,
    MoneyField,
    RadioField,
)
from dayaq.kernel.web.forms import Form


def percent_field(label: Any, help_text: Any = "", most: int = 200) -> forms.DecimalField:
    """A percentage from 0 to `most` with at most three decimals; 0 is none."""
    return forms.DecimalField(
        label=label, help_text=help_text, initial=Decimal(0), max_digits=6, decimal_places=3,
        min_value=Decimal(0), max_value=Decimal(most), required=False,
    )  # fmt: skip


def count_field(label: Any, help_text: Any = "", most: int = 24) -> forms.IntegerField:
    """A number from 0 to `most`; empty is 0."""
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=most, initial=0, required=False
    )


def one_of(label: Any, choices: Any, help_text: Any = "") -> ChoiceField:
    """One of many; the first answer is the customary one."""
    return ChoiceField(
        label=label, choices=choices, initial=choices[0][0], required=False, help_text=help_text
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of "advanced" under one heading."""

    title: Any
    fields: list[BoundField]


class OfferFields(Form):
    """How much, how many, how often, grace, rounding; the rest has answers already."""

    min_minor = MoneyField(label=_("Smallest amount"), min_minor=100)
    max_minor = MoneyField(label=_("Largest amount"), min_minor=100)
    min_instalments = forms.IntegerField(label=_("Fewest instalments"), min_value=1, max_value=120)
    max_instalments = forms.IntegerField(label=_("Most instalments"), min_value=1, max_value=120)
    every = ChoiceField(
        label=_("How often"), choices=c.FREQUENCIES, initial="1 months", required=False
    )
    principal_grace = count_field(
        _("Instalments of grace"),
        _("How many first instalments ask for no repayment of the amount lent."),
    )
    multiple_minor = one_of(
        _("Rounding of an instalment"), c.MULTIPLES,
        _("The last instalment takes the rest. Equal parts of the amount lent are not rounded."),
    )  # fmt: skip
    every_number = forms.IntegerField(
        label=_("Another rhythm: an instalment every so many"),
        min_value=1, max_value=366, required=False,
    )  # fmt: skip
    every_unit = one_of(_("days, weeks or months"), c.UNITS)
    amortisation = RadioField(
        label=_("Repayment"), choices=c.AMORTISATIONS, initial="equal_instalments", required=False
    )
    balloon_percent = percent_field(
        _("Balloon, percent of the amount"),
        _("What the last instalment repays of the amount lent; 0 if there is no balloon."), 99,
    )  # fmt: skip
    rounding = one_of(_("Rounding of half a qəpik"), c.ROUNDINGS)
    rate_digits = forms.IntegerField(
        label=_("Figures of a rate"), min_value=4, max_value=28, initial=12, required=False,
        help_text=_("Precision with which a rate is divided."),
    )  # fmt: skip
    interest = RadioField(label=_("Interest"), choices=c.INTERESTS, initial="none", required=False)
    annual_rate = percent_field(_("Percent a year"), _("0 if there is no interest."))
    interest_period = one_of(_("Interest is counted"), c.PERIODS)
    year_basis = one_of(_("Days in a year"), c.YEARS)
    month_basis = one_of(_("Days in a month"), c.MONTHS)
    partial_periods = CheckField(
        label=_("An irregular period counts its months and days"), required=False
    )
    instalment_rule = one_of(_("How equal instalments are found"), c.RULES)
    interest_after_days = count_field(
        _("Days after the payout before interest runs"),
        _("0 counts from the day of the payout."), 1000,
    )  # fmt: skip
    interest_grace = count_field(
        _("Instalments without payment of interest"),
        _("Interest runs, and is collected with the instalments after them."),
    )
    interest_free = count_field(
        _("Instalments free of interest"), _("No interest is charged for their time.")
    )
    move_to = one_of(
        _("A due date on a day without work moves"), c.MOVES,
        _("The holidays are those of the calendar. Interest does not follow."),
    )  # fmt: skip
    weekend = one_of(_("Weekend"), c.WEEKENDS)
    second_percent = percent_field(
        _("Second part, percent of the amount"), _("0 pays everything out at once."), 99
    )
    second_after_days = count_field(_("Second part, days after the first"), most=1000)
    third_percent = percent_field(_("Third part, percent of the amount"), most=99)
    third_after_days = count_field(_("Third part, days after the first"), most=1000)
    tranche_rule = one_of(_("What a later part does to the instalments"), c.TRANCHE_RULES)
    fee_percent = percent_field(
        _("Fee, percent of the amount"),
        _("Taken off when the money is paid out; 0 if there is none."),
    )
    fee1_name = LineField(label=_("Further charge: its name"), max_length=60, required=False)
    fee1_when = one_of(_("When it is charged"), c.FEE_WHEN)
    fee1_basis = one_of(_("How it is computed"), c.FEE_BASES)
    fee1_value = percent_field(_("Manat or percent"), most=999)
    fee1_after_days = count_field(_("Days after the payout"), most=3000)
    fee2_name = LineField(label=_("Another charge: its name"), max_length=60, required=False)
    fee2_when = one_of(_("When it is charged"), c.FEE_WHEN)
    fee2_basis = one_of(_("How it is computed"), c.FEE_BASES)
    fee2_value = percent_field(_("Manat or percent"), most=999)
    fee2_after_days = count_field(_("Days after the payout"), most=3000)
    penalty = one_of(_("Penalty for a late instalment"), c.PENALTIES)
    penalty_value = percent_field(_("Manat or percent"), most=999)
    penalty_wait_days = count_field(_("Days after the due date before it is charged"), most=366)
    penalty_repeat_days = count_field(
        _("Charged again every so many days"), _("0 charges it once."), 366
    )
    allocation = one_of(_("What a payment settles first"), (*c.ORDERS, c.OWN_ORDER))
    own_past_due = one_of(_("Own order: of what is overdue"), c.SEQUENCES)
    own_due = one_of(_("Own order: of what falls due on the day"), c.SEQUENCES)
    own_in_advance = one_of(_("Own order: of what is not due yet"), c.SEQUENCES)
    own_vertical = CheckField(
        label=_("Own order: one part of all instalments before the next part"), required=False
    )
    excess = one_of(_("Where more than is due goes"), c.EXCESSES)
    early_principal = one_of(
        _("What paying the amount lent early does to the interest"), c.EARLY,
        _("Less interest belongs to declining interest, where more than is due goes to the"
          " amount lent."),
    )  # fmt: skip
    payoff = one_of(_("Repaid early in full, the borrower pays"), c.PAYOFFS)
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
    GROUPS = (
        (_("Lender"), ("legal_lender", "legal_basis")),
        (
            _("Repayment"),
            ("every_number", "every_unit", "amortisation", "balloon_percent", "rounding"),
        ),
        (
            _("Interest"),
            (
                "interest", "annual_rate", "interest_period", "year_basis", "month_basis",
                "partial_periods", "instalment_rule", "rate_digits", "interest_after_days",
                "interest_grace", "interest_free",
            ),
        ),
        (_("Working days"), ("move_to", "weekend")),
        (
            _("Paying out in parts"),
            (
                "second_percent", "second_after_days", "third_percent", "third_after_days",
                "tranche_rule",
            ),
        ),
        (
            _("Fees and charges"),
            ("fee_percent", *(f"fee{row}_{part}" for row in FEE_ROWS
             for part in ("name", "when", "basis", "value", "after_days"))),
        ),
        (
            _("Penalty"),
            ("penalty", "penalty_value", "penalty_wait_days", "penalty_repeat_days"),
        ),
        (
            _("Payments"),
            (
                "allocation", "own_past_due", "own_due", "own_in_advance", "own_vertical",
                "excess", "early_principal", "payoff", "arrears_grace_days",
            ),
        ),
    )  # fmt: skip

    @property
    def asked(self) -> list[BoundField]:
        """The six questions."""
        return [self[name] for name in self.SIX if name in self.fields]

    @property
    def advanced(self) -> Iterator[Group]:
        """Everything else, under its headings."""
        for title, names in self.GROUPS:
            yield Group(title, [self[name] for name in names])

    @property
    def advanced_is_open(self) -> bool:
        """Nobody has to look for an error, or for the rhythm that was asked for."""
        return any(field.errors for group in self.advanced for field in group.fields) or (
            self["every"].value() == "other"
        )

    def clean(self) -> dict[str, Any]:
        """An optional answer left out is the one the form begins with."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if data.get(name) in (None, "") and field.initial not in (None, ""):
                data[name] = field.initial
        if data.get("every") == "other" and not data.get("every_number"):
            self._ask("every_number", _("Say after how many days, weeks or months."))
        self._ask_for_charges(data)
        for part in ("second", "third"):
            if data.get(f"{part}_percent") and not data.get(f"{part}_after_days"):
                self._ask(f"{part}_after_days", _("Say after how many days it is paid out."))
        if data.get("third_percent") and not data.get("second_percent"):
            self._ask("second_percent", _("Say how large the second part is."))
        return data

    def _ask_for_charges(self, data: dict[str, Any]) -> None:
        for row in FEE_ROWS:
            charge, given = f"fee{row}", bool(data.get(f"fee{row}_when"))
            if given and not data.get(f"{charge}_name"):
                self._ask(f"{charge}_name", _("Give the charge a name for the agreement."))
            if given and not data.get(f"{charge}_value"):
                self._ask(f"{charge}_value", _("Say how much it is."))
        if data.get("penalty") and not data.get("penalty_value"):
            self._ask("penalty_value", _("Say how much it is."))

    def _ask(self, name: str, sentence: Any) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)

    def offer(self) -> Offer:
        """What was asked, as the service takes it."""
        data = self.cleaned_data
        return Offer(
            min_minor=data["min_minor"],
            max_minor=data["max_minor"],
            min_instalments=data["min_instalments"],
            max_instalments=data["max_instalments"],
            legal_lender=data["legal_lender"],
            legal_basis=data["legal_basis"],
            terms=terms_of(data),
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
