"""From the application to the money: each guard, three people, one effect."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from dayaq.credit import services
from dayaq.credit.appraisal_rules import Expense, Income, capacity
from dayaq.credit.models import (
    Agreement,
    ApplicationStatus,
    ClauseText,
    Decision,
    Instalment,
    Loan,
    LoanApplication,
    LoanStatus,
    ProductVersion,
    Relative,
    Vote,
)
from dayaq.credit.services.committee import Ruling
from dayaq.kernel import db
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotAllowed, NotFound, Refused
from dayaq.ledger.queries import balance, loan_balances
from dayaq.training.models import BusinessPlan, Enrolment
from tests import build
from tests.credit import helpers as h
from tests.people import helpers as people

pytestmark = pytest.mark.django_db


def appraised(made: h.Setting) -> LoanApplication:
    application = h.apply(made, h.applicant(made))
    h.appraise(made, application)
    application.refresh_from_db()
    return application


def test_a_loan_paid_out_has_its_schedule_and_its_place_in_the_books(made: h.Setting) -> None:
    loan = h.lent(made)
    rows = list(Instalment.objects.filter(loan=loan).order_by("number"))
    assert [row.principal_minor for row in rows] == [8_333] * 11 + [8_337]
    assert [row.due_on for row in rows][:2] == [h.FIRST_DUE_ON, h.dt.date(2010, 8, 1)]
    assert loan.status == LoanStatus.ACTIVE
    assert loan.outstanding_minor == 100_000
    assert loan_balances([loan.pk]) == {loan.pk: 100_000}
    assert balance(build.programme().pk, "bank") == 100_000 * h.MANAT - 100_000


def test_a_fee_is_taken_off_when_the_money_is_paid_out(made: h.Setting) -> None:
    version = h.product(made, "FEE", fee_percent=Decimal(2))
    loan = h.lent(made, version=version)
    assert balance(build.programme().pk, "bank") == 100_000 * h.MANAT - 98_000
    assert balance(build.programme().pk, "income.fees") == -2_000
    assert loan_balances([loan.pk])[loan.pk] == 100_000


def test_interest_is_income_when_it_comes_in(made: h.Setting) -> None:
    version = h.product(made, "INT", interest="declining", annual_rate=Decimal(12))
    loan = h.lent(made, version=version)
    h.book(made)
    h.pay(made, loan, 1, 8_885, h.FIRST_DUE_ON)
    assert balance(build.programme().pk, "income.interest") == -1_000
    assert loan_balances([loan.pk])[loan.pk] == 100_000 - 7_885


def test_a_pension_counts_but_is_not_paid_from() -> None:
    found = capacity(
        incomes=[Income("pension", 30_000, protected=True), Income("honey", 5_000)],
        expenses=[Expense("food", 10_000)], debts_minor=1_000, instalment_minor=2_000,
    )  # fmt: skip
    assert (found.disposable_minor, found.available_minor) == (24_000, 4_000)
    assert (found.ratio_bps, found.is_within) == (5_000, False)


def test_nothing_left_over_has_no_ratio() -> None:
    found = capacity(
        incomes=[Income("honey", 5_000)], expenses=[Expense("food", 5_000)], debts_minor=0,
        instalment_minor=1,
    )  # fmt: skip
    assert (found.ratio_bps, found.is_within) == (None, False)


@pytest.mark.parametrize(
    ("amount", "instalments", "field"),
    [(9_999, 12, "amount_minor"), (200_001, 12, "amount_minor"), (100_000, 25, "instalments")],
)
def test_an_application_keeps_within_its_product(
    made: h.Setting, amount: int, instalments: int, field: str
) -> None:
    person = h.applicant(made)
    with pytest.raises(Refused) as refused:
        h.apply(made, person, amount_minor=amount, instalments=instalments, with_plan=False)
    assert refused.value.field == field


def test_a_person_has_one_open_application(made: h.Setting) -> None:
    person = h.applicant(made)
    h.apply(made, person, with_plan=False)
    with pytest.raises(IntegrityError, match="a_person_has_one_open_application"):
        h.apply(made, person, with_plan=False)


def test_an_application_without_a_plan_waits_for_it(made: h.Setting) -> None:
    person = h.applicant(made)
    application = h.apply(made, person, with_plan=False)
    assert application.status == ApplicationStatus.DRAFT
    with pytest.raises(Refused, match="complete"):
        h.appraise(made, application)
    services.complete_application(
        by=made.officer, application_id=application.pk, plan_id=h.plan(made, person).pk,
        on=h.APPLIED_ON, at=h.AT,
    )  # fmt: skip
    h.appraise(made, application)


def test_a_plan_of_somebody_else_is_refused(made: h.Setting) -> None:
    person = h.applicant(made)
    application = h.apply(made, person, with_plan=False)
    other = people.register(made.officer, given_name="Gülnar", surname="Həsənova", phone="")
    people.verify(other, by=made.authority)
    with pytest.raises(Refused, match="this person"):
        services.complete_application(
            by=made.officer, application_id=application.pk,
            plan_id=h.plan(made, other, accepted=False).pk, on=h.APPLIED_ON, at=h.AT,
        )  # fmt: skip


@pytest.mark.parametrize("spoil", ["not_verified", "not_trained", "no_plan", "hazard"])
def test_no_approval_without_what_a_loan_needs(made: h.Setting, spoil: str) -> None:
    application = appraised(made)
    if spoil == "not_verified":
        application.person.registrations.update(status="submitted")
    if spoil == "not_trained":
        Enrolment.objects.update(status="attending", completed_on=None)
    if spoil == "no_plan":
        BusinessPlan.objects.update(status="submitted")
    if spoil == "hazard":
        BusinessPlan.objects.update(status="accepted")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        plan = BusinessPlan.objects.get()
        plan.hazard_answer = "inside"
        application.plan = plan
        from dayaq.credit.services.committee_rules import ready_of, refuse_unready

        ready = db.fetch(*ready_of(application.pk))
        with pytest.raises(Refused) as refused:
            refuse_unready(application, ready)
        assert refused.value.code == "hazard"
        return
    with pytest.raises(Refused) as refused:
        h.decide(made, application, h.meeting(made))
    assert refused.value.code == spoil


def test_whoever_owes_gets_no_second_loan(made: h.Setting) -> None:
    loan = h.lent(made)
    again = h.apply(made, loan.person)
    h.appraise(made, again)
    with pytest.raises(Refused) as refused:
        h.decide(made, again, h.meeting(made, number="2"))
    assert refused.value.code == "indebted"


def test_the_appraiser_has_no_vote(made: h.Setting) -> None:
    """C14: appraiser = approver is refused, by the service and by the database."""
    application = appraised(made)
    sitting = [*made.members[:2], made.officer]
    with pytest.raises(Refused) as refused:
        h.decide(
            made, application, h.meeting(made, members=sitting),
            votes={one.user_id: "for" for one in sitting},
        )  # fmt: skip
    assert refused.value.code == "appraiser"
    with pytest.raises(IntegrityError, match="nobody appraises and votes"), transaction.atomic():
        _vote(made, application, made.officer)


def test_a_relative_of_the_applicant_has_no_vote(made: h.Setting) -> None:
    """C14: approver related to the applicant must step aside, by whatever path."""
    application = appraised(made)
    services.declare_relative(
        by=made.members[0], user_id=made.members[0].user_id, person_id=application.person_id,
        on=h.DECIDED_ON, at=h.AT,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        h.decide(made, application, h.meeting(made))
    assert refused.value.code == "recusal"
    with pytest.raises(IntegrityError, match="relative"), transaction.atomic():
        _vote(made, application, made.members[0])
    assert Relative.objects.count() == 1


def test_a_recused_member_leaves_the_others_to_decide(made: h.Setting) -> None:
    application = appraised(made)
    fourth = h.actor(Role.COMMITTEE_MEMBER, "Nərgiz Abbasova")
    sitting = [*made.members, fourth]
    meeting = h.meeting(made, members=sitting)
    services.recuse(
        by=made.secretary, application_id=application.pk, member_id=made.members[0].user_id,
        reason="Cousin", on=h.DECIDED_ON, at=h.AT,
    )  # fmt: skip
    votes = {one.user_id: "for" for one in sitting[1:]}
    h.decide(made, application, meeting, votes=votes)
    assert Decision.objects.get().approved_by_id in votes


def test_without_a_quorum_nothing_is_decided(made: h.Setting) -> None:
    application = appraised(made)
    votes = {one.user_id: "for" for one in made.members[:2]}
    with pytest.raises(Refused) as refused:
        h.decide(made, application, h.meeting(made), votes=votes)
    assert refused.value.code == "quorum"


def test_the_votes_carry_the_outcome(made: h.Setting) -> None:
    application = appraised(made)
    votes = dict(
        zip((one.user_id for one in made.members), ("for", "against", "abstain"), strict=True)
    )
    with pytest.raises(Refused) as refused:
        h.decide(made, application, h.meeting(made), votes=votes)
    assert refused.value.code == "majority"


def test_a_members_own_vote_stands_against_the_minutes(made: h.Setting) -> None:
    application = appraised(made)
    meeting = h.meeting(made)
    services.cast_vote(
        by=made.members[0], meeting_id=meeting, application_id=application.pk, choice="against",
        on=h.DECIDED_ON, at=h.AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="own vote"):
        h.decide(made, application, meeting)
    others = {one.user_id: "for" for one in made.members[1:]}
    h.decide(made, application, meeting, votes=others)
    assert Vote.objects.count() == 3


def test_a_refusal_needs_its_reason_and_may_point_elsewhere(made: h.Setting) -> None:
    application = appraised(made)
    meeting = h.meeting(made)
    with pytest.raises(Refused) as refused:
        h.decide(made, application, meeting, ruling=Ruling(outcome="reject"))
    assert refused.value.field == "reason"
    h.decide(
        made, application, meeting,
        ruling=Ruling(outcome="reject", reason="Debts", pathway_note="Job at the bakery"),
    )  # fmt: skip
    application.refresh_from_db()
    assert (application.status, application.pathway_note) == ("rejected", "Job at the bakery")
    services.appeal(
        by=made.officer, application_id=application.pk, reason="Debt repaid", on=h.SIGNED_ON,
        at=h.AT,
    )  # fmt: skip
    h.decide(made, application, h.meeting(made, number="2"))
    assert Decision.objects.count() == 2


def test_a_change_by_the_committee_is_what_is_lent(made: h.Setting) -> None:
    application = appraised(made)
    h.decide(
        made, application, h.meeting(made),
        ruling=Ruling(outcome="modify", amount_minor=60_000, instalments=6, reason="Season"),
    )  # fmt: skip
    loan = h.sign(made, application)
    assert (loan.principal_minor, loan.instalments) == (60_000, 6)


def test_a_thumbprint_needs_a_witness(made: h.Setting) -> None:
    application = h.approved(made)
    h.services.draw_up_agreement(
        by=made.officer, application_id=application.pk, language="az", planned_on=h.PAID_OUT_ON,
        first_due_on=h.FIRST_DUE_ON, on=h.SIGNED_ON, at=h.AT,
    )  # fmt: skip
    sign = {
        "by": made.officer, "application_id": application.pk, "signature_mode": "thumb",
        "lender_signatory": "Fərid Məlikov", "on": h.SIGNED_ON, "at": h.AT,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        services.sign_agreement(**sign)
    assert refused.value.field == "witness"
    services.sign_agreement(**sign, witness="Aytən Quliyeva", read_aloud=True)
    with pytest.raises(Refused, match="already"):
        services.sign_agreement(**sign, witness="Aytən Quliyeva")
    assert Agreement.objects.get().read_aloud


def test_a_first_instalment_before_the_money_is_refused(made: h.Setting) -> None:
    application = h.approved(made)
    with pytest.raises(Refused) as refused:
        services.draw_up_agreement(
            by=made.officer, application_id=application.pk, language="az",
            planned_on=h.PAID_OUT_ON, first_due_on=h.PAID_OUT_ON, on=h.SIGNED_ON, at=h.AT,
        )  # fmt: skip
    assert refused.value.field == "first_due_on"


@pytest.mark.parametrize("hat", ["appraised_by", "approved_by", "decision_recorded_by"])
def test_the_database_keeps_three_people_apart(made: h.Setting, hat: str) -> None:
    loan = h.agreed(made)
    values = {"status": "active", "disbursed_on": h.PAID_OUT_ON, "window": "ada"}
    with pytest.raises(IntegrityError, match="nobody"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(disbursed_by_id=getattr(loan, f"{hat}_id"), **values)


def test_a_voter_does_not_pay_out(made: h.Setting) -> None:
    loan = h.agreed(made)
    voter = next(m for m in made.members if m.user_id != loan.approved_by_id)
    with pytest.raises(IntegrityError, match="votes and disburses"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(
            disbursed_by_id=voter.user_id, status="active", disbursed_on=h.PAID_OUT_ON,
            window="ada",
        )  # fmt: skip


def test_a_cashier_who_also_votes_is_refused_with_a_sentence(made: h.Setting) -> None:
    made._made["Elçin Nağıyev"] = both = _two_roles(Role.COMMITTEE_MEMBER, Role.CASHIER)
    loan = h.agreed(made)
    with pytest.raises(Refused) as refused:
        h.disburse(made, loan, by=both)
    assert refused.value.code == "three_people"


def test_a_loan_is_paid_out_once(made: h.Setting) -> None:
    loan = h.lent(made)
    with pytest.raises(Refused) as refused:
        h.disburse(made, loan)
    assert refused.value.code == "paid_out"


def test_a_signed_loan_can_be_cancelled_and_another_asked_for(made: h.Setting) -> None:
    loan = h.agreed(made)
    services.cancel_loan(
        by=made.officer, loan_id=loan.pk, reason="Moved away", on=h.PAID_OUT_ON, at=h.AT
    )
    with pytest.raises(Refused, match="cancelled already"):
        h.disburse(made, loan)
    h.apply(made, loan.person, on=h.PAID_OUT_ON)


def test_no_money_no_loan(made: h.Setting) -> None:
    loan = h.agreed(made)
    with pytest.raises(Refused) as refused:
        services.disburse(
            by=made.cashier, loan_id=loan.pk, method="cash", voucher="V", window="ada",
            on=h.PAID_OUT_ON, at=h.AT,
        )  # fmt: skip
    assert refused.value.code == "no_money"


def test_the_oldest_window_with_money_lends(made: h.Setting) -> None:
    loan = h.agreed(made)
    paid = services.disburse(
        by=made.cashier, loan_id=loan.pk, method="bank", voucher="V", on=h.PAID_OUT_ON, at=h.AT
    )
    assert paid.window == "ada"


def test_what_was_agreed_never_changes(made: h.Setting) -> None:
    loan = h.lent(made)
    for change in ({"principal_minor": 1}, {"disbursed_by_id": made.manager.user_id}):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Loan.objects.filter(pk=loan.pk).update(**change)
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        ProductVersion.objects.update(max_minor=1)
    with pytest.raises(Exception, match=r"never changes|permission denied"), transaction.atomic():
        loan.events.update(amount_minor=1)


def test_another_district_finds_nothing(made: h.Setting) -> None:
    loan = h.lent(made)
    outsider = build.outsider()
    assert not Loan.objects.visible_to(outsider).exists()
    assert not LoanApplication.objects.visible_to(outsider).exists()
    with pytest.raises(NotAllowed):
        services.record_promise(
            by=outsider, loan_id=loan.pk, pay_on=build.TODAY, amount_minor=1, on=build.TODAY,
            at=h.AT,
        )  # fmt: skip
    with pytest.raises((NotAllowed, NotFound)):
        services.apply_for_loan(
            by=outsider, person_id=loan.person_id, product_version_id=loan.product_version_id,
            plan_id=None, amount_minor=100_000, instalments=12, purpose="x", on=build.TODAY,
            at=h.AT,
        )  # fmt: skip


def test_new_terms_of_a_product_leave_old_loans_alone(made: h.Setting) -> None:
    loan = h.lent(made)
    services.add_product_version(
        by=made.programme_officer, product_id=loan.product_version.product_id,
        offer=h.offer(interest="flat", annual_rate=Decimal(10)), on=build.TODAY, at=h.AT,
    )  # fmt: skip
    loan.refresh_from_db()
    assert loan.terms["interest"] == "none"
    assert loan.product_version.number == 1


def test_terms_that_contradict_themselves_open_no_product(made: h.Setting) -> None:
    with pytest.raises(Refused, match="bears no interest"):
        h.product(made, "BAD", annual_rate=Decimal(5))


def test_clauses_are_signed_off_once(made: h.Setting) -> None:
    text = ClauseText.objects.get(language="az")
    approve = {
        "by": made.programme_officer, "clauses_id": text.pk, "note": "Letter 5",
        "on": build.TODAY, "at": h.AT,
    }  # fmt: skip
    assert services.approve_clauses(**approve).is_approved
    with pytest.raises(Refused, match="already"):
        services.approve_clauses(**approve)


def test_a_loan_takes_at_most_forty_statements(made: h.Setting) -> None:
    """Apply, appraise, decide, agree, sign, pay out: the budget of issue 2."""
    person = h.applicant(made)
    plan = h.plan(made, person)
    version = h.product(made)
    meeting = h.meeting(made)
    cashier, votes = made.cashier, {one.user_id: "for" for one in made.members}
    with h.statements() as said:
        application = services.apply_for_loan(
            by=made.officer, person_id=person.pk, product_version_id=version.pk, plan_id=plan.pk,
            amount_minor=100_000, instalments=12, purpose="Bees", on=h.APPLIED_ON, at=h.AT,
        )  # fmt: skip
        h.appraise(made, application)
        h.decide(made, application, meeting, votes=votes)
        loan = h.sign(made, application)
        h.disburse(made, loan, by=cashier)
    assert len(said) <= 40, "\n".join(one["sql"][:110] for one in said)


def _vote(made: h.Setting, application: LoanApplication, member: Actor) -> None:
    Vote.objects.create(
        meeting_id=h.meeting(made, number="99"), application=application,
        member_id=member.user_id, choice="for", recorded_by_id=made.secretary.user_id,
        recorded_at=h.AT,
    )  # fmt: skip


def _two_roles(first: Role, second: Role) -> Actor:
    from dayaq.kernel.access import services as access

    who = build.user(first)
    access.assign_role(
        by=None, user=who, programme=build.programme(), role=second, scope="all",
        starts_on=build.START, districts=[], on=build.START, at=h.AT,
    )  # fmt: skip
    return build.as_actor(who)
