"""What happens to the programme's papers. Sentences hold numbers and codes, never people."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.events import NOTHING_PERSONAL, event

event("programme.phase_opened", _("%(actor)s opened the phase %(key)s"), forget=NOTHING_PERSONAL)
event(
    "programme.agreement_signed",
    _("%(actor)s registered the agreement %(number)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.agreement_amended",
    _("%(actor)s registered amendment %(number)s"),
    forget=NOTHING_PERSONAL,
)
event("programme.grant_added", _("%(actor)s added the grant %(number)s"), forget=NOTHING_PERSONAL)
event(
    "programme.grant_passed_on",
    _("%(actor)s registered the sub-grant %(number)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.transfer_received",
    _("%(actor)s recorded the donor transfer %(number)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.budget_line_added",
    _("%(actor)s added the budget line %(code)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.budget_line_revised",
    _("%(actor)s revised the budget line %(code)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.rate_recorded",
    _("%(actor)s recorded the rate of %(base)s in %(quote)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.expense_entered",
    _("%(actor)s entered the expense voucher %(number)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.expense_approved",
    _("%(actor)s approved the expense voucher %(number)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.expense_returned",
    _("%(actor)s returned the expense voucher %(number)s"),
    forget=NOTHING_PERSONAL,
)
event(
    "programme.expenses_charged",
    _("%(actor)s charged %(count)s expenses to the donors"),
    forget=NOTHING_PERSONAL,
)
event("programme.result_added", _("%(actor)s added the result %(code)s"), forget=NOTHING_PERSONAL)
event(
    "programme.target_set",
    _("%(actor)s set the target of %(indicator)s"),
    forget=NOTHING_PERSONAL,
)
