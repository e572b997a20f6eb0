"""Rows of the programme room, by subject: agreements, money, results."""

from .agreements import Agreement, Amendment, Phase
from .grants import ExchangeRate, Grant, GrantTransfer, SubGrant
from .results import IndicatorTarget, ResultNode
from .spending import BudgetLine, BudgetRevision, Expense, ExpenseSplit

__all__ = [
    "Agreement",
    "Amendment",
    "BudgetLine",
    "BudgetRevision",
    "ExchangeRate",
    "Expense",
    "ExpenseSplit",
    "Grant",
    "GrantTransfer",
    "IndicatorTarget",
    "Phase",
    "ResultNode",
    "SubGrant",
]
