"""What happens to reports."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.events import NOTHING_PERSONAL, event

event(
    "reporting.report_submitted",
    _("%(actor)s submitted the report %(key)s, version %(version)s"),
    forget=NOTHING_PERSONAL,
)
