"""Forms about partner institutions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.models import Organisation
from dayaq.kernel.access.queries import districts, organisations
from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    DayField,
    LineField,
    NameField,
    PhoneField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form
from dayaq.network.models import Institution, ServiceKind
from dayaq.network.services import InstitutionDetails


class InstitutionForm(DatedForm):
    name = NameField(label=_("Name"), max_length=200)
    name_az = NameField(label=_("Name in Azerbaijani"), max_length=200, required=False)
    kind = ChoiceField(label=_("Kind"), choices=Institution.Kind.choices)
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=districts(),
        required=False,
        help_text=_("Leave it empty for a national institution."),
    )
    focal_person = NameField(label=_("Focal person"), required=False)
    focal_phone = PhoneField(label=_("Telephone of the focal person"), required=False)
    services_offered = TextField(label=_("What it offers"), max_length=1000, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation of its users"),
        queryset=organisations().exclude(kind=Organisation.Kind.DONOR),
        required=False,
        help_text=_("People of this organisation who sign in answer its referrals."),
    )
    is_active = CheckField(label=_("It is a partner now"), required=False, initial=True)

    def details(self) -> InstitutionDetails:
        return InstitutionDetails(
            **{name: self.cleaned_data[name] for name in InstitutionDetails.__slots__}
        )


class MouForm(Form):
    number = LineField(label=_("Number"), max_length=60)
    on = DayField(label=_("Signed on"), past=True)
    valid_until = DayField(label=_("Valid until"), required=False)
    obligations = TextField(label=_("What both sides undertake"), max_length=4000, required=False)
    data_sharing_clause = TextField(
        label=_("Data-sharing clause"),
        required=False,
        help_text=_("Without one, a referral carries only what the person consents to."),
    )


class EndMouForm(Form):
    on = DayField(label=_("Ended on"), past=True)
    reason = TextField(label=_("Reason"), max_length=300)


class ServiceForm(Form):
    kind = ChoiceField(label=_("Service"), choices=ServiceKind.choices)
    description = TextField(label=_("Description"), max_length=600)
    how_to_apply = TextField(label=_("How to apply"), max_length=600, required=False)
    cost = LineField(label=_("Cost for the person"), required=False)
    accessibility = TextField(label=_("Accessibility"), max_length=400, required=False)
    on = DayField(label=_("Verified on"), past=True)


class VerifyForm(Form):
    on = DayField(label=_("Verified on"), past=True)
    is_offered = forms.TypedChoiceField(
        label=_("Is the service still offered as written?"),
        choices=[("yes", _("Yes")), ("no", _("No, take it out of the directory"))],
        coerce=lambda answer: answer == "yes",
    )


class CapacityForm(Form):
    topic = LineField(label=_("Topic"))
    on = DayField(label=_("Held on"), past=True)
    women = forms.IntegerField(label=_("Women"), min_value=0, max_value=1000, initial=0)
    men = forms.IntegerField(label=_("Men"), min_value=0, max_value=1000, initial=0)
    follow_up = TextField(label=_("Follow-up"), max_length=600, required=False)


class DirectoryFilter(Form):
    kind = ChoiceField(
        label=_("Service"),
        choices=[("", _("All services")), *ServiceKind.choices],
        required=False,
    )
    district = forms.ModelChoiceField(label=_("District"), queryset=districts(), required=False)
