"""Where the books stand in the shell."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web import panels

panels.nav(70, _("Books"), "ledger:books", "ledger.view", "money")
