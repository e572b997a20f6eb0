"""What credit looks at before a month is closed: blanks, loans against the books, provision."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from dayaq.credit.models import Loan, ProvisionRun, Receipt, ReceiptBook
from dayaq.credit.queries.blanks import Gap, gaps
from dayaq.kernel import db
from dayaq.kernel.money import format_minor
from dayaq.ledger.closing import Finding

PORTFOLIO = """
WITH held AS (
  SELECT t.subject_id AS loan, sum(CASE WHEN a.id = t.debit_id THEN t.amount_minor
                                        ELSE -t.amount_minor END) AS minor
  FROM ledger_transfer t JOIN ledger_account a ON a.id IN (t.debit_id, t.credit_id)
  WHERE t.programme_id = %(programme)s AND a.code LIKE 'loans:%%'
  GROUP BY t.subject_id
), owed AS (
  SELECT l.id AS loan, CASE WHEN l.status = 'active' THEN coalesce(
      (SELECT sum(i.unpaid_principal_minor) FROM credit_instalment i
       WHERE i.loan_id = l.id AND i.in_force_to IS NULL), 0) ELSE 0 END AS minor
  FROM credit_loan l WHERE l.programme_id = %(programme)s
)
SELECT count(*) FILTER (WHERE coalesce(h.minor, 0) <> coalesce(o.minor, 0)),
       count(*) FILTER (WHERE o.minor > 0), coalesce(sum(o.minor), 0)::bigint
FROM owed o FULL JOIN held h ON h.loan = o.loan
"""


def receipts_complete(programme_id: UUID, _starts_on: dt.date, ends_on: dt.date) -> Finding:
    """Every blank below the last one used by the end of the month is a receipt or explained.

    A gap of a later month stops the closing of that month, not of this one.
    """
    found = [gap for gap in gaps(programme_id) if _used_by(programme_id, gap, ends_on)]
    if not found:
        return Finding(True, lambda: _("Every receipt number is accounted for."))
    first = found[0]
    return Finding(
        False,
        lambda: (
            _("%(series)s %(first)s to %(last)s are neither used nor explained.")
            % {"series": first.series, "first": first.first, "last": first.last}
        ),
        reverse_lazy("credit:books"),
    )


def _used_by(programme_id: UUID, gap: Gap, ends_on: dt.date) -> bool:
    """Whether a blank of the same book behind the gap was written on by then."""
    book = ReceiptBook.objects.filter(
        programme_id=programme_id, series=gap.series, first_number__lte=gap.first,
        last_number__gte=gap.last,
    )  # fmt: skip
    later = Receipt.objects.filter(book__in=book, number__gt=gap.last, paid_on__lte=ends_on)
    return later.exists()


def portfolio_agrees(programme_id: UUID, _starts_on: dt.date, _ends_on: dt.date) -> Finding:
    """What the loans say is owed is what the books hold; the sum is kept on the sheet."""
    ((differing, number, minor),) = db.fetch(PORTFOLIO, {"programme": programme_id})
    if differing:
        return Finding(
            False, lambda: _("%(count)s loans differ from the books.") % {"count": differing},
            reverse_lazy("credit:loans"),
        )  # fmt: skip
    return Finding(
        True,
        lambda: (
            _("%(count)s loans, principal %(amount)s.")
            % {"count": number, "amount": format_minor(minor)}
        ),
    )


def provided(programme_id: UUID, _starts_on: dt.date, ends_on: dt.date) -> Finding:
    """The provision of the month-end is posted; that of a later one has taken it in."""
    if not Loan.objects.filter(programme_id=programme_id, disbursed_on__lte=ends_on).exists():
        return Finding(True, lambda: _("No loan was out yet."))
    later = ProvisionRun.objects.filter(programme_id=programme_id, month_end__gte=ends_on)
    run = later.order_by("month_end").first()
    if run is None:
        return Finding(
            False, lambda: _("The provision of %(day)s is not posted.")
            % {"day": f"{ends_on:%d.%m.%Y}"},
            reverse_lazy("credit:provide"),
        )  # fmt: skip
    return Finding(
        True,
        lambda: (
            _("Set aside on %(day)s: %(amount)s.")
            % {"day": f"{run.month_end:%d.%m.%Y}", "amount": format_minor(run.required_minor)}
        ),
        reverse_lazy("credit:provision_run", args=[run.pk]),
    )
