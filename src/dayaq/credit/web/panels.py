"""Where credit shows in the shell: navigation, Today, the person page, search, dashboard."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.credit import month_end, tasks
from dayaq.credit.models import (
    OPEN,
    ApplicationStatus,
    Loan,
    LoanApplication,
    LoanStatus,
    Receipt,
)
from dayaq.credit.queries.due import Owing, owing
from dayaq.credit.queries.loans import applications_of, loans_of
from dayaq.credit.queries.portfolio import book
from dayaq.credit.web import (  # noqa: F401 - they register themselves
    cash_panels,
    handover_panels,
    provision_panels,
)
from dayaq.credit.web.views.applications import tag as application_tag
from dayaq.credit.web.views.common import application_url, loan_tag, loan_url, money
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.ids import may_be_code
from dayaq.kernel.percent import percent_text
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.panels import (
    Hit,
    Panel,
    Step,
    TaskGroup,
    TaskRow,
    dashboard,
    nav,
    person_panel,
    person_step,
    search,
    today,
)
from dayaq.ledger import closing, sources

nav(30, gettext_lazy("Loans"), "credit:loans", "credit.view", "credit/loans")
nav(31, gettext_lazy("Applications"), "credit:applications", "credit.view", "credit/applications")
nav(32, gettext_lazy("Committee"), "credit:meetings", "credit.record_votes", "credit/committee")
nav(33, gettext_lazy("Collections"), "credit:batches", "credit.record_batch", "credit/collections")
nav(34, gettext_lazy("Village sheet"), "credit:sheet", "credit.collect", "credit/sheet")
nav(35, gettext_lazy("Arrears"), "credit:arrears", "credit.view", "credit/arrears")
nav(
    36, gettext_lazy("Loan products"), "credit:products", "credit.manage_products",
    "credit/products",
)  # fmt: skip

nav(37, gettext_lazy("From a workbook"), "credit:cutovers", "credit.cutover", "credit/cutover")


def overdue(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.overdue(actor, clock.today)
    return TaskGroup(
        _("Overdue"),
        found.count,
        reverse("credit:arrears"),
        [
            TaskRow(
                f"{row.loan.person.full_name}: {money(row.standing.overdue_minor)}",
                loan_url(row.loan.pk),
                due_on=row.standing.oldest_unpaid_due_on,
                overdue=True,
                detail=row.loan.person.phone,
            )
            for row in found.first
        ],
    )


def due(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.due_this_week(actor, clock.today)
    return TaskGroup(
        _("Falling due this week"),
        found.count,
        reverse("credit:sheet"),
        [
            TaskRow(
                f"{row.loan.person.full_name}: {money(_falling_due(row, clock.today))}",
                loan_url(row.loan.pk),
                due_on=row.falls_due_on,
            )
            for row in found.first
        ],
    )


def _falling_due(row: Owing, today: dt.date) -> int:
    """Today's instalment, besides what is overdue; or else the next."""
    if row.falls_due_on is not None and row.falls_due_on <= today:
        return row.standing.due_minor - row.standing.overdue_minor
    return row.standing.next_due_minor


