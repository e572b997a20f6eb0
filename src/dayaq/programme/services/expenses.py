"""Expenses: entered with a voucher, approved and shared to the cent, charged when reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dayaq.kernel import rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import Refused, not_before
from dayaq.kernel.events import record
from dayaq.kernel.money import Money
from dayaq.kernel.prepared import prepared
from dayaq.programme.domain.fx import Exchange, convert
from dayaq.programme.domain.shares import WHOLE_BPS, Share, split_cost
from dayaq.programme.models import Expense, ExpenseSplit, Grant

from ._rows import line_of, locked_expense, phase_of


def enter_expense(
    *,
    by: Actor,
    on: date,
    at: datetime,
    line_id: UUID,
    voucher: str,
    payee: str,
    amount: Money,
    description: str = "",
    exchange: Exchange | None = None,
    eligible: bool = True,
) -> Expense:
    """Enter a voucher paid on `on` against a budget line, as a draft.

    The amount is converted once into the phase's report currency at the rate given, which is
    kept with its day and source.

    :raises Refused: the voucher number is taken, the day lies outside the phase and its
        grants, the rate is missing or does not fit
    """
    by.require("programme.enter_expense")
    line = line_of(by, line_id)
    phase = line.phase
    if amount.minor <= 0:
        raise Refused(_("Enter an amount above zero."), field="amount_minor")
    if rows.where(Expense, programme_id=by.programme_id, voucher=voucher):
        raise Refused(_("There is an expense with this voucher number."), field="voucher")
    within = phase.starts_on <= on <= phase.ends_on
    if not within and not phase.grants.filter(starts_on__lte=on, ends_on__gte=on).exists():
        raise Refused(_("This day lies outside the phase and its grants."), field="on")
    used = exchange if amount.currency != phase.report_currency else None
    if used and not used.source.strip():
        raise Refused(_("Name the source of the exchange rate."), field="rate_source")
    rate = used.between(amount.currency, phase.report_currency) if used else None
    expense = Expense(
        programme_id=by.programme_id,
        phase=phase,
        line=line,
        voucher=voucher,
        on=on,
        payee=payee,
        description=description,
        currency=amount.currency,
        amount_minor=amount.minor,
        rate=used.rate if used else None,
        rate_base=used.base if used else "",
        rate_on=used.on if used else None,
        rate_source=used.source if used else "",
        report_currency=phase.report_currency,
        reported_minor=convert(amount.minor, amount.currency, phase.report_currency, rate),
        eligible=eligible,
        entered_by_id=by.user_id,
    )
    _record(
        "programme.expense_entered", by=by, on=on, at=at, expense=expense,
        beside=rows.inserting(expense),
    )  # fmt: skip
    return expense


def approve_expense(
    *,
    by: Actor,
    on: date,
    at: datetime,
    expense_id: UUID,
    grant_ids: Sequence[UUID] = (),
) -> Expense:
    """Approve a draft and fix each donor's part, to the cent.

    By rule all grants of the phase bear it by their shares. `grant_ids` names the grants that
    bear it instead, in proportion to their shares: a cost outside one donor's period, or
    one that a single donor took over.

    :raises Refused: it is not a draft, the day lies outside a grant's period, or the shares
        of the phase do not make up the whole
    """
    by.require("programme.approve_expense")
    expense = locked_expense(by, expense_id)
    if expense.status != Expense.Status.DRAFT:
        raise Refused(_("Only a draft expense can be approved."))
    not_before(on, expense.on, _("The money was not spent yet on that day."))
    if expense.eligible:
        grants = _bearing(expense, grant_ids)
        parts = split_cost(
            expense.reported_minor,
            [Share(grant.share_bps, grant.takes_remainder) for grant in grants],
        )
        rows.insert_all(
            ExpenseSplit(expense=expense, grant=grant, share_bps=grant.share_bps, amount_minor=part)
            for grant, part in zip(grants, parts, strict=True)
        )
    expense.status = Expense.Status.APPROVED
    expense.approved_by_id = by.user_id
    expense.approved_on = on
    rows.update(expense, "status", "approved_by", "approved_on")
    _record("programme.expense_approved", by=by, on=on, at=at, expense=expense)
    return expense


def return_expense(*, by: Actor, on: date, at: datetime, expense_id: UUID, reason: str) -> Expense:
    """Take an approval back before the expense is reported, so that it can be approved anew.

    :raises Refused: it is a draft, or a submitted report has charged it
    """
    by.require("programme.approve_expense")
    expense = locked_expense(by, expense_id)
    if expense.status != Expense.Status.APPROVED:
        raise Refused(_("Only an approved expense that no report has charged can be returned."))
    if not reason.strip():
        raise Refused(_("Say why the expense is returned."), field="reason")
    not_before(on, expense.approved_on, _("The expense was not approved yet on that day."))
    expense.splits.all().delete()
    expense.status = Expense.Status.DRAFT
    expense.approved_by = None
    expense.approved_on = None
    expense.description = f"{expense.description} [{reason}]".strip()[:300]
    expense.save(update_fields=["status", "approved_by", "approved_on", "description"])
    _record("programme.expense_returned", by=by, on=on, at=at, expense=expense)
    return expense


def charge_expenses(
    *, by: Actor, on: date, at: datetime, phase_id: UUID, frm: date, to: date
) -> int:
    """Charge the approved expenses of a period to the donors; they do not change any more.

    Returns how many. Called when a donor report is submitted.
    """
    by.require("programme.approve_expense")
    phase = phase_of(by, phase_id)
    count = phase.expenses.filter(status=Expense.Status.APPROVED, on__gte=frm, on__lte=to).update(
        status=Expense.Status.CHARGED, charged_on=on
    )
    record(
        "programme.expenses_charged",
        by=by,
        on=on,
        at=at,
        subjects=[("phase", phase.id)],
        data={"count": count, "from": frm, "to": to},
    )
    return count


@prepared
def _grants_of(phase_id: UUID) -> QuerySet[Grant]:
    grants = Grant.objects.filter(phase_id=phase_id)
    return grants.order_by("-takes_remainder", "-share_bps", "id")


def _bearing(expense: Expense, grant_ids: Sequence[UUID]) -> list[Grant]:
    """The grants that bear the expense, the one that takes the remainder first.

    :raises Refused: a named grant is of another phase, a grant's period does not cover the
        day, or all shares together are not the whole
    """
    grants = _grants_of(expense.phase_id)
    if grant_ids:
        wanted = set(grant_ids)
        grants = [grant for grant in grants if grant.id in wanted]
        if len(grants) != len(wanted):
            raise Refused(_("One of these grants belongs to another phase."), field="grant_ids")
    elif sum(grant.share_bps for grant in grants) != WHOLE_BPS:
        raise Refused(_("The shares of the phase's grants do not add up to 100 %."))
    outside = [g for g in grants if not g.starts_on <= expense.on <= g.ends_on]
    if outside:
        raise Refused(
            _(
                "The voucher's day lies outside the period of the grant %(number)s. "
                "Choose the grants that bear it."
            ),
            field="grant_ids",
            params={"number": outside[0].contract_number},
        )
    return grants


def _record(
    verb: str,
    *,
    by: Actor,
    on: date,
    at: datetime,
    expense: Expense,
    beside: Sequence[rows.Question] = (),
) -> None:
    record(
        verb,
        by=by,
        on=on,
        at=at,
        subjects=[("expense", expense.id)],
        data={"number": expense.voucher},
        beside=beside,
    )
