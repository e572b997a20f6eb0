"""Tables of the loan book that several reports share: ageing, PAR by place and officer, months."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dayaq.credit.domain.provision import TABLES, provision, rate
from dayaq.credit.models import ProvisionTable
from dayaq.credit.queries.provisions import tables_on
from dayaq.reporting import labels
from dayaq.reporting.domain.report import CellValue, Chart, Column, Table, share
from dayaq.reporting.reports.base import Asking

BUCKETS = ((0, 0), (1, 30), (31, 60), (61, 90), (91, 180), (181, 365), (366, None))
"""Days past due from and to (CGAP, Sa-Dhan; domain.md 4.3)."""

RATIOS = (
    "par1",
    "par30",
    "par90",
    "par30_restructured",
    "arrears_rate",
    "on_time_repayment",
    "current_recovery",
    "cumulative_repayment",
    "write_off_ratio",
)
"""The named ratios of a portfolio, in the order a reader needs them."""


AGES_SQL = """
SELECT p.dpd, p.outstanding_minor, v.product_id
FROM positions p
JOIN credit_loan n ON n.id = p.loan_id
JOIN credit_productversion v ON v.id = n.product_version_id
WHERE p.outstanding_minor > 0
"""


def ageing_table(asking: Asking, currency: str) -> Table:
    """Loans and outstanding principal by days past due, with what is set aside for each loan
    by the table of its product."""
    tables = tables_on(asking.asked.programme_id, asking.asked.as_of)
    found = [
        (dpd, int(outstanding), tables.get(product, tables[None]))
        for dpd, outstanding, product in asking.rows(AGES_SQL, "positions")
    ]
    used = {table for *_rest, table in found} or {tables[None]}
    whole = sum(outstanding for _dpd, outstanding, _table in found)
    provisions = 0
    rows: list[tuple[CellValue, ...]] = []
    for first, last in BUCKETS:
        inside = [row for row in found if row[0] >= first and (last is None or row[0] <= last)]
        principal = sum(outstanding for _dpd, outstanding, _table in inside)
        needed = sum(provision(owed, dpd, TABLES[table]) for dpd, owed, table in inside)
        rates = {rate(first, TABLES[table]) for table in used}
        provisions += needed
        rows.append(
            (
                _bucket(first, last),
                len(inside),
                principal,
                share(principal, whole),
                rates.pop() if len(rates) == 1 else None,
                needed,
            )
        )
    return Table(
        key="ageing",
        title=_("Loans by days past due"),
        columns=(
            Column(_("Days past due")),
            Column(_("Loans"), "number"),
            Column(_("Outstanding principal"), "money", currency),
            Column(_("Of the portfolio"), "percent"),
            Column(_("Provision rate"), "percent"),
            Column(_("Provision"), "money", currency),
        ),
        rows=tuple(rows),
        totals=(_("Total"), len(found), whole, share(whole, whole), None, provisions),
        notes=(
            _("The provision covers the whole outstanding principal of a late loan."),
            *sorted(str(ProvisionTable(table).label) for table in used),
        ),
    )


def _bucket(first: int, last: int | None) -> str:
    if last == 0:
        return _("Not overdue")
    if last is None:
        return _("Over %(days)s") % {"days": first - 1}
    return f"{first}–{last}"


def par_by(asking: Asking, dimension: str, currency: str) -> Table:
    """PAR30 by district of the loan or by officer."""
    value = asking.figure("par30", by=dimension)
    names = labels.labels_of(dimension, value.breakdown, programme_id=asking.asked.programme_id)
    rows = sorted(
        (names[key], outstanding, risk, share(risk, outstanding))
        for key, (risk, outstanding) in value.breakdown.items()
        if outstanding
    )
    return Table(
        key=f"par30_by_{dimension}",
        title=_("Portfolio at risk over 30 days by %(dimension)s")
        % {"dimension": str(labels.DIMENSIONS[dimension]).lower()},
        columns=(
            Column(str(labels.DIMENSIONS[dimension])),
            Column(_("Outstanding principal"), "money", currency),
            Column(_("Of it at risk"), "money", currency),
            Column("PAR30", "percent"),
        ),
        rows=tuple(rows),
        totals=(
            _("Total"),
            value.denominator,
            value.numerator,
            share(value.numerator, value.denominator),
        ),
    )


STATUS_SQL = """
SELECT l.loan_district, CASE
    WHEN l.closed_on IS NOT NULL AND l.closed_on <= asked.as_of THEN l.status
    WHEN p.dpd > 0 THEN 'late' ELSE 'active'
  END AS status, count(*)
