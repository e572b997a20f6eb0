"""Referrals: ours to others, and those sent to the reader's own institution."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cases import services
from dayaq.cases.domain.lifecycle import OPEN_REFERRALS, ReferralAct
from dayaq.cases.models import Referral
from dayaq.cases.queries.cases import institutions
from dayaq.cases.web import forms
from dayaq.cases.web.rows import REFERRAL_STATES
from dayaq.cases.web.tables import referral_table
from dayaq.cases.web.views.cases import case_in_reach, told
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.files.services import file_response
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate


def referral_url(row: Referral) -> str:
    return reverse("cases:referral", args=[row.pk])


def _narrowed(
    request: Request, rows: QuerySet[Referral]
) -> tuple[forms.ReferralFilters, QuerySet[Referral]]:
    filters = forms.ReferralFilters(request.GET or None, label_suffix="")
    chosen = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    if chosen.get("status") == "waiting":
        rows = rows.filter(status__in=OPEN_REFERRALS)
    elif chosen.get("status"):
        rows = rows.filter(status=chosen["status"])
    rows = rows.select_related("case__person", "institution")
    return filters, rows.order_by("answer_due_on", "-recorded_at", "pk")


@needs("cases.view")
def referrals(request: Request) -> HttpResponse:
    filters, rows = _narrowed(request, Referral.objects.visible_to(request.actor))
    pages = paginate(request, rows)
    table = referral_table(pages, names=True)
    context = {"filters": filters, "table": table, "pages": pages, "title": _("Referrals")}
    return page(request, "cases/referrals.html", context)


@needs("cases.answer_referral")
def to_us(request: Request) -> HttpResponse:
    """What was referred to the reader's own institution, and nothing else."""
    filters, rows = _narrowed(request, Referral.objects.addressed_to(request.actor))
    pages = paginate(request, rows)
    table = referral_table(pages, names=True, own=True)
    context = {"filters": filters, "table": table, "pages": pages, "title": _("Referrals to us")}
    return page(request, "cases/referrals.html", context)


@needs("cases.refer")
def refer(request: Request, pk: UUID) -> HttpResponse:
    case = case_in_reach(request, pk, "cases.refer")
    form = forms.ReferralForm(
        request.POST or None,
        clock=request.clock,
        case=case,
        institutions=institutions(request.actor),
    )
    return form_page(
        request,
        form,
        verb="cases.refer",
        title=_("Refer to an institution"),
        do=lambda: services.draft_referral(
            **told(request, form),
            case_id=pk,
            institution_id=getattr(form.cleaned_data["institution"], "pk", None),
            need_id=UUID(form.cleaned_data["need"]) if form.cleaned_data["need"] else None,
            **form.told("on", "institution", "need"),
        ),
        to=referral_url,
        message=_("The referral is prepared. Send it now."),
        submit_label=_("Prepare the referral"),
        back_url=reverse("cases:case", args=[pk]),
        context={"items": [Item(_("Person"), f"{case.person.formal_name}, {case.person.code}")]},
    )


@needs("cases.view")
def referral(request: Request, pk: UUID) -> HttpResponse:
    row = _ours(request, pk, "cases.view")
    links = [Link(_("The case"), reverse("cases:case", args=[row.case_id]))]
    if request.actor.can("cases.refer"):
        match row.status:
            case "draft":
                links.insert(0, Link(_("Send"), reverse("cases:send", args=[pk]), True))
                links.append(Link(_("Take back"), reverse("cases:answer", args=[pk])))
            case "sent" | "accepted":
                links.insert(
                    0, Link(_("Record the answer"), reverse("cases:answer", args=[pk]), True)
                )
            case "served":
                links.insert(
                    0, Link(_("Record the outcome"), reverse("cases:complete", args=[pk]), True)
                )
    if row.letter_id:
        links.append(Link(_("The letter (PDF)"), reverse("cases:letter", args=[pk])))
    return _show(request, row, links)


@needs("cases.answer_referral")
def referral_to_us(request: Request, pk: UUID) -> HttpResponse:
    row = _theirs(request, pk)
    links = []
    if row.status in {"sent", "accepted"}:
        links.append(Link(_("Answer"), reverse("cases:answer_to_us", args=[pk]), True))
    return _show(request, row, links)


