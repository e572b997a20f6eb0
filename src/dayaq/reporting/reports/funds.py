"""Tables of the revolving fund that several reports share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dayaq.kernel.exchange import rate_text
from dayaq.kernel.money import Money
from dayaq.reporting.domain.report import CellValue, Chart, Column, Table
from dayaq.reporting.reports.base import Asking

STATEMENT_SQL = """
SELECT f."window",
  coalesce(sum(cash_minor) FILTER (WHERE f."on" < asked.frm), 0),
  coalesce(sum(capital_minor) FILTER (WHERE f."on" BETWEEN asked.frm AND asked."to"), 0),
  coalesce(sum(disbursed_minor) FILTER (WHERE f."on" BETWEEN asked.frm AND asked."to"), 0),
  coalesce(sum(repaid_minor) FILTER (WHERE f."on" BETWEEN asked.frm AND asked."to"), 0),
  coalesce(sum(income_minor) FILTER (WHERE f."on" BETWEEN asked.frm AND asked."to"), 0),
  coalesce(sum(cost_minor) FILTER (WHERE f."on" BETWEEN asked.frm AND asked."to"), 0),
  coalesce(sum(cash_minor) FILTER (WHERE f."on" <= asked."to"), 0),
  coalesce(sum(written_off_minor) FILTER (WHERE f."on" BETWEEN asked.frm AND asked."to"), 0),
  coalesce(sum(loans_minor) FILTER (WHERE f."on" <= asked."to"), 0),
  coalesce(sum(exchange_minor) FILTER (WHERE f."on" BETWEEN asked.frm AND asked."to"), 0)
FROM fund f CROSS JOIN asked
GROUP BY f."window"
ORDER BY f."window" = '', f."window"
"""
# Own cash is what the identity of domain.md 4.4 speaks of: bank and cash less what is owed.


def statement(asking: Asking, currency: str) -> Table:
    """Opening cash, what came and went, closing cash and loans: one row for each window."""
    names = window_names(asking)
    rows: list[tuple[CellValue, ...]] = [
        (names.get(str(row[0]), _("Whole fund, no window")), *(int(amount) for amount in row[1:]))
        for row in asking.rows(STATEMENT_SQL, "fund")
        if row[0] or any(row[1:])
    ]
    totals = [sum(int(str(row[index])) for row in rows) for index in range(1, 11)]
    off = sum(totals[:1]) + totals[1] - totals[2] + totals[3] + totals[4] - totals[5] - totals[6]
    off += totals[9]
    notes = [
        _(
            "Opening cash + contributions - disbursed + repaid + income - costs ± exchange "
            "differences = closing cash. Money lent again is not new money of the donor."
        )
    ]
    if off:
        notes.append(
            _("The statement does not close: %(off)s minor units of other movements.")
            % {"off": off}
        )
    return Table(
        key="fund_statement",
        title=_("Statement of the revolving fund by donor window"),
        columns=(
            Column(_("Window")),
            *(
                Column(title, "money", currency)
                for title in (
                    _("Opening cash"),
                    _("Contributions"),
                    _("Disbursed"),
                    _("Repaid"),
                    _("Income"),
                    _("Costs"),
                    _("Closing cash"),
                    _("Written off"),
                    _("Loans outstanding"),
                    _("Exchange differences"),
                )
            ),
        ),
        rows=tuple(rows),
        totals=(_("Total"), *totals),
        notes=tuple(notes),
    )


TURNS_SQL = """
SELECT t."window", sum(t.fresh_minor), sum(t.lent_minor - t.fresh_minor), sum(t.lent_minor)
FROM fund_turns t CROSS JOIN asked WHERE t."on" <= asked."to"
GROUP BY t."window" ORDER BY t."window"
"""


def turns(asking: Asking, currency: str) -> Table:
    """Fresh money and money lent again, by window, since the beginning."""
    names = window_names(asking)
    rows: list[tuple[CellValue, ...]] = [
        (names[str(code)], int(fresh), int(again), int(lent))
        for code, fresh, again, lent in asking.rows(TURNS_SQL, "fund_turns")
    ]
    totals = [sum(int(str(row[index])) for row in rows) for index in (1, 2, 3)]
    return Table(
        key="fund_turns",
        title=_("Fresh money and money lent again"),
        columns=(
            Column(_("Window")),
            Column(_("Lent for the first time"), "money", currency),
            Column(_("Lent again"), "money", currency),
            Column(_("Lent in all"), "money", currency),
        ),
        rows=tuple(rows),
        totals=(_("Total"), *totals),
        notes=(
            _(
                "Oldest money first. Only what is lent for the first time is the donor's spending "
                "on lending; what is lent again is output of the fund."
            ),
        ),
    )


def contributions(asking: Asking, currency: str) -> Table:
    """What each donor gave, in the donor's currency and as it was credited."""
    from dayaq.ledger.fund.queries import contributions as found

    rows: list[tuple[CellValue, ...]] = [
        (
            one.window_name,
            one.received_on,
            str(Money(one.amount_minor, one.currency)),
            "" if one.rate is None else rate_text(one.rate),
            "" if one.rate_on is None else f"{one.rate_on:%d.%m.%Y}, {one.rate_source}",
            one.credited_minor,
        )
        for one in found(asking.asked.programme_id, upto=asking.asked.to)
    ]
    return Table(
        key="fund_contributions",
        title=_("Contributions in the currency of the donor"),
        columns=(
            Column(_("Window")),
            Column(_("Day"), "day"),
            Column(_("Given")),
            Column(_("Rate")),
            Column(_("Day and source of the rate")),
            Column(_("Credited"), "money", currency),
        ),
        rows=tuple(rows),
        totals=(_("Total"), None, "", "", "", sum(int(str(row[5])) for row in rows)),
    )


