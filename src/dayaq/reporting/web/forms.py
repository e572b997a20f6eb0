"""Forms of reporting: what is asked, what is submitted, what is promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.fields import CheckField, ChoiceField, DayField, LineField, TextField
from dayaq.kernel.web.forms import Form
from dayaq.programme.models import ResultNode
from dayaq.programme.queries import phases
from dayaq.reporting.indicators import INDICATORS


class ParametersForm(Form):
    """A phase or a period, and the day as of which positions stand. Empty means: all of it."""

    phase = ChoiceField(label=_("Phase"), required=False)
    frm = DayField(label=_("From"), required=False)
    to = DayField(label=_("To"), required=False)
    as_of = DayField(label=_("As of"), required=False)

    def __init__(self, *args: Any, programme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [  # type: ignore[attr-defined]
            ("", _("All phases")),
            *((phase.key, str(phase)) for phase in phases(programme_id)),
        ]


class SubmitForm(Form):
    """The words under a report's headings, and why it is submitted again."""

    def __init__(self, *args: Any, headings: Mapping[str, Any], again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, title in headings.items():
            self.fields[f"words_{key}"] = TextField(
                label=title, max_length=6000, rows=5, required=False
            )
        self.fields["language"] = ChoiceField(
            label=_("Language of the report"), choices=[("en", "English"), ("az", "Azərbaycanca")]
        )
        # Not required here: the same form sent twice leads to the first report, and only a
        # true restatement is asked for its reason, by the service.
        self.fields["reason"] = LineField(
            label=_("Why it is submitted again"),
            max_length=500,
            required=False,
            help_text=_("This period was submitted before.") if again else _("Only if it was."),
        )

    def narrative(self) -> dict[str, str]:
        """The words by the key of their heading."""
        return {
            name.removeprefix("words_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("words_")
        }


class ResultForm(Form):
    level = ChoiceField(label=_("Level"), choices=ResultNode.Level.choices)
    code = LineField(label=_("Code"), max_length=12, help_text=_("Such as 1.2."))
    statement = LineField(label=_("What changes, in English"), max_length=400)
    statement_az = LineField(
        label=_("What changes, in Azerbaijani"), max_length=400, required=False
    )
    parent_id = ChoiceField(label=_("Serves the result"), required=False)
    means_of_verification = LineField(
        label=_("Means of verification"), max_length=300, required=False
    )
    assumption = LineField(label=_("Assumption"), max_length=400, required=False)

    def __init__(self, *args: Any, phase_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = ResultNode.objects.filter(phase_id=phase_id).order_by("code")
        self.fields["parent_id"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((str(node.pk), str(node)) for node in nodes),
        ]


class TargetForm(Form):
    """A target in the indicator's own unit: people, qəpik, hundredths of a percent."""

    node_id = ChoiceField(label=_("Result"))
    indicator = ChoiceField(label=_("Indicator"))
    target_low = forms.IntegerField(
        label=_("Target, lower bound"),
        min_value=0,
        max_value=10**12,
        help_text=_("People; qəpik for an amount; hundredths of a percent for a ratio."),
    )
    target_high = forms.IntegerField(
        label=_("Target, upper bound"), min_value=0, max_value=10**12, required=False
    )
    baseline = forms.IntegerField(
        label=_("Baseline"), min_value=0, max_value=10**12, required=False
    )
    baseline_on = DayField(label=_("Day of the baseline"), past=True, required=False)
    lower_is_better = CheckField(label=_("Lower is better"), required=False)

    def __init__(self, *args: Any, phase_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = ResultNode.objects.filter(phase_id=phase_id).order_by("code")
        self.fields["node_id"].choices = [(str(n.pk), str(n)) for n in nodes]  # type: ignore[attr-defined]
        self.fields["indicator"].choices = sorted(  # type: ignore[attr-defined]
            ((key, str(one.name)) for key, one in INDICATORS.items()), key=lambda pair: pair[1]
        )
