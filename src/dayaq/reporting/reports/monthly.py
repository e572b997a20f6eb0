"""The NGO's one page a month to IOM: trained, lent, collected, at risk, decisions, money, next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dayaq.kernel.money import format_minor
from dayaq.programme.queries import phase_on
from dayaq.reporting.domain.report import CellValue, Column, Section, Table, Text
from dayaq.reporting.domain.values import IndicatorValue, Unit
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.reports.adjustments import adjustments
from dayaq.reporting.reports.base import Asking, Report, currency_of

COUNTED = ("trained", "micro_credits", "amount_disbursed")
RATES = ("on_time_repayment", "current_recovery")
STANDING = ("borrowers", "par30", "par30_restructured")


def build(asking: Asking) -> Sequence[Section]:
    """The sections of the page; the last one is a place for the NGO's own words."""
    currency = currency_of(asking.asked.programme_id)
    return [
        figures_table(asking, currency),
        due_table(asking, currency),
        problem_cases(asking, currency),
        decisions_asked(asking),
        balances(asking, currency),
        adjustments(asking, currency, REPORT.key),
        next_month(asking, currency),
        Text("remarks", _("Remarks")),
    ]


def figures_table(asking: Asking, currency: str) -> Table:
    """Each figure this month, since the beginning of the phase, and its target."""
    phase = phase_on(asking.asked.programme_id, asking.asked.to)
    start = phase.starts_on if phase else asking.asked.frm
    targets = (
        {t.indicator: (t.target_low, t.target_high) for t in phase.targets.all()} if phase else {}
    )
    rows: list[tuple[CellValue, ...]] = []
    months = asking.figures((*COUNTED, *RATES, *STANDING))
    since = asking.figures((*COUNTED, *RATES), frm=start)
    for key, month in months.items():
        so_far = since.get(key, month)
        low, high = targets.get(key, (None, None))
        rows.append(
            (
                str(INDICATORS[key].name),
                _said(month, currency),
                _said(so_far, currency),
                "" if low is None else (str(low) if low == high else f"{low}–{high}"),
            )
        )
    return Table(
        key="figures",
        title=_("Figures"),
        columns=(
            Column(_("Figure")),
            Column(_("This month")),
            Column(_("Since the phase began")),
            Column(_("Target")),
        ),
        rows=tuple(rows),
    )


def _said(value: IndicatorValue, currency: str) -> str:
    if value.unit is Unit.MONEY:
        return format_minor(value.numerator, currency)
    if value.unit is Unit.COUNT:
        return str(value.numerator)
    return value.percent_text or _("no portfolio")


DUE_SQL = """
SELECT
  (SELECT coalesce(sum(i.principal_minor + i.interest_minor + i.fee_minor + i.penalty_minor), 0)
   FROM credit_instalment i JOIN loans l ON l.loan_id = i.loan_id
   WHERE i.in_force_from <= asked."to" AND (i.in_force_to IS NULL OR i.in_force_to > asked."to")
     AND i.due_on BETWEEN asked.frm AND asked."to"),
  (SELECT coalesce(sum(a.amount_minor), 0)
   FROM credit_allocation a JOIN loans l ON l.loan_id = a.loan_id
   WHERE a.component <> 'refund' AND a."on" BETWEEN asked.frm AND asked."to"),
  (SELECT coalesce(sum(p.overdue_minor), 0) FROM positions p)
FROM asked
"""


def due_table(asking: Asking, currency: str) -> Table:
    """Due in the month, collected in the month, overdue at its end."""
    (due, collected, overdue), *_none = asking.rows(DUE_SQL, "loans", "positions")
    return Table(
        key="due_and_collected",
        title=_("Due and collected"),
        columns=(
            Column(_("Due this month"), "money", currency),
            Column(_("Collected this month"), "money", currency),
            Column(_("Overdue principal at the end"), "money", currency),
        ),
        rows=((int(due), int(collected), int(overdue)),),
    )


PROBLEMS_MAX, DECISIONS_MAX = 12, 20
"""Lines that a report of one page has room for."""

