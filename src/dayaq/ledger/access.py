"""Who may see and keep the books."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "ledger.view",
    Role.CASHIER,
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("See the books"),
)
capability("ledger.set_up", Role.PROGRAMME_OFFICER, Role.ADMINISTRATOR, label=_("Open the books"))
capability(
    "ledger.contribute",
    Role.ACCOUNTANT,
    Role.PROGRAMME_OFFICER,
    label=_("Record a donor's contribution to the fund"),
)
capability(
    "ledger.move_cash",
    Role.CASHIER,
    Role.ACCOUNTANT,
    label=_("Receive handed-over cash and bank it"),
)
capability("ledger.keep_accounts", Role.ACCOUNTANT, label=_("Keep the chart of accounts"))
capability("ledger.close", Role.ACCOUNTANT, Role.PROGRAMME_OFFICER, label=_("Close a month"))
capability(
    "ledger.reopen",
    Role.ACCOUNTANT,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Ask to reopen a closed month, or agree to it"),
)
capability(
    "ledger.countersign",
    Role.PROGRAMME_OFFICER,
    label=_("Countersign what one person did alone"),
)
capability("ledger.charge_fund", Role.ACCOUNTANT, label=_("Record what the bank took"))
capability(
    "ledger.exchange",
    Role.ACCOUNTANT,
    Role.PROGRAMME_OFFICER,
    label=_("Exchange money and value it at a rate"),
)
capability(
    "ledger.return_money",
    Role.PROGRAMME_OFFICER,
    label=_("Decide that money goes back to its donor"),
)
capability("ledger.pay_donor", Role.ACCOUNTANT, label=_("Pay back money to a donor"))
