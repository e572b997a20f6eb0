"""Loan products: open one, and set new terms for the loans to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max

from dayaq.credit.domain.errors import CreditError
from dayaq.credit.models import LoanProduct, ProductVersion
from dayaq.credit.services.sentences import as_refusal
from dayaq.credit.terms_json import loan_terms_json, product_terms, read_terms
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a product offers: amounts in minor units, instalments by number."""

    min_minor: int
    max_minor: int
    min_instalments: int
    max_instalments: int
    legal_lender: str
    legal_basis: str
    currency: str = "AZN"
    terms: Mapping[str, Any] = field(default_factory=product_terms)


def create_product(
    *,
    by: Actor,
    code: str,
    name: str,
    name_az: str,
    offer: Offer,
    on: dt.date,
    at: dt.datetime,
) -> LoanProduct:
    """Open a loan product with its first terms.

    :raises Refused: the code is taken, or the terms contradict themselves
    """
    by.require("credit.manage_products")
    _refuse_unsound(offer, on)
    if LoanProduct.objects.filter(programme_id=by.programme_id, code=code).exists():
        raise Refused(N_("There is a loan product with this code already."), field="code")
    product = LoanProduct.objects.create(
        programme_id=by.programme_id, code=code, name=name, name_az=name_az
    )
    _store(product, 1, offer, on)
    record(
        "credit.product_created",
        by=by,
        on=on,
        at=at,
        subjects=[("product", product.pk)],
        data={"product": code},
    )
    return product


def add_product_version(
    *, by: Actor, product_id: UUID, offer: Offer, on: dt.date, at: dt.datetime
) -> ProductVersion:
    """Set new terms for applications from now on; loans keep the terms they were made under.

    :raises Refused: the terms contradict themselves
    """
    by.require("credit.manage_products")
    _refuse_unsound(offer, on)
    product = (
        LoanProduct.objects.visible_to(by)
        .select_for_update(of=("self",))
        .filter(pk=product_id)
        .first()
    )
    if product is None:
        raise NotFound(N_("There is no such loan product."))
    last = ProductVersion.objects.filter(product=product).aggregate(last=Max("number"))["last"]
    version = _store(product, (last or 0) + 1, offer, on)
    record(
        "credit.product_version_added",
        by=by,
        on=on,
        at=at,
        subjects=[("product", product.pk)],
        data={"product": product.code, "number": version.number},
    )
    return version


def _store(product: LoanProduct, number: int, offer: Offer, on: dt.date) -> ProductVersion:
    return ProductVersion.objects.create(
        product=product,
        number=number,
        terms=dict(offer.terms),
        currency=offer.currency,
        min_minor=offer.min_minor,
        max_minor=offer.max_minor,
        min_instalments=offer.min_instalments,
        max_instalments=offer.max_instalments,
        legal_lender=offer.legal_lender,
        legal_basis=offer.legal_basis,
        created_on=on,
    )


def _refuse_unsound(offer: Offer, on: dt.date) -> None:
    """Try the terms on the smallest and the largest loan they allow."""
    if offer.min_minor > offer.max_minor:
        raise Refused(
            N_("The largest amount must not be below the smallest."), field="max_minor"
        )
    if offer.min_instalments > offer.max_instalments:
        raise Refused(
            N_("The largest number of instalments must not be below the smallest."),
            field="max_instalments",
        )
    if not offer.legal_lender.strip():
        raise Refused(N_("Name the lender that the law asks for."), field="legal_lender")
    for amount in (offer.min_minor, offer.max_minor):
        for instalments in (offer.min_instalments, offer.max_instalments):
            try:
                read_terms(
                    loan_terms_json(
                        offer.terms,
                        principal_minor=amount,
                        instalments=instalments,
                        currency=offer.currency,
                        first_due=on + dt.timedelta(days=31),
                    )
                )
            except CreditError as error:
                raise as_refusal(error) from error
