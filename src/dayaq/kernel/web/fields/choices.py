"""Answers to choose from: a list, radio buttons, boxes, yes or no."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.widgets import Checkboxes, Radios


class ChoiceField(forms.ChoiceField):
    """One of many: a list that opens."""


class RadioField(forms.ChoiceField):
    """One of a few: all answers stand on the page."""

    widget = Radios


class CheckboxesField(forms.MultipleChoiceField):
    """Any of a few."""

    widget = Checkboxes


class YesNoField(forms.TypedChoiceField):
    """Yes or no, with neither chosen beforehand; gives True or False."""

    widget = Radios

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value


class CheckField(forms.BooleanField):
    """One box to tick; required means that it must be ticked."""
