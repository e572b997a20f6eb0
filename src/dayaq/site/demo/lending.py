"""Loans of the demonstration: asked for, decided, paid out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from dayaq.cases.services import opening, serving
from dayaq.credit.appraisal_rules import Expense, Income
from dayaq.credit.models import LoanApplication, ProductVersion
from dayaq.credit.services import agreements, applications, books, committee, disbursement
from dayaq.credit.services.visits import Findings, record_visit
from dayaq.site.demo.figures import person_key
from dayaq.site.demo.plan import DAY, SECTORS, Figure, Lending
from dayaq.site.demo.stage import Act, Stage

MEMBERS = ("tural", "sevda", "elchin")
APPLIED = 24
APPRAISED = 17
SUBMITTED = 15
DECIDED = 8
SIGNED = 3
BLANKS = (("FA", "aytan"), ("FE", "elnur"), ("FR", "rashad"))


def hand_out_books(stage: Stage) -> None:
    """Each officer gets two books of official blanks."""
    for series, officer in BLANKS:
        for first in (1, 1_001):
            books.issue_receipt_book(
                **stage.as_("sabina"), series=series, first_number=first, last_number=first + 999,
                issued_to_id=stage.keys[f"user:{officer}"],
            )  # fmt: skip


def instalments_of(loan: Lending) -> int:
    return 2 if loan.product == "seasonal" else 12


def _version(stage: Stage, product: str) -> ProductVersion:
    return stage.cached(  # type: ignore[no-any-return]
        f"version:{product}",
        lambda: ProductVersion.objects.get(product_id=stage.keys[f"product:{product}"], number=1),
    )


def apply(figure: Figure, amount_minor: int, product: str, stage: Stage) -> None:
    title = SECTORS[figure.loan.sector if figure.loan else 5][1]
    row = applications.apply_for_loan(
        **stage.as_(figure.officer), person_id=stage.keys[person_key(figure)],
        product_version_id=_version(stage, product).pk, plan_id=stage.keys[f"plan:{figure.key}"],
        amount_minor=amount_minor, instalments=2 if product == "seasonal" else 12, purpose=title,
    )  # fmt: skip
    stage.keep(f"application:{figure.key}", row)


def appraise(figure: Figure, amount_minor: int, poor: bool, stage: Stage) -> None:
    """The officer visits home and place of business and writes down what the household has."""
    sales = SECTORS[figure.loan.sector if figure.loan else 5][2]
    applications.appraise(
        **stage.as_(figure.officer), application_id=stage.keys[f"application:{figure.key}"],
        incomes=[
            Income(source="pension", amount_minor=7_500, protected=True),
            Income(source="business", amount_minor=4_000 if poor else sales),
            Income(source="farming", amount_minor=2_000 if poor else 15_000),
        ],
        expenses=[
            Expense(kind="food", amount_minor=9_000),
            Expense(kind="school", amount_minor=1_500),
        ],
        debts_minor=0,
        recommendation="not_now" if poor else "lend", recommended_minor=0 if poor else amount_minor,
        note="Ailənin ödəmə imkanı azdır" if poor else "Ailə təsərrüfatı qaydasındadır",
    )  # fmt: skip


def submit(figure: Figure, stage: Stage) -> None:
    applications.submit_to_committee(
        **stage.as_(figure.officer), application_id=stage.keys[f"application:{figure.key}"]
    )


def meet(key: str, figures: list[Figure], refused: list[Figure], stage: Stage) -> None:
    """The committee meets; its secretary types in the votes from the signed minutes."""
    members = [stage.keys[f"user:{name}"] for name in MEMBERS]
    gunay = stage.as_("gunay")
    meeting = committee.open_meeting(
        **gunay, member_ids=members, chair_id=members[0], minutes_number=f"KK-{key}",
        minutes_on=stage.on,
    )  # fmt: skip
    stage.keep(f"meeting:{key}", meeting)
    for figure in figures:
        committee.decide(
            **gunay, meeting_id=meeting.pk, application_id=stage.keys[f"application:{figure.key}"],
            votes=dict.fromkeys(members, "for"), ruling=committee.Ruling(outcome="approve"),
        )  # fmt: skip
    for figure in refused:
        committee.decide(
            **gunay, meeting_id=meeting.pk, application_id=stage.keys[f"application:{figure.key}"],
            votes=dict.fromkeys(members, "against"),
            ruling=committee.Ruling(
                outcome="reject", reason="Ailənin gəliri borcu ödəməyə imkan vermir",
                pathway_note="İşə düzəltmə təklif olunur",
            ),
        )  # fmt: skip


def sign(figure: Figure, loan: Lending, stage: Stage) -> None:
    """The agreement is drawn up and signed; the first instalment falls on a 15th."""
    months = 6 if loan.product == "seasonal" else 1
    first = _fifteenth(loan.disbursed_on, months)
    application = stage.row(LoanApplication, f"application:{figure.key}")
    officer = stage.as_(figure.officer)
    agreements.draw_up_agreement(
        **officer, application_id=application.pk, language="az", planned_on=loan.disbursed_on,
        first_due_on=first,
    )  # fmt: skip
    by_hand = figure.signature == "hand"
    row = agreements.sign_agreement(
        **officer, application_id=application.pk,
        signature_mode="hand" if by_hand else "thumb",
        witness="" if by_hand else "Kənd icra nümayəndəsi (nümunə)",
        lender_signatory="Fərid Məlikov", read_aloud=figure.literacy != "reads",
    )  # fmt: skip
    stage.keep(f"loan:{figure.key}", row)


def _fifteenth(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, 15)


def pay_out(figure: Figure, stage: Stage) -> None:
    """A third person pays out, by bank transfer."""
    disbursement.disburse(
        **stage.as_("sabina"), loan_id=stage.keys[f"loan:{figure.key}"], method="bank",
        voucher=f"KÖ-{stage.on:%y%m%d}-{figure.key}",
    )  # fmt: skip


def visit(figure: Figure, purpose: str, stage: Stage) -> None:
    sales = SECTORS[figure.loan.sector if figure.loan else 0][2]
    stopped = figure.loan is not None and figure.loan.behaviour == "lost" and purpose == "routine"
    record_visit(
        **stage.as_(figure.officer), loan_id=stage.keys[f"loan:{figure.key}"],
        findings=Findings(
            purpose=purpose, business="stopped" if stopped else "running", used_as_planned=True,
            sales_minor=0 if stopped else sales, expenses_minor=0 if stopped else sales // 2,
            jobs_family=1, keeps_records=figure.luck("visit").random() < 0.6,
            problems="Heyvanlar tələf oldu" if stopped else "",
            next_visit_on=stage.on + 160 * DAY if purpose == "loan_use" else None,
        ),
    )  # fmt: skip


def place_in_job(figure: Figure, stage: Stage) -> None:
    """No loan is the right answer here; a job is found instead."""
    case_id = stage.keys[f"case:{figure.key}"]
    opening.decide_pathway(
        **stage.as_(figure.officer), case_id=case_id, pathway="job_placement",
        reason="Gəlir borcu ödəməyə imkan vermir; daimi iş istəyir",
    )  # fmt: skip
    serving.place_in_job(
        **stage.as_("nigar"), case_id=case_id, employer="Rayon çörək zavodu (nümunə)",
        position="Anbardar", monthly_wage_minor=180_00, accommodation="Oturaq iş yeri",
    )  # fmt: skip


def acts(people: list[Figure]) -> Iterator[Act]:
    """Applications by day of disbursement: one committee meeting for each."""
    yield Act(dt.date(2008, 3, 3), 0, "receipt-books", hand_out_books)
    by_day: dict[dt.date, list[Figure]] = defaultdict(list)
    for figure in people:
        if figure.loan is not None:
            by_day[figure.loan.disbursed_on].append(figure)
    refused = [p for p in people if p.refused_for_job]
    refused_on = dt.date(2010, 11, 16)
    for day, figures in sorted(by_day.items()):
        turned_down = refused if day == refused_on else []
        for figure in [*figures, *turned_down]:
            loan = figure.loan
            amount = loan.amount_minor if loan else 900_00
            product = loan.product if loan else "standard"
            key, poor = figure.key, loan is None
            yield Act(
                day - APPLIED * DAY, 30, f"apply:{key}", partial(apply, figure, amount, product)
            )
            yield Act(
                day - APPRAISED * DAY,
                31,
                f"appraise:{key}",
                partial(appraise, figure, amount, poor),
            )
            yield Act(day - SUBMITTED * DAY, 32, f"submit:{key}", partial(submit, figure))
        name = day.strftime("%y%m%d")
        yield Act(
            day - DECIDED * DAY, 33, f"meet:{name}", partial(meet, name, figures, turned_down)
        )
        for figure in figures:
            assert figure.loan is not None  # noqa: S101
            key = figure.key
            yield Act(day - SIGNED * DAY, 34, f"sign:{key}", partial(sign, figure, figure.loan))
            yield Act(day, 35, f"pay-out:{key}", partial(pay_out, figure))
            yield Act(day + 20 * DAY, 36, f"visit1:{key}", partial(visit, figure, "loan_use"))
            yield Act(day + 180 * DAY, 37, f"visit2:{key}", partial(visit, figure, "routine"))
        for figure in turned_down:
            yield Act(day + 6 * DAY, 38, f"job:{figure.key}", partial(place_in_job, figure))
