"""Money in suspense finds its owner: a loan, a donor's window, or the way back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.cash.models import Clearing, StatementLine
from dayaq.cash.queries.statements import in_suspense
from dayaq.cash.services.bank import told
from dayaq.credit.models import Loan, Receipt
from dayaq.credit.services.deposits import apply_deposit
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.exchange import Exchange
from dayaq.ledger import services as ledger
from dayaq.ledger.domain.fund import Donated
from dayaq.ledger.exchange.queries import suspense_code
from dayaq.ledger.queries import bank_accounts, windows


def clear_to_loan(
    *,
    by: Actor,
    line_id: UUID,
    loan_code: str,
    reason: str,
    on: dt.date,
    at: dt.datetime,
    amount_minor: int | None = None,
) -> Clearing:
    """The money's owner is found: it counts on the loan as of the day the bank received it.

    :param amount_minor: a part of it, such as of one transfer for several loans; None is the rest
    :raises Refused: it left suspense already, or there is no such loan
    """
    line = _suspended(by, line_id)
    if line.statement.account.code != "bank":
        raise Refused(N_("Loans are paid in the programme's own currency. Have it changed first."))
    part = _part(line, amount_minor)
    loan = Loan.objects.filter(programme_id=by.programme_id, code=loan_code).first()
    if loan is None:
        raise Refused(N_("There is no loan with this code."), field="loan_code")
    receipt = apply_deposit(
        by=by, loan_id=loan.pk, amount_minor=part, paid_on=line.on,
        reference=line.text, on=on, at=at,
    )  # fmt: skip
    return _cleared(by, line, part, receipt, reason, on, at)[0]


def clear_to_window(
    *,
    by: Actor,
    line_id: UUID,
    window_code: str,
    exchange: Exchange | None,
    reason: str,
    on: dt.date,
    at: dt.datetime,
    amount_minor: int | None = None,
) -> Clearing:
    """It is a donor's: a contribution to a window, as of the day the bank received it.

    Foreign money stays on its account, and stands in the books at the rate that is given.

    :param amount_minor: a part of it; None is the rest
    :raises Refused: it left suspense already, there is no such window, or no rate is given
    """
    line = _suspended(by, line_id)
    part = _part(line, amount_minor)
    chosen = next((one for one in windows(by.programme_id) if one.code == window_code), None)
    if chosen is None:
        raise Refused(N_("There is no such window in the revolving fund."), field="window")
    own = next(one.currency for one in bank_accounts(by.programme_id) if one.is_own)
    donated = Donated(line.currency, part, exchange)
    credited = donated.credited_minor(own)
    made, _event_id = _cleared(by, line, part, None, reason, on, at)
    ledger.receive_contribution(
        by=by, window=chosen, amount_minor=credited,
        key=f"suspense:{made.pk}", on=line.on, at=at, donated=donated, from_suspense=True,
        reference=line.text[:120],
    )  # fmt: skip
    return made


def send_back(*, by: Actor, line_id: UUID, reason: str, on: dt.date, at: dt.datetime) -> Clearing:
    """What is nobody's of a line leaves the account: sent back to where it came from.

    So does foreign money that the bank changed for its owner; what it brought is on the other
    statement.

    :raises Refused: it left suspense already
    """
    line = _suspended(by, line_id)
    account = line.statement.account
    waits_on = "suspense" if account.code == "bank" else suspense_code(account.currency)
    made, event_id = _cleared(by, line, line.left_minor, None, reason, on, at)
    ledger.post(
        key=f"suspense-return:{made.pk}", on=on, at=at, by=by, memo="sent back", event_id=event_id,
        transfers=[ledger.Leg(waits_on, account.code, line.left_minor, None, line.pk)],
    )  # fmt: skip
    return made


def _part(line: StatementLine, amount_minor: int | None) -> int:
    part = line.left_minor if amount_minor is None else amount_minor
    if not 0 < part <= line.left_minor:
        raise Refused(N_("No more leaves suspense than came in."), field="amount_minor")
    return part


def _cleared(
    by: Actor, line: StatementLine, amount_minor: int, receipt: Receipt | None, reason: str,
    on: dt.date, at: dt.datetime,
) -> tuple[Clearing, UUID]:  # fmt: skip
    if not reason.strip():
        raise Refused(N_("Say how it was found out."), field="reason")
    made = Clearing.objects.create(
        line=line, amount_minor=amount_minor, receipt=receipt, reason=reason.strip(),
        cleared_by_id=by.user_id, cleared_on=on,
    )  # fmt: skip
    return made, told("cash.suspense_cleared", by, line, on, at)


def _suspended(by: Actor, line_id: UUID) -> StatementLine:
    by.require("cash.reconcile")
    ledger.hold(
        by.programme_id,
        *(suspense_code(one.currency) for one in bank_accounts(by.programme_id) if not one.is_own),
        "suspense",
    )
    line = next((one for one in in_suspense(by.programme_id) if one.pk == line_id), None)
    if line is None:
        raise Refused(N_("This money has left suspense already."))
    return line
