"""What leaves with a fund: the notice to each borrower, the list of loans and of files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from dayaq.credit.models import Handover, Loan
from dayaq.credit.queries.handover import Going
from dayaq.kernel.clock import Clock
from dayaq.kernel.documents import data as paper
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.files.services import name_of
from dayaq.kernel.spreadsheets import Column, Sheet
from dayaq.kernel.words import amount_in_words
from dayaq.ledger.labels import window_names
from dayaq.people.queries.papers import letterhead


def language_of(loan: Loan) -> str:
    """The language in which the borrower was given the agreement."""
    agreement = getattr(loan.application, "agreement", None)
    return agreement.language if agreement is not None else "az"


def notices_paper(row: Handover, gone: Sequence[Going], *, language: str) -> paper.HandoverNotices:
    """A letter for each of these loans, in one language."""
    organisation = gone[0].loan.organisation_id if gone else None
    with override(language):
        return {
            "letterhead": letterhead(row.programme_id, organisation, language),
            "dated_on": row.transferred_on or row.planned_on,
            "currency": gone[0].loan.currency if gone else "AZN",
            "successor": row.successor,
            "transfer_on": row.transferred_on or row.planned_on,
            "pay_how": row.pay_how_az if language == "az" else row.pay_how,
            "phone": row.complaint_phone,
            "agreement": row.agreement_number or None,
            "notices": [
                {
                    "borrower": one.loan.person.formal_name,
                    "loan_code": one.loan.code,
                    "outstanding_minor": one.outstanding_minor,
                    "outstanding_words": amount_in_words(
                        one.outstanding_minor, one.loan.currency, language
                    ),
                    "overdue_minor": one.overdue_minor or None,
                    "next_due_on": one.next_due_on,
                    "next_due_minor": one.next_due_minor or None,
                }
                for one in gone
            ],
            "signatories": [{"role": _("For the lender"), "name": ""}],
        }


def tape(row: Handover, gone: Sequence[Going]) -> list[Sheet]:
    """Every loan with what the successor needs to collect it, and every file kept about it."""
    return [_loans(row, gone), _files(gone)]


def _loans(row: Handover, gone: Sequence[Going]) -> Sheet:
    currency = gone[0].loan.currency if gone else "AZN"
    names = window_names(row.programme_id)

    def line(one: Going) -> list[object]:
        loan, person = one.loan, one.loan.person
        return [
            loan.code, person.formal_name, person.code, person.phone, str(loan.district),
            person.settlement, names.get(loan.window, loan.window), loan.disbursed_on,
            loan.principal_minor, loan.instalments, one.outstanding_minor, one.principal_minor,
            one.overdue_minor, one.days_past_due, one.next_due_on, one.next_due_minor,
            loan.reschedules_count,
        ]  # fmt: skip

    totals: list[object] = [_("Total"), *[""] * 16]
    for place, value in (
        (8, sum(one.loan.principal_minor for one in gone)),
        (10, sum(one.outstanding_minor for one in gone)),
        (11, sum(one.principal_minor for one in gone)),
        (12, sum(one.overdue_minor for one in gone)),
    ):
        totals[place] = value
    day = row.transferred_on or row.planned_on
    note = _("Handed over to %(successor)s on %(day)s, agreement %(number)s: %(basis)s") % {
        "successor": row.successor, "day": f"{day:%d.%m.%Y}", "number": row.agreement_number,
        "basis": row.legal_basis,
    }  # fmt: skip
    columns = [
        Column(_("Loan")), Column(_("Borrower")), Column(_("Code")), Column(_("Phone")),
        Column(_("District")), Column(_("Village")), Column(_("Fund window")),
        Column(_("Paid out on"), "date"), Column(_("Amount lent"), "money", currency=currency),
        Column(_("Instalments"), "number"),
        Column(_("Still owed"), "money", currency=currency),
        Column(_("Principal owed"), "money", currency=currency),
        Column(_("Overdue"), "money", currency=currency),
        Column(_("Days past due"), "number"), Column(_("Next due on"), "date"),
        Column(_("Next instalment"), "money", currency=currency),
        Column(_("New terms agreed"), "number"),
    ]  # fmt: skip
    return Sheet(_("Loans"), columns, [line(one) for one in gone], totals, [note])


def _files(gone: Sequence[Going]) -> Sheet:
    """The files kept here about each borrower; the paper ones have a record of their own."""
    by_person: dict[UUID | None, Loan] = {one.loan.person_id: one.loan for one in gone}
    theirs = StoredFile.objects.filter(person_id__in=list(by_person))
    stored = theirs.order_by("person_id", "recorded_at")
    rows: list[list[object]] = []
    for file in stored.defer("ciphertext"):
        loan = by_person[file.person_id]
        day: dt.date = Clock.at(file.recorded_at).today
        rows.append(
            [loan.code, loan.person.code, name_of(file), day, file.size, bytes(file.sha256).hex()]
        )
    columns = [
        Column(_("Loan")), Column(_("Code")), Column(_("File")), Column(_("Kept since"), "date"),
        Column(_("Bytes"), "number"), Column("SHA-256"),
    ]  # fmt: skip
    return Sheet(_("Files"), columns, rows)
