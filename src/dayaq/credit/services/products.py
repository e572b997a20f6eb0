"""Loan products: open one, and set new terms for the loans to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max

from dayaq.credit.domain.errors import CreditError
from dayaq.credit.domain.schedule import Schedule, build_schedule
from dayaq.credit.domain.terms import LoanTerms
from dayaq.credit.models import LoanProduct, ProductVersion
from dayaq.credit.services.questions import question_of
from dayaq.credit.services.sentences import as_refusal
from dayaq.credit.terms_json import (
    Json,
    charges,
    loan_terms_json,
    product_terms,
    read_terms,
)
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
    if LoanProduct.objects.filter(programme_id=by.programme_id, code=code).exists():
        raise Refused(N_("There is a loan product with this code already."), field="code")
    product = store_product(by, code=code, name=name, name_az=name_az, offer=offer, on=on)
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
    refuse_unsound(offer, on)
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


def store_product(
    by: Actor, *, code: str, name: str, name_az: str, offer: Offer, on: dt.date
) -> LoanProduct:
    """Store a product with its first terms; the caller has checked who, and logs it.

    :raises Refused: the terms contradict themselves
    """
    refuse_unsound(offer, on)
    product = LoanProduct.objects.create(
        programme_id=by.programme_id, code=code, name=name, name_az=name_az
    )
    _store(product, 1, offer, on)
    return product


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


def refuse_unsound(offer: Offer, on: dt.date, *, lender: bool = True) -> None:
    """Try the terms on the smallest and the largest loan they allow.

    :param lender: False leaves out whether a lender is named
    :raises Refused: they contradict themselves
    """
    if offer.min_minor > offer.max_minor:
        raise Refused(N_("The largest amount must not be below the smallest."), field="max_minor")
    if offer.min_instalments > offer.max_instalments:
        raise Refused(
            N_("The largest number of instalments must not be below the smallest."),
            field="max_instalments",
        )
    # Terms that charge may be kept ready; without a lawful lender no application can use them.
    if lender and not charges(offer.terms):
        if not offer.legal_lender.strip():
            raise Refused(N_("Name the lender that the law asks for."), field="legal_lender")
        if not offer.legal_basis:
            raise Refused(N_("Say on what ground the lender lends."), field="legal_basis")
    for amount in (offer.min_minor, offer.max_minor):
        for instalments in (offer.min_instalments, offer.max_instalments):
            try_terms(
                offer.terms,
                principal_minor=amount,
                instalments=instalments,
                currency=offer.currency,
                on=on,
            )


def try_terms(
    terms: Json,
    *,
    principal_minor: int,
    instalments: int,
    currency: str,
    on: dt.date,
    holidays: Collection[dt.date] = (),
) -> tuple[LoanTerms, Schedule]:
    """The loan of this size paid out `on`, with its schedule.

    :raises Refused: the terms contradict themselves, or do not fit a loan of this size
    """
    try:
        data = loan_terms_json(
            terms,
            principal_minor=principal_minor,
            instalments=instalments,
            currency=currency,
            planned_on=on,
            first_due=None,
            holidays=holidays,
        )
        tried = read_terms(data)
        return tried, build_schedule(tried, on)
    except CreditError as error:
        raise as_refusal(error, field=question_of(error, terms), currency=currency) from error
