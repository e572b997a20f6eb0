"""Holding a workbook against itself, against the engine and against its owner's totals.

Control totals are shown three times: what the owner states, what the rows add up to, and what
would be posted. An error stops the import; a warning must be explained before it is signed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dayaq.credit.domain.cutover.rows import Finding, LoanRow, PaymentRow, Workbook
from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.events import Disbursed, Event, Paid
from dayaq.credit.domain.position import Position, position_at
from dayaq.credit.domain.terms import LoanTerms
from dayaq.kernel.errors import N_
from dayaq.kernel.names import fold

Mode = Literal["history", "opening"]
TermsOf = Callable[[LoanRow], LoanTerms]

TOTALS = (
    "loans", "lent", "repaid", "outstanding", "overdue_loans", "restructured",
    "contributions", "spending", "bank", "cash",
)  # fmt: skip
"""The control totals in their order; all but the counts are minor units."""
COUNTS = frozenset({"loans", "overdue_loans", "restructured"})


@dataclass(frozen=True, slots=True)
class Stated:
    """The totals the workbook's owner states, by the names in TOTALS; None is not stated."""

    totals: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rows come to. `positions` are by loan number, on the day of the cut-over."""

    findings: tuple[Finding, ...]
    totals: Mapping[str, int]
    positions: Mapping[str, Position]
    remainder_minor: int
    """Contributions and repayments less lending, spending, bank and cash: nought if all is told."""

    @property
    def errors(self) -> int:
        return sum(one.severity == "error" for one in self.findings)

    @property
    def warnings(self) -> int:
        return sum(one.severity == "warning" for one in self.findings)


def payments_of(book: Workbook, loan: LoanRow, mode: Mode, on: dt.date) -> list[PaymentRow]:
    """The payments to bring over: each one, or all that was paid before as one on the day."""
    if mode == "history":
        return book.payments_of(loan.number)
    paid = _paid_before(loan)
    if not paid:
        return []
    return [PaymentRow(row=loan.row, number=loan.number, paid_on=on, amount_minor=paid)]


def check(book: Workbook, stated: Stated, *, mode: Mode, on: dt.date, terms_of: TermsOf) -> Checked:
    """Every finding, the totals of the rows and each loan's position on the day `on`.

    :param terms_of: the terms a loan would be kept under; raises CreditError if they contradict
    """
    findings = [*book.findings, *_numbers(book), *_borrowers(book), *_receipts(book)]
    positions: dict[str, Position] = {}
    for loan in book.loans:
        found, position = _loan(book, loan, mode, on, terms_of)
        findings += found
        if position is not None:
            positions[loan.number] = position
    totals = _totals(book, mode, on, positions)
    remainder = (
        totals["contributions"] + totals["repaid"] - totals["lent"]
        - totals["spending"] - totals["bank"] - totals["cash"]
    )  # fmt: skip
    findings += _against(stated, totals)
    if remainder and book.money:
        findings.append(
            Finding(
                "warning", "", 0,
                N_(
                    "Contributions and repayments less loans, spending, bank and cash leave "
                    "%(amount)s. It would be posted to money that nobody can match yet."
                ),
                {"amount": remainder},
            )
        )  # fmt: skip
    if not book.money:
        findings.append(
            Finding(
                "error", "", 0,
                N_("No sheet tells the fund's money: contributions, bank, cash, spending."),
            )
        )  # fmt: skip
    order = {"error": 0, "warning": 1, "info": 2}
    findings.sort(key=lambda one: (order[one.severity], one.sheet, one.row))
    return Checked(tuple(findings), totals, positions, remainder)


def _paid_before(loan: LoanRow) -> int:
    if loan.paid_minor is not None:
        return loan.paid_minor
    return loan.principal_minor - (loan.outstanding_minor or 0)


def _numbers(book: Workbook) -> Iterator[Finding]:
    seen = Counter(loan.number for loan in book.loans)
    for loan in book.loans:
        if seen[loan.number] > 1:
            yield Finding(
                "error", "loans", loan.row,
                N_("The loan number %(number)s stands here more than once."),
                {"number": loan.number},
            )  # fmt: skip
    for sheet, rows in (("payments", book.payments), ("instalments", book.instalments)):
        for row in rows:
            if row.number not in seen:
                yield Finding(
                    "error", sheet, row.row,
                    N_("There is no loan %(number)s in the sheet of loans."),
                    {"number": row.number},
                )  # fmt: skip


def _borrowers(book: Workbook) -> Iterator[Finding]:
    """Nobody has two loans at one time; a second one after the first is repaid is fine."""
    by_person: dict[str, list[LoanRow]] = {}
    for loan in book.loans:
        key = loan.person_code or f"{fold(loan.full_name)}|{fold(loan.district)}"
        by_person.setdefault(key, []).append(loan)
    for loans in by_person.values():
        running = [one for one in loans if _still_owes(book, one)]
        for loan in running[1:]:
            yield Finding(
                "error", "loans", loan.row,
                N_("%(name)s would have two running loans: %(number)s and %(other)s."),
                {"name": loan.full_name, "number": loan.number, "other": running[0].number},
            )  # fmt: skip


def _still_owes(book: Workbook, loan: LoanRow) -> bool:
    if loan.outstanding_minor is not None:
        return loan.outstanding_minor > 0
    paid = loan.paid_minor
    if paid is None:
        paid = sum(one.amount_minor for one in book.payments_of(loan.number))
    return paid < loan.principal_minor


def _receipts(book: Workbook) -> Iterator[Finding]:
    seen = Counter(row.receipt for row in book.payments if row.receipt)
    for row in book.payments:
        if row.receipt and seen[row.receipt] > 1:
            yield Finding(
                "error", "payments", row.row,
                N_("Receipt %(receipt)s stands here more than once."), {"receipt": row.receipt},
            )  # fmt: skip


def _loan(
    book: Workbook, loan: LoanRow, mode: Mode, on: dt.date, terms_of: TermsOf
) -> tuple[list[Finding], Position | None]:
    found = list(_days(book, loan, mode, on))
    planned = book.instalments_of(loan.number)
    if planned and sum(one.amount_minor for one in planned) != loan.principal_minor:
        found.append(
            _about(loan, "error", N_("The instalments of %(number)s do not add up to the loan."))
        )
    if loan.restructured and not planned:
        found.append(
            _about(
                loan, "error",
                N_("Loan %(number)s was restructured: give its instalments as they are now."),
            )
        )  # fmt: skip
    if any(one.severity == "error" for one in found):
        return found, None
    try:
        position = position_at(terms_of(loan), _events(book, loan, mode, on), on)
    except CreditError as error:
        found.append(_about(loan, "error", N_("Loan %(number)s: %(problem)s"), problem=str(error)))
        return found, None
    found += _told_against(loan, position, book, mode)
    return found, position


def _events(book: Workbook, loan: LoanRow, mode: Mode, on: dt.date) -> list[Event]:
    events: list[Event] = [
        Disbursed(
            id="disbursed", value_on=loan.disbursed_on, sequence=1, recorded_on=on,
            amount_minor=loan.principal_minor,
        )
    ]  # fmt: skip
    events += [
        Paid(
            id=f"paid-{place}", value_on=row.paid_on, sequence=place, recorded_on=on,
            amount_minor=row.amount_minor,
        )
        for place, row in enumerate(payments_of(book, loan, mode, on), start=2)
    ]  # fmt: skip
    return events


def _days(book: Workbook, loan: LoanRow, mode: Mode, on: dt.date) -> Iterator[Finding]:
    if loan.disbursed_on > on:
        yield _about(
            loan, "error", N_("Loan %(number)s is paid out after the day of the cut-over.")
        )
    if loan.first_due_on <= loan.disbursed_on:
        yield _about(
            loan, "error", N_("The first instalment of %(number)s falls due before it is paid out.")
        )
    if mode == "opening":
        return
    for row in book.payments_of(loan.number):
        if row.paid_on < loan.disbursed_on or row.paid_on > on:
            yield Finding(
                "error", "payments", row.row,
                N_("This payment is not between the paying out of %(number)s and the cut-over."),
                {"number": loan.number},
            )  # fmt: skip


def _told_against(
    loan: LoanRow, position: Position, book: Workbook, mode: Mode
) -> Iterator[Finding]:
    """What the owner wrote beside the loan, against what its events come to."""
    paid = sum(one.amount_minor for one in payments_of(book, loan, mode, position.on))
    if loan.paid_minor is not None and loan.paid_minor != paid:
        yield _about(
            loan, "warning",
            N_("%(number)s: the workbook says %(told)s is paid, its payments add up to %(found)s."),
            told=loan.paid_minor, found=paid,
        )  # fmt: skip
    owed = position.outstanding.principal
    if loan.outstanding_minor is not None and loan.outstanding_minor != owed:
        yield _about(
            loan, "warning",
            N_("%(number)s: the workbook says %(told)s is still owed, it comes to %(found)s."),
            told=loan.outstanding_minor, found=owed,
        )  # fmt: skip
    if position.credit_minor:
        yield _about(
            loan, "warning", N_("%(number)s: %(found)s more was paid than was owed."),
            found=position.credit_minor,
        )  # fmt: skip
    since = position.oldest_unpaid_due_on if position.overdue.total_minor else None
    if loan.overdue_since is not None and loan.overdue_since != since:
        yield _about(
            loan, "warning",
            N_("%(number)s: overdue since %(told)s by the workbook, %(found)s by its instalments."),
            told=loan.overdue_since, found=since or "–",
        )  # fmt: skip


def _about(
    loan: LoanRow, severity: Literal["error", "warning", "info"], sentence: str, **params: object
) -> Finding:
    return Finding(severity, "loans", loan.row, sentence, {"number": loan.number, **params})


def _totals(
    book: Workbook, mode: Mode, on: dt.date, positions: Mapping[str, Position]
) -> dict[str, int]:
    def money(kind: str) -> int:
        return sum(row.amount_minor for row in book.money if row.kind == kind)

    return {
        "loans": len(book.loans),
        "lent": sum(loan.principal_minor for loan in book.loans),
        "repaid": sum(
            row.amount_minor for loan in book.loans for row in payments_of(book, loan, mode, on)
        ),
        "outstanding": sum(one.outstanding.principal for one in positions.values()),
        "overdue_loans": sum(one.overdue.total_minor > 0 for one in positions.values()),
        "restructured": sum(loan.restructured for loan in book.loans),
        "contributions": money("contribution"),
        "spending": money("spending"),
        "bank": money("bank"),
        "cash": money("cash"),
    }


def _against(stated: Stated, totals: Mapping[str, int]) -> Iterator[Finding]:
    for name, told in stated.totals.items():
        if told is not None and told != totals[name]:
            yield Finding(
                "warning", "", 0,
                N_("Control total “%(total)s”: %(told)s by its owner, %(found)s by the rows."),
                {"total": name, "told": told, "found": totals[name]},
            )  # fmt: skip