def visits(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.visits_due(actor, clock.today)
    return TaskGroup(
        _("Businesses to visit"),
        found.count,
        reverse("credit:loans"),
        [
            TaskRow(
                loan.person.full_name,
                address_of("credit:visit", loan.pk),
                due_on=loan.next_visit_on,
                overdue=bool(loan.next_visit_on and loan.next_visit_on < clock.today),
                detail=loan.person.settlement,
            )
            for loan in found.first
        ],
    )


def incomplete(actor: Actor, clock: Clock) -> TaskGroup:
    return _applications(tasks.to_complete(actor), _("Applications without a plan"), "draft")


def appraise(actor: Actor, clock: Clock) -> TaskGroup:
    return _applications(tasks.to_appraise(actor), _("Applications to appraise"), "complete")


def decide(actor: Actor, clock: Clock) -> TaskGroup:
    found = _applications(tasks.to_decide(actor), _("Decisions waiting"), "to_committee")
    return TaskGroup(found.title, found.count, reverse("credit:meetings"), found.rows)


def vote(actor: Actor, clock: Clock) -> TaskGroup:
    return _applications(tasks.to_decide(actor), _("Applications to vote on"), "to_committee")


def sign(actor: Actor, clock: Clock) -> TaskGroup:
    return _applications(tasks.to_sign(actor), _("Agreements to sign"), "approved")


def disburse(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.to_disburse(actor)
    return TaskGroup(
        _("Loans to pay out"),
        found.count,
        f"{reverse('credit:loans')}?status=agreed",
        [
            TaskRow(
                f"{loan.person.full_name}: {money(loan.principal_minor, loan.currency)}",
                loan_url(loan.pk),
                due_on=loan.agreed_on,
            )
            for loan in found.first
        ],
    )


def parts(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.parts_to_pay_out(actor)
    return TaskGroup(
        _("Further parts of loans to pay out"),
        found.count,
        reverse("credit:loans"),
        [
            TaskRow(f"{loan.person.full_name}, {loan.code}", loan_url(loan.pk))
            for loan in found.first
        ],
    )


def proposals(actor: Actor, clock: Clock) -> TaskGroup:
    found = tasks.proposals(actor)
    url = reverse("credit:proposals")
    return TaskGroup(
        _("Proposals to decide"),
        found.count,
        url,
        [TaskRow(f"{row.loan.person.full_name}, {row.loan.code}", url) for row in found.first],
    )


def person_loans(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """The person's loans and open applications."""
    loans = loans_of(actor, person_id)
    applications = [
        row for row in applications_of(actor, person_id) if row.status != ApplicationStatus.LENT
    ]
    may_apply = actor.can("credit.apply")
    if not loans and not applications and not may_apply:
        return None
    is_free = not any(loan.status in (LoanStatus.AGREED, LoanStatus.ACTIVE) for loan in loans)
    has_open = any(row.status in OPEN for row in applications)
    return Panel(
        _("Loan"),
        "credit/person_panel.html",
        {
            "rows": [
                {
                    "loan": row.loan,
                    "standing": row.standing,
                    "tag": loan_tag(row.loan, row.standing),
                    "url": loan_url(row.loan.pk),
                }
                for row in owing(loans, clock.today)
            ],
            "applications": [
                {"row": row, "tag": application_tag(row), "url": application_url(row.pk)}
                for row in applications
            ],
            "apply_url": address_of("credit:apply", person_id)
            if may_apply and is_free and not has_open
            else "",
        },
    )


def applied(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    if not actor.can("credit.view"):
        return None
    row = _last_application(actor, person_id)
    if row is None:
        url = address_of("credit:apply", person_id) if actor.can("credit.apply") else ""
        return Step(_("Applied"), "waiting", url)
    return Step(_("Applied"), "done", application_url(row.pk), row.code)


def decided(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    if not actor.can("credit.view"):
        return None
    row = _last_application(actor, person_id)
    if row is None:
        return Step(_("Decided"), "waiting")
    if row.status in (ApplicationStatus.APPROVED, ApplicationStatus.LENT):
        return Step(_("Decided"), "done", application_url(row.pk))
    if row.status in (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN):
        return Step(_("Decided"), "skipped", application_url(row.pk), row.get_status_display())
    return Step(_("Decided"), "current", application_url(row.pk), row.get_status_display())


def disbursed(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    if not actor.can("credit.view"):
        return None
    loan = _last_loan(actor, person_id)
    if loan is not None:
        state = "done" if loan.disbursed_on else "current"
        return Step(_("Disbursed"), state, loan_url(loan.pk), loan.code)  # type: ignore[arg-type]
    row = _last_application(actor, person_id)
    if row is not None and row.status == ApplicationStatus.APPROVED:
        return Step(_("Disbursed"), "current", address_of("credit:agreement", row.pk))
    return Step(_("Disbursed"), "waiting")


def repaid(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    if not actor.can("credit.view"):
        return None
    loan = _last_loan(actor, person_id)
    if loan is None or loan.disbursed_on is None:
        return Step(_("Repaid"), "waiting")
    if loan.status == LoanStatus.REPAID:
        return Step(_("Repaid"), "done", loan_url(loan.pk))
    if loan.status == LoanStatus.ACTIVE:
        owed = money(loan.outstanding_minor, loan.currency)
        return Step(_("Repaid"), "current", loan_url(loan.pk), owed)
    return Step(_("Repaid"), "skipped", loan_url(loan.pk), loan.get_status_display())


def find_loans(actor: Actor, text: str) -> list[Hit]:
    """Loans and applications by code, receipts by number."""
    code = text.strip().upper()
    hits: list[Hit] = []
    if may_be_code(code):
        hits += [
            Hit(loan.code, loan.person.full_name, loan_url(loan.pk), _("Loans"))
            for loan in Loan.objects.visible_to(actor)
            .filter(code__startswith=code)
            .select_related("person")[:10]
        ]
        hits += [
            Hit(row.code, row.person.full_name, application_url(row.pk), _("Applications"))
            for row in LoanApplication.objects.visible_to(actor)
            .filter(code__startswith=code)
            .select_related("person")[:10]
        ]
    digits = code.split()[-1] if code.split() else ""
    if digits.isdigit() and len(digits) <= 9:
        receipts = Receipt.objects.visible_to(actor).filter(number=int(digits))
        series = " ".join(code.split()[:-1])
        if series:
            receipts = receipts.filter(series=series)
        hits += [
            Hit(
                row.label,
                row.loan.person.full_name,
                address_of("credit:receipt", row.pk),
                _("Receipts"),
            )
            for row in receipts.select_related("loan__person")[:10]
        ]
    return hits


def portfolio(actor: Actor, clock: Clock) -> Panel:
    """The portfolio the actor sees, with PAR30 by its definition."""
    found = book(Loan.objects.visible_to(actor), clock.today)
    return Panel(
        _("Loans outstanding"),
        "credit/portfolio_panel.html",
        {
            "book": found,
            "par30": "–" if found.par30 is None else percent_text(found.par30),
        },
        reverse("credit:loans"),
    )


def _applications(found: tasks.Asked, title: str, status: str) -> TaskGroup:
    return TaskGroup(
        title,
        found.count,
        f"{reverse('credit:applications')}?status={status}",
        [
            TaskRow(
                f"{row.person.full_name}: {money(row.amount_minor, row.currency)}",
                application_url(row.pk),
                due_on=row.applied_on,
                detail=row.code,
            )
            for row in found.first
        ],
    )


def _last_application(actor: Actor, person_id: UUID) -> LoanApplication | None:
    return next(iter(applications_of(actor, person_id)), None)


def _last_loan(actor: Actor, person_id: UUID) -> Loan | None:
    return next(iter(loans_of(actor, person_id)), None)


today("credit.overdue", "credit.follow_up", 20, overdue)
today("credit.due", "credit.collect", 21, due)
today("credit.visits", "credit.collect", 25, visits)
today("credit.complete", "credit.apply", 30, incomplete)
today("credit.appraise", "credit.appraise", 31, appraise)
today("credit.decide", "credit.record_votes", 32, decide)
today("credit.vote", "credit.vote", 33, vote)
today("credit.sign", "credit.draw_up_agreement", 34, sign)
today("credit.disburse", "credit.disburse", 35, disburse)
today("credit.parts", "credit.disburse", 35, parts)
today("credit.proposals", "credit.approve_change", 37, proposals)
person_panel(40, "credit.view", person_loans)
person_step(60, applied)
person_step(61, decided)
person_step(62, disbursed)
person_step(63, repaid)
search(30, "credit.view", find_loans)
dashboard(40, "credit.view", portfolio)


def _page_of_a_loan(pk: UUID) -> tuple[str, str] | None:
    """From an entry of the books to its loan, where its receipts are."""
    code = Loan.objects.filter(pk=pk).values_list("code", flat=True).first()
    return (_("Loan %(code)s") % {"code": code}, loan_url(pk)) if code else None


sources.linked("loan", "credit.view", _page_of_a_loan)
closing.check(
    "receipts", 20, gettext_lazy("No receipt number is missing"), month_end.receipts_complete
)
closing.check(
    "portfolio", 30, gettext_lazy("Loans agree with the books"), month_end.portfolio_agrees
)
closing.check("provision", 60, gettext_lazy("The provision is posted"), month_end.provided)
