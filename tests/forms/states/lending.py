"""Loans in every state between the application and the last payment, and what waits meanwhile."""

from __future__ import annotations

from typing import Any

from dayaq.credit.appraisal_rules import Expense, Income
from dayaq.credit.models import Loan, LoanApplication, LoanProduct, ProductVersion
from dayaq.credit.services import (
    agreements,
    applications,
    arrears,
    committee,
    disbursement,
    products,
    reliefs,
)
from dayaq.credit.services.visits import Findings, record_visit
from dayaq.credit.terms_json import product_terms
from dayaq.people.models import Person
from dayaq.site.demo.collecting import next_blank
from tests.forms.states.learning import accepted, trained
from tests.forms.states.persons import OFFICER, survivor
from tests.forms.states.prepared import DAY, Prepared

MEMBERS = ("tural", "sevda", "elchin")
MANAT = 100
NAMES = (
    "Asif", "Bəhruz", "Cavid", "Daşqın", "Emin", "Fuad", "Habil", "İlham", "Kənan", "Loğman",
)  # fmt: skip


def prepare(made: Prepared) -> None:
    with made.days_ago(60):
        people = [survivor(made, f"{name} Borcalan") for name in NAMES]
    trained(made, *people)
    _on_the_way(made, people[:5])
    _decided(made, people[5:9])
    _running(made, people[9])
    _waiting(made)


def standard(made: Prepared) -> ProductVersion:
    return ProductVersion.objects.get(product_id=made.stage.keys["product:standard"], number=1)


def apply(made: Prepared, person: Person, *, with_plan: bool = True) -> LoanApplication:
    """500 manat in ten instalments, for the plan that was accepted."""
    plan = accepted(made, person)
    return applications.apply_for_loan(
        **made.as_(OFFICER), person_id=person.pk, product_version_id=standard(made).pk,
        plan_id=plan.pk if with_plan else None, amount_minor=500 * MANAT, instalments=10,
        purpose="On arı ailəsi",
    )  # fmt: skip


def appraised(made: Prepared, person: Person, **changes: Any) -> LoanApplication:
    row = apply(made, person)
    values: dict[str, Any] = {"recommendation": "lend", "recommended_minor": 500 * MANAT}
    applications.appraise(
        **made.as_(OFFICER), application_id=row.pk,
        incomes=[Income("business", 40_000), Income("pension", 9_000, protected=True)],
        expenses=[Expense("food", 12_000)], debts_minor=0, **(values | changes),
    )  # fmt: skip
    return row


def submitted(made: Prepared, person: Person, **changes: Any) -> LoanApplication:
    row = appraised(made, person, **changes)
    applications.submit_to_committee(**made.as_(OFFICER), application_id=row.pk)
    return row


def _on_the_way(made: Prepared, people: list[Person]) -> None:
    accepted(made, people[0])
    with made.days_ago(10):
        without_plan = apply(made, people[1], with_plan=False)
        fresh = apply(made, people[2])
        looked_at = appraised(made, people[3])
        before = submitted(made, people[4])
    made.form(
        OFFICER, "credit:apply", people[0].pk, amount_minor="500", instalments="10",
        product_version_id=str(standard(made).pk),
    )  # fmt: skip
    made.form(OFFICER, "credit:complete", without_plan.pk)
    made.form(
        OFFICER, "credit:appraise", fresh.pk, recommendation="lend", recommended_minor="500",
        income_business="400", expense_food="120",
    )  # fmt: skip
    made.form(OFFICER, "credit:submit", looked_at.pk)
    made.form(OFFICER, "credit:withdraw", looked_at.pk)
    members = tuple(str(made.user(name)) for name in MEMBERS)
    made.form(
        "gunay", "credit:meeting_new", member_ids=members, chair_id=members[0], quorum="3",
    )  # fmt: skip
    meeting = _meeting(made, "bu gün")
    votes = {f"vote_{member}": "for" for member in members}
    made.form(
        "gunay", "credit:decide", meeting.pk, before.pk, outcome="approve", amount_minor="",
        instalments="", **votes,
    )  # fmt: skip
    made.form("tural", "credit:vote", before.pk)
    made.form("tural", "credit:recuse", before.pk)


