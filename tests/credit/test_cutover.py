"""Bringing running loans over: the 88-loan workbook, its mess, its totals, and two signatures."""

from __future__ import annotations

import io
from uuid import UUID

import openpyxl
import pytest
from django.db import IntegrityError, InternalError, transaction

from dayaq.credit.domain.cutover import SHEETS, guess, template
from dayaq.credit.models import Cutover, CutoverStatus, Loan, LoanEvent, ProductVersion, Receipt
from dayaq.credit.queries.cutover import examine
from dayaq.credit.queries.positions import positions
from dayaq.credit.services import cutover as service
from dayaq.credit.services.rebuild import rebuild_loans
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.ledger.models import Entry
from dayaq.ledger.queries import balance, loan_balances, trial_balance
from dayaq.people.models import Person
from tests import build
from tests.credit import helpers as h
from tests.credit import workbook_88

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(made: h.Setting) -> h.Setting:
    for name, code in (("Ağdam", "AD"), ("Tərtər", "TT"), ("Ağcabədi", "AC")):
        build.district(name, name, code)
    return made


def stage(made: h.Setting, content: bytes, mode: str = "history", **stated: int) -> Cutover:
    return service.stage_workbook(
        by=made.accountant,
        content=content,
        name="kreditler.xlsx",
        mode=mode,
        cutover_on=workbook_88.CUTOVER_ON,
        product_version_id=product_id(made),
        officer_id=made.officer.user_id,
        window="ada",
        legal_basis="Loan agreements signed before",
        stated=stated,
        on=build.TODAY,
        at=build.AT,
    )


def product_id(made: h.Setting) -> UUID:
    """Whole manat, as the programme lends; opened once."""
    found = ProductVersion.objects.filter(product__code="XLS").first()
    return (found or h.product(made, "XLS", multiple_minor=100)).pk


def sign(made: h.Setting, row: Cutover, note: str = "") -> Cutover:
    service.sign(by=made.accountant, cutover_id=row.pk, note=note, on=build.TODAY, at=build.AT)
    return service.sign(
        by=made.programme_officer, cutover_id=row.pk, note=note, on=build.TODAY, at=build.AT
    )


def stated_of(expected: workbook_88.Expected) -> dict[str, int]:
    return {
        "loans": 88,
        "lent": 8_800_000,
        "repaid": expected.repaid,
        "outstanding": expected.outstanding,
        "overdue_loans": expected.overdue,
        "contributions": 9_200_000,
        "spending": 31_240,
        "cash": 12_550,
        "bank": 9_200_000 + expected.repaid - expected.lent - 31_240 - 12_550,
    }


def test_the_88_loans_are_read_through_all_the_mess(made: h.Setting) -> None:
    expected = workbook_88.build()
    seen = examine(stage(made, expected.content, **stated_of(expected)))

    assert [(one.sheet, one.row, one.sentence % one.params) for one in seen.findings] == []
    assert expected.lent == 8_800_000
    assert seen.checked.totals["loans"] == 88
    assert seen.checked.totals["lent"] == 8_800_000
    assert seen.checked.totals["repaid"] == expected.repaid
    assert seen.checked.totals["outstanding"] == expected.outstanding
    assert seen.checked.totals["overdue_loans"] == expected.overdue > 10
    assert seen.checked.remainder_minor == 0
    assert len(seen.book.payments) == expected.payments


