"""Pages of the cut-over: staging a workbook, its columns and borrowers, signing, undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit.domain.cutover import SHEETS, SheetMap, template
from dayaq.credit.domain.cutover.headings import headings_of
from dayaq.credit.models import Cutover, CutoverStatus, ProductVersion
from dayaq.credit.queries.cutover import Examined, examine, maps_from_json, maps_to_json
from dayaq.credit.services import cutover as service
from dayaq.credit.web.forms import cutover as forms
from dayaq.credit.web.views import cutover_tables as tables
from dayaq.credit.web.views.common import people_with
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.files.kinds import XLSX
from dayaq.kernel.files.services import name_of
from dayaq.kernel.spreadsheets import Column as SheetColumn
from dayaq.kernel.spreadsheets import Sheet, write_table
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, State, Table, Tag
from dayaq.kernel.web.views import Request, download, find, needs, page, paginate
from dayaq.ledger.queries import windows

STATES: dict[str, State] = {
    CutoverStatus.STAGED: "warn",
    CutoverStatus.SIGNED: "info",
    CutoverStatus.POSTED: "good",
    CutoverStatus.UNDONE: "neutral",
}


@needs("credit.cutover")
def cutovers(request: Request) -> HttpResponse:
    rows = Cutover.objects.visible_to(request.actor).select_related("staged_by", "file")
    table = Table(
        caption=_("Workbooks"),
        caption_hidden=True,
        columns=[
            Column(_("Workbook")),
            Column(_("Day of the cut-over"), "day"),
            Column(_("Staged by")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(f"{row.number}: {name_of(row.file)}", url=_url("cutover", row)),
                row.cutover_on,
                row.staged_by.full_name,
                Tag(row.get_status_display(), STATES[row.status]),
            ]
            for row in rows.order_by("-number")
        ],
        empty=_("No workbook was staged yet."),
    )
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Running loans from a workbook"),
            "intro": _(
                "A programme that lent before brings its loans over from its own workbook. Nothing"
                " is posted until two people have signed the same figures."
            ),
            "tables": [table],
            "links": [
                Link(_("Stage a workbook"), reverse("credit:cutover_new"), primary=True),
                Link(_("Empty workbook to fill in"), reverse("credit:cutover_template")),
            ],
        },
    )


@needs("credit.cutover")
def cutover_template(request: Request) -> HttpResponse:
    """The sheets and headings that are understood without naming any column."""
    sheets = [
        Sheet(title, [SheetColumn(heading) for heading in headings], [])
        for title, headings in template().items()
    ]
    return download(write_table(sheets), "running-loans.xlsx", XLSX)


@needs("credit.cutover")
def cutover_new(request: Request) -> HttpResponse:
    actor = request.actor
    products = [
        (str(row.pk), f"{row.product.title} ({row.product.code}, {row.number})")
        for row in ProductVersion.objects.filter(product__programme_id=actor.programme_id)
        .select_related("product")
        .order_by("product__code", "-number")
        if row.may_lend
    ]
    form = forms.StageForm(
        request.POST or None,
        request.FILES or None,
        clock=request.clock,
        products=products,
        windows=[(one.code, one.name) for one in windows(actor.programme_id)],
        officers=people_with(request, Role.FIELD_OFFICER),
        initial={"cutover_on": request.clock.today},
    )

    def stage() -> Cutover:
        told = form.cleaned_data
        return service.stage_workbook(
            by=actor,
            content=told["file"].read(),
            name=told["file"].name,
            mode=told["mode"],
            cutover_on=told["cutover_on"],
            product_version_id=UUID(told["product"]),
            officer_id=UUID(told["officer"]),
            window=told["window"],
            legal_basis=told["legal_basis"],
            stated=form.stated(),
            on=request.clock.today,
            at=request.clock.now,
        )

    return form_page(
        request,
        form,
        verb="credit.stage_workbook",
        title=_("Stage a workbook"),
        do=stage,
        to=lambda row: _url("cutover", row),
        message=_("The workbook is staged. Nothing is posted yet."),
        submit_label=_("Stage"),
        back_url=reverse("credit:cutovers"),
    )


@needs("credit.cutover")
def cutover(request: Request, pk: UUID) -> HttpResponse:
    row = _found(request, pk)
    context: dict[str, Any] = {
        "title": _("Workbook %(number)s") % {"number": row.number},
        "back_url": reverse("credit:cutovers"),
        "items": _items(row),
    }
    if row.status == CutoverStatus.POSTED:
        lent = paginate(request, tables.loans_of(row))
        context |= {
            "tables": [tables.posted_totals_table(row), tables.loans_table(lent)],
            "pages": lent,
        }
    elif row.status in (CutoverStatus.STAGED, CutoverStatus.SIGNED):
        seen = examine(row)
        loans = paginate(request, seen.book.loans)
        first = [
            tables.totals_table(row, seen),
            tables.findings_table(seen),
            tables.columns_table(row, seen),
        ]
        context |= {
            "links": _links(row, seen),
            "tables": [
                *(first if loans.number == 1 else []), tables.borrowers_table(seen, loans)
            ],
            "pages": loans,
        }  # fmt: skip
    return page(request, "generic/tables.html", context)


@needs("credit.cutover")
def cutover_columns(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """Which column of a sheet holds which field."""
    row = _found(request, pk)
    seen = examine(row)
    where = seen.where.get(kind)
    if kind not in SHEETS or where is None:
        raise NotFound(N_("There is no such record among those you may see."))
    form = forms.ColumnsForm(
        request.POST or None,
        clock=request.clock,
        kind=kind,
        headings=headings_of(seen.grids[where.title], where.heading_row),
        initial={name: str(place) for name, place in where.columns.items()},
    )

    def change() -> Cutover:
        maps = maps_from_json(row.columns)
        maps[kind] = SheetMap(where.title, where.heading_row, form.columns())
        return service.set_columns(
            by=request.actor,
            cutover_id=pk,
            columns=maps_to_json(maps),
            on=request.clock.today,
            at=request.clock.now,
        )

    return _change_page(
        request, row, form, "credit.set_cutover_columns", forms.SHEET_LABELS[kind], change
    )


@needs("credit.cutover")
def cutover_borrowers(request: Request, pk: UUID) -> HttpResponse:
    row = _found(request, pk)
    seen = examine(row)
    unclear = [one for one in seen.borrowers.values() if one.candidates]
    if not unclear:
        raise NotFound(N_("There is no such record among those you may see."))
    form = forms.BorrowersForm(
        request.POST or None,
        clock=request.clock,
        borrowers=unclear,
        initial={f"loan_{number}": chosen for number, chosen in row.choices.items()},
    )
    return _change_page(
        request,
        row,
        form,
        "credit.choose_cutover_borrowers",
        _("Who the borrowers are"),
        lambda: service.choose_borrowers(
            by=request.actor,
            cutover_id=pk,
            choices=form.choices(),
            on=request.clock.today,
            at=request.clock.now,
        ),
    )


@needs("credit.sign_cutover")
def cutover_sign(request: Request, pk: UUID) -> HttpResponse:
    row = _found(request, pk)
    form = forms.SignForm(request.POST or None, clock=request.clock, initial={"note": row.note})
    second = row.first_signed_by_id is not None
    return _change_page(
        request,
        row,
        form,
        "credit.sign_cutover",
        _("Sign as the second person: it is posted") if second else _("Sign as the first person"),
        lambda: service.sign(
            by=request.actor,
            cutover_id=pk,
            note=form.cleaned_data["note"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        submit=_("Sign"),
    )


@needs("credit.cutover")
def cutover_undo(request: Request, pk: UUID) -> HttpResponse:
    row = _found(request, pk)
    return _change_page(
        request,
        row,
        forms.UndoForm(request.POST or None, clock=request.clock),
        "credit.undo_cutover",
        _("Undo the whole workbook"),
        lambda: service.undo(
            by=request.actor, cutover_id=pk, on=request.clock.today, at=request.clock.now
        ),
        submit=_("Undo the whole workbook"),
        context={
            "danger": True,
            "intro": _(
                "Nothing of it is in the books yet, and nothing of it will come into them. The "
                "file itself stays."
            ),
        },
    )


def _change_page(
    request: Request,
    row: Cutover,
    form: Any,
    verb: str,
    title: Any,
    do: Callable[[], Cutover],
    submit: Any = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    return form_page(
        request,
        form,
        verb=verb,
        title=title,
        do=do,
        to=lambda done: _url("cutover", done),
        message=_("Recorded."),
        submit_label=submit or _("Save"),
        back_url=_url("cutover", row),
        context=context,
    )


def _found(request: Request, pk: UUID) -> Cutover:
    return find(
        Cutover.objects.visible_to(request.actor).select_related(
            "file",
            "product_version__product",
            "officer",
            "staged_by",
            "first_signed_by",
            "second_signed_by",
            "undone_by",
        ),
        pk=pk,
    )


def _url(name: str, row: Cutover) -> str:
    return reverse(f"credit:{name}", args=[row.pk])


def _items(row: Cutover) -> list[Item]:
    items = [
        Item(_("Status"), row.get_status_display()),
        Item(_("File"), name_of(row.file)),
        Item(_("What is brought over"), row.get_mode_display()),
        Item(_("Day of the cut-over"), f"{row.cutover_on:%d.%m.%Y}"),
        Item(_("Product"), row.product_version.product.title),
        Item(_("Legal basis"), row.legal_basis),
        _by(_("Staged by"), row.staged_by, row.staged_on),
        _by(_("Signed first by"), row.first_signed_by, row.first_signed_on),
        _by(_("Signed second by"), row.second_signed_by, row.second_signed_on),
        _by(_("Undone by"), row.undone_by, row.undone_on),
        Item(_("Why the warnings are as they are"), row.note),
    ]
    return [item for item in items if item.value]


def _by(label: Any, user: Any, on: dt.date | None) -> Item:
    return Item(label, f"{user.full_name}, {on:%d.%m.%Y}" if user and on else "")


def _links(row: Cutover, seen: Examined) -> list[Link]:
    links = []
    if not seen.errors and seen.book.loans:
        links.append(Link(_("Sign"), _url("cutover_sign", row), primary=True))
    if any(one.candidates for one in seen.borrowers.values()):
        links.append(Link(_("Who the borrowers are"), _url("cutover_borrowers", row)))
    links.append(Link(_("Undo the whole workbook"), _url("cutover_undo", row)))
    return links
