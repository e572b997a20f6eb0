"""Pages of the loan products: the list, one product, its form with a live preview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import LegalBasis, LoanProduct, ProductVersion
from dayaq.credit.queries.holidays import holidays_of
from dayaq.credit.services.products import Offer
from dayaq.credit.services.shipped import SHIPPED
from dayaq.credit.web.forms import products as forms
from dayaq.credit.web.forms.product_answers import initial_of
from dayaq.credit.web.views.common import money
from dayaq.credit.web.views.describing import interest_of, terms_of
from dayaq.credit.web.views.previewing import Preview, preview_of
from dayaq.kernel.access.models import Organisation
from dayaq.kernel.errors import Refused
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, sentence


@needs("credit.view")
def products(request: Request) -> HttpResponse:
    rows = (
        ProductVersion.objects.filter(product__programme_id=request.actor.programme_id)
        .select_related("product")
        .order_by("product__code", "-number")
        .distinct("product__code")
    )
    table = Table(
        caption=_("Loan products"),
        caption_hidden=True,
        columns=[
            Column(_("Product")),
            Column(_("At least"), "money", currency=rows[0].currency if rows else ""),
            Column(_("At most"), "money", currency=rows[0].currency if rows else ""),
            Column(_("Instalments")),
            Column(_("Interest")),
            Column(_("Lender")),
            Column(_("Status")),
        ],
        rows=[
            [
                Cell(
                    row.product.title,
                    url=reverse("credit:product", args=[row.product_id]),
                    detail=row.product.code,
                ),
                row.min_minor,
                row.max_minor,
                f"{row.min_instalments}–{row.max_instalments}",
                interest_of(row.terms),
                row.legal_lender or "–",
                _tag(row),
            ]
            for row in rows
        ],
        empty=_("There is no loan product yet."),
    )
    links = []
    if request.actor.can("credit.manage_products"):
        links.append(Link(_("Open a product"), reverse("credit:product_new"), primary=True))
        if {one.code for one in SHIPPED} - {row.product.code for row in rows}:
            links.append(Link(_("Take the shipped products"), reverse("credit:products_shipped")))
        links.append(Link(_("Calendar of holidays"), reverse("credit:holidays")))
    if request.actor.can("credit.edit_clauses"):
        links.append(Link(_("Clauses of the agreement"), reverse("credit:clauses")))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Loan products"), "tables": [table], "links": links},
    )


@needs("credit.view")
def product(request: Request, pk: UUID) -> HttpResponse:
    """One product: its terms now, what a loan of it costs, its versions."""
    row = find(LoanProduct.objects.visible_to(request.actor), pk=pk)
    versions = list(row.versions.order_by("-number"))
    now = versions[0]
    links = []
    if request.actor.can("credit.manage_products"):
        links.append(
            Link(_("Set new terms"), reverse("credit:product_version", args=[pk]), primary=True)
        )
    shown = _preview(_offer_of(now), request)
    return page(
        request,
        "credit/product.html",
        {
            "product": row,
            "tag": _tag(now),
            "locked": not now.may_lend,
            "links": links,
            "items": terms_of(now),
            "preview": shown,
            "table": _versions(versions),
        },
    )


@needs("credit.manage_products")
def product_new(request: Request) -> HttpResponse:
    form = forms.ProductForm(
        request.POST or None,
        clock=request.clock,
        initial={
            "legal_lender": _own_organisation(request),
            "legal_basis": LegalBasis.PROJECT_AGREEMENT,
        },
    )
    return _product_page(
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
        to=lambda made: reverse("credit:product", args=[made.pk]),
        message=_("The product is open."),
        submit_label=_("Open the product"),
        back_url=reverse("credit:products"),
    )


@needs("credit.manage_products")
def product_version(request: Request, pk: UUID) -> HttpResponse:
    row = find(LoanProduct.objects.visible_to(request.actor), pk=pk)
    last = row.versions.order_by("-number").first()
    form = forms.OfferFields(
        request.POST or None, clock=request.clock, initial=initial_of(last) if last else {}
    )
    return _product_page(
        request,
        form,
        verb="credit.add_product_version",
        title=_("New terms for %(product)s") % {"product": row.name},
        do=lambda: services.add_product_version(
            by=request.actor,
            product_id=pk,
            offer=form.offer(),
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _version: reverse("credit:product", args=[pk]),
        message=_("The new terms count from now on. Loans keep the terms they were made under."),
        submit_label=_("Set the new terms"),
        back_url=reverse("credit:product", args=[pk]),
    )


@needs("credit.manage_products")
def product_preview(request: Request) -> HttpResponse:
    """The schedule and the cost of the terms as typed so far: the part of the page that moves."""
    form = forms.OfferFields(request.POST or None, clock=request.clock)
    return page(request, "credit/preview.html", {"preview": _previewed(form, request)})


@needs("credit.manage_products")
def products_shipped(request: Request) -> HttpResponse:
    form = forms.ShippedForm(
        request.POST or None,
        clock=request.clock,
        initial={
            "legal_lender": _own_organisation(request),
            "legal_basis": LegalBasis.PROJECT_AGREEMENT,
        },
    )
    return form_page(
        request,
        form,
        verb="credit.take_shipped_products",
        title=_("Take the shipped products"),
        do=lambda: services.take_shipped_products(
            by=request.actor,
            legal_lender=form.cleaned_data["legal_lender"],
            legal_basis=form.cleaned_data["legal_basis"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _made: reverse("credit:products"),
        message=_("The shipped products are there. Those with interest or a fee are locked."),
        submit_label=_("Take them"),
        back_url=reverse("credit:products"),
        context={
            "intro": _(
                "Three without interest are open at once. Three with interest or a fee stay locked"
                " until new terms name a licensed lender and the legal basis."
                " Products that are there already stay as they are."
            )
        },
    )


def _own_organisation(request: Request) -> str:
    found = request.actor.organisation_id
    return str(Organisation.objects.get(pk=found)) if found else ""


def _product_page(
    request: Request, form: forms.OfferFields, *, back_url: str, **command: Any
) -> HttpResponse:
    """The product's form; its "Preview" button shows what the terms come to, and changes
    nothing."""
    shown = _previewed(form, request) if form.is_bound else None
    context = {"preview": shown, "preview_url": reverse("credit:product_preview")}
    if request.method == "POST" and "preview" in request.POST:
        return page(
            request,
            "credit/product_form.html",
            {
                "form": form,
                "title": command["title"],
                "submit": command["submit_label"],
                "back_url": back_url,
                **context,
            },
        )
    return form_page(
        request,
        form,
        back_url=back_url,
        template="credit/product_form.html",
        context=context,
        **command,
    )


def _previewed(form: forms.OfferFields, request: Request) -> Preview:
    """What the answers so far come to; a refusal of the engine stands beside its question."""
    needed = ("min_minor", "max_minor", "min_instalments", "max_instalments")
    form.is_valid()
    answered = form.cleaned_data if form.is_bound else {}
    if any(answered.get(name) is None for name in needed) or any(
        name in form.errors for name in form.fields if name not in ("code", "name", "name_az")
    ):
        return Preview(
            problem=_("Answer the amounts and the numbers of instalments to see a schedule.")
        )
    return _preview(form.offer(), request, refused=lambda refusal: _beside(form, refusal))


def _beside(form: forms.OfferFields, refusal: Refused) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, sentence(refusal))


def _preview(
    offer: Offer, request: Request, *, refused: Callable[[Refused], None] | None = None
) -> Preview:
    try:
        days = holidays_of(request.actor.programme_id) if offer.terms.get("working_days") else ()
        return preview_of(offer, request.clock.today, days)
    except Refused as refusal:
        if refused is not None and "preview" in request.POST:
            refused(refusal)
        return Preview(problem=sentence(refusal))


def _offer_of(row: ProductVersion) -> Offer:
    return Offer(
        min_minor=row.min_minor,
        max_minor=row.max_minor,
        min_instalments=row.min_instalments,
        max_instalments=row.max_instalments,
        legal_lender=row.legal_lender,
        legal_basis=row.legal_basis,
        currency=row.currency,
        terms=row.terms,
    )


def _tag(row: ProductVersion) -> Tag:
    if not row.product.is_open:
        return Tag(_("Closed"), "neutral")
    return Tag(_("Open"), "good") if row.may_lend else Tag(_("Locked"), "warn")


def _versions(rows: list[ProductVersion]) -> Table:
    return Table(
        caption=_("Versions"),
        columns=[
            Column(_("Version"), "number"),
            Column(_("Since"), "day"),
            Column(_("At least"), "money", currency=rows[0].currency),
            Column(_("At most"), "money", currency=rows[0].currency),
            Column(_("Instalments")),
            Column(_("Interest")),
            Column(_("Loans under it"), "number"),
        ],
        rows=[
            [
                row.number,
                row.created_on,
                row.min_minor,
                row.max_minor,
                f"{row.min_instalments}–{row.max_instalments}",
                interest_of(row.terms),
                row.loans.count(),
            ]
            for row in rows
        ],
    )


def choices(request: Request) -> list[tuple[str, str]]:
    """The newest version of every open product that may lend, as answers of a form."""
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
                "name": row.product.title,
                "least": money(row.min_minor, row.currency),
                "most": money(row.max_minor, row.currency),
                "few": row.min_instalments,
                "many": row.max_instalments,
            },
        )
        for row in rows
        if row.may_lend
    ]
