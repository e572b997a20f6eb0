"""Inputs of the forms: what they look like is in the web room's templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

DayParts = tuple[str, str, str]
"""Day, month and year as they were typed."""


class DayInput(forms.Widget):
    """Three inputs for day, month and year: no picker to fight with, no format to guess.

    One value `name=2011-03-15` is read too, so that a link can carry a day.
    """

    template_name = "components/widgets/day.html"
    use_fieldset = True
    parts = (
        ("day", _("Day"), "w-2"),
        ("month", _("Month"), "w-2"),
        ("year", _("Year"), "w-4"),
    )

    def value_from_datadict(
        self, data: Mapping[str, Any], files: object, name: str
    ) -> DayParts | None:
        if any(f"{name}_{part}" in data for part, _label, _width in self.parts):
            day, month, year = (
                str(data.get(f"{name}_{part}", "")).strip() for part, _label, _width in self.parts
            )
            return day, month, year
        whole = str(data.get(name, "") or "").strip()
        return self.split(whole) if whole else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return name not in data and not any(
            f"{name}_{part}" in data for part, _label, _width in self.parts
        )

    def split(self, value: object) -> DayParts:
        """The three parts of a date, of its ISO text, or of what was typed."""
        if isinstance(value, dt.date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, tuple | list):
            day, month, year = (str(part) for part in value)
            return day, month, year
        pieces = str(value or "").split("-")
        if len(pieces) == 3:
            return pieces[2], pieces[1], pieces[0]
        return str(value or ""), "", ""

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"]
        identifier = base.get("id", f"id_{name}")
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{identifier}_{part}" if index else identifier,
                "label": label,
                "css": width,
                "value": text,
            }
            for index, ((part, label, width), text) in enumerate(
                zip(self.parts, self.split(value), strict=True)
            )
        ]
        context["widget"]["invalid"] = base.get("aria-invalid") == "true"
        context["widget"]["disabled"] = bool(base.get("disabled"))
        return context


class MoneyInput(forms.TextInput):
    """An amount: the currency stands before the figures, the phone shows a number pad."""

    template_name = "components/widgets/money.html"

    def __init__(self, currency: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off", "class": "w-10 num", **(attrs or {})}
        )
        self.currency = currency

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["currency"] = self.currency
        return context


class Radios(forms.RadioSelect):
    """One of a few answers, all visible."""

    template_name = "components/widgets/choices.html"


class Checkboxes(forms.CheckboxSelectMultiple):
    """Any of a few answers."""

    template_name = "components/widgets/choices.html"


class FileInput(forms.FileInput):
    """A file of the person's device; on a phone the camera is offered for pictures."""


def select(widget: Mapping[str, Any]) -> SafeString:
    """A drop-down list as Django's own template draws it; that decides anew for each option, and
    a list of districts or officers has many."""
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _place in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{escape(group)}">')
        parts += [
            f'\n  <option value="{escape(str(option["value"]))}"{_attributes(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        ]
        if group:
            parts.append("\n  </optgroup>")
    parts.append("\n</select>")
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
