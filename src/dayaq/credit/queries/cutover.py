"""A staged workbook as it stands now: its rows, what they come to, and whom they concern.

The stored bytes are read anew each time; nothing of a row is kept outside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dayaq.credit.domain.cutover import (
    Checked,
    Finding,
    LoanRow,
    SheetMap,
    Stated,
    Workbook,
    check,
    guess,
    read_workbook,
)
from dayaq.credit.domain.cutover.checking import Mode
from dayaq.credit.domain.cutover.headings import Grid
from dayaq.credit.domain.terms import LoanTerms
from dayaq.credit.models import Cutover, CutoverMode, CutoverStatus, Receipt
from dayaq.credit.terms_json import loan_terms_json, read_terms
from dayaq.kernel.access.models import Assignment, Place
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import N_
from dayaq.kernel.files.services import read
from dayaq.kernel.money import minor_digits
from dayaq.kernel.names import fold, skeleton
from dayaq.kernel.spreadsheets import read_grids
from dayaq.ledger import queries as ledger
from dayaq.people.models import Person, Registration

NEW = "new"
BLANK = re.compile(r"(?P<series>[A-ZƏÇĞİÖŞÜ]{0,6})[ -]*(?P<number>\d{1,12})$")


@dataclass(frozen=True, slots=True)
class Borrower:
    """Who a loan row concerns: somebody registered, somebody new, or not yet decided."""

    loan: LoanRow
    person_id: UUID | None
    is_new: bool
    candidates: Sequence[Person]

    @property
    def is_open(self) -> bool:
        return self.person_id is None and not self.is_new


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything the page shows and the posting needs."""

    book: Workbook
    checked: Checked
    findings: Sequence[Finding]
    where: Mapping[str, SheetMap]
    grids: Mapping[str, Grid]
    borrowers: Mapping[str, Borrower]
    districts: Mapping[str, Place]
    windows: Mapping[str, str]
    officers: Mapping[str, UUID]

    @property
    def errors(self) -> int:
        return sum(one.severity == "error" for one in self.findings)

    @property
    def warnings(self) -> int:
        return sum(one.severity == "warning" for one in self.findings)


def maps_from_json(data: Mapping[str, Any]) -> dict[str, SheetMap]:
    """The columns as a cut-over stores them."""
    return {
        kind: SheetMap(one["title"], one["heading_row"], dict(one["columns"]))
        for kind, one in data.items()
    }


def maps_to_json(where: Mapping[str, SheetMap]) -> dict[str, Any]:
    """The columns as a cut-over stores them, and the way back."""
    return {
        kind: {"title": one.title, "heading_row": one.heading_row, "columns": one.columns}
        for kind, one in where.items()
    }


def remembered(programme_id: UUID) -> dict[str, SheetMap]:
    """The columns of the programme's last workbook."""
    last = (
        Cutover.objects.filter(programme_id=programme_id)
        .order_by("-number")
        .values_list("columns", flat=True)
        .first()
    )
    return maps_from_json(last or {})


def columns_of(content: bytes, programme_id: UUID) -> dict[str, Any]:
    """The columns a new workbook is read by first, as JSON.

    :raises Refused: it is no workbook
    """
    return maps_to_json(guess(dict(read_grids(content)), remembered(programme_id)))


def terms_json(cutover: Cutover, book: Workbook, loan: LoanRow) -> dict[str, Any]:
    """The terms a loan of the workbook is kept under: the product's, or the agreed rows."""
    version = cutover.product_version
    planned = book.instalments_of(loan.number)
    # What ran before was paid out in one: parts to come are of new loans.
    product = {name: term for name, term in version.terms.items() if name != "later_tranches"}
    terms = loan_terms_json(
        product,
        principal_minor=loan.principal_minor,
        instalments=len(planned) or loan.instalments,
        currency=version.currency,
        planned_on=loan.disbursed_on,
        first_due=planned[0].due_on if planned else loan.first_due_on,
    )
    if planned:
        terms |= {
            "amortisation": "custom",
            "multiple_minor": 1,
            "custom": [
                {"due_on": row.due_on.isoformat(), "principal_minor": row.amount_minor}
                for row in planned
            ],
            "first_due": None,
        }
    return terms


def mode_of(cutover: Cutover) -> Mode:
    """The mode as the domain names it."""
    return "history" if cutover.mode == CutoverMode.HISTORY else "opening"


def examine(cutover: Cutover) -> Examined:
    """Read the stored workbook and check it against itself, the engine and what is known."""
    grids = read_grids(read(cutover.file))
    where = maps_from_json(cutover.columns)
    book = read_workbook(dict(grids), where, digits=minor_digits(cutover.product_version.currency))

    def terms_of(loan: LoanRow) -> LoanTerms:
        return read_terms(terms_json(cutover, book, loan))

    checked = check(
        book,
        Stated(cutover.stated),
        mode=mode_of(cutover),
        on=cutover.cutover_on,
        terms_of=terms_of,
    )
    districts, windows, officers = _districts(), _windows(cutover), _officers(cutover)
    borrowers = _borrowers(cutover, book, districts)
    findings = [
        *checked.findings,
        *_unknown(book, cutover, districts, windows, officers),
        *_undecided(borrowers),
        *_used_receipts(book, cutover),
    ]
    order = {"error": 0, "warning": 1, "info": 2}
    findings.sort(key=lambda one: (order[one.severity], one.sheet, one.row))
    return Examined(book, checked, findings, where, grids, borrowers, districts, windows, officers)