FROM positions p JOIN loans l ON l.loan_id = p.loan_id CROSS JOIN asked
GROUP BY 1, 2
"""


def status_by_district(asking: Asking) -> tuple[Table, Chart]:
    """Loans by status in each district: being repaid, late, repaid, written off."""
    found = asking.rows(STATUS_SQL, "positions", "loans")
    counts = {(district, status): int(count) for district, status, count in found}
    names = labels.labels_of(
        "loan_district", {d for d, _s in counts}, programme_id=asking.asked.programme_id
    )
    districts = sorted(names, key=lambda key: names[key])
    words = {
        "active": _("In time"),
        "late": _("Late"),
        "repaid": _("Repaid"),
        "written_off": _("Written off"),
        "forgiven": _("Forgiven"),
        "handed_over": _("Handed over to the successor"),
    }
    columns = [status for status in words if any(s == status for _d, s in counts)]
    rows: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            names[district],
            *(counts.get((district, status), 0) for status in columns),
            sum(counts.get((district, status), 0) for status in columns),
        )
        for district in districts
    )
    totals = tuple(
        sum(counts.get((district, status), 0) for district in districts) for status in columns
    )
    title = _("Loans by status and district")
    table = Table(
        key="status_by_district",
        title=title,
        columns=(
            Column(_("District")),
            *(Column(words[status], "number") for status in columns),
            Column(_("Loans"), "number"),
        ),
        rows=rows,
        totals=(_("Total"), *totals, sum(totals)),
    )
    chart = Chart(
        key="status_by_district_chart",
        title=title,
        shape="stacked",
        labels=tuple(names[district] for district in districts),
        series=tuple(
            (words[status], tuple(counts.get((d, status), 0) for d in districts))
            for status in columns
        ),
    )
    return table, chart


MONTHS_SQL = """
SELECT to_char(m.month, 'YYYY-MM'), coalesce(d.due, 0), coalesce(c.collected, 0)
FROM asked
CROSS JOIN LATERAL generate_series(
  date_trunc('month', asked.frm::timestamp), asked."to"::timestamp, interval '1 month'
) AS m(month)
LEFT JOIN LATERAL (
  SELECT sum(i.principal_minor + i.interest_minor + i.fee_minor + i.penalty_minor) AS due
  FROM credit_instalment i JOIN loans l ON l.loan_id = i.loan_id
  WHERE i.in_force_to IS NULL AND i.due_on >= greatest(m.month::date, asked.frm)
    AND i.due_on < (m.month + interval '1 month')::date AND i.due_on <= asked."to"
) d ON true
LEFT JOIN LATERAL (
  SELECT sum(a.amount_minor) AS collected
  FROM credit_allocation a JOIN loans l ON l.loan_id = a.loan_id
  WHERE a.component <> 'refund' AND a."on" >= greatest(m.month::date, asked.frm)
    AND a."on" < (m.month + interval '1 month')::date AND a."on" <= asked."to"
) c ON true
ORDER BY m.month
"""


def months(asking: Asking, currency: str) -> tuple[Table, Chart]:
    """Due by the schedules in force, and collected, month by month."""
    found = [(str(m), int(d), int(c)) for m, d, c in asking.rows(MONTHS_SQL, "loans")]
    title = _("Collected against due, by month")
    table = Table(
        key="months",
        title=title,
        columns=(
            Column(_("Month")),
            Column(_("Due"), "money", currency),
            Column(_("Collected"), "money", currency),
            Column(_("Collected of due"), "percent"),
        ),
        rows=tuple((m, due, collected, share(collected, due)) for m, due, collected in found),
        totals=(
            _("Total"),
            sum(due for _m, due, _c in found),
            sum(collected for _m, _d, collected in found),
            None,
        ),
        notes=(_("Late money counts in the month in which it came."),),
    )
    chart = Chart(
        key="months_chart",
        title=title,
        shape="column",
        labels=tuple(m for m, _d, _c in found),
        series=(
            (_("Due"), tuple(due for _m, due, _c in found)),
            (_("Collected"), tuple(collected for _m, _d, collected in found)),
        ),
        unit="money",
        currency=currency,
    )
    return table, chart


def both(pair: tuple[Table, Chart]) -> Sequence[Table | Chart]:
    """The chart before its table."""
    table, chart = pair
    return (chart, table)
