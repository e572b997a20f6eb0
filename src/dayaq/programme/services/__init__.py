"""Verbs of the programme room, by subject."""

from .agreements import amend_agreement, open_phase, sign_agreement
from .budget import add_budget_line, revise_budget_line
from .expenses import approve_expense, charge_expenses, enter_expense, return_expense
from .grants import add_grant, pass_on_grant, receive_transfer
from .rates import record_rate
from .results import add_result, set_target

__all__ = [
    "add_budget_line",
    "add_grant",
    "add_result",
    "amend_agreement",
    "approve_expense",
    "charge_expenses",
    "enter_expense",
    "open_phase",
    "pass_on_grant",
    "receive_transfer",
    "record_rate",
    "return_expense",
    "revise_budget_line",
    "set_target",
    "sign_agreement",
]
