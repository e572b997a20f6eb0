"""Forms of the administrator's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.models import Organisation, Place, User
from dayaq.kernel.access.queries import accounts, districts, known_districts, organisations
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.web.fields import (
    CheckboxesField,
    ChoiceField,
    DayField,
    LineField,
    NameField,
    PhoneField,
    RadioField,
)
from dayaq.kernel.web.forms import Form


class AccountForm(Form):
    full_name = NameField(label=_("Full name"))
    username = forms.SlugField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("Small letters, figures and hyphens, such as a-quliyeva."),
        error_messages={"invalid": _("Use small Latin letters, figures and hyphens only.")},
    )
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. It is changed at the first sign-in."),
        max_length=128,
        strip=False,
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    phone = PhoneField(label=_("Phone"), required=False)
    language = RadioField(
        label=_("Language"), choices=User.Language.choices, initial=User.Language.AZ
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]


class PasswordForm(Form):
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. It is changed at the next sign-in."),
        max_length=128,
        strip=False,
    )


class RoleForm(Form):
    role = ChoiceField(label=_("Role"), choices=Role.choices)
    scope = RadioField(label=_("What they see"), choices=ScopeKind.choices)
    districts = forms.ModelMultipleChoiceField(
        label=_("Districts"),
        queryset=Place.objects.none(),
        required=False,
        widget=CheckboxesField.widget,
        help_text=_("For a role that is given for districts."),
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("Last day"), required=False, help_text=_("Leave empty if there is none.")
    )
    stands_in_for = forms.ModelChoiceField(
        label=_("Stands in for"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Only for a stand-in: choose the colleague, and give the last day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].queryset = districts()  # type: ignore[attr-defined]
        self.fields["stands_in_for"].queryset = accounts()  # type: ignore[attr-defined]


class EndForm(Form):
    ends_on = DayField(label=_("Last day"))


class OrganisationForm(Form):
    name = LineField(label=_("Name in English"), max_length=200)
    name_az = LineField(label=_("Name in Azerbaijani"), max_length=200, required=False)
    short_name = LineField(label=_("Short name"), max_length=40, required=False)
    kind = ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    country = LineField(
        label=_("Country code"), max_length=2, min_length=2, initial="AZ",
        help_text=_("Two letters, such as AZ, AT or SI."),
    )  # fmt: skip

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class DistrictsForm(Form):
    districts = CheckboxesField(label=_("Districts of the programme"), choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = sorted(known_districts().values(), key=lambda row: row["name_az"])
        self.fields["districts"].choices = [  # type: ignore[attr-defined]
            (row["code"], row["name_az"]) for row in rows
        ]


class ProgrammeForm(Form):
    code = forms.SlugField(
        label=_("Short code"), max_length=20, help_text=_("Such as reintegration-2.")
    )
    name = LineField(label=_("Name in English"), max_length=200)
    name_az = LineField(label=_("Name in Azerbaijani"), max_length=200)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    complaint_phone = PhoneField(
        label=_("Complaint phone"),
        required=False,
        help_text=_("Printed on every agreement and receipt."),
    )