CHECKS_SQL = """
SELECT
  (SELECT coalesce(sum(f.loans_minor), 0) FROM fund f WHERE f."on" <= asked."to"),
  (SELECT coalesce(sum(l.principal_minor), 0) FROM loan_files l WHERE l."on" <= asked."to"),
  (SELECT coalesce(sum(f.capital_minor), 0) FROM fund f WHERE f."on" <= asked."to"),
  (SELECT coalesce(sum(m.amount_minor), 0) FROM fund_moves m
   WHERE m.kind = 'returned' AND m."on" <= asked."to")
FROM asked
"""


def checks(asking: Asking, currency: str) -> Table:
    """The books held against what they do not know: the loan files, the contributions' register."""
    from dayaq.ledger.fund.queries import contributions as found
    from dayaq.ledger.fund.queries import identity_on

    ((loans, files, capital, returned),) = asking.rows(
        CHECKS_SQL, "fund", "loan_files", "fund_moves"
    )
    asked = asking.asked
    given = sum(one.credited_minor for one in found(asked.programme_id, upto=asked.to))
    sides = identity_on(asked.programme_id, asked.to)
    pairs = (
        (_("What there is, and where it came from"), sides.left_minor, sides.right_minor),
        (_("Loans outstanding: books, and loan files"), int(loans), int(files)),
        (
            _("Contributions less returns: books, and register"),
            int(capital),
            given - int(returned),
        ),
    )
    return Table(
        key="fund_checks",
        title=_("Checks"),
        columns=(
            Column(_("Check")),
            Column(_("First"), "money", currency),
            Column(_("Second"), "money", currency),
            Column(_("Difference"), "money", currency),
        ),
        rows=tuple((name, one, other, one - other) for name, one, other in pairs),
    )


def position_chart(asking: Asking, currency: str) -> Chart:
    """Cash and loans of each donor's window at the end of the period."""
    names = window_names(asking)
    found = asking.rows(
        'SELECT f."window", sum(cash_minor), sum(loans_minor) FROM fund f CROSS JOIN asked '
        'WHERE f."on" <= asked."to" AND f."window" <> \'\' GROUP BY 1 ORDER BY 1',
        "fund",
    )
    return Chart(
        key="fund_position_chart",
        title=_("Fund position by donor"),
        shape="stacked",
        labels=tuple(names.get(str(code), _("Whole fund, no window")) for code, _c, _l in found),
        series=(
            (_("Loans outstanding"), tuple(max(0, int(loans)) for _w, _c, loans in found)),
            (_("Free cash"), tuple(max(0, int(cash)) for _w, cash, _l in found)),
        ),
        unit="money",
        currency=currency,
    )


def window_names(asking: Asking) -> dict[str, str]:
    """The windows of the fund by code."""
    from dayaq.ledger.queries import windows

    return {window.code: window.name for window in windows(asking.asked.programme_id)}
