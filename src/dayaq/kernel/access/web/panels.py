"""Where the administrator's pages stand in the shell."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web import panels

panels.nav(90, _("Accounts"), "access:accounts", "access.assign", "accounts")
panels.nav(91, _("Parties and districts"), "access:organisations", "access.manage_parties")
