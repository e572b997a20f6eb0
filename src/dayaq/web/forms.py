"""The shell's own forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.fields import DayField
from dayaq.kernel.web.forms import Form


class AdvanceForm(Form):
    """Play the demonstration's calendar on to a later day."""

    until = DayField(
        label=_("Play on until"),
        future=True,
        help_text=_("What the programme did until that day happens now, step by step."),
    )
