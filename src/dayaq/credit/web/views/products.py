"""Pages of the loan products and of the clauses of the agreement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import ClauseText, Language, LoanProduct, ProductVersion
from dayaq.credit.standard_clauses import STANDARD
from dayaq.credit.web.forms import asking as forms
from dayaq.credit.web.views.common import money
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page


@needs("credit.view")
def products(request: Request) -> HttpResponse:
    rows = (
        ProductVersion.objects.filter(product__programme_id=request.actor.programme_id)
        .select_related("product")
        .order_by("product__code", "-number")
    )
    may = request.actor.can("credit.manage_products")
    table = Table(
        caption=_("Loan products"),
        caption_hidden=True,
        columns=[
            Column(_("Product")),
            Column(_("Version"), "number"),
            Column(_("From"), "money", currency=""),
            Column(_("To"), "money"),
            Column(_("Instalments")),
            Column(_("Interest")),
            Column(_("Lender")),
        ],
        rows=[
            [
                Cell(
                    str(row.product.name),
                    url=reverse("credit:product_version", args=[row.product_id]) if may else "",
                    detail=row.product.code,
                ),
                row.number,
                row.min_minor,
                row.max_minor,
                f"{row.min_instalments}–{row.max_instalments}",
                _interest(row),
                row.legal_lender,
            ]
            for row in rows
        ],
        empty=_("There is no loan product yet."),
    )
    links = []
    if may:
        links.append(Link(_("Open a product"), reverse("credit:product_new"), primary=True))
    if request.actor.can("credit.edit_clauses"):
        links.append(Link(_("Clauses of the agreement"), reverse("credit:clauses")))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Loan products"), "tables": [table], "links": links},
    )


@needs("credit.manage_products")
def product_new(request: Request) -> HttpResponse:
    form = forms.ProductForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.create_product",
        title=_("Open a loan product"),
        do=lambda: services.create_product(
            by=request.actor,
            code=form.cleaned_data["code"],
            name=form.cleaned_data["name"],
            name_az=form.cleaned_data["name_az"],
            offer=form.offer(),
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _product: reverse("credit:products"),
        message=_("The product is open."),
        submit_label=_("Open the product"),
        back_url=reverse("credit:products"),
    )


@needs("credit.manage_products")
def product_version(request: Request, pk: UUID) -> HttpResponse:
    product = find(LoanProduct.objects.visible_to(request.actor), pk=pk)
    last = product.versions.order_by("-number").first()
    form = forms.OfferFields(
        request.POST or None, clock=request.clock, initial=_initial(last) if last else {}
    )
    return form_page(
        request,
        form,
        verb="credit.add_product_version",
        title=_("New terms for %(product)s") % {"product": product.name},
        do=lambda: services.add_product_version(
            by=request.actor,
            product_id=pk,
            offer=form.offer(),
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _version: reverse("credit:products"),
        message=_("The new terms count from now on. Loans keep the terms they were made under."),
        submit_label=_("Set the new terms"),
        back_url=reverse("credit:products"),
    )


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


def _interest(row: ProductVersion) -> str:
    kind = row.terms.get("interest", "none")
    if kind == "none":
        return _("None")
    values = {"rate": row.terms.get("annual_rate", "0")}
    if kind == "flat":
        return _("%(rate)s %% a year, flat") % values
    return _("%(rate)s %% a year, declining") % values


def _initial(row: ProductVersion) -> dict[str, Any]:
    fees = row.terms.get("fees") or []
    return {
        "min_minor": row.min_minor,
        "max_minor": row.max_minor,
        "min_instalments": row.min_instalments,
        "max_instalments": row.max_instalments,
        "interest": row.terms.get("interest", "none"),
        "annual_rate": row.terms.get("annual_rate", "0"),
        "fee_percent": fees[0]["percent"] if fees else "0",
        "principal_grace": row.terms.get("principal_grace", 0),
        "legal_lender": row.legal_lender,
        "legal_basis": row.legal_basis,
    }


def choices(request: Request) -> list[tuple[str, str]]:
    """The newest version of every open product, as answers of a form."""
    rows = (
        ProductVersion.objects.filter(
            product__programme_id=request.actor.programme_id, product__is_open=True
        )
        .select_related("product")
        .order_by("product_id", "-number")
        .distinct("product_id")
    )
    return [
        (
            str(row.pk),
            _("%(name)s: %(least)s to %(most)s, %(few)s to %(many)s instalments")
            % {
                "name": row.product.name,
                "least": money(row.min_minor, row.currency),
                "most": money(row.max_minor, row.currency),
                "few": row.min_instalments,
                "many": row.max_instalments,
            },
        )
        for row in rows
    ]