@pytest.mark.parametrize("mode", ["history", "opening"])
def test_after_two_signatures_books_and_loans_agree_with_the_workbook(
    made: h.Setting, mode: str
) -> None:
    expected = workbook_88.build(mode=mode)
    cash_before = balance(build.programme().pk, "bank")
    row = stage(made, expected.content, mode, **stated_of(expected))
    assert not Loan.objects.exists()
    sign(made, row)

    loans = list(Loan.objects.filter(cutover=row))
    assert len(loans) == 88
    assert Person.objects.filter(loans__cutover=row).distinct().count() == 88
    by_number = {loan.application.purpose.removeprefix("№ "): loan for loan in loans}
    by_books = loan_balances([loan.pk for loan in loans])
    for number, (_paid, owed) in expected.by_number.items():
        assert by_number[number].outstanding_minor == owed
        assert by_books[by_number[number].pk] == owed
    programme = build.programme().pk
    assert balance(programme, "loans") == expected.outstanding
    assert balance(programme, "brought_over") == 0
    assert balance(programme, "suspense") == 0
    assert balance(programme, "cash") == 12_550
    told_bank = 9_200_000 + expected.repaid - expected.lent - 31_240 - 12_550
    assert balance(programme, "bank") - cash_before == told_bank
    lines = trial_balance(programme, build.TODAY)
    assert sum(line.balance_minor for line in lines) == 0
    assert rebuild_loans() == []
    late = positions([loan.pk for loan in loans], workbook_88.CUTOVER_ON)
    assert sum(one.days_past_due > 0 for one in late.values()) == expected.overdue


def test_real_receipt_numbers_are_kept_and_the_others_name_their_row(made: h.Setting) -> None:
    expected = workbook_88.build()
    sign(made, stage(made, expected.content))

    assert Receipt.objects.count() == expected.payments
    assert (
        Receipt.objects.filter(series="AA").count() == expected.payments - expected.payments // 17
    )
    assert Receipt.objects.filter(series="CO1").count() == expected.payments // 17
    assert LoanEvent.objects.filter(kind="paid").count() == expected.payments


def test_the_same_person_does_not_sign_twice(made: h.Setting) -> None:
    row = stage(made, workbook_88.build().content)
    service.sign(by=made.accountant, cutover_id=row.pk, note="", on=build.TODAY, at=build.AT)

    with pytest.raises(Refused, match="another person"):
        service.sign(by=made.accountant, cutover_id=row.pk, note="", on=build.TODAY, at=build.AT)
    with pytest.raises(IntegrityError, match="two_different_people"), transaction.atomic():
        Cutover.objects.filter(pk=row.pk).update(second_signed_by=made.accountant.user_id)


def test_a_changed_column_takes_the_first_signature_back(made: h.Setting) -> None:
    row = stage(made, workbook_88.build().content)
    service.sign(by=made.accountant, cutover_id=row.pk, note="", on=build.TODAY, at=build.AT)
    service.set_columns(
        by=made.accountant, cutover_id=row.pk, columns=row.columns, on=build.TODAY, at=build.AT
    )

    row.refresh_from_db()
    assert row.status == CutoverStatus.STAGED
    assert row.first_signed_by_id is None


def test_undone_before_the_second_signature_nothing_is_left(made: h.Setting) -> None:
    entries, persons = Entry.objects.count(), Person.objects.count()
    row = stage(made, workbook_88.build().content)
    service.sign(by=made.accountant, cutover_id=row.pk, note="", on=build.TODAY, at=build.AT)
    service.undo(by=made.accountant, cutover_id=row.pk, on=build.TODAY, at=build.AT)

    assert (Entry.objects.count(), Person.objects.count()) == (entries, persons)
    assert not Loan.objects.exists()
    again = stage(made, workbook_88.build().content)  # an undone one may be staged again
    assert again.number == 2


def test_the_database_keeps_a_posted_cutover_and_one_workbook_once(made: h.Setting) -> None:
    content = workbook_88.build().content
    row = sign(made, stage(made, content))

    with (
        pytest.raises((IntegrityError, InternalError), match="stays as it was signed"),
        transaction.atomic(),
    ):
        Cutover.objects.filter(pk=row.pk).update(note="changed")
    with (
        pytest.raises(IntegrityError, match="a_workbook_is_brought_over_once"),
        transaction.atomic(),
    ):
        stage(made, content)
    with (
        pytest.raises((IntegrityError, InternalError), match="never changes"),
        transaction.atomic(),
    ):
        Loan.objects.filter(cutover=row).update(cutover=None)


