"""Forms about campaigns."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.queries import districts
from dayaq.kernel.languages import reader_language
from dayaq.kernel.web.fields import (
    CheckboxesField,
    ChoiceField,
    DayField,
    LineField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form
from dayaq.network.models import Channel, Material, MediaItem
from dayaq.network.queries.countries import NEAR, countries, language_choices


class CampaignForm(DatedForm):
    theme = LineField(label=_("Theme"))
    audience = LineField(label=_("Audience"), max_length=300)
    countries = CheckboxesField(
        label=_("Countries"), choices=lambda: [(c, countries(reader_language())[c]) for c in NEAR]
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    tested_with_survivors_on = DayField(
        label=_("Messages tested with survivors on"), past=True, required=False
    )


class MaterialForm(DatedForm):
    title = LineField(label=_("Title"))
    language = ChoiceField(label=_("Language"), choices=lambda: language_choices(reader_language()))
    format = ChoiceField(label=_("Format"), choices=Material.Format.choices)
    accessible_format = ChoiceField(
        label=_("Accessible format"), choices=Material.Accessible.choices
    )
    printed = forms.IntegerField(
        label=_("Copies printed"), min_value=0, max_value=10_000_000, initial=0
    )


class HandOutForm(Form):
    district = forms.ModelChoiceField(label=_("District"), queryset=districts())
    quantity = forms.IntegerField(label=_("Copies"), min_value=1, max_value=10_000_000)
    on = DayField(label=_("Handed out on"), past=True)


class ReachForm(Form):
    channel = ChoiceField(label=_("Channel"), choices=Channel.choices)
    estimate = forms.IntegerField(
        label=_("People reached, estimated"), min_value=1, max_value=100_000_000
    )
    method = TextField(label=_("How this was estimated"), max_length=400)
    double_count_note = TextField(
        label=_("Who may be counted twice"), max_length=400, required=False
    )
    on = DayField(label=_("Estimated on"), past=True)


class MediaForm(Form):
    outlet = LineField(label=_("Outlet"), max_length=120)
    title = LineField(label=_("Title"), max_length=300)
    on = DayField(label=_("Appeared on"), past=True)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    tone = ChoiceField(label=_("Tone"), choices=MediaItem.Tone.choices, initial="neutral")
