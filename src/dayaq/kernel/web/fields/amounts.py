"""Amounts of money: figures as people write them, whole minor units for the services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import Refused
from dayaq.kernel.money import MAX_MINOR, format_minor, parse_minor
from dayaq.kernel.web.widgets import MoneyInput


class MoneyField(forms.Field):
    """An amount as people write it ("1 000,50"); gives whole minor units."""

    def __init__(
        self,
        *,
        currency: str = "AZN",
        min_minor: int = 0,
        max_minor: int = MAX_MINOR,
        **kwargs: Any,
    ) -> None:
        self.currency = currency
        self.min_minor, self.max_minor = min_minor, max_minor
        kwargs.setdefault("widget", MoneyInput(currency))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_minor(value, self.currency) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        if not str(value or "").strip():
            return None
        try:
            return parse_minor(str(value), self.currency)
        except Refused as error:
            raise ValidationError(
                gettext(str(error.message)), code=error.code, params=error.params or None
            ) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.min_minor:
            raise ValidationError(
                _("Enter an amount of %(least)s %(currency)s or more."),
                code="too_small",
                params=self._limit("least", self.min_minor),
            )
        if value > self.max_minor:
            raise ValidationError(
                _("Enter an amount of %(most)s %(currency)s or less."),
                code="too_large",
                params=self._limit("most", self.max_minor),
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _limit(self, key: str, minor: int) -> dict[str, str]:
        return {key: format_minor(minor, self.currency), "currency": self.currency}


class RateField(forms.DecimalField):
    """An exchange rate: what one unit of a currency is in another, above zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=18, decimal_places=8, min_value=Decimal("0.00000001"), localize=True,
            **kwargs,
        )  # fmt: skip
