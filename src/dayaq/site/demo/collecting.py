"""Collecting: once a month each officer goes round, and types the receipts into the grid."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from functools import partial

from django.db.models import Max

from dayaq.credit.models import (
    CollectionBatch,
    Loan,
    Receipt,
    RescheduleRequest,
    SpoiledBlank,
    WriteOff,
)
from dayaq.credit.queries.positions import Standing, positions
from dayaq.credit.services import arrears, reversals
from dayaq.credit.services.collections import Slip, record_collections
from dayaq.credit.services.signing import receive_cash
from dayaq.ledger import queries as ledger_queries
from dayaq.ledger import services as ledger
from dayaq.site.demo.lending import BLANKS
from dayaq.site.demo.plan import DAY, SEED, Figure
from dayaq.site.demo.stage import Act, Stage

GRID = 20
FIRST_ROUND = dt.date(2008, 5, 13)
LAST_ROUND = dt.date(2012, 12, 13)
BLANK_LOST_ON = dt.date(2011, 3, 13)
"""A blank is missing that day, and nobody has said why: the gap report names it."""


def round_of(officer: str, series: str, people: list[Figure], stage: Stage) -> None:
    """The officer's round of the month: one batch of up to twenty receipts after another."""
    stories = {
        stage.keys[key]: figure
        for figure in people
        if figure.loan is not None
        and figure.officer == officer
        and (key := f"loan:{figure.key}") in stage.keys
    }
    active = Loan.objects.filter(pk__in=list(stories), status="active").order_by("code")
    loans = dict(active.values_list("pk", "code"))
    standing = positions(loans, stage.on)
    slips: list[Slip] = []
    number = next_blank(series)
    if series == "FR" and stage.on == BLANK_LOST_ON:
        number += 1
    for loan_id, code in loans.items():
        where = standing.get(loan_id)
        if where is None:
            continue
        amount = _amount(stories[loan_id], where, stage.on)
        if amount > 0:
            slips.append(
                Slip(
                    loan_code=code, series=series, number=number + len(slips),
                    paid_on=stage.on, amount_minor=amount,
                    paid_by="family" if loan_id.int % 7 == 0 else "borrower",
                )
            )  # fmt: skip
    for start in range(0, len(slips), GRID):
        _type_in(officer, slips[start : start + GRID], start // GRID, stage)


def _type_in(officer: str, slips: list[Slip], number: int, stage: Stage) -> None:
    rows = [_at_row(slip, row) for row, slip in enumerate(slips, start=1)]
    total = sum(slip.amount_minor for slip in slips)
    key = f"{officer}-{stage.on:%y%m}-{number}"
    batch = record_collections(
        **stage.as_(officer), officer_id=stage.keys[f"user:{officer}"], district_id=None,
        slips=rows, handed_over_minor=total, key=key,
    )  # fmt: skip
    stage.keep(f"batch:{key}", batch)


def _at_row(slip: Slip, row: int) -> Slip:
    return Slip(
        loan_code=slip.loan_code, series=slip.series, number=slip.number, paid_on=slip.paid_on,
        amount_minor=slip.amount_minor, paid_by=slip.paid_by, row=row,
    )  # fmt: skip


def next_blank(series: str) -> int:
    """The blank after the last one written on or spoilt."""
    last = Receipt.objects.filter(series=series).aggregate(last=Max("number"))["last"] or 0
    spoilt = SpoiledBlank.objects.filter(series=series).aggregate(last=Max("number"))["last"] or 0
    return max(last, spoilt) + 1


def _amount(figure: Figure, where: Standing, on: dt.date) -> int:
    """What this person brings this month, in minor units."""
    loan = figure.loan
    assert loan is not None  # noqa: S101
    due = where.due_minor
    if where.next_due_on is not None and where.next_due_on <= on + 7 * DAY:
        due += where.next_due_minor
    months = (on.year - loan.disbursed_on.year) * 12 + on.month - loan.disbursed_on.month
    luck = random.Random(f"{SEED}-{figure.key}-{on}").random()  # noqa: S311 - a story
    match loan.behaviour:
        case "late":
            return 0 if luck < 0.3 else due
        case "partial":
            return due // 200 * 100 if luck < 0.35 else due
        case "early" if months > 2 and luck < 0.3:
            return min(where.outstanding_minor, due + where.next_due_minor)
        case "lost":
            return due if months <= 4 else 0
        case "very_late":
            return due if months <= 5 or months >= 20 else (0 if luck < 0.75 else 20_00)
        case "ill":
            stops = dt.date(2010, 9, 1)
            return 0 if stops <= on < dt.date(2011, 2, 1) else due
        case "mistyped" if months == 4:
            return due - 3_00
        case _:
            return due


def count_cash(stage: Stage) -> None:
    """The cashier counts what the officers hand over and banks it."""
    for batch in CollectionBatch.objects.filter(received_on__isnull=True).order_by("id"):
        receive_cash(
            **stage.as_("sabina"), batch_id=batch.pk, counted_minor=batch.handed_over_minor
        )
    cash = ledger_queries.balance(stage.programme.pk, "cash")
    if cash > 0:
        ledger.bank_cash(**stage.as_("sabina"), amount_minor=cash, slip=f"MƏD-{stage.on:%y%m%d}")


def correct(figure: Figure, stage: Stage) -> None:
    """A receipt was typed with the wrong amount: it is reversed with its reason, and entered."""
    loan_id = stage.keys[f"loan:{figure.key}"]
    receipt = Receipt.objects.filter(loan_id=loan_id).order_by("-paid_on", "-number").first()
    if receipt is None:
        return
    reversals.reverse_receipt(
        **stage.as_("vugar"), receipt_id=receipt.pk,
        reason="Qəbzdə 83 manat, cədvələ 80 manat yazılıb",
    )  # fmt: skip
    series = {officer: name for name, officer in BLANKS}[figure.officer]
    loan = Loan.objects.get(pk=loan_id)
    slip = Slip(
        loan_code=loan.code, series=series, number=next_blank(series), paid_on=stage.on,
        amount_minor=receipt.amount_minor + 3_00,
    )  # fmt: skip
    # The money itself was handed over with the first receipt; only the difference comes now.
    record_collections(
        **stage.as_(figure.officer), officer_id=stage.keys[f"user:{figure.officer}"],
        district_id=None, slips=[slip], handed_over_minor=3_00,
        key=f"correction-{figure.key}",
        difference_note="Qalan məbləğ ləğv edilmiş qəbzlə təhvil verilib",
    )  # fmt: skip


def propose_pause(figure: Figure, stage: Stage) -> None:
    row = arrears.propose_reschedule(
        **stage.as_("farid"), loan_id=stage.keys[f"loan:{figure.key}"], kind="pause",
        cause="prosthesis", reason="Protez sındı, yenisi fevralda veriləcək",
        first_due_on=dt.date(2011, 2, 15),
    )  # fmt: skip
    stage.keep(f"pause:{figure.key}", row)


def approve_pause(figure: Figure, stage: Stage) -> None:
    request = stage.row(RescheduleRequest, f"pause:{figure.key}")
    arrears.approve_reschedule(**stage.as_("leyla"), request_id=request.pk)


def promise(figure: Figure, stage: Stage) -> None:
    arrears.record_promise(
        **stage.as_(figure.officer), loan_id=stage.keys[f"loan:{figure.key}"],
        pay_on=stage.on + 14 * DAY, amount_minor=50_00, note="Buzov satılandan sonra",
    )  # fmt: skip


def propose_write_off(figure: Figure, stage: Stage) -> None:
    row = arrears.propose_write_off(
        **stage.as_("farid"), loan_id=stage.keys[f"loan:{figure.key}"], cause="animal_death",
        reason="Heyvanlar tələf olub, baytar aktı var; ailənin başqa gəliri yoxdur",
    )  # fmt: skip
    stage.keep(f"write-off:{figure.key}", row)


def approve_write_off(figure: Figure, stage: Stage) -> None:
    proposal = stage.row(WriteOff, f"write-off:{figure.key}")
    arrears.approve_write_off(**stage.as_("leyla"), write_off_id=proposal.pk)


def rounds() -> Iterator[dt.date]:
    """The 13th of each month."""
    day = FIRST_ROUND
    while day <= LAST_ROUND:
        yield day
        month = day.month % 12 + 1
        day = dt.date(day.year + (month == 1), month, 13)


def acts(people: list[Figure]) -> Iterator[Act]:
    """The monthly rounds and the stories that come with them."""
    for day in rounds():
        for series, officer in BLANKS:
            yield Act(
                day, 40, f"round:{officer}:{day:%y%m}", partial(round_of, officer, series, people)
            )
        yield Act(day + 2 * DAY, 45, f"cash:{day:%y%m}", count_cash)
    by_behaviour = {p.loan.behaviour: p for p in people if p.loan is not None}
    ill, lost = by_behaviour["ill"], by_behaviour["lost"]
    wrong = by_behaviour["mistyped"]
    yield Act(dt.date(2010, 8, 16), 41, "correct", partial(correct, wrong))
    yield Act(dt.date(2010, 11, 4), 42, "pause:propose", partial(propose_pause, ill))
    yield Act(dt.date(2010, 11, 9), 42, "pause:approve", partial(approve_pause, ill))
    for figure in people:
        if figure.loan is not None and figure.loan.behaviour == "very_late":
            yield Act(dt.date(2011, 3, 4), 42, f"promise:{figure.key}", partial(promise, figure))
    yield Act(dt.date(2009, 9, 22), 42, "write-off:propose", partial(propose_write_off, lost))
    yield Act(dt.date(2009, 10, 6), 42, "write-off:approve", partial(approve_write_off, lost))