def _show(request: Request, row: Referral, links: list[Link]) -> HttpResponse:
    """The referral with its history; who is referred, how to reach them, what is asked."""
    person = row.case.person
    items = [
        Item(_("Person"), f"{person.formal_name}, {person.code}"),
        Item(_("Telephone"), person.phone or None),
        Item(_("To"), row.receiver_name),
        Item(_("Service asked for"), row.service),
        Item(_("What we ask"), row.reason),
        Item(_("Urgency"), row.get_urgency_display()),
        Item(_("Answer by"), f"{row.answer_due_on:%d.%m.%Y}" if row.answer_due_on else None),
        Item(_("Outcome"), row.outcome or None),
        Item(_("What the person says of it"), row.feedback or None),
    ]
    steps = Table(
        caption=_("History"),
        columns=[Column(_("On"), "day"), Column(_("Status")), Column(_("How")), Column(_("Note"))],
        rows=[
            [
                step.on,
                Tag(step.get_status_display(), REFERRAL_STATES.get(step.status, "neutral")),
                f"{step.get_channel_display()} {step.letter_no}".strip(),
                step.note,
            ]
            for step in row.steps.order_by("recorded_at", "pk")
        ],
    )
    title = _("Referral %(code)s") % {"code": row.code}
    context = {"title": title, "items": items, "tables": [steps], "links": links}
    return page(request, "generic/tables.html", context)


@needs("cases.refer")
def send(request: Request, pk: UUID) -> HttpResponse:
    row = _ours(request, pk, "cases.refer")
    form = forms.SendForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="cases.send_referral",
        title=_("Send the referral %(code)s") % {"code": row.code},
        do=lambda: services.send_referral(**told(request, form), referral_id=pk, **form.told("on")),
        to=referral_url,
        message=_("The referral is sent. Print its letter."),
        submit_label=_("Send"),
        back_url=referral_url(row),
    )


@needs("cases.refer")
def answer(request: Request, pk: UUID) -> HttpResponse:
    row = _ours(request, pk, "cases.refer")
    form = forms.AnswerReferralForm(
        request.POST or None,
        clock=request.clock,
        status=row.status,
        own=False,
        initial={"channel": "letter"},
    )
    return _answer_page(request, form, row, referral_url(row))


@needs("cases.answer_referral")
def answer_to_us(request: Request, pk: UUID) -> HttpResponse:
    row = _theirs(request, pk)
    form = forms.AnswerReferralForm(
        request.POST or None, clock=request.clock, status=row.status, own=True
    )
    return _answer_page(request, form, row, reverse("cases:referral_to_us", args=[pk]))


def _answer_page(
    request: Request, form: forms.AnswerReferralForm, row: Referral, back: str
) -> HttpResponse:
    return form_page(
        request,
        form,
        verb="cases.answer_referral",
        title=_("Answer to the referral %(code)s") % {"code": row.code},
        do=lambda: services.answer_referral(
            **told(request, form),
            referral_id=row.pk,
            act=ReferralAct(form.cleaned_data["act"]),
            channel=form.cleaned_data.get("channel", "page"),
            letter_no=form.cleaned_data.get("letter_no", ""),
            note=form.cleaned_data["note"],
        ),
        to=lambda _row: back,
        message=_("The answer is recorded."),
        submit_label=_("Record the answer"),
        back_url=back,
    )


@needs("cases.refer")
def complete(request: Request, pk: UUID) -> HttpResponse:
    row = _ours(request, pk, "cases.refer")
    form = forms.CompleteForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="cases.complete_referral",
        title=_("What came of the referral %(code)s") % {"code": row.code},
        do=lambda: services.complete_referral(
            **told(request, form), referral_id=pk, **form.told("on")
        ),
        to=referral_url,
        message=_("The outcome is recorded."),
        submit_label=_("Save"),
        back_url=referral_url(row),
    )


@needs("cases.view")
def letter(request: Request, pk: UUID) -> HttpResponse:
    row = _ours(request, pk, "cases.view")
    if row.letter is None:
        raise NotFound(N_("The letter is made when the referral is sent."))
    return file_response(row.letter, inline=True)


def _ours(request: Request, pk: UUID, capability: str) -> Referral:
    rows = Referral.objects.visible_to(request.actor, capability)
    return find(rows.select_related("case__person", "institution"), pk=pk)


def _theirs(request: Request, pk: UUID) -> Referral:
    rows = Referral.objects.addressed_to(request.actor)
    return find(rows.select_related("case__person", "institution"), pk=pk)
