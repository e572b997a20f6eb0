"""The portfolio in a line or a table: who owes what by district and status, on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from dayaq.credit.models import EventKind, Loan, LoanEvent, LoanStatus
from dayaq.credit.queries.positions import positions
from dayaq.kernel.money import format_minor
from dayaq.kernel.percent import percent_text


@dataclass(frozen=True, slots=True)
class Book:
    """Loans outstanding on a day and what of them is at risk, in minor units."""

    loans: int
    principal_minor: int
    overdue_minor: int
    at_risk_30_minor: int

    @property
    def par30(self) -> Decimal | None:
        """PAR30 as a share of one: principal of loans more than 30 days late / all principal."""
        if not self.principal_minor:
            return None
        return Decimal(self.at_risk_30_minor) / Decimal(self.principal_minor)


def book(loans: QuerySet[Loan], on: dt.date) -> Book:
    """The gross portfolio of `loans` on a day, in two statements."""
    ids = list(loans.filter(disbursed_on__lte=on).values_list("pk", flat=True))
    rows = [row for row in positions(ids, on).values() if row.outstanding_minor]
    return Book(
        loans=len(rows),
        principal_minor=sum(row.principal_minor for row in rows),
        overdue_minor=sum(row.overdue_minor for row in rows),
        at_risk_30_minor=sum(row.principal_minor for row in rows if row.days_past_due > 30),
    )


def district_line(programme_id: UUID, district_id: UUID, on: dt.date) -> str:
    """One sentence for the committee on how loans in the district stand."""
    found = book(Loan.objects.filter(programme_id=programme_id, district_id=district_id), on)
    if not found.loans:
        return _("No loan is being repaid in this district yet.")
    return _("%(loans)s loans outstanding, %(principal)s; more than 30 days late: %(par)s") % {
        "loans": found.loans,
        "principal": format_minor(found.principal_minor),
        "par": percent_text(found.par30 or 0),
    }


def by_district(loans: QuerySet[Loan]) -> list[tuple[str, str, int, int]]:
    """District id, status, number and amount lent, for the dashboard; one statement."""
    rows = (
        loans.exclude(status=LoanStatus.CANCELLED)
        .values_list("district_id", "status")
        .annotate(number=Count("pk"), lent=Sum("principal_minor"))
        .order_by("district_id", "status")
    )
    return [(str(district), status, number, lent) for district, status, number, lent in rows]


def collected(loans: QuerySet[Loan], after: dt.date, until: dt.date) -> int:
    """Money received from borrowers in the days after `after` up to `until`, reversals out."""
    found = LoanEvent.objects.filter(
        loan__in=loans,
        kind__in=[EventKind.PAID, EventKind.RECOVERED],
        reversal__isnull=True,
        value_on__gt=after,
        value_on__lte=until,
    ).aggregate(total=Sum("amount_minor"))
    return found["total"] or 0