PROBLEMS_SQL = """
SELECT n.code, p.dpd, p.overdue_minor, p.outstanding_minor,
  (SELECT a.step FROM credit_arrearsaction a
   WHERE a.loan_id = p.loan_id AND a.done_on <= asked.as_of
   ORDER BY a.done_on DESC, a.recorded_at DESC LIMIT 1)
FROM positions p JOIN credit_loan n ON n.id = p.loan_id CROSS JOIN asked
WHERE p.dpd > 30 AND p.outstanding_minor > 0
ORDER BY p.dpd DESC, n.code
"""
STEPS = {
    "call": gettext_lazy("telephone call"),
    "visit": gettext_lazy("visit"),
    "letter": gettext_lazy("letter"),
    "supervisor": gettext_lazy("visit with the project manager"),
    "committee": gettext_lazy("brought to the committee"),
}


def _left_out(count: int) -> tuple[str, ...]:
    """The page is one page: what did not fit is at least counted."""
    return (_("%(count)s more are not shown here.") % {"count": count},) if count > 0 else ()


def problem_cases(asking: Asking, currency: str) -> Table:
    """Loans over 30 days past due by code: the page leaves the office, names do not."""
    found = asking.rows(PROBLEMS_SQL, "positions")
    return Table(
        key="problem_cases",
        title=_("Problem cases"),
        columns=(
            Column(_("Loan")),
            Column(_("Days past due"), "number"),
            Column(_("Overdue"), "money", currency),
            Column(_("Outstanding"), "money", currency),
            Column(_("Last step")),
        ),
        rows=tuple(
            (
                str(code),
                int(dpd),
                int(overdue),
                int(outstanding),
                str(STEPS.get(step or "", _("none yet"))),
            )
            for code, dpd, overdue, outstanding, step in found[:PROBLEMS_MAX]
        ),
        notes=_left_out(len(found) - PROBLEMS_MAX),
    )


DECISIONS_SQL = """
SELECT 'reschedule', n.code, r.requested_on FROM credit_reschedulerequest r
  JOIN credit_loan n ON n.id = r.loan_id CROSS JOIN asked
  WHERE n.programme_id = %(programme)s AND r.requested_on <= asked.as_of
    AND (r.decided_on IS NULL OR r.decided_on > asked.as_of)
UNION ALL
SELECT 'write_off', n.code, w.proposed_on FROM credit_writeoff w
  JOIN credit_loan n ON n.id = w.loan_id CROSS JOIN asked
  WHERE n.programme_id = %(programme)s AND w.proposed_on <= asked.as_of
    AND (w.decided_on IS NULL OR w.decided_on > asked.as_of)
UNION ALL
-- By what had happened to it then: a decision since then does not empty an old page.
SELECT 'application', a.code, a.applied_on FROM credit_loanapplication a CROSS JOIN asked
  JOIN LATERAL (
    SELECT e.verb, e.data->>'outcome' AS outcome
    FROM kernel_eventsubject s JOIN kernel_event e ON e.id = s.event_id
    WHERE s.subject_id = a.id AND e."on" <= asked.as_of AND e.verb IN (
      'credit.application_appraised', 'credit.application_submitted',
      'credit.application_appealed', 'credit.application_decided',
      'credit.application_withdrawn')
    ORDER BY e."on" DESC, e.seq DESC LIMIT 1
  ) last ON last.verb NOT IN ('credit.application_decided', 'credit.application_withdrawn')
    OR last.outcome = 'defer'
  WHERE a.programme_id = %(programme)s AND a.applied_on <= asked.as_of
ORDER BY 3, 2
"""
ASKED_FOR = {
    "reschedule": gettext_lazy("New terms for a loan"),
    "write_off": gettext_lazy("Write-off of a loan"),
    "application": gettext_lazy("Loan application"),
}


def decisions_asked(asking: Asking) -> Table:
    """What waits for the committee or the programme officer."""
    found = asking.rows(DECISIONS_SQL)
    return Table(
        key="decisions_asked",
        title=_("Decisions asked for"),
        columns=(Column(_("Decision")), Column(_("Code")), Column(_("Asked on"), "day")),
        rows=tuple(
            (str(ASKED_FOR[kind]), str(code), on) for kind, code, on in found[:DECISIONS_MAX]
        ),
        notes=_left_out(len(found) - DECISIONS_MAX),
    )


