"""Forms about lessons learnt."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.languages import reader_language
from dayaq.kernel.web.fields import ChoiceField, LineField, TextField
from dayaq.kernel.web.forms import DatedForm, Form
from dayaq.network.queries.countries import country_choices
from dayaq.network.services import LessonText


class LessonForm(DatedForm):
    title = LineField(label=_("Title"))
    theme = LineField(label=_("Theme"), max_length=100)
    country = ChoiceField(
        label=_("Country"), choices=lambda: country_choices(reader_language()), initial="AZ"
    )
    context = TextField(label=_("Context"))
    what_happened = TextField(label=_("What happened, and why"))
    recommendation = TextField(label=_("What others should do"))
    adopted_by = LineField(label=_("Adopted by"), max_length=300, required=False)

    def text(self) -> LessonText:
        return LessonText(**{name: self.cleaned_data[name] for name in LessonText.__slots__})


class LessonActForm(Form):
    """Only the command: which button was pressed says what is done."""