def receipt_number(text: str) -> tuple[str, int] | None:
    """Series and number of a receipt as it was written; None if it has no such form.

    >>> receipt_number("AA 000123"), receipt_number("köhnə qəbz")
    (('AA', 123), None)
    """
    found = BLANK.fullmatch(text)
    return (found["series"], int(found["number"])) if found else None


def _districts() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for place in Place.objects.filter(kind=Place.Kind.DISTRICT):
        for spelling in (place.name, place.name_az, place.name_ru, place.code, *place.aliases):
            if spelling:
                found[skeleton(spelling)] = place
    return found


def _windows(cutover: Cutover) -> dict[str, str]:
    found = {"": cutover.window}
    for window in ledger.windows(cutover.programme_id):
        for spelling in (window.code, window.name, window.donor.name, window.donor.short_name):
            if spelling:
                found[fold(spelling)] = window.code
    return found


def _officers(cutover: Cutover) -> dict[str, UUID]:
    found = {"": cutover.officer_id}
    for row in Assignment.objects.filter(
        programme_id=cutover.programme_id, role=Role.FIELD_OFFICER
    ).select_related("user"):
        found[fold(row.user.full_name)] = row.user_id
        found[fold(" ".join(reversed(row.user.full_name.split())))] = row.user_id
    return found


def _borrowers(
    cutover: Cutover, book: Workbook, districts: Mapping[str, Place]
) -> dict[str, Borrower]:
    """Everybody by one statement: the persons of the programme, by code and by name."""
    by_code: dict[str, Person] = {}
    by_name: dict[str, list[Person]] = {}
    registered = Person.objects.filter(
        pk__in=Registration.objects.filter(programme_id=cutover.programme_id)
        .exclude(status=Registration.Status.DUPLICATE)
        .values("person")
    )
    for person in registered.select_related("district"):
        by_code[person.code] = person
        key = skeleton(f"{person.surname} {person.given_name}")
        by_name.setdefault(key, []).append(person)
    found: dict[str, Borrower] = {}
    for loan in book.loans:
        candidates = by_name.get(skeleton(f"{loan.surname} {loan.given_name}"), [])
        known = by_code.get(loan.person_code)
        chosen = cutover.choices.get(loan.number, "")
        person_id = known.pk if known else None
        if chosen not in ("", NEW):
            person_id = UUID(chosen)
        is_new = person_id is None and (chosen == NEW or (not candidates and not loan.person_code))
        found[loan.number] = Borrower(loan, person_id, is_new, candidates)
    return found


def _undecided(borrowers: Mapping[str, Borrower]) -> list[Finding]:
    found = []
    for one in borrowers.values():
        if not one.is_open:
            continue
        sentence = (
            N_("Nobody with the code %(code)s is registered in this programme.")
            if one.loan.person_code and not one.candidates
            else N_("%(name)s may be registered already: say who it is, or that it is another.")
        )
        found.append(
            Finding(
                "error",
                "loans",
                one.loan.row,
                sentence,
                {"name": one.loan.full_name, "code": one.loan.person_code},
            )
        )
    return found


def _unknown(
    book: Workbook,
    cutover: Cutover,
    districts: Mapping[str, Place],
    windows: Mapping[str, str],
    officers: Mapping[str, UUID],
) -> list[Finding]:
    found: list[Finding] = []

    def no(sheet: str, row: int, sentence: str, **params: object) -> None:
        found.append(Finding("error", sheet, row, sentence, params))

    for loan in book.loans:
        if skeleton(loan.district) not in districts:
            no(
                "loans", loan.row, N_("There is no district “%(value)s” here."),
                value=loan.district or "–",
            )  # fmt: skip
        if fold(loan.window) not in windows:
            no("loans", loan.row, N_("There is no fund window “%(value)s”."), value=loan.window)
        if fold(loan.officer) not in officers:
            no("loans", loan.row, N_("No officer is called “%(value)s”."), value=loan.officer)
        if not loan.sex:
            no("loans", loan.row, N_("It is not said whether this is a man or a woman."))
    for row in book.money:
        if row.kind in ("contribution", "spending") and fold(row.window) not in windows:
            no("money", row.row, N_("There is no fund window “%(value)s”."), value=row.window)
        if row.kind == "contribution" and row.on and row.on > cutover.cutover_on:
            no("money", row.row, N_("This contribution came after the day of the cut-over."))
    return found


def _used_receipts(book: Workbook, cutover: Cutover) -> list[Finding]:
    if cutover.mode != "history" or cutover.status == CutoverStatus.POSTED:
        return []
    wanted: dict[tuple[str, int], int] = {}
    for row in book.payments:
        number = receipt_number(row.receipt)
        if number is not None:
            wanted[number] = row.row
    used = Receipt.objects.filter(
        series__in={series for series, _number in wanted},
        number__in={number for _series, number in wanted},
    ).values_list("series", "number")
    return [
        Finding(
            "error",
            "payments",
            wanted[series, number],
            N_("Receipt %(receipt)s is entered already."),
            {"receipt": f"{series} {number}"},
        )
        for series, number in used
        if (series, number) in wanted
    ]
