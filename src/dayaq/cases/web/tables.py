"""The tables of a case, drawn on its own page and on the person's."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cases.models import Case, Plan, Referral, Session
from dayaq.cases.queries.cases import activities_of, needs_of
from dayaq.cases.web.rows import NEED_STATES, REFERRAL_STATES
from dayaq.kernel.web.parts import Cell, Column, Table, Tag


def need_table(case: Case, *, works: bool) -> Table:
    """Needs, the open ones with a link to say what became of them."""
    return Table(
        caption=_("Needs"),
        columns=[Column(_("Need")), Column(_("Severity")), Column(_("Status"))],
        rows=[
            [
                Cell(
                    need.get_kind_display(),
                    reverse("cases:move_need", args=[need.pk]) if works else "",
                    detail=need.description,
                ),
                need.get_severity_display(),
                Tag(need.get_status_display(), NEED_STATES.get(need.status, "info")),
            ]
            for need in needs_of(case.pk)
        ],
        empty=_("No need is recorded yet."),
    )


def activity_table(plan: Plan, *, works: bool) -> Table:
    """The steps of the plan; a step that is not done opens the page to say that it is."""
    return Table(
        caption=_("Steps of the plan"),
        columns=[
            Column(_("Step")),
            Column(_("By whom")),
            Column(_("By when"), "day"),
            Column(_("Done on"), "day"),
        ],
        rows=[
            [
                Cell(
                    row.text,
                    reverse("cases:done", args=[row.pk]) if works and not row.done_on else "",
                    detail=row.result,
                ),
                row.responsible,
                row.due_on,
                row.done_on,
            ]
            for row in activities_of(plan.pk)
        ],
    )  # fmt: skip


def session_table(rows: Iterable[Session]) -> Table:
    """Sessions the reader may read."""
    found = sorted(rows, key=lambda row: row.held_on, reverse=True)
    return Table(
        caption=_("Sessions"),
        columns=[Column(_("Session")), Column(_("Held on"), "day"), Column(_("Next step"))],
        rows=[
            [
                Cell(
                    row.get_kind_display(),
                    detail=_("Confidential") if row.confidential else row.summary[:200],
                ),
                row.held_on,
                row.next_step,
            ]
            for row in found
        ],
        empty=_("No session is recorded yet."),
    )


def assistance_table(case: Case, *, may_end: bool) -> Table:
    """Assistance by the programme and by others, and jobs, which some readers may end."""
    given = [
        [
            Cell(row.get_kind_display(), detail=row.description),
            row.given_on,
            row.provider or _("The programme"),
            row.value_minor,
        ]
        for row in case.assistance.order_by("-given_on", "-pk")
    ]
    jobs = [
        [
            Cell(
                _("Job placement"),
                reverse("cases:end_job", args=[row.pk]) if may_end and row.ended_on is None else "",
                detail=f"{row.position}, {row.employer}",
            ),
            row.starts_on,
            row.employer,
            row.monthly_wage_minor,
        ]
        for row in case.jobs.order_by("-starts_on", "-pk")
    ]
    return Table(
        caption=_("Assistance and work"),
        columns=[
            Column(_("What")),
            Column(_("On"), "day"),
            Column(_("By whom")),
            Column(_("Value or wage"), "money", "AZN"),
        ],
        rows=[*given, *jobs],
        empty=_("No assistance is recorded yet."),
    )


def referral_table(rows: Iterable[Referral], *, names: bool, own: bool = False) -> Table:
    """Referrals; `own`: as the institution sees those sent to it."""
    opens = "cases:referral_to_us" if own else "cases:referral"
    return Table(
        caption=_("Referrals"),
        caption_hidden=names,
        columns=[
            Column(_("Person") if names else _("Service")),
            Column(_("To")),
            Column(_("Answer by"), "day"),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(
                    row.case.person.full_name if names else row.service,
                    reverse(opens, args=[row.pk]),
                    detail=f"{row.code} · {row.service}" if names else row.code,
                ),
                row.receiver_name,
                row.answer_due_on,
                Tag(row.get_status_display(), REFERRAL_STATES.get(row.status, "neutral")),
            ]
            for row in rows
        ],
        empty=_("There is no referral."),
    )
