"""The cash desk: limits, hand-overs signed by both, counts, a spoilt blank, a bank statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from dayaq.cash.domain.denominations import DENOMINATIONS
from dayaq.cash.domain.statement import Columns
from dayaq.cash.models import OrderBook, StatementLine
from dayaq.cash.queries.papers import next_number, without_order
from dayaq.cash.queries.statements import reconciliation
from dayaq.cash.services import bank, box, papers
from dayaq.credit.services import books
from dayaq.kernel.spreadsheets import Column, Sheet, write_csv
from dayaq.ledger import queries as ledger
from dayaq.site.demo.collecting import next_blank, rounds
from dayaq.site.demo.lending import BLANKS
from dayaq.site.demo.plan import DAY
from dayaq.site.demo.stage import Act, Stage

FIRST = dt.date(2011, 1, 15)
"""From this month on the cash desk is kept in the system."""
SURPLUS_ON = dt.date(2011, 3, 15)


def open_desk(stage: Stage) -> None:
    """Order books for the cashier, a limit for each officer."""
    for kind, series in (("in", "KM"), ("out", "KX")):
        row = papers.issue_order_book(
            **stage.as_("vugar"), kind=kind, series=series, first_number=1, last_number=100,
            issued_to_id=stage.keys["user:sabina"],
        )  # fmt: skip
        stage.keep(f"order-book:{kind}", row)
    for _series, officer in BLANKS:
        box.set_cash_limit(
            **stage.as_("farid"), officer_id=stage.keys[f"user:{officer}"],
            limit_minor=1_500_00, days=3,
        )  # fmt: skip


def hand_over(stage: Stage) -> None:
    """Each officer signs for the cash of the round, the cashier counts it and signs."""
    for _series, officer in BLANKS:
        carried = ledger.balance(stage.programme.pk, f"transit:{stage.keys[f'user:{officer}']}")
        if carried > 0:
            row = box.declare_hand_over(**stage.as_(officer), amount_minor=carried)
            box.receive_hand_over(**stage.as_("sabina"), hand_over_id=row.pk, counted_minor=carried)


def count(stage: Stage) -> None:
    """The cashier counts the box; once there are twenty qəpik too much."""
    left = ledger.balance(stage.programme.pk, "cash")
    if stage.on == SURPLUS_ON:
        left += 20
    pieces = {}
    for worth in DENOMINATIONS:
        pieces[worth], left = divmod(left, worth)
    box.count_cash(**stage.as_("sabina"), pieces=pieces)


def write_orders(stage: Stage) -> None:
    """The cash orders of the day, after the deposit."""
    for move in without_order(stage.programme, stage.on):
        kind = "in" if move.amount_minor > 0 else "out"
        book = stage.row(OrderBook, f"order-book:{kind}")
        papers.write_order(
            by=stage.actor("sabina"), at=stage.at, transfer_id=move.id, book_id=book.pk,
            number=next_number(book),
            party="Əməkdaş" if kind == "in" else "Bank, Füzuli filialı",
            purpose="Yığılan qəbzlərin pulu" if kind == "in" else "Nağd pulun banka qoyulması",
        )  # fmt: skip


def spoil(stage: Stage) -> None:
    """Rain got at a blank: the officer says so, and the accountant signs it."""
    blank = books.spoil_blank(
        **stage.as_("elnur"), series="FE", number=next_blank("FE"),
        reason="Blank yağışda islanıb, oxunmur",
    )  # fmt: skip
    stage.keep("spoilt", blank)


def sign_spoilt(stage: Stage) -> None:
    papers.sign_second(
        **stage.as_("vugar"), kind="blank", subject_id=stage.keys["spoilt"],
        note="Korlanmış blank kitabçada qalıb",
    )  # fmt: skip


def statement(stage: Stage) -> None:
    """February by the bank: what the books have, a deposit nobody knows, and the bank's charge."""
    frm, to = dt.date(2011, 2, 1), dt.date(2011, 2, 28)
    pid = stage.programme.pk
    opening = ledger.balance(pid, "bank", on=frm - DAY)
    amounts: dict[str, tuple[dt.date, int]] = {}
    for line in reversed(ledger.journal(pid, frm=frm, to=to, code="bank", limit=5_000)):
        signed = line.amount_minor if line.debit == "bank" else -line.amount_minor
        day, before = amounts.get(line.key, (line.on, 0))
        amounts[line.key] = (day, before + signed)
    rows = [(day, key.rpartition(":")[2], amount) for key, (day, amount) in amounts.items()]
    rows.append((dt.date(2011, 2, 24), "Nağd ödəniş, ödəyici göstərilməyib", 83_33))
    rows.append((to, "Hesabın aparılması haqqı", -2_00))
    sheet = Sheet(
        "Çıxarış",
        [Column("Tarix", "date"), Column("Təyinat"), Column("Məbləğ", "money")],
        [(day, text, amount) for day, text, amount in rows],
    )
    row = bank.stage_statement(
        by=stage.actor("vugar"), at=stage.at, content=write_csv(sheet),
        file_name="cixaris-2011-02.csv", opening_minor=opening,
        closing_minor=opening + sum(amount for _day, _text, amount in rows),
    )  # fmt: skip
    row = bank.name_columns(
        **stage.as_("vugar"), statement_id=row.pk, columns=Columns("Tarix", "Təyinat", "Məbləğ")
    )
    while likely := set(reconciliation(row).suggestions.values()):
        for one in likely:
            bank.match_lines(
                **stage.as_("vugar"), line_ids=[UUID(str(pk)) for pk in one.lines],
                transfer_ids=one.postings,
            )  # fmt: skip
    waiting = StatementLine.objects.filter(statement=row, match__isnull=True)
    unknown = waiting.filter(amount_minor=83_33).order_by("-place").first()
    if unknown is not None:
        bank.put_in_suspense(**stage.as_("vugar"), line_id=unknown.pk)


def acts() -> Iterator[Act]:
    """From January 2011: two days after each round the money is handed over and counted.

    Before that the cashier only counts what is left when the day's money is in the bank.
    """
    for round_on in rounds():
        if round_on < FIRST:
            day = round_on + 2 * DAY
            yield Act(day, 46, f"count:{day:%y%m}", count)
    yield Act(dt.date(2011, 1, 10), 30, "cash-desk", open_desk)
    day = FIRST
    while day <= dt.date(2012, 12, 15):
        yield Act(day, 43, f"hand-over:{day:%y%m}", hand_over)
        yield Act(day, 44, f"count:{day:%y%m}", count)
        yield Act(day, 46, f"orders:{day:%y%m}", write_orders)
        month = day.month % 12 + 1
        day = dt.date(day.year + (month == 1), month, 15)
    yield Act(dt.date(2011, 2, 16), 50, "spoil", spoil)
    yield Act(dt.date(2011, 2, 18), 50, "spoil:second", sign_spoilt)
    yield Act(dt.date(2011, 3, 7), 50, "statement:1102", statement)
