"""What may be logged about the books."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.events import event

event("ledger.books_opened", _("%(actor)s opened the books"))
event("ledger.window_opened", _("%(actor)s opened the fund window %(window)s"))
event("ledger.contribution_received", _("%(actor)s recorded a contribution to %(window)s"))
event("ledger.cash_banked", _("%(actor)s banked cash, deposit slip %(slip)s"))
event("ledger.cash_drawn", _("%(actor)s drew cash from the bank, cheque %(slip)s"))
event("ledger.account_opened", _("%(actor)s opened the account %(account)s"))
event("ledger.account_changed", _("%(actor)s changed the account %(account)s"))
event("ledger.month_closed", _("%(actor)s closed the month %(month)s"))
event("ledger.reopening_asked", _("%(actor)s asked to reopen the month %(month)s"))
event("ledger.month_reopened", _("%(actor)s reopened the month %(month)s"))
event("ledger.reopening_countersigned", _("%(actor)s countersigned the reopening of %(month)s"))
event("ledger.bank_charged", _("%(actor)s recorded what the bank took, %(reference)s"))
event("ledger.currency_opened", _("%(actor)s opened the bank account in %(currency)s"))
event("ledger.currency_sold", _("%(actor)s changed foreign money into the fund's own"))
event("ledger.currency_bought", _("%(actor)s changed money of the fund into another currency"))
event("ledger.currency_valued", _("%(actor)s valued the money in %(currency)s"))
event("ledger.return_decided", _("%(actor)s set money of %(window)s aside for its donor"))
event("ledger.donor_paid", _("%(actor)s paid money back to the donor of %(window)s"))
