"""The agreed budget and its revisions. A revision is a new version; the old one stays."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import Refused
from dayaq.kernel.events import record
from dayaq.programme.models import BudgetLine, BudgetRevision

from ._rows import line_of, phase_of


def add_budget_line(
    *,
    by: Actor,
    on: date,
    at: datetime,
    phase_id: UUID,
    code: str,
    description: str,
    approved_minor: int,
    heading: str = "",
    is_lending_capital: bool = False,
) -> BudgetLine:
    """Add a line to the budget of a phase, in the phase's report currency.

    :raises Refused: the code is taken or the amount is negative
    """
    by.require("programme.manage")
    phase = phase_of(by, phase_id)
    if approved_minor < 0:
        raise Refused(_("A budget line is not negative."), field="approved_minor")
    if phase.budget_lines.filter(code=code).exists():
        raise Refused(_("This phase has a budget line with this code."), field="code")
    line = phase.budget_lines.create(
        code=code,
        heading=heading,
        description=description,
        currency=phase.report_currency,
        approved_minor=approved_minor,
        is_lending_capital=is_lending_capital,
    )
    record(
        "programme.budget_line_added",
        by=by,
        on=on,
        at=at,
        subjects=[("phase", phase.id)],
        data={"code": code},
    )
    return line


def revise_budget_line(
    *,
    by: Actor,
    on: date,
    at: datetime,
    line_id: UUID,
    amount_minor: int,
    approved_on: date,
    approval_reference: str,
    reason: str,
) -> BudgetRevision:
    """Give a line its next version. The donor approves in writing first (ADA general conditions).

    :raises Refused: the donor's approval is not named, or the amount is negative
    """
    by.require("programme.manage")
    line = line_of(by, line_id)
    if not approval_reference.strip():
        raise Refused(_("Name the donor's written approval."), field="approval_reference")
    if amount_minor < 0:
        raise Refused(_("A budget line is not negative."), field="amount_minor")
    revision = line.revisions.create(
        version=line.revisions.count() + 1,
        amount_minor=amount_minor,
        approved_on=approved_on,
        approval_reference=approval_reference,
        reason=reason,
    )
    record(
        "programme.budget_line_revised",
        by=by,
        on=on,
        at=at,
        subjects=[("phase", line.phase_id)],
        data={"code": line.code, "version": revision.version},
    )
    return revision
