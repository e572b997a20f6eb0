"""Questions about phases, grants, budgets and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.documents.data.common import Mark

from .domain.budget import Use
from .models import (
    BudgetLine,
    BudgetRevision,
    ExchangeRate,
    Expense,
    ExpenseSplit,
    Grant,
    IndicatorTarget,
    Phase,
    ResultNode,
)


def phases(programme_id: UUID) -> list[Phase]:
    """The phases of a programme, earliest first."""
    return list(Phase.objects.filter(programme_id=programme_id).order_by("starts_on", "key"))


def phase_by_key(programme_id: UUID, key: str) -> Phase | None:
    """The phase with this key, or None."""
    return Phase.objects.filter(programme_id=programme_id, key=key).first()


def phase_on(programme_id: UUID, on: date) -> Phase | None:
    """The phase that runs on `on` (the later one where two overlap), or the last one before."""
    begun = Phase.objects.filter(programme_id=programme_id, starts_on__lte=on)
    return begun.order_by("-starts_on").first()


def donor_marks(programme_id: UUID, on: date) -> list[Mark]:
    """The donors of the phase that runs on `on`, as the papers of that day name them."""
    phase = phase_on(programme_id, on)
    if phase is None:
        return []
    donors = {g.donor_id: g.donor for g in phase.grants.select_related("donor").order_by("pk")}
    return [{"short": one.short_name or one.name, "name": one.name} for one in donors.values()]


def latest_rate(
    programme_id: UUID, one: str, other: str, on: date
) -> tuple[str, Decimal, date, str] | None:
    """(base, rate, day, source) of the newest rate between two currencies up to `on`."""
    row = (
        ExchangeRate.objects.filter(
            programme_id=programme_id,
            base__in=[one, other],
            quote__in=[one, other],
            on__lte=on,
        )
        .order_by("-on", "source")
        .first()
    )
    return (row.base, row.rate, row.on, row.source) if row else None


def rates_between(programme_id: UUID, one: str, other: str, limit: int = 12) -> list[ExchangeRate]:
    """The newest recorded rates between two currencies, whichever way they are quoted."""
    rows = ExchangeRate.objects.filter(
        programme_id=programme_id, base__in=[one, other], quote__in=[one, other]
    )
    return list(rows.order_by("-on", "source")[:limit])


@dataclass(frozen=True, slots=True)
class LineUse:
    """A budget line with what became of it and what each donor bears of the cumulative spending."""

    line: BudgetLine
    revised_minor: int
    use: Use
    by_grant: Mapping[UUID, int]


def budget_use(phase: Phase, *, frm: date, to: date) -> list[LineUse]:
    """Every line of the phase's budget: spent before `frm`, from `frm` to `to`, by donor.

    Approved and charged expenses count; drafts do not. Five statements, however many lines.
    """
    lines = list(phase.budget_lines.order_by("code"))
    revised = {
        row["line_id"]: row["amount_minor"]
        for row in BudgetRevision.objects.filter(line__phase=phase, approved_on__lte=to)
        .order_by("line_id", "version")
        .values("line_id", "amount_minor")
    }
    counted = Expense.objects.filter(phase=phase, on__lte=to).exclude(status=Expense.Status.DRAFT)
    before = dict(counted.filter(on__lt=frm).values_list("line_id").annotate(Sum("reported_minor")))
    period = dict(
        counted.filter(on__gte=frm).values_list("line_id").annotate(Sum("reported_minor"))
    )
    borne: dict[UUID, dict[UUID, int]] = {}
    for line_id, grant_id, amount in (
        ExpenseSplit.objects.filter(expense__phase=phase, expense__on__lte=to)
        .values_list("expense__line_id", "grant_id")
        .annotate(Sum("amount_minor"))
    ):
        borne.setdefault(line_id, {})[grant_id] = amount
    return [
        LineUse(
            line=line,
            revised_minor=(budget := revised.get(line.id, line.approved_minor)),
            use=Use(revised=budget, before=before.get(line.id, 0), period=period.get(line.id, 0)),
            by_grant=borne.get(line.id, {}),
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class GrantPosition:
    """A grant with what arrived and what it bears, each in the grant's or report currency."""

    grant: Grant
    received_minor: int
    borne_minor: int


def grant_positions(phase: Phase, *, to: date) -> list[GrantPosition]:
    """Every grant of the phase up to `to`; the one that takes the remainder first."""
    received = dict(
        Grant.objects.filter(phase=phase, transfers__received_on__lte=to)
        .values_list("id")
        .annotate(Sum("transfers__amount_minor"))
    )
    borne = dict(
        ExpenseSplit.objects.filter(grant__phase=phase, expense__on__lte=to)
        .values_list("grant_id")
        .annotate(Sum("amount_minor"))
    )
    grants = phase.grants.select_related("donor", "through").order_by(
        "-takes_remainder", "-share_bps", "contract_number"
    )
    return [GrantPosition(g, received.get(g.id, 0), borne.get(g.id, 0)) for g in grants]


def framework(phase: Phase) -> Sequence[tuple[ResultNode, list[IndicatorTarget]]]:
    """The results of a phase in code order, each with its targets."""
    targets: dict[UUID, list[IndicatorTarget]] = {}
    for target in phase.targets.order_by("indicator"):
        targets.setdefault(target.node_id, []).append(target)
    return [(node, targets.get(node.id, [])) for node in phase.result_nodes.order_by("code")]


def expenses(actor: Actor, *, phase: Phase | None = None, status: str = "") -> QuerySet[Expense]:
    """The expenses an actor may see, newest first."""
    found = Expense.objects.visible_to(actor).select_related("line", "phase")
    if phase:
        found = found.filter(phase=phase)
    if status:
        found = found.filter(status=status)
    return found.order_by("-on", "-voucher")
