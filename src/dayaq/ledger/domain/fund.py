"""The revolving fund: what a donor gave, and the identity that holds on every day."""

from __future__ import annotations

from dataclasses import dataclass, field

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.exchange import Exchange, convert


@dataclass(frozen=True, slots=True)
class Donated:
    """A donor's amount in the donor's currency; 1 of it was `exchange.rate` of the programme's."""

    currency: str
    amount_minor: int
    exchange: Exchange | None = None

    def credited_minor(self, into: str) -> int:
        """What comes to the bank, in minor units of `into`. T12 turned round: USD to manat.

        >>> import datetime
        >>> from decimal import Decimal
        >>> day = datetime.date(2009, 10, 6)
        >>> given = Donated("USD", 124_486, Exchange("USD", Decimal("0.8033"), day, "CBA"))
        >>> given.credited_minor("AZN")
        100000

        :raises Refused: there is no rate for another currency
        """
        rate = self.exchange.between(self.currency, into) if self.exchange else None
        return convert(self.amount_minor, self.currency, into, rate)


def classify(code: str, kind: str) -> str:
    """The line of the fund's identity an account belongs to.

    >>> classify("loans:ada", "asset"), classify("transit:7", "asset"), classify("bank", "asset")
    ('loans', 'cash', 'cash')
    """
    exact = LINE_OF.get(code.partition(":")[0])
    return exact or {"asset": "other", "fund": "capital", "expense": "cost"}.get(kind, kind)


LINE_OF = {
    "bank": "cash",
    "cash": "cash",
    "transit": "cash",
    "receivable": "receivable",
    "brought_over": "brought_over",
    "loans": "loans",
    "allowance": "allowance",
    "client_credits": "client_credits",
    "suspense": "suspense",
    "foreign_suspense": "suspense",
    "due_to_donor": "due_to_donor",
    "capital": "capital",
    "handed_over": "handed_over",
    "expense.impairment": "impairment",
    "expense.write_off": "loss",
    "expense.forgiveness": "loss",
    "expense.granted": "loss",
    "income.exchange": "exchange",
    "expense.exchange": "exchange",
    "position": "cash",
}

LEFT = (
    "cash", "receivable", "brought_over", "other", "loans", "allowance", "client_credits",
    "suspense", "due_to_donor", "liability",
)  # fmt: skip
RIGHT = ("capital", "income", "cost", "loss", "impairment", "exchange", "handed_over")


@dataclass(frozen=True, slots=True)
class Identity:
    """Both sides of the fund on a day, in minor units; every line with its own sign.

    Left: what there is, less what is owed to others. Right: where it came from and went.
    """

    lines: dict[str, int] = field(default_factory=dict)

    @property
    def left_minor(self) -> int:
        return sum(self.lines.get(line, 0) for line in LEFT)

    @property
    def right_minor(self) -> int:
        return sum(self.lines.get(line, 0) for line in RIGHT)

    @property
    def holds(self) -> bool:
        return self.left_minor == self.right_minor


def identity(balances: dict[tuple[str, str], int]) -> Identity:
    """Put account balances (debit above zero), by (code, kind), into the fund's identity.

    Cash 52,000 lent but 10,000; 1,000 written off: 10,000 + 41,000 = 52,000 - 1,000 (C9).

    >>> c9 = identity({("bank", "asset"): 10_000, ("loans:ada", "asset"): 41_000,
    ...     ("capital:ada", "fund"): -52_000, ("expense.write_off", "expense"): 1_000})
    >>> c9.left_minor, c9.right_minor, c9.holds
    (51000, 51000, True)

    :raises Refused: an account is of a kind that has no place in it
    """
    found: dict[str, int] = {}
    for (code, kind), debit in balances.items():
        line = classify(code, kind)
        if line not in LEFT and line not in RIGHT:
            raise Refused(N_("An account has no place in the fund's statement."))
        found[line] = found.get(line, 0) + (debit if line in LEFT else -debit)
    return Identity(found)
