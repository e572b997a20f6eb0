"""Text, names, codes and telephone numbers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.ids import check_code
from dayaq.kernel.web import texts


class LineField(forms.CharField):
    """One line of text: tidy, any script, nothing invisible."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"dir": "auto", "class": "w-20"}))
        super().__init__(max_length=max_length, strip=True, **kwargs)
        # A short limit refused in a sentence loses less than a browser that stops typing.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        hidden = texts.hidden_character(text, allowed="\t")
        if hidden:
            raise ValidationError(
                _("There is an invisible character (%(name)s) in this text. Type it again."),
                code="hidden_character",
                params={"name": hidden},
            )
        return texts.tidy(text)


class NameField(LineField):
    """A name as its owner writes it: no pattern, but a letter of some script."""

    def __init__(self, *, max_length: int = 120, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("spellcheck", "false")

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text and not texts.has_letter(text):
            raise ValidationError(
                _("There is no letter in this name. Write it as the person writes it."),
                code="no_letter",
            )
        if sign := texts.picture(text):
            raise ValidationError(
                _("A name holds no pictures such as %(sign)s. Write it in letters."),
                code="picture",
                params={"sign": sign},
            )
        return text


class TextField(forms.CharField):
    """Several lines of text: tidy, nothing invisible."""

    def __init__(self, *, max_length: int = 2000, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        super().__init__(max_length=max_length, strip=True, **kwargs)
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        hidden = texts.hidden_character(text, allowed="\t\r\n")
        if hidden:
            raise ValidationError(
                _("There is an invisible character (%(name)s) in this text. Type it again."),
                code="hidden_character",
                params={"name": hidden},
            )
        return texts.tidy_lines(text)


class CodeField(LineField):
    """A code such as "FZ-0042-7": capitals, no spaces; the check digit tells mistypings."""

    def __init__(self, *, max_length: int = 30, check_digit: bool = False, **kwargs: Any) -> None:
        self.check_digit = check_digit
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"class": "w-10", "autocomplete": "off", "autocapitalize": "characters"}
            ),
        )
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        code = super().to_python(texts.without_hidden(value)).replace(" ", "").upper()
        if code and self.check_digit and not check_code(code):
            raise ValidationError(
                _("This code does not fit its last figure. Compare it with the paper."),
                code="check_digit",
            )
        return code


class PhoneField(LineField):
    """A telephone number; one of Azerbaijan in any customary writing becomes +994…

    >>> PhoneField().clean("(050) 212-34-56")
    '+994502123456'
    >>> PhoneField().clean("00995 32 212 34 56")
    '+995322123456'
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "tel", "class": "w-10", "autocomplete": "off"}),
        )
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> str:
        # Numbers copied from a messenger carry invisible direction marks.
        typed = super().to_python(texts.without_hidden(value))
        if not typed:
            return ""
        digits = re.sub(r"[\s().\-/]", "", typed)
        if re.fullmatch(r"\+?[0-9]+", digits) is None:
            raise ValidationError(
                _("Write the number in figures, for example 050 212 34 56."), code="malformed"
            )
        if digits.startswith("00"):
            digits = "+" + digits[2:]
        elif digits.startswith("994") and len(digits) == 12:
            digits = "+" + digits
        elif digits.startswith("0"):
            digits = "+994" + digits[1:]
        elif len(digits) == 9:
            digits = "+994" + digits
        return self._checked(digits)

    def _checked(self, number: str) -> str:
        if number.startswith("+994") and len(number) != 13:
            raise ValidationError(
                _("A number of Azerbaijan has nine figures after the 0, such as 050 212 34 56.")
                if len(number) > 13
                else _("Some figures are missing. Write the whole number, such as 050 212 34 56."),
                code="length",
            )
        if not number.startswith("+") and len(number) < 9:
            raise ValidationError(
                _("Some figures are missing. Write the whole number, such as 050 212 34 56."),
                code="length",
            )
        # ITU-T E.164: at most fifteen figures, country code included.
        if not number.startswith("+") or not 8 <= len(number) <= 16:
            raise ValidationError(
                _("Write the number with its country code, such as +995 32 212 34 56."),
                code="country",
            )
        return number