def test_a_stated_total_that_differs_must_be_explained(made: h.Setting) -> None:
    expected = workbook_88.build()
    row = stage(made, expected.content, **(stated_of(expected) | {"repaid": expected.repaid + 500}))

    with pytest.raises(Refused, match="Explain the warnings"):
        service.sign(by=made.accountant, cutover_id=row.pk, note="", on=build.TODAY, at=build.AT)
    done = sign(made, row, note="5 manat of an old receipt were counted twice by hand")
    assert done.status == CutoverStatus.POSTED


def test_a_person_who_may_be_known_is_decided_by_a_person(made: h.Setting) -> None:
    known = _registered(made)
    row = stage(made, workbook_88.build().content)
    seen = examine(row)
    assert [one.row for one in seen.findings if one.severity == "error"] != []
    number = next(n for n, one in seen.borrowers.items() if one.is_open)
    service.choose_borrowers(
        by=made.accountant, cutover_id=row.pk, choices={number: str(known.pk)},
        on=build.TODAY, at=build.AT,
    )  # fmt: skip
    row.refresh_from_db()
    assert not [one for one in examine(row).findings if one.severity == "error"]
    sign(made, row)
    assert Loan.objects.get(cutover=row, application__purpose=f"№ {number}").person_id == known.pk


def _registered(made: h.Setting) -> Person:
    from dayaq.people.services import PersonData, bring_person_over

    return bring_person_over(
        by=made.programme_officer, on=build.TODAY, at=build.AT,
        person=PersonData(
            given_name="Elçin", surname="Məmmədov", sex="male", district_id=build.district().pk
        ),
        officer_id=made.officer.user_id, organisation_id=made.officer.organisation_id,
        legal_basis="Agreement", source="test",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "sentence"),
    [
        ("Kreditlər 2010-2011", "H5", "1.000", "two ways"),
        ("Kreditlər 2010-2011", "H5", -5, "below zero"),
        ("Kreditlər 2010-2011", "H5", 1e13, "too large"),
        ("Kreditlər 2010-2011", "H5", 10.005, "parts of a qəpik"),
        ("Kreditlər 2010-2011", "G5", "31.02.2010", "no day"),
        ("Kreditlər 2010-2011", "B5", "Məmmədov", "surname and the given name"),
        ("Kreditlər 2010-2011", "F5", "Marslılar", "no fund window"),
        ("Kreditlər 2010-2011", "A6", 101, "more than once"),
        ("Ödənişlər", "A3", 999, "no loan 999"),
        ("Ödənişlər", "B3", "01.01.2012", "between the paying out"),
        ("Ödənişlər", "D4", "AA 000001", "more than once"),
        ("Vəsait", "A2", "Nə bilim", "contribution, spending"),
    ],
)
def test_each_wrong_cell_is_named_and_stops_the_signing(
    made: h.Setting, sheet: str, cell: str, value: object, sentence: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_88.build().content))
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    row = stage(made, out.getvalue())
    errors = [one for one in examine(row).findings if one.severity == "error"]

    assert any(sentence in one.sentence % one.params for one in errors), errors
    with pytest.raises(Refused, match="errors are left"):
        service.sign(by=made.accountant, cutover_id=row.pk, note="x", on=build.TODAY, at=build.AT)


def test_the_empty_workbook_is_understood_without_naming_a_column() -> None:
    sheets = {title: [tuple(headings)] for title, headings in template().items()}
    found = guess(sheets)

    assert {kind: len(one.columns) for kind, one in found.items()} == {
        kind: len(fields) for kind, fields in SHEETS.items()
    }


def test_a_field_officer_brings_nothing_over(made: h.Setting) -> None:
    with pytest.raises(NotAllowed):
        service.undo(by=made.officer, cutover_id=UUID(int=1), on=build.TODAY, at=build.AT)