BALANCES_SQL = """
SELECT a.code_group,
  coalesce(sum(a.moved) FILTER (WHERE a."on" < asked.frm), 0),
  coalesce(sum(a.moved) FILTER (WHERE a."on" BETWEEN asked.frm AND asked."to" AND a.moved > 0), 0),
  coalesce(-sum(a.moved) FILTER (WHERE a."on" BETWEEN asked.frm AND asked."to" AND a.moved < 0), 0),
  coalesce(sum(a.moved) FILTER (WHERE a."on" <= asked."to"), 0)
FROM (
  SELECT split_part(c.code, ':', 1) AS code_group, t."on", t.amount_minor AS moved
  FROM ledger_transfer t JOIN ledger_account c ON c.id = t.debit_id
  WHERE t.programme_id = %(programme)s
  UNION ALL
  SELECT split_part(c.code, ':', 1), t."on", -t.amount_minor
  FROM ledger_transfer t JOIN ledger_account c ON c.id = t.credit_id
  WHERE t.programme_id = %(programme)s
) a CROSS JOIN asked
WHERE a.code_group IN ('bank', 'cash', 'transit', 'position')
GROUP BY 1 ORDER BY 1
"""
ACCOUNTS = {
    "bank": gettext_lazy("Bank"),
    "cash": gettext_lazy("Office cash"),
    "transit": gettext_lazy("Cash with field officers"),
    "position": gettext_lazy("Money in other currencies"),
}


def balances(asking: Asking, currency: str) -> Table:
    """Bank, office cash and cash on the way: opening, in, out, closing."""
    rows = tuple(
        (str(ACCOUNTS[group]), int(opening), int(received), int(paid), int(closing))
        for group, opening, received, paid, closing in asking.rows(BALANCES_SQL)
    )
    return Table(
        key="balances",
        title=_("Bank and cash"),
        columns=(
            Column(_("Account")),
            Column(_("Opening"), "money", currency),
            Column(_("Received"), "money", currency),
            Column(_("Paid"), "money", currency),
            Column(_("Closing"), "money", currency),
        ),
        rows=rows,
        # Money moved between the three would count twice, so only the ends are added up.
        totals=(_("Total"), sum(row[1] for row in rows), None, None, sum(row[4] for row in rows)),
    )


NEXT_SQL = """
SELECT count(*), coalesce(sum(i.left_minor), 0)
FROM instalments_left i JOIN loans l ON l.loan_id = i.loan_id CROSS JOIN asked
WHERE i.due_on > asked."to" AND i.due_on <= asked."to" + 31 AND i.left_minor > 0
"""
COURSES_SQL = """
SELECT c.code, c.title, c.starts_on FROM training_course c CROSS JOIN asked
WHERE c.programme_id = %(programme)s AND c.status <> 'cancelled'
  AND c.starts_on > asked."to" AND c.starts_on <= asked."to" + 31
ORDER BY c.starts_on, c.code
"""


def next_month(asking: Asking, currency: str) -> Table:
    """What falls due and what begins in the month after."""
    (count, minor), *_none = asking.rows(NEXT_SQL, "loans", "instalments_left")
    after = asking.asked.to + timedelta(days=1)
    due = ngettext(
        "%(count)s instalment falls due: %(amount)s %(currency)s",
        "%(count)s instalments fall due: %(amount)s %(currency)s",
        int(count),
    ) % {"count": count, "amount": format_minor(int(minor), currency), "currency": currency}
    courses = [
        (on, _("Course %(code)s begins: %(title)s") % {"code": code, "title": title})
        for code, title, on in asking.rows(COURSES_SQL)
    ]
    return Table(
        key="next_month",
        title=_("Next month"),
        columns=(Column(_("From"), "day"), Column(_("What"))),
        rows=((after, due), *courses),
    )


REPORT = Report(
    key="monthly",
    title=gettext_lazy("Monthly report"),
    purpose=gettext_lazy("The implementing NGO's one page to the programme officer."),
    build=build,
    template="monthly_report",
    headings={"remarks": gettext_lazy("Remarks")},
)
