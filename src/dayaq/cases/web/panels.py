"""Where cases stand in the shell: navigation, Today, the person's page."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.cases import tasks
from dayaq.cases.models import Case, Referral
from dayaq.cases.queries.cases import case_of, referrals_of
from dayaq.cases.web.tables import activity_table, need_table, referral_table
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.ids import may_be_code
from dayaq.kernel.web import panels
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.once import once
from dayaq.kernel.web.panels import Hit, Panel, Parts, Step, StepState
from dayaq.kernel.web.parts import Item, Link
from dayaq.people.models import Person

panels.nav(14, gettext_lazy("Cases"), "cases:list", "cases.view", "cases")
panels.nav(16, gettext_lazy("Referrals"), "cases:referrals", "cases.view", "cases")
panels.nav(
    16, gettext_lazy("Referrals to us"), "cases:referrals_to_us", "cases.answer_referral", "cases"
)
panels.nav(18, gettext_lazy("Complaints"), "cases:complaints", "cases.handle_complaints", "cases")
panels.today("cases.referrals", "cases.refer", 30, tasks.referrals_waiting)
panels.today("cases.referrals_to_us", "cases.answer_referral", 30, tasks.referrals_to_us)
panels.today("cases.needs", "cases.work", 32, tasks.needs_overdue)
panels.today("cases.steps", "cases.work", 34, tasks.steps_due)
panels.today("cases.complaints", "cases.handle_complaints", 50, tasks.complaints_open)


@once
def _seen(actor: Actor, person_id: UUID, capability: str) -> bool:
    return Person.objects.visible_to(actor, capability).filter(pk=person_id).exists()


def opened(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    """The case of the person: where it stands, or the way to open one."""
    label = gettext_lazy("Case")
    if not actor.can("cases.view"):
        return None
    case = case_of(actor, person_id)
    if case is None:
        may = _seen(actor, person_id, "cases.work")
        return Step(label, "current", address_of("cases:open", person_id) if may else "")
    url = address_of("cases:case", case.pk)
    state: StepState = "current" if case.status == Case.Status.OPEN else "done"
    return Step(label, state, url, detail=case.get_status_display())


def planned(actor: Actor, person_id: UUID, clock: Clock) -> Step | None:
    """Whether a plan is agreed."""
    label = gettext_lazy("Plan")
    if not actor.can("cases.view"):
        return None
    case = case_of(actor, person_id)
    if case is None or case.status == Case.Status.OPEN:
        return Step(label, "waiting")
    if case.status == Case.Status.ASSESSED:
        may = actor.can("cases.work")
        return Step(label, "current", address_of("cases:plan", case.pk) if may else "")
    return Step(label, "done", address_of("cases:case", case.pk))


panels.person_step(30, opened)
panels.person_step(40, planned)


def case_panel(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """The case, its needs and the plan."""
    case = case_of(actor, person_id)
    title = gettext_lazy("Case")
    if case is None:
        if not _seen(actor, person_id, "cases.view"):
            return None
        links = []
        if _seen(actor, person_id, "cases.work"):
            links = [Link(_("Open a case"), address_of("cases:open", person_id))]
        return Panel(title, parts=Parts(text=_("There is no case yet."), links=links))
    works = actor.can("cases.work") and not case.is_closed
    plan = case.plan
    tables = [need_table(case, works=works)]
    if plan is not None:
        tables.append(activity_table(plan, works=works))
    items = [
        Item(_("Status"), case.get_status_display()),
        Item(_("Pathway"), case.get_pathway_display() or None),
    ]
    url = address_of("cases:case", case.pk)
    links = [Link(_("Open the page of the case"), url)]
    if works:
        links += [
            Link(label, address_of(f"cases:{name}", case.pk))
            for name, label in (
                ("need", _("Record a need")),
                ("plan", _("Agree on a plan")),
                ("session", _("Record a session")),
            )
        ]
    return Panel(title, url=url, parts=Parts(items=items, tables=tables, links=links))


def referral_panel(actor: Actor, person_id: UUID, clock: Clock) -> Panel | None:
    """Referrals of the person."""
    case = case_of(actor, person_id)
    if case is None:
        return None
    links = []
    if actor.can("cases.refer") and not case.is_closed:
        links = [Link(_("Refer to an institution"), address_of("cases:refer", case.pk))]
    table = referral_table(referrals_of(actor, person_id), names=False)
    return Panel(gettext_lazy("Referrals"), parts=Parts(tables=[table], links=links))


def hits(actor: Actor, text: str) -> list[Hit]:
    """Cases and referrals by their code."""
    code = text.strip().upper()
    if not may_be_code(code):
        return []
    cases = Case.objects.visible_to(actor).filter(code=code).select_related("person")
    referrals = Referral.objects.visible_to(actor).filter(code=code).select_related("case__person")
    return [
        *(
            Hit(row.code, row.person.full_name, address_of("cases:case", row.pk), _("Cases"))
            for row in cases
        ),
        *(
            Hit(
                row.code,
                row.case.person.full_name,
                address_of("cases:referral", row.pk),
                _("Referrals"),
            )
            for row in referrals
        ),
    ]


panels.person_panel(20, "cases.view", case_panel)
panels.person_panel(22, "cases.view", referral_panel)
panels.search(30, "cases.view", hits)
