"""The pages of lending, clicked through by the people who do it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.credit import services
from dayaq.credit.models import (
    CommitteeMeeting,
    Loan,
    LoanApplication,
    LoanStatus,
    Receipt,
)
from dayaq.credit.queries import due
from dayaq.credit.services.committee import Ruling
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import User
from dayaq.kernel.clock import real_clock
from dayaq.kernel.web.listing import PER_PAGE
from tests import build
from tests.credit import helpers as h
from tests.standing import Lent

pytestmark = pytest.mark.django_db
BACKEND = "dayaq.site.accounts.Backend"


def browser(who: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id), backend=BACKEND)
    return client


def day(name: str, on: dt.date) -> dict[str, str]:
    """A day as its three inputs send it."""
    parts = {"day": on.day, "month": on.month, "year": on.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def send(client: Client, url: str, data: dict[str, Any], status: int = 302) -> Any:
    answer = client.post(url, {"command_id": str(uuid4()), **data})
    assert answer.status_code == status, errors(answer)
    return answer


def errors(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))[:3000]


def test_a_loan_goes_from_application_to_receipt_through_the_pages(made: h.Setting) -> None:
    person = h.applicant(made)
    version = h.product(made)
    plan = h.plan(made, person)
    officer, secretary, cashier = map(browser, (made.officer, made.secretary, made.cashier))

    send(officer, reverse("credit:apply", args=[person.pk]), {
        "product_version_id": str(version.pk), "amount_minor": "1 000", "instalments": "12",
        "purpose": "Bees", "plan_id": str(plan.pk), **day("applied_on", h.APPLIED_ON),
    })  # fmt: skip
    application = LoanApplication.objects.get()
    assert officer.get(reverse("credit:application", args=[application.pk])).status_code == 200

    answers = {
        **day("visited_on", h.APPLIED_ON), "income_business": "300", "income_pension": "150",
        "expense_food": "200", "debts_minor": "0", "recommendation": "lend",
        "recommended_minor": "1000", "note": "",
    }  # fmt: skip
    url = reverse("credit:appraise", args=[application.pk])
    checked = send(officer, url, answers, 200)
    assert "33,35" in checked.content.decode()
    send(officer, url, {**answers, "confirmed": "yes"})
    send(officer, reverse("credit:submit", args=[application.pk]), day("on", h.DECIDED_ON))
    pack = officer.get(reverse("credit:pack", args=[application.pk]))
    assert pack.content.startswith(b"%PDF")

    send(secretary, reverse("credit:meeting_new"), {
        **day("held_on", h.DECIDED_ON), "member_ids": [str(m.user_id) for m in made.members],
        "chair_id": str(made.members[0].user_id), "quorum": "3", "minutes_number": "7",
        **day("minutes_on", h.DECIDED_ON),
    })  # fmt: skip
    meeting = CommitteeMeeting.objects.get()
    assert (
        application.code
        in secretary.get(reverse("credit:meeting", args=[meeting.pk])).content.decode()
    )
    send(secretary, reverse("credit:decide", args=[meeting.pk, application.pk]), {
        **{f"vote_{m.user_id}": "for" for m in made.members}, "outcome": "approve",
        "amount_minor": "", "instalments": "", "conditions": "", "reason": "", "pathway_note": "",
    })  # fmt: skip

    send(officer, reverse("credit:draw_up", args=[application.pk]), {
        **day("drawn_up_on", h.SIGNED_ON), "language": "az",
        **day("planned_on", h.PAID_OUT_ON), **day("first_due_on", h.FIRST_DUE_ON),
    })  # fmt: skip
    shown = officer.get(reverse("credit:agreement", args=[application.pk])).content.decode()
    assert ">Interest<" not in shown
    for name in ("agreement_pdf", "disclosure_pdf"):
        paper = officer.get(reverse(f"credit:{name}", args=[application.pk]))
        assert paper.content.startswith(b"%PDF")
        again = officer.get(reverse(f"credit:{name}", args=[application.pk]))
        assert again.content == paper.content
    send(officer, reverse("credit:sign", args=[application.pk]), {
        **day("signed_on", h.SIGNED_ON), "signature_mode": "hand", "witness": "",
        "lender_signatory": "Fərid Məlikov",
    })  # fmt: skip
    loan = Loan.objects.get()

    payout = {
        **day("paid_on", h.PAID_OUT_ON), "method": "bank", "voucher": "V1", "window": "ada",
        "command_id": str(uuid4()),
    }  # fmt: skip
    url = reverse("credit:disburse", args=[loan.pk])
    assert "1 000,00" in send(cashier, url, payout, 200).content.decode().replace("\u00a0", " ")
    first = send(cashier, url, {**payout, "confirmed": "yes"})
    second = send(cashier, url, {**payout, "confirmed": "yes"})
    assert first.url == second.url == reverse("credit:loan", args=[loan.pk])
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_minor) == (LoanStatus.ACTIVE, 100_000)
    assert cashier.get(reverse("credit:voucher_pdf", args=[loan.pk])).content.startswith(b"%PDF")


def test_several_windows_are_chosen_on_the_page(made: h.Setting) -> None:
    build.fund(500 * build.MANAT, "korea")
    loan = h.agreed(made)
    cashier = browser(made.cashier)
    url = reverse("credit:disburse", args=[loan.pk])
    answers = {
        **day("paid_on", h.PAID_OUT_ON), "method": "bank", "voucher": "V1", "window": "+",
        "share_ada": "600", "share_korea": "399", "command_id": str(uuid4()),
    }  # fmt: skip

    shown = cashier.get(url).content.decode().replace("\u00a0", " ")
    assert "Republic of Korea, free: 500,00" in shown
    wrong = send(cashier, url, {**answers, "confirmed": "yes"}, 422).content.decode()
    assert "must make up the loan exactly" in wrong
    right = {**answers, "share_korea": "400", "command_id": str(uuid4())}
    checked = send(cashier, url, right, 200).content.decode().replace("\u00a0", " ")
    assert "Share of Republic of Korea" in checked
    assert "400,00" in checked
    send(cashier, url, {**right, "confirmed": "yes"})

    page = cashier.get(reverse("credit:loan", args=[loan.pk])).content.decode()
    assert "korea 400,00" in page.replace("\u00a0", " ")


@pytest.fixture
def loan(lent_before: Lent) -> Loan:
    return lent_before.loan


def test_twenty_rows_are_typed_into_one_grid(made: h.Setting, loan: Loan) -> None:
    officer = browser(made.officer)
    shown = officer.get(reverse("credit:collect")).content.decode()
    assert shown.count('-loan_code"') >= 20
    rows = {
        "row-0-loan_code": loan.code, "row-0-series": "FZ", "row-0-number": "1",
        **day("row-0-paid_on", h.FIRST_DUE_ON), "row-0-amount_minor": "83,33",
        "row-0-method": "cash", "row-0-paid_by": "borrower",
        "row-1-loan_code": loan.code, "row-1-series": "FZ", "row-1-number": "3",
        **day("row-1-paid_on", h.FIRST_DUE_ON), "row-1-amount_minor": "83,33",
        "row-1-method": "cash", "row-1-paid_by": "family",
    }  # fmt: skip
    head = {
        "officer_id": str(made.officer.user_id), **day("collected_on", h.FIRST_DUE_ON),
        "handed_over_minor": "166", "difference_note": "",
    }  # fmt: skip
    answer = send(officer, reverse("credit:collect"), {**head, **rows})
    shown = officer.get(answer.url).content.decode()
    assert "number 2 is missing" in shown
    assert "-0,66" in shown
    assert Receipt.objects.count() == 2


def test_a_number_twice_stands_by_its_cell(made: h.Setting, loan: Loan) -> None:
    officer = browser(made.officer)
    data: dict[str, str] = {}
    for row in (0, 1):
        data |= {
            f"row-{row}-loan_code": loan.code, f"row-{row}-series": "FZ", f"row-{row}-number": "5",
            **day(f"row-{row}-paid_on", h.FIRST_DUE_ON), f"row-{row}-amount_minor": "10",
            f"row-{row}-method": "cash", f"row-{row}-paid_by": "borrower",
        }  # fmt: skip
    answer = send(officer, reverse("credit:collect"), {
        "officer_id": str(made.officer.user_id), **day("collected_on", h.FIRST_DUE_ON),
        "handed_over_minor": "20", "difference_note": "", **data,
    }, 422)  # fmt: skip
    assert "stands here twice" in answer.content.decode()
    assert not Receipt.objects.exists()


def test_a_receipt_is_shown_copied_and_reversed(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 8_333, h.FIRST_DUE_ON)
    receipt = Receipt.objects.get()
    accountant = browser(made.accountant)
    assert accountant.get(reverse("credit:receipt", args=[receipt.pk])).status_code == 200
    copy = accountant.get(reverse("credit:receipt_pdf", args=[receipt.pk]))
    assert copy.content.startswith(b"%PDF")
    url = reverse("credit:reverse", args=[receipt.pk])
    send(accountant, url, {**day("reversed_on", build.TODAY), "reason": ""}, 422)
    send(accountant, url, {**day("reversed_on", build.TODAY), "reason": "Another borrower's"})
    loan.refresh_from_db()
    assert loan.outstanding_minor == 100_000
    assert (
        "Another borrower"
        in accountant.get(reverse("credit:receipt", args=[receipt.pk])).content.decode()
    )


def test_a_loan_says_why_it_is_this_much(made: h.Setting, loan: Loan) -> None:
    h.pay(made, loan, 1, 8_333, h.FIRST_DUE_ON)
    manager = browser(made.manager)
    shown = manager.get(reverse("credit:loan", args=[loan.pk])).content.decode()
    assert "916,67" in shown
    assert "nine hundred" in shown.lower()
    assert "Interest <" not in shown
    assert ">Interest<" not in shown
    for figure in ("outstanding", "days_past_due", "instalment:1"):
        answer = manager.get(reverse("credit:explain", args=[loan.pk, figure]))
        assert answer.status_code == 200
    assert manager.get(reverse("credit:explain", args=[loan.pk, "nonsense"])).status_code == 404


def test_a_repaid_loan_prints_its_letter(made: h.Setting, loan: Loan) -> None:
    manager = browser(made.manager)
    url = reverse("credit:letter_pdf", args=[loan.pk])
    assert manager.get(url).status_code == 404
    h.pay(made, loan, 1, 100_000, h.FIRST_DUE_ON)
    assert manager.get(url).content.startswith(b"%PDF")


def test_the_village_sheet_lists_and_prints(made: h.Setting, loan: Loan) -> None:
    officer = browser(made.officer)
    shown = officer.get(reverse("credit:sheet")).content.decode()
    assert "Zaur" in shown
    assert "+994" in shown
    pdf = officer.get(reverse("credit:sheet_pdf"), {"district": str(build.district().pk)})
    assert pdf.content.startswith(b"%PDF")
    for nowhere in ("\0", "&settlement=", "Londra"):
        asked = {"district": str(build.district().pk), "settlement": nowhere}
        assert "+994" not in officer.get(reverse("credit:sheet"), asked).content.decode()
        assert officer.get(reverse("credit:sheet_pdf"), asked).status_code == 404


def test_follow_up_forms_record_what_happened(made: h.Setting, loan: Loan) -> None:
    officer = browser(made.officer)
    send(officer, reverse("credit:promise", args=[loan.pk]), {
        **day("promised_on", build.TODAY), **day("pay_on", build.TODAY + dt.timedelta(days=7)),
        "amount_minor": "50", "note": "",
    })  # fmt: skip
    send(officer, reverse("credit:step", args=[loan.pk]), {
        **day("done_on", build.TODAY), "step": "call", "outcome": "Will pay on Monday",
    })  # fmt: skip
    visit = {
        **day("visited_on", build.TODAY), "purpose": "routine", "business": "running",
        "used_as_planned": "yes", "sales_minor": "300", "expenses_minor": "100", "jobs_paid": "1",
        "jobs_family": "2", "keeps_records": "no", "hazard_note": "", "difficulties": "",
        "advice": "",
    }  # fmt: skip
    send(officer, reverse("credit:visit", args=[loan.pk]), {**visit, "hazard_seen": "on"}, 422)
    send(officer, reverse("credit:visit", args=[loan.pk]), visit)
    shown = officer.get(reverse("credit:loan", args=[loan.pk])).content.decode()
    assert "Will pay on Monday" in shown


def test_new_terms_are_proposed_and_approved_by_two(made: h.Setting, loan: Loan) -> None:
    manager, officer = browser(made.manager), browser(made.programme_officer)
    send(manager, reverse("credit:reschedule", args=[loan.pk]), {
        "kind": "new_plan", "cause": "illness", "reason": "Operation",
        **day("first_due_on", real_clock().today + dt.timedelta(days=60)), "instalments": "10",
    })  # fmt: skip
    request = loan.reschedules.get()
    assert manager.get(reverse("credit:proposals")).status_code == 200
    url = reverse("credit:reschedule_decide", args=[request.pk])
    assert manager.get(url).status_code == 403
    assert "Operation" in officer.get(url).content.decode()
    send(officer, url, {"answer": "approve", "note": "", **day("on", real_clock().today)})
    loan.refresh_from_db()
    assert loan.reschedules_count == 1


LISTS = (
    "products", "applications", "meetings", "loans", "arrears", "proposals", "batches", "books",
    "sheet", "collect", "spoil",
)  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_and_shows_an_outsider_nothing(
    made: h.Setting, loan: Loan, name: str
) -> None:
    assert browser(made.officer).get(reverse(f"credit:{name}")).status_code == 200
    shown = browser(build.outsider()).get(reverse(f"credit:{name}"))
    assert shown.status_code == 200
    for secret in ("Zaur", "Məmmədov", loan.code):
        assert secret not in shown.content.decode()


@pytest.mark.parametrize("name", ["loan", "visit", "promise", "step", "collect_one", "voucher_pdf"])
def test_an_outsider_finds_no_loan(made: h.Setting, loan: Loan, name: str) -> None:
    answer = browser(build.outsider()).get(reverse(f"credit:{name}", args=[loan.pk]))
    assert answer.status_code == 404


def test_a_list_of_loans_asks_no_more_when_it_is_longer(made: h.Setting, loan: Loan) -> None:
    officer = browser(made.officer)
    url = reverse("credit:loans")
    officer.get(url)
    with h.statements() as one:
        officer.get(url)
    _lend_another(made)
    with h.statements() as two:
        officer.get(url)
    assert len(two) == len(one)


def test_the_village_sheet_goes_settlement_by_settlement_and_asks_no_more_when_longer(
    made: h.Setting, loan: Loan
) -> None:
    officer, url = browser(made.officer), reverse("credit:sheet")
    officer.get(url)
    with h.statements() as one:
        officer.get(url)
    other = _lend_another(made, settlement="Alxanlı")
    with h.statements() as two:
        shown = officer.get(url).content.decode()
    assert len(two) == len(one)
    assert shown.index(other.code) < shown.index(loan.code)  # Alxanlı before Horadiz
    asked = {"district": str(build.district().pk), "settlement": "Horadiz"}
    shown = officer.get(url, asked).content.decode()
    assert loan.code in shown
    assert other.code not in shown

    there = due.repaying(made.officer, build.district().pk, h.FIRST_DUE_ON)
    assert due.settlements(there) == ["Alxanlı", "Horadiz"]
    assert due.with_due(there, "") == [other.pk, loan.pk]
    assert due.with_due(there, "Horadiz") == [loan.pk]
    before = due.repaying(made.officer, build.district().pk, h.PAID_OUT_ON)
    assert due.with_due(before, "") == []  # nothing falls due as early as that


def test_the_paper_of_many_loans_says_of_each_what_the_page_says(
    made: h.Setting, loan: Loan
) -> None:
    h.pay(made, loan, 1, 5_000, h.FIRST_DUE_ON)
    on = h.FIRST_DUE_ON + dt.timedelta(days=3)
    of_page = due.owing_in_turn(made.officer, [loan.pk], on)
    assert of_page[0].standing.overdue_minor == 3_333
    longer = [loan.pk] * (PER_PAGE + 1)
    assert due.owing_in_turn(made.officer, longer, on) == of_page * len(longer)
    assert due.owing_in_turn(build.outsider(), [loan.pk], on) == []


def _lend_another(made: h.Setting, **changes: object) -> Loan:
    made._course = None
    second = h.apply(made, _another(made, **changes), with_plan=True)
    h.appraise(made, second)
    h.decide(made, second, h.meeting(made, number="2"))
    return h.disburse(made, h.sign(made, second))


def _another(made: h.Setting, **changes: object) -> Any:
    from dayaq.training.models import Curriculum

    Curriculum.objects.update(code="OLD")
    from dayaq.programme.models import Phase

    Phase.objects.update(key="old")
    name = {"given_name": "Gülnar", "surname": "Həsənova", "sex": "female", "phone": ""}
    return h.applicant(made, **name, **changes)


def test_products_and_clauses_are_kept_on_pages(made: h.Setting) -> None:
    officer = browser(made.programme_officer)
    data = {
        "code": "MIKRO", "name": "Micro", "name_az": "Mikro", "min_minor": "100",
        "max_minor": "1000", "min_instalments": "3", "max_instalments": "12", "interest": "none",
        "annual_rate": "0", "fee_percent": "0", "principal_grace": "0",
        "legal_lender": "NGO Çıraq", "legal_basis": "project_agreement",
    }  # fmt: skip
    send(officer, reverse("credit:product_new"), {**data, "annual_rate": "12"}, 422)
    send(officer, reverse("credit:product_new"), data)
    send(officer, reverse("credit:product_new"), data, 422)
    form = officer.get(reverse("credit:clauses_new"), {"language": "az"})
    assert form.status_code == 200
    answer = send(officer, reverse("credit:clauses_new"), {
        "language": "az", "clauses": "Məqsəd\nBorc iş üçündür.\n\nQaytarılma\nHər ay.",
    })  # fmt: skip
    assert "Məqsəd" in officer.get(answer.url).content.decode()
    send(officer, answer.url, {"note": "Lawyer's letter 5"})


@pytest.mark.parametrize(
    "amount", ["", "-5", "10,005", "1e12", "99999999999999", "zaur", "\u202e100"]
)
def test_a_bad_amount_gets_a_sentence(made: h.Setting, loan: Loan, amount: str) -> None:
    answer = send(browser(made.officer), reverse("credit:collect_one", args=[loan.pk]), {
        "series": "FZ", "number": "1", **day("paid_on", h.FIRST_DUE_ON), "amount_minor": amount,
        "method": "cash", "paid_by": "borrower", "slip_number": "",
    }, 422)  # fmt: skip
    assert not Receipt.objects.exists()
    assert "id_amount_minor" in answer.content.decode()


def test_a_future_receipt_is_refused(made: h.Setting, loan: Loan) -> None:
    tomorrow = real_clock().today + dt.timedelta(days=1)
    send(browser(made.officer), reverse("credit:collect_one", args=[loan.pk]), {
        "series": "FZ", "number": "1", **day("paid_on", tomorrow), "amount_minor": "10",
        "method": "cash", "paid_by": "borrower", "slip_number": "",
    }, 422)  # fmt: skip


def test_everybodys_today_and_the_person_page_carry_the_loan(made: h.Setting, loan: Loan) -> None:
    for who in (
        made.officer, made.cashier, made.secretary, made.manager, made.programme_officer,
        made.members[0],
    ):  # fmt: skip
        assert browser(who).get(reverse("today")).status_code == 200
    shown = browser(made.officer).get(reverse("person", args=[loan.person_id])).content.decode()
    assert loan.code in shown
    found = browser(made.officer).get(reverse("search"), {"q": loan.code}).content.decode()
    assert loan.code in found


def test_a_refused_applicant_gets_a_letter(made: h.Setting) -> None:
    application = h.apply(made, h.applicant(made))
    h.appraise(made, application)
    h.decide(
        made, application, h.meeting(made),
        ruling=Ruling(outcome="reject", reason="Debts", pathway_note="Job at the bakery"),
    )  # fmt: skip
    officer = browser(made.officer)
    shown = officer.get(reverse("credit:application", args=[application.pk])).content.decode()
    assert "Job at the bakery" in shown
    decision = application.decisions.get()
    letter = officer.get(reverse("credit:decision_pdf", args=[application.pk, decision.pk]))
    assert letter.content.startswith(b"%PDF")


def test_a_loan_not_paid_out_is_cancelled_on_its_page(made: h.Setting) -> None:
    loan = h.agreed(made)
    send(browser(made.officer), reverse("credit:cancel", args=[loan.pk]), {
        "reason": "Moved", **day("on", build.TODAY),
    })  # fmt: skip
    loan.refresh_from_db()
    assert loan.status == LoanStatus.CANCELLED


def test_donor_and_administrator_see_no_loans(made: h.Setting, loan: Loan) -> None:
    from dayaq.kernel.access.roles import Role

    for role in (Role.DONOR, Role.ADMINISTRATOR, Role.AUTHORITY, Role.STATE_PARTNER):
        client = browser(h.actor(role))
        assert client.get(reverse("credit:loans")).status_code == 403
        assert client.get(reverse("credit:loan", args=[loan.pk])).status_code == 403


def test_two_people_decide_on_one_proposal_and_one_gets_a_sentence(
    made: h.Setting, loan: Loan
) -> None:
    proposal = services.propose_write_off(
        by=made.manager, loan_id=loan.pk, cause="death", reason="Died", on=build.TODAY, at=h.AT
    )
    url = reverse("credit:write_off_decide", args=[proposal.pk])
    first, second = browser(made.programme_officer), browser(made.programme_officer)
    send(first, url, {"answer": "approve", "note": "", **day("on", build.TODAY)})
    answer = send(second, url, {"answer": "refuse", "note": "No", **day("on", build.TODAY)}, 422)
    assert "already" in answer.content.decode()
