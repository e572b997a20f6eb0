"""Forms of official blanks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.cash.models import OrderKind
from dayaq.kernel.web.fields import ChoiceField, CodeField, DayField, LineField, TextField
from dayaq.kernel.web.forms import Form

NUMBER_MAX = 10**9


class OrderBookForm(Form):
    kind = ChoiceField(label=_("Kind of blank"), choices=OrderKind.choices)
    series = CodeField(label=_("Series"), max_length=10)
    first_number = forms.IntegerField(label=_("First number"), min_value=1, max_value=NUMBER_MAX)
    last_number = forms.IntegerField(label=_("Last number"), min_value=1, max_value=NUMBER_MAX)
    issued_to_id = ChoiceField(label=_("Handed to"))
    issued_on = DayField(label=_("Day it was handed out"), past=True)

    def __init__(self, *args: Any, holders: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_to_id"].choices = holders  # type: ignore[attr-defined]


class OrderForm(Form):
    book_id = ChoiceField(label=_("Book of blanks"))
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=NUMBER_MAX)
    party = LineField(label=_("From whom or to whom"), max_length=120)
    purpose = LineField(label=_("For what"), max_length=200)

    def __init__(self, *args: Any, books: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["book_id"].choices = books  # type: ignore[attr-defined]


class SpoilOrderForm(Form):
    book_id = ChoiceField(label=_("Book of blanks"))
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=NUMBER_MAX)
    spoiled_on = DayField(label=_("Day"), past=True)
    reason = LineField(label=_("What happened to it"), max_length=300)

    def __init__(self, *args: Any, books: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["book_id"].choices = books  # type: ignore[attr-defined]


class ReturnForm(Form):
    returned_on = DayField(label=_("Day"), past=True)


class SecondForm(Form):
    note = LineField(label=_("What you looked at"), max_length=300, required=False)
    signed_on = DayField(label=_("Day"), past=True)


class FlagForm(Form):
    note = TextField(
        label=_("What you found"),
        help_text=_("Facts only: what you looked at, whom you asked, what explains it or not."),
        max_length=500,
        rows=3,
    )