def _meeting(made: Prepared, number: str) -> Any:
    members = [made.user(name) for name in MEMBERS]
    return committee.open_meeting(
        **made.as_("gunay"), member_ids=members, chair_id=members[0], minutes_number=number,
        minutes_on=made.stage.on,
    )  # fmt: skip


def _decided(made: Prepared, people: list[Person]) -> None:
    with made.days_ago(6):
        rows = [submitted(made, person) for person in people]
    with made.days_ago(4):
        meeting = _meeting(made, "KK-sınaq")
        for row in rows[:3]:
            _rule(made, meeting, row, "for", committee.Ruling(outcome="approve"))
        no = committee.Ruling(outcome="reject", reason="Gəlir azdır", pathway_note="İş tapılsın")
        _rule(made, meeting, rows[3], "against", no)
        for row in rows[1:3]:
            _draw_up(made, row)
        loan = _sign(made, rows[2])
    made.form(
        OFFICER, "credit:draw_up", rows[0].pk, planned_on=made.today + DAY,
        first_due_on=made.today + 31 * DAY,
    )  # fmt: skip
    made.form(OFFICER, "credit:sign", rows[1].pk, signature_mode="hand")
    made.form(OFFICER, "credit:appeal", rows[3].pk)
    made.form(OFFICER, "credit:cancel", loan.pk)
    made.form(
        "sabina", "credit:disburse", loan.pk, method="bank", voucher="KÖ-7", window="ada",
        **{f"share_{code}": "" for code in WINDOWS},
    )  # fmt: skip


WINDOWS = ("ada", "anama", "glickenhaus", "korea", "rotary", "slovenia")


def _rule(made: Prepared, meeting: Any, row: Any, vote: str, ruling: committee.Ruling) -> None:
    committee.decide(
        **made.as_("gunay"), meeting_id=meeting.pk, application_id=row.pk,
        votes={made.user(name): vote for name in MEMBERS}, ruling=ruling,
    )  # fmt: skip


def _draw_up(made: Prepared, row: LoanApplication) -> None:
    agreements.draw_up_agreement(
        **made.as_(OFFICER), application_id=row.pk, language="az", planned_on=made.today,
        first_due_on=made.today + 31 * DAY,
    )  # fmt: skip


def _sign(made: Prepared, row: LoanApplication) -> Loan:
    return agreements.sign_agreement(
        **made.as_(OFFICER), application_id=row.pk, signature_mode="hand",
        lender_signatory="Fərid Məlikov",
    )  # fmt: skip


def _running(made: Prepared, person: Person) -> None:
    """A loan of a licensed lender that is paid out in two parts, visited after the first."""
    with made.days_ago(60):
        version = _in_parts(made)
    with made.days_ago(20):
        plan = accepted(made, person)
        row = applications.apply_for_loan(
            **made.as_(OFFICER), person_id=person.pk, product_version_id=version.pk,
            plan_id=plan.pk, amount_minor=500 * MANAT, instalments=10, purpose="Arılar",
        )  # fmt: skip
        applications.appraise(
            **made.as_(OFFICER), application_id=row.pk, incomes=[Income("business", 60_000)],
            expenses=[Expense("food", 9_000)], debts_minor=0, recommendation="lend",
            recommended_minor=500 * MANAT,
        )  # fmt: skip
        applications.submit_to_committee(**made.as_(OFFICER), application_id=row.pk)
        meeting = _meeting(made, "KK-hissə")
        _rule(made, meeting, row, "for", committee.Ruling(outcome="approve"))
        _draw_up(made, row)
        loan = _sign(made, row)
    with made.days_ago(19):
        disbursement.disburse(
            **made.as_("sabina"), loan_id=loan.pk, method="bank", voucher="KÖ-8", window="ada"
        )
    with made.days_ago(3):
        record_visit(
            **made.as_(OFFICER), loan_id=loan.pk,
            findings=Findings(purpose="loan_use", business="running", used_as_planned=True),
        )  # fmt: skip
    made.form("sabina", "credit:part", loan.pk, amount_minor="100", method="bank")
    made.form("vugar", "credit:charge", loan.pk, component="fee", due_on=made.today + 31 * DAY)


