"""The household: who lives in it, and what it lives on in a month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    MoneyField,
    NameField,
)
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.rows import RowsForm
from dayaq.people.models import HouseholdMember, HouseholdSnapshot, Person, choices
from dayaq.people.services import LineData, MemberData, SnapshotData
from dayaq.people.web.forms.common import optional

FIRST_YEAR = 1900


class MemberRow(Form):
    name = NameField(label=_("Name"), required=False)
    code = CodeField(label=_("Code, if registered"), check_digit=True, required=False)
    relation = ChoiceField(
        label=_("Relation"), choices=optional(choices.Relation.choices), required=False
    )
    sex = ChoiceField(label=_("Sex"), choices=optional(choices.Sex.choices), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), min_value=FIRST_YEAR, max_value=2100, required=False
    )
    schooling = ChoiceField(
        label=_("School"), choices=optional(HouseholdMember.Schooling.choices), required=False
    )
    is_head = CheckField(label=_("Head"), required=False)
    earns = CheckField(label=_("Earns"), required=False)
    has_disability = CheckField(label=_("Has a disability"), required=False)


class HouseholdForm(RowsForm):
    """The others of the household as rows, then income, expenses and debts in a month."""

    row_class = MemberRow
    rows_blank = 8
    rows_caption = _("Who else lives in the household")
    row_header = _("No.")

    on = DayField(label=_("Day this was told"), past=True)
    dwelling = ChoiceField(
        label=_("Dwelling"), choices=optional(HouseholdSnapshot.Dwelling.choices), required=False
    )
    land_are = forms.IntegerField(
        label=_("Land, in hundredths of a hectare"), min_value=0, max_value=100_000, required=False
    )
    livestock = LineField(label=_("Animals"), required=False)
    assets = LineField(label=_("Machines, tools and other things of value"), required=False)
    debt_lender = LineField(label=_("To whom money is owed"), max_length=120, required=False)
    debt_balance_minor = MoneyField(label=_("How much is owed"), min_minor=0, required=False)
    debt_monthly_minor = MoneyField(
        label=_("Paid back for it in a month"), min_minor=0, required=False
    )

    def __init__(self, *args: Any, seen: Any = None, **kwargs: Any) -> None:
        clock = kwargs.get("clock")
        initial = dict(kwargs.pop("initial", None) or {})
        if clock is not None:
            initial.setdefault("on", clock.today)
        super().__init__(*args, initial=initial, **kwargs)
        self.seen = seen if seen is not None else Person.objects.none()
        for source in choices.INCOME_SOURCES:
            self.fields[f"income_{source}"] = MoneyField(
                label=_("Income in a month: %(source)s") % {"source": source.label},
                min_minor=0,
                required=False,
            )
        for source in choices.EXPENSE_SOURCES:
            self.fields[f"expense_{source}"] = MoneyField(
                label=_("Expenses in a month: %(source)s") % {"source": source.label},
                min_minor=0,
                required=False,
            )

    def full_clean(self) -> None:
        super().full_clean()
        # A person may live alone: a household without other members is one too.
        if self.is_bound and self.has_error(NON_FIELD_ERRORS, "rows_required"):
            kept = [e for e in self.non_field_errors().as_data() if e.code != "rows_required"]
            del self.errors[NON_FIELD_ERRORS]
            for error in kept:
                self.add_error(None, error)
        for row in self.cleaned_data.get("rows", []) if self.is_bound else []:
            code = row.get("code")
            row["person"] = self.seen.filter(code=code).first() if code else None
            if code and row["person"] is None:
                sentence = _("There is no person with this code among those you may see.")
                self.add_error(self.cell(row=row["row"], field="code"), sentence)
            elif not code and not row.get("name"):
                self.add_error(self.cell(row=row["row"], field="name"), _("Write the name."))

    def members(self) -> list[MemberData]:
        return [
            MemberData(
                name="" if row["person"] else row["name"],
                person_id=row["person"].pk if row["person"] else None,
                relation=row["relation"],
                sex=row["sex"] or (row["person"].sex if row["person"] else ""),
                birth_year=row["birth_year"],
                schooling=row["schooling"] or "not_of_age",
                is_head=row["is_head"],
                earns=row["earns"],
                has_disability=row["has_disability"],
            )
            for row in self.cleaned_data["rows"]
        ]

    def snapshot(self) -> SnapshotData:
        told = self.cleaned_data
        lines = [
            LineData(kind=kind, source=source, monthly_minor=told[f"{kind}_{source}"])
            for kind, sources in (
                ("income", choices.INCOME_SOURCES),
                ("expense", choices.EXPENSE_SOURCES),
            )
            for source in sources
            if told[f"{kind}_{source}"]
        ]
        if told["debt_balance_minor"] or told["debt_monthly_minor"]:
            debt = LineData(
                kind="debt",
                source="lender",
                detail=told["debt_lender"],
                monthly_minor=told["debt_monthly_minor"] or 0,
                balance_minor=told["debt_balance_minor"] or 0,
            )
            lines.append(debt)
        return SnapshotData(
            dwelling=told["dwelling"],
            land_are=told["land_are"] or 0,
            livestock=told["livestock"],
            assets=told["assets"],
            lines=lines,
        )
