"""Fields of the forms: each reads what a person typed, or says in a sentence what to do.

Cleaned values are what services take: `date`, whole minor units, tidy text.
"""

from dayaq.kernel.web.fields.amounts import MoneyField, RateField
from dayaq.kernel.web.fields.choices import (
    CheckboxesField,
    CheckField,
    ChoiceField,
    RadioField,
    YesNoField,
)
from dayaq.kernel.web.fields.days import ApproximateDay, DayField, Precision
from dayaq.kernel.web.fields.uploads import MEGABYTE, UploadField
from dayaq.kernel.web.fields.words import CodeField, LineField, NameField, PhoneField, TextField

__all__ = [
    "MEGABYTE",
    "ApproximateDay",
    "CheckField",
    "CheckboxesField",
    "ChoiceField",
    "CodeField",
    "DayField",
    "LineField",
    "MoneyField",
    "NameField",
    "PhoneField",
    "Precision",
    "RadioField",
    "RateField",
    "TextField",
    "UploadField",
    "YesNoField",
]
