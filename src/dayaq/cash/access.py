"""Who may do what with cash and bank. Who carries cash neither counts nor receives it."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "cash.view",
    Role.CASHIER,
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("See cash, bank and official blanks"),
)
capability("cash.hand_over", Role.FIELD_OFFICER, label=_("Hand over the cash one carries"))
capability("cash.receive", Role.CASHIER, label=_("Receive and count handed-over cash"))
capability("cash.count", Role.CASHIER, Role.ACCOUNTANT, label=_("Count cash by notes and coins"))
capability(
    "cash.settle",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Settle a difference found by a count"),
)
capability(
    "cash.set_limit",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Set how much cash an officer may carry"),
)
capability("cash.write_order", Role.CASHIER, label=_("Write cash orders"))
capability(
    "cash.keep_blanks",
    Role.CASHIER,
    Role.ACCOUNTANT,
    label=_("Hand out, take back and void official blanks"),
)
capability(
    "cash.reconcile",
    Role.ACCOUNTANT,
    label=_("Import bank statements and match them with the books"),
)
capability(
    "cash.second_sign",
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Sign a void as the second person"),
)
capability(
    "cash.look_into",
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Look into red flags"),
)
