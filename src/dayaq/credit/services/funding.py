"""Whose money a loan is: choosing the window at the payout, and following it ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dayaq.credit.models import Loan, LoanShare
from dayaq.kernel import rows
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import split
from dayaq.ledger.domain import shares as rule
from dayaq.ledger.fund.queries import lent_by_window
from dayaq.ledger.queries import windows
from dayaq.ledger.services import Leg

PRO_RATA = "*"
"""Asks for all windows in proportion to their free money."""


def choose(
    loan: Loan,
    free: Mapping[str, int],
    *,
    amount_minor: int,
    window: str,
    shares: Mapping[str, int] | None,
) -> None:
    """Settle which window lends, or which windows share the loan, and write the shares down.

    :param free: what each window has, oldest first, held until the transaction ends
    :param amount_minor: what is paid out now; a shared loan wants the whole of it at hand
    :param window: a window's code; "" takes the oldest that has the money, `PRO_RATA` all of them
    :param shares: amounts by window, as people assigned them
    :raises Refused: no window, or not all of them, has the money asked of it
    """
    if shares is not None:
        _share(loan, rule.assigned(loan.principal_minor, shares, free))
    elif window == PRO_RATA:
        _share(loan, rule.pro_rata(loan.principal_minor, free))
    elif window and free.get(window, 0) < amount_minor:
        raise Refused(
            N_("This fund window does not have enough free money for the loan."),
            field="window",
            code="no_money",
        )
    else:
        loan.window = window or rule.oldest_with_money(amount_minor, free) or ""
    if not loan.window:
        raise Refused(N_("No fund window has enough money for this loan."), code="no_money")


def _share(loan: Loan, parts: Mapping[str, int]) -> None:
    loan.window = max(parts, key=lambda code: parts[code])  # the first of the largest leads
    if len(parts) == 1:
        return
    ids = {window.code: window.pk for window in windows(loan.programme_id)}
    loan.is_shared = True
    rows.update(loan, "is_shared")
    rows.insert_all(
        LoanShare(loan=loan, window_id=ids[code], position=place, amount_minor=minor)
        for place, (code, minor) in enumerate(parts.items())
    )


def shares_of(loan: Loan) -> dict[str, int]:
    """The shares of a loan by window; of one that is not shared, its window's whole."""
    if not loan.is_shared:
        return {loan.window: loan.principal_minor} if loan.window else {}
    found = LoanShare.objects.filter(loan=loan).order_by("position")
    return dict(found.values_list("window__code", "amount_minor"))


def over_windows(loan: Loan, legs: Sequence[Leg], outstanding_minor: int) -> list[Leg]:
    """Post to each window what is its: the legs of a shared loan, cut over its windows.

    What touches the loan itself follows the shares exactly; income and kept money beside it is
    cut by the shares, by largest remainder.
    """
    shares = shares_of(loan)
    lead = f"loans:{loan.window}"
    touching = [leg for leg in legs if lead in (leg.debit, leg.credit)]
    change = rule.moved(lent_by_window(loan.pk), shares, outstanding_minor)
    pieces = rule.cut(
        [leg.amount_minor for leg in touching], {code: abs(part) for code, part in change.items()}
    )
    found = [
        replace(
            leg,
            debit=f"loans:{code}" if leg.debit == lead else leg.debit,
            credit=f"loans:{code}" if leg.credit == lead else leg.credit,
            amount_minor=minor,
            window=code,
        )
        for leg, piece in zip(touching, pieces, strict=True)
        for code, minor in piece.items()
    ]
    for leg in legs:
        if leg not in touching:
            parts = split(leg.amount_minor, list(shares.values()))
            found += [
                replace(leg, amount_minor=minor, window=code)
                for code, minor in zip(shares, parts, strict=True)
                if minor
            ]
    return found