def _in_parts(made: Prepared) -> ProductVersion:
    terms = product_terms(
        multiple_minor=100, also={"later_tranches": [{"percent": "40", "after_days": 60}]}
    )
    found: LoanProduct = products.create_product(
        **made.as_("leyla"), code="HISSE", name="In parts", name_az="Hissə-hissə",
        offer=products.Offer(
            min_minor=100 * MANAT, max_minor=2_000 * MANAT, min_instalments=3, max_instalments=24,
            legal_lender="Lisenziyalı təşkilat (nümunə)", legal_basis="licensed", terms=terms,
        ),
    )  # fmt: skip
    return ProductVersion.objects.get(product=found)


def _waiting(made: Prepared) -> None:
    """Proposals that wait, receipts, and what a borrower paid too much."""
    loans = list(
        Loan.objects.filter(status="active", officer_id=made.user(OFFICER)).order_by("code")[:6]
    )
    terms = arrears.propose_reschedule(
        **made.as_("farid"), loan_id=loans[0].pk, kind="new_plan", cause="illness",
        reason="Xəstələndi", first_due_on=made.today + 31 * DAY, instalments=6,
    )  # fmt: skip
    given_up = reliefs.propose_relief(
        **made.as_("farid"), loan_id=loans[1].pk, kind="grant", amount_minor=None,
        cause="illness", reason="Uzun müalicə",
    )  # fmt: skip
    write_off = arrears.propose_write_off(
        **made.as_("farid"), loan_id=loans[2].pk, cause="disappeared", reason="Köçüb"
    )
    made.form(
        "farid", "credit:reschedule", loans[5].pk, kind="new_plan", instalments="6", rows="",
        first_due_on=made.today + 31 * DAY, with_interest=(),
    )  # fmt: skip
    made.form("leyla", "credit:reschedule_decide", terms.pk, answer="approve")
    made.form("leyla", "credit:relief_decide", given_up.pk, answer="approve")
    made.form("leyla", "credit:write_off_decide", write_off.pk, answer="approve")
    blank = next_blank("FA") + 10
    made.form(
        OFFICER, "credit:collect_one", loans[3].pk, series="FA", number=str(blank),
        amount_minor="20", method="cash", in_full=(),
    )  # fmt: skip
    made.form(OFFICER, "credit:spoil", series="FA", number=str(blank + 1))
    made.form(
        OFFICER, "credit:collect", officer_id=str(made.user(OFFICER)), handed_over_minor="20",
        **{
            "row-0-loan_code": loans[3].code, "row-0-series": "FA", "row-0-number": str(blank + 2),
            "row-0-paid_on": made.today, "row-0-amount_minor": "20", "row-0-method": "cash",
            "row-0-paid_by": "borrower",
        },
    )  # fmt: skip
    _paid_too_much(made, loans[4], blank + 3)


def _paid_too_much(made: Prepared, loan: Loan, blank: int) -> None:
    from dayaq.credit.services.collections import Slip, record_collection

    record_collection(
        **made.as_(OFFICER), loan_id=loan.pk,
        slip=Slip(
            loan_code=loan.code, series="FA", number=blank, paid_on=made.today,
            amount_minor=loan.outstanding_minor + 5_000, method="bank", slip_number="B-9",
        ),
    )  # fmt: skip
    made.form("sabina", "credit:refund", loan.pk, amount_minor="50", method="bank")
