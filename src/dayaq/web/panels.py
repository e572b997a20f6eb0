"""The shell's own places in the navigation."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.panels import nav

nav(0, _("Today"), "today", None)
nav(79, _("Dashboard"), "dashboard", None, "dashboard")
