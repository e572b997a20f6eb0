"""Days: three inputs, and sentences for what is missing, malformed or out of its time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.clock import Clock
from dayaq.kernel.web.widgets import DayInput

EARLIEST = dt.date(1900, 1, 1)
LATEST = dt.date(2100, 12, 31)
"""No agreement runs and no instalment falls due after it: such a year is a slip of the pen."""

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class ApproximateDay:
    """A day that may be known to the month or the year only; `on` is then its middle."""

    on: dt.date
    precision: Precision


class DayField(forms.Field):
    """A day in three inputs.

    :param past: refuse a day after the programme's today
    :param future: refuse a day before the programme's today
    :param approximate: the day, or day and month, may stay empty; gives `ApproximateDay`
    """

    widget = DayInput
    clock: Clock | None = None

    def __init__(
        self,
        *,
        past: bool = False,
        future: bool = False,
        earliest: dt.date = EARLIEST,
        latest: dt.date = LATEST,
        approximate: bool = False,
        **kwargs: Any,
    ) -> None:
        self.past, self.future = past, future
        self.earliest, self.latest = earliest, latest
        self.approximate = approximate
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, ApproximateDay):
            day, month, year = DayInput().split(value.on)
            return (
                day if value.precision == "day" else "",
                month if value.precision != "year" else "",
                year,
            )
        return value

    def clean(self, value: Any) -> dt.date | ApproximateDay | None:
        if isinstance(value, dt.date | ApproximateDay):
            return value
        parts: tuple[str, str, str] = value or ("", "", "")
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        read = self._read(*parts)
        self._check_limits(read.on)
        return read if self.approximate else read.on

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = DayInput().split(self.prepare_value(initial)) if initial else ("", "", "")
        return tuple(data or ("", "", "")) != before

    def _read(self, day: str, month: str, year: str) -> ApproximateDay:
        precision = self._precision(day, month, year)
        for text, name in ((day, _("day")), (month, _("month")), (year, _("year"))):
            if text and re.fullmatch(r"[0-9]+", text) is None:
                raise ValidationError(
                    _("Write the %(part)s in figures, for example 15 3 2011."),
                    code="malformed",
                    params={"part": name},
                )
        if len(year) != 4:
            raise ValidationError(
                _("Write the year with four figures, for example 2011."), code="year"
            )
        # The middle of the unknown span, so that an age or a duration errs least.
        try:
            on = dt.date(
                int(year),
                int(month) if month else 7,
                int(day) if day else (15 if month else 1),
            )
        except ValueError as error:
            raise ValidationError(
                _("This day is not in the calendar. Check the day, the month and the year."),
                code="calendar",
            ) from error
        return ApproximateDay(on, precision)

    def _precision(self, day: str, month: str, year: str) -> Precision:
        if day and month and year:
            return "day"
        if self.approximate and year and not day:
            return "month" if month else "year"
        missing = (
            _("Write the year too.")
            if not year
            else _("Write the month too.")
            if not month
            else _("Write the day too.")
        )
        raise ValidationError(missing, code="incomplete")

    def _check_limits(self, on: dt.date) -> None:
        if on < self.earliest:
            raise ValidationError(
                _("This day is too early. Write a day from %(earliest)s on."),
                code="too_early",
                params={"earliest": date_format(self.earliest, "DATE_FORMAT")},
            )
        if self.past or self.future:
            self._check_today(on)
        if on > self.latest:
            raise ValidationError(
                _("This day is too late. Write a day up to %(latest)s."),
                code="too_late",
                params={"latest": date_format(self.latest, "DATE_FORMAT")},
            )

    def _check_today(self, on: dt.date) -> None:
        if self.clock is None:
            raise TypeError("a day that must be past or future needs the form's clock")
        today = date_format(self.clock.today, "DATE_FORMAT")
        if self.past and on > self.clock.today:
            raise ValidationError(
                _("This day has not come yet. Write a day up to today, %(today)s."),
                code="future",
                params={"today": today},
            )
        if self.future and on < self.clock.today:
            raise ValidationError(
                _("This day has passed. Write a day from today, %(today)s, on."),
                code="past",
                params={"today": today},
            )
