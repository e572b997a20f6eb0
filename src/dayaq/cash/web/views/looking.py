"""Pages of the second look: day by day, second signatures, red flags."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dayaq.cash.domain.ages import BUCKETS, OVER
from dayaq.cash.models import FlagReview, SecondKind
from dayaq.cash.queries.bags import bags
from dayaq.cash.queries.daily import evenings
from dayaq.cash.queries.flags import KINDS, Flag, open_flags
from dayaq.cash.queries.second import waiting_for_second
from dayaq.cash.services.flags import close_flag
from dayaq.cash.services.papers import sign_second
from dayaq.cash.web.forms.papers import FlagForm, SecondForm
from dayaq.cash.web.views.common import back, month_of, programme_of
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Table, Tag
from dayaq.kernel.web.views import Request, needs, page


@needs("cash.view")
def daily(request: Request) -> HttpResponse:
    """Expected against counted for each officer and day, and the cash in hand by age."""
    programme = programme_of(request)
    frm, to = month_of(request)
    currency = programme.currency
    names = [name for name, _days in BUCKETS] + [OVER]
    ages = Table(
        caption=_("Collected and not handed over, by days in hand"),
        columns=[
            Column(_("Officer")), *(Column(name, "money", currency) for name in names),
            Column(_("All"), "money", currency),
        ],
        rows=[
            [bag.name, *(bag.ages[name] for name in names), bag.cash.total_minor]
            for bag in bags(programme, request.clock.today)
        ],
        empty=_("No officer has carried cash yet."),
    )  # fmt: skip
    days = Table(
        caption=_("Expected and counted"),
        columns=[
            Column(_("Day")), Column(_("Officer")), Column(_("Opens with"), "money", currency),
            Column(_("Collected"), "money", currency),
            Column(_("Handed over"), "money", currency),
            Column(_("Expected"), "money", currency), Column(_("Counted"), "money", currency),
            Column(_("Difference"), "money", currency),
        ],
        rows=[
            [
                f"{row.on:%d.%m.%Y}", row.officer, row.opening_minor, row.collected_minor,
                row.handed_over_minor, row.expected_minor,
                "–" if row.counted_minor is None else row.counted_minor,
                "–" if row.difference_minor is None else row.difference_minor,
            ]
            for row in evenings(programme, frm, min(to, request.clock.today))
        ],
        empty=_("No officer's cash moved in this month."),
    )  # fmt: skip
    return page(
        request,
        "generic/tables.html",
        {"title": _("Day by day"), "tables": [ages, days], **back()},
    )


@needs("cash.view")
def second(request: Request) -> HttpResponse:
    """Voids that wait for a second person, overdue after seven days."""
    may = request.actor.can("cash.second_sign")
    today = request.clock.today
    rows = []
    for void in waiting_for_second(request.actor.programme_id):
        open_to_me = may and void.first_person_id != request.actor.user_id
        url = reverse("cash:sign_second", args=[void.kind, void.subject_id]) if open_to_me else ""
        late = today > void.due_on
        rows.append([
            Cell(void.label, url), SecondKind(void.kind).label, void.reason, void.first_person,
            void.on, Tag(_("Overdue"), "bad") if late else Tag(f"{void.due_on:%d.%m.%Y}", "info"),
        ])  # fmt: skip
    table = Table(
        caption=_("Waiting for a second signature"),
        columns=[
            Column(_("Number")), Column(_("What")), Column(_("Reason")), Column(_("First person")),
            Column(_("Day"), "day"), Column(_("Sign by")),
        ],
        rows=rows,
        empty=_("Every void has its second signature."),
    )  # fmt: skip
    intro = _(
        "A second person signs each void: the accountant, the project manager or a dated"
        " stand-in. Where none of them is there, the programme officer signs within seven days."
    )
    return page(
        request,
        "generic/tables.html",
        {"title": _("Second signatures"), "intro": intro, "tables": [table], **back()},
    )


@needs("cash.second_sign")
def sign(request: Request, kind: str, subject_id: UUID) -> HttpResponse:
    void = next(
        (
            one
            for one in waiting_for_second(request.actor.programme_id)
            if (one.kind, one.subject_id) == (kind, subject_id)
        ),
        None,
    )
    if void is None:
        raise NotFound(N_("There is no such record among those you may see."))
    form = SecondForm(
        request.POST or None, clock=request.clock, initial={"signed_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="cash.sign_second",
        title=_("Sign %(number)s as the second person") % {"number": void.label},
        do=lambda: sign_second(
            by=request.actor,
            kind=kind,
            subject_id=subject_id,
            note=form.cleaned_data["note"],
            on=form.cleaned_data["signed_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:second"),
        message=_("Two people have signed this now."),
        submit_label=_("Sign"),
        back_url=reverse("cash:second"),
        context={
            "items": [
                Item(_("What"), SecondKind(void.kind).label),
                Item(_("Reason"), void.reason),
                Item(_("First person"), void.first_person),
                Item(_("Day"), f"{void.on:%d.%m.%Y}"),
            ]
        },
    )


@needs("cash.look_into")
def flags(request: Request) -> HttpResponse:
    """Signs to look into, and what was found about those that are closed."""
    found = open_flags(programme_of(request), request.clock.today)
    table = Table(
        caption=_("To look into"),
        columns=[Column(_("Kind")), Column(_("What was seen")), Column(_("Where"))],
        rows=[[_sign_cell(request, flag), flag.text, _where(flag)] for flag in found],
        empty=_("Nothing asks to be looked into."),
        as_cards=True,
    )
    closed = FlagReview.objects.filter(programme_id=request.actor.programme_id)
    done = Table(
        caption=_("Looked into"),
        columns=[
            Column(_("Kind")), Column(_("What was found")), Column(_("By")), Column(_("On"), "day"),
        ],
        rows=[
            [str(KINDS.get(row.kind, row.kind)), row.note, row.closed_by.full_name, row.closed_on]
            for row in closed.select_related("closed_by").order_by("-recorded_at")[:50]
        ],
        empty=_("Nothing yet."),
    )  # fmt: skip
    intro = _("A sign is a reason to look and says nothing about anybody. Most have a good cause.")
    return page(
        request,
        "generic/tables.html",
        {"title": _("Red flags"), "intro": intro, "tables": [table, done], **back()},
    )


def _sign_cell(request: Request, flag: Flag) -> Cell:
    mine = flag.officer_id == request.actor.user_id
    address = f"{reverse('cash:flag')}?{urlencode({'key': flag.key})}"
    return Cell(str(KINDS[flag.kind]), "" if mine else address)


def _where(flag: Flag) -> Cell | str:
    if flag.loan_id is not None:
        return Cell(_("The loan"), reverse("credit:loan", args=[flag.loan_id]))
    if flag.kind == "gap":
        return Cell(_("Official blanks"), reverse("cash:blanks"))
    if flag.kind == "late":
        return Cell(_("Day by day"), reverse("cash:daily"))
    return "–"


@needs("cash.look_into")
def flag(request: Request) -> HttpResponse:
    key = request.GET.get("key", "")
    found = open_flags(programme_of(request), request.clock.today)
    one = next((row for row in found if row.key == key), None)
    if one is None:
        raise NotFound(N_("There is no such record among those you may see."))
    form = FlagForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="cash.close_flag",
        title=str(KINDS[one.kind]),
        do=lambda: close_flag(
            by=request.actor,
            key=one.key,
            note=form.cleaned_data["note"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:flags"),
        message=_("It is looked into and closed, with your note."),
        submit_label=_("Close with this note"),
        back_url=reverse("cash:flags"),
        context={"items": [Item(_("What was seen"), one.text)]},
    )
