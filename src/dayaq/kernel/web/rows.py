"""A sheet of rows: twenty receipts or thirty trainees typed into one page.

The sheet is one form and one command: either all of it is recorded or nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import ChoiceField, Select
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.clock import Clock
from dayaq.kernel.web.fields import MoneyField
from dayaq.kernel.web.forms import Form, Problem, first_input_id

ROW_NAME = re.compile(r"row-(\d{1,4})-")


@dataclass(frozen=True, slots=True)
class Summed:
    """The foot of a column: its sum in minor units or as a count, if it has one."""

    name: str
    label: str
    is_summed: bool
    total: int
    currency: str


class RowsForm(Form):
    """A form with a table of rows under its own fields.

    Two kinds: a *free* sheet has `rows_blank` empty rows, and rows left empty are ignored;
    a *fixed* sheet gets `row_labels` (one row per trainee), and every row counts.
    `cleaned_data["rows"]` is a list of the rows' cleaned data, each with its "row" number
    as people count it, from 1.

    A service may refuse one cell: `Refused(..., field="row-3-amount")`, counted from 0
    (`cell(row=4, field="amount")` builds it from the number people see).
    """

    row_class: ClassVar[type[Form]]
    rows_blank: ClassVar[int] = 20
    rows_max: ClassVar[int] = 200
    rows_caption: ClassVar[Any] = _("Rows")
    row_header: ClassVar[Any] = _("Row")
    sum_fields: ClassVar[Sequence[str]] = ()
    set_all: ClassVar[tuple[str, str, Any] | None] = None
    """A field, a value and a label: a button that gives every row that answer."""

    template_name = "components/rows_fields.html"

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        clock: Clock | None = None,
        row_initial: Sequence[Mapping[str, Any]] = (),
        row_labels: Sequence[object] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, clock=clock, **kwargs)
        self.row_initial = list(row_initial)
        self.row_labels = list(row_labels)

    @property
    def is_fixed(self) -> bool:
        return bool(self.row_labels)

    @staticmethod
    def cell(*, row: int, field: str) -> str:
        """The name of a cell, for a refusal: `row` as people count it, from 1."""
        return f"row-{row - 1}-{field}"

    @cached_property
    def rows(self) -> list[Form]:
        return [self._row(index) for index in range(self._row_count())]

    @cached_property
    def table(self) -> list[tuple[object, Form]]:
        """The rows with their headers."""
        labels: Sequence[object] = self.row_labels or range(1, len(self.rows) + 1)
        return list(zip(labels, self.rows, strict=True))

    def columns(self) -> Iterator[BoundField]:
        """The visible fields of a row, for the heads of the table."""
        return iter(self._row(0).visible_fields())

    def summed(self) -> list[Summed]:
        """What stands under each column."""
        return [self._summed(bound) for bound in self.columns()]

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        filled = []
        for index, row in enumerate(self.rows):
            if row.is_valid() and (self.is_fixed or row.has_changed()):
                filled.append({**row.cleaned_data, "row": index + 1})
        self.cleaned_data["rows"] = filled
        if self._rows_sent() > self.rows_max:
            super().add_error(
                None,
                ValidationError(
                    _("There are too many rows. Send at most %(limit)s at a time."),
                    code="rows_too_many",
                    params={"limit": self.rows_max},
                ),
            )
        if any(row.errors for row in self.rows):
            self._flag_rows()
        elif not filled:
            super().add_error(
                None, ValidationError(_("Fill in at least one row."), code="rows_required")
            )

    def add_error(self, field: str | None, error: Any) -> None:
        match = ROW_NAME.match(field or "")
        if match is None or field is None:
            super().add_error(field, error)
            return
        self.rows[int(match[1])].add_error(field[match.end() :], error)
        self._flag_rows()

    def problems(self) -> Sequence[Problem]:
        found = list(super().problems())
        for label, row in self.table:
            where = str(label) if self.is_fixed else gettext("Row %(row)s") % {"row": label}
            found += [Problem("", where, str(text)) for text in row.non_field_errors()]
            for bound in row:
                found += [
                    Problem(first_input_id(bound), f"{where}, {bound.label}", str(text))
                    for text in bound.errors
                ]
        return found

    def is_multipart(self) -> bool:
        return super().is_multipart() or self._row(0).is_multipart()

    def _row_count(self) -> int:
        if self.is_fixed:
            return len(self.row_labels)
        count = self._rows_sent() or max(len(self.row_initial), self.rows_blank)
        return min(count, self.rows_max)

    def _rows_sent(self) -> int:
        sent = [int(match[1]) + 1 for name in self.data if (match := ROW_NAME.match(name))]
        return max(sent, default=0)

    def _flag_rows(self) -> None:
        if not self.has_error(NON_FIELD_ERRORS, "rows"):
            super().add_error(
                None, ValidationError(_("Some rows need your attention."), code="rows")
            )

    def _row(self, index: int) -> Form:
        given = self.row_initial[index] if index < len(self.row_initial) else {}
        # A list that opens always sends its first answer; that alone does not fill a row.
        initial = {**self._first_choices(), **given}
        return self.row_class(
            self.data if self.is_bound else None,
            self.files if self.is_bound else None,
            clock=self.clock,
            initial=initial,
            prefix=f"row-{index}",
            auto_id=self.auto_id,
            empty_permitted=not self.is_fixed,
        )

    def _first_choices(self) -> dict[str, Any]:
        return {
            name: next(iter(cast(Any, field.choices)), ("",))[0]
            for name, field in self.row_class.base_fields.items()
            if isinstance(field, ChoiceField)
            and isinstance(field.widget, Select)
            and not field.widget.allow_multiple_selected
            and field.initial is None
        }

    def _summed(self, bound: BoundField) -> Summed:
        field = bound.field
        return Summed(
            name=bound.name,
            label=str(bound.label),
            is_summed=bound.name in self.sum_fields,
            total=self._sum(bound.name) if bound.name in self.sum_fields else 0,
            currency=field.currency if isinstance(field, MoneyField) else "",
        )

    def _sum(self, name: str) -> int:
        """The sum of what can be read in a column; what cannot has its own sentence."""
        total = 0
        for row in self.rows:
            value = row[name].value()
            try:
                amount = row.fields[name].clean(value) if value not in (None, "") else 0
            except ValidationError:
                continue
            total += amount if isinstance(amount, int) else 0
        return total
