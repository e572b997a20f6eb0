"""Pages of the credit committee: meetings, votes from the minutes, recusals."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import (
    ApplicationStatus,
    CommitteeMeeting,
    LoanApplication,
    Outcome,
    Vote,
)
from dayaq.credit.queries.papers import ratio_text
from dayaq.credit.web.forms import asking, deciding
from dayaq.credit.web.views.applications import appraisal_items, latest_appraisal, tag
from dayaq.credit.web.views.common import (
    application_or_404,
    application_url,
    money,
    people_with,
)
from dayaq.kernel.access.roles import Role
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.people.models import Person

WAITING = (ApplicationStatus.TO_COMMITTEE, ApplicationStatus.APPRAISED, ApplicationStatus.DEFERRED)


@needs("credit.view")
def meetings(request: Request) -> HttpResponse:
    rows = CommitteeMeeting.objects.visible_to(request.actor).order_by("-held_on", "-code")
    pages = paginate(request, rows)
    table = Table(
        caption=_("Committee meetings"),
        columns=[
            Column(_("Meeting")),
            Column(_("Held on"), "day"),
            Column(_("Signed minutes")),
        ],
        rows=[
            [
                Cell(row.code, url=reverse("credit:meeting", args=[row.pk])),
                row.held_on,
                row.minutes_number,
            ]
            for row in pages
        ],
        empty=_("No meeting is recorded yet."),
    )
    links = []
    if request.actor.can("credit.record_votes"):
        links.append(Link(_("Record a meeting"), reverse("credit:meeting_new"), True))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Credit committee"),
            "tables": [waiting_table(request, None), table],
            "pages": pages,
            "links": links,
        },
    )


@needs("credit.record_votes")
def meeting_new(request: Request) -> HttpResponse:
    form = deciding.MeetingForm(
        request.POST or None,
        clock=request.clock,
        members=people_with(request, Role.COMMITTEE_MEMBER),
    )
    return form_page(
        request,
        form,
        verb="credit.open_meeting",
        title=_("Record a committee meeting"),
        do=lambda: services.open_meeting(
            by=request.actor,
            member_ids=[UUID(one) for one in form.cleaned_data["member_ids"]],
            chair_id=UUID(form.cleaned_data["chair_id"]),
            quorum=form.cleaned_data["quorum"],
            minutes_number=form.cleaned_data["minutes_number"],
            minutes_on=form.cleaned_data["minutes_on"],
            on=form.cleaned_data["held_on"],
            at=request.clock.now,
        ),
        to=lambda row: reverse("credit:meeting", args=[row.pk]),
        message=_("The meeting is recorded. Now record its decisions."),
        submit_label=_("Record the meeting"),
        back_url=reverse("credit:meetings"),
    )


@needs("credit.view")
def meeting(request: Request, pk: UUID) -> HttpResponse:
    row = _meeting(request, pk)
    members = row.members.select_related("user").order_by("-is_chair", "user__full_name")
    decided = row.decisions.select_related("application__person").order_by("recorded_at")
    table = Table(
        caption=_("Decided at this meeting"),
        columns=[
            Column(_("Application")),
            Column(_("Applicant")),
            Column(_("Decision")),
            Column(_("Amount"), "money", currency="AZN"),
        ],
        rows=[
            [
                Cell(one.application.code, url=application_url(one.application_id)),
                one.application.person.full_name,
                Outcome(one.outcome).label,
                one.amount_minor,
            ]
            for one in decided
        ],
        empty=_("Nothing is decided yet."),
    )
    names = [
        _("%(name)s (chair)") % {"name": one.user.full_name} if one.is_chair else one.user.full_name
        for one in members
    ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Meeting %(code)s") % {"code": row.code},
            "items": [
                Item(_("Held on"), f"{row.held_on:%d.%m.%Y}"),
                Item(_("Signed minutes"), f"{row.minutes_number}, {row.minutes_on:%d.%m.%Y}"),
                Item(_("Members present"), "\n".join(names)),
                Item(_("Votes needed"), row.quorum),
            ],
            "tables": [waiting_table(request, row), table],
            "back_url": reverse("credit:meetings"),
        },
    )


@needs("credit.record_votes")
def decide(request: Request, pk: UUID, application_id: UUID) -> HttpResponse:
    """The secretary records what the signed minutes say."""
    row = _meeting(request, pk)
    application = application_or_404(request, application_id)
    members = [
        (one.user_id, one.user.full_name)
        for one in row.members.select_related("user").order_by("-is_chair", "user__full_name")
    ]
    cast = {
        f"vote_{vote.member_id}": vote.choice
        for vote in Vote.objects.filter(meeting=row, application=application)
    }
    form = deciding.DecisionForm(
        request.POST or None, clock=request.clock, members=members, initial=cast
    )
    appraisal = latest_appraisal(application)
    items = [
        Item(_("Applicant"), application.person.full_name),
        Item(_("Amount asked for"), money(application.amount_minor, application.currency)),
        Item(_("Instalments"), application.instalments),
    ]
    if appraisal is not None:
        items += appraisal_items(appraisal, application.currency)
    return form_page(
        request,
        form,
        verb="credit.decide",
        title=_("Decision on %(code)s") % {"code": application.code},
        do=lambda: services.decide(
            by=request.actor,
            meeting_id=pk,
            application_id=application_id,
            votes=form.votes(),
            ruling=form.ruling(),
            on=row.held_on,
            at=request.clock.now,
        ),
        to=lambda _decision: reverse("credit:meeting", args=[pk]),
        message=_("The decision is recorded."),
        submit_label=_("Record the decision"),
        back_url=reverse("credit:meeting", args=[pk]),
        context={"items": items},
    )


@needs("credit.vote")
def vote(request: Request, pk: UUID) -> HttpResponse:
    """A member's own vote on the page, beside the minutes."""
    application = application_or_404(request, pk)
    held = CommitteeMeeting.objects.visible_to(request.actor).filter(
        members__user_id=request.actor.user_id
    )
    form = deciding.VoteForm(
        request.POST or None,
        clock=request.clock,
        meetings=[
            (str(row.pk), f"{row.code}, {row.held_on:%d.%m.%Y}")
            for row in held.order_by("-held_on")[:20]
        ],
    )
    return form_page(
        request,
        form,
        verb="credit.cast_vote",
        title=_("Your vote on %(code)s") % {"code": application.code},
        do=lambda: services.cast_vote(
            by=request.actor,
            meeting_id=UUID(form.cleaned_data["meeting_id"]),
            application_id=pk,
            choice=form.cleaned_data["choice"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _vote: application_url(pk),
        message=_("Your vote is recorded."),
        submit_label=_("Vote"),
        back_url=application_url(pk),
    )


@needs("credit.step_aside")
def recuse(request: Request, pk: UUID) -> HttpResponse:
    application = application_or_404(request, pk)
    members = people_with(request, Role.COMMITTEE_MEMBER)
    if not request.actor.can("credit.record_votes"):
        members = [one for one in members if one[0] == str(request.actor.user_id)]
    form = deciding.RecusalForm(request.POST or None, clock=request.clock, members=members)
    return form_page(
        request,
        form,
        verb="credit.recuse",
        title=_("Step aside from %(code)s") % {"code": application.code},
        do=lambda: services.recuse(
            by=request.actor,
            application_id=pk,
            member_id=UUID(form.cleaned_data["member_id"]),
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            at=request.clock.now,
        ),
        to=lambda _recusal: application_url(pk),
        message=_("The member has no vote on this application."),
        submit_label=_("Step aside"),
        back_url=application_url(pk),
    )


@needs("credit.declare_relative")
def declare_relative(request: Request, person_id: UUID) -> HttpResponse:
    """A colleague says that this person is of their family."""
    person = find(Person.objects.visible_to(request.actor, "people.view_names"), pk=person_id)
    form = asking.ConfirmForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.declare_relative",
        title=_("%(name)s is a relative of mine") % {"name": person.full_name},
        do=lambda: services.declare_relative(
            by=request.actor,
            user_id=request.actor.user_id,
            person_id=person_id,
            on=form.cleaned_data["on"],
            at=request.clock.now,
        ),
        to=lambda _relative: reverse("today"),
        message=_("It is noted. You have no vote on this person's applications."),
        submit_label=_("Declare it"),
        back_url=reverse("today"),
    )


def waiting_table(request: Request, row: CommitteeMeeting | None) -> Table:
    """Applications the committee can decide on; with a meeting, links to record it."""
    found = (
        LoanApplication.objects.visible_to(request.actor)
        .filter(status__in=WAITING)
        .select_related("person", "district")
        .prefetch_related("appraisals")
        .order_by("applied_on", "code")[:100]
    )
    may = row is not None and request.actor.can("credit.record_votes")
    rows = []
    for one in found:
        appraisals = sorted(one.appraisals.all(), key=lambda a: (a.recorded_at, a.pk))
        url = (
            reverse("credit:decide", args=[row.pk, one.pk])
            if may and row is not None
            else application_url(one.pk)
        )
        rows.append(
            [
                Cell(one.code, url=url),
                one.person.full_name,
                str(one.district),
                one.amount_minor,
                ratio_text(appraisals[-1].ratio_bps) if appraisals else "–",
                tag(one),
            ]
        )
    return Table(
        caption=_("Waiting for a decision"),
        columns=[
            Column(_("Application")),
            Column(_("Applicant")),
            Column(_("District")),
            Column(_("Asked for"), "money", currency="AZN"),
            Column(_("Debt-service ratio")),
            Column(_("Status")),
        ],
        rows=rows,
        empty=_("No application is waiting."),
    )


def _meeting(request: Request, pk: UUID) -> CommitteeMeeting:
    return find(CommitteeMeeting.objects.visible_to(request.actor), pk=pk)
