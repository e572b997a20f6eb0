"""Pages of the clauses of the agreement: written, read, signed off."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import ClauseText, Language
from dayaq.credit.standard_clauses import STANDARD
from dayaq.credit.web.forms import asking as forms
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page


@needs("credit.edit_clauses")
def clauses(request: Request) -> HttpResponse:
    rows = (
        ClauseText.objects.filter(programme_id=request.actor.programme_id)
        .select_related("written_by", "approved_by")
        .order_by("language", "-number")
    )
    table = Table(
        caption=_("Versions of the clauses"),
        columns=[
            Column(_("Language")),
            Column(_("Version"), "number"),
            Column(_("Written on"), "day"),
            Column(_("Written by")),
            Column(_("Signed off")),
        ],
        rows=[
            [
                Cell(
                    Language(row.language).label,
                    url=reverse("credit:clauses_version", args=[row.pk]),
                ),
                row.number,
                row.written_on,
                row.written_by.full_name,
                Tag(_("Signed off"), "good") if row.is_approved else Tag(_("Not yet"), "warn"),
            ]
            for row in rows
        ],
        empty=_("No clauses are written yet. The form begins with a draft."),
    )
    links = [
        Link(label, f"{reverse('credit:clauses_new')}?language={code}")
        for code, label in (
            ("az", _("Write in Azerbaijani")),
            ("en", _("Write in English")),
        )
    ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Clauses of the agreement"),
            "tables": [table],
            "links": links,
            "back_url": reverse("credit:products"),
        },
    )


@needs("credit.edit_clauses")
def clauses_new(request: Request) -> HttpResponse:
    language = request.GET.get("language", "az")
    last = (
        ClauseText.objects.filter(programme_id=request.actor.programme_id, language=language)
        .order_by("-number")
        .first()
    )
    pairs = (
        [(row["heading"], row["text"]) for row in last.clauses]
        if last
        else STANDARD.get(language, ())
    )
    text = "\n\n".join(f"{heading}\n{body}" for heading, body in pairs)
    form = forms.ClausesForm(
        request.POST or None,
        clock=request.clock,
        initial={"language": language, "clauses": text},
    )
    return form_page(
        request,
        form,
        verb="credit.write_clauses",
        title=_("Write the clauses"),
        do=lambda: services.write_clauses(
            by=request.actor,
            language=form.cleaned_data["language"],
            clauses=form.pairs(),
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda row: reverse("credit:clauses_version", args=[row.pk]),
        message=_("The new version is kept. Agreements say that it is not signed off yet."),
        submit_label=_("Keep this version"),
        back_url=reverse("credit:clauses"),
    )


@needs("credit.edit_clauses")
def clauses_version(request: Request, pk: UUID) -> HttpResponse:
    row = find(
        ClauseText.objects.filter(programme_id=request.actor.programme_id).select_related(
            "approved_by"
        ),
        pk=pk,
    )
    if row.is_approved:
        items = [Item(clause["heading"] or "–", clause["text"]) for clause in row.clauses]
        approver = row.approved_by.full_name if row.approved_by else ""
        items.append(Item(_("Signed off by"), f"{approver}. {row.approval_note}"))
        return page(
            request,
            "generic/tables.html",
            {"title": _title(row), "items": items, "back_url": reverse("credit:clauses")},
        )
    form = forms.ApprovalForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.approve_clauses",
        title=_title(row),
        do=lambda: services.approve_clauses(
            by=request.actor,
            clauses_id=pk,
            note=form.cleaned_data["note"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _row: reverse("credit:clauses"),
        message=_("This version is signed off."),
        submit_label=_("Sign this version off"),
        back_url=reverse("credit:clauses"),
        context={"items": [Item(c["heading"] or "–", c["text"]) for c in row.clauses]},
    )


def _title(row: ClauseText) -> str:
    return _("Clauses, version %(number)s, %(language)s") % {
        "number": row.number,
        "language": Language(row.language).label,
    }
