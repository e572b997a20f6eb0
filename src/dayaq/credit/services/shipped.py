"""The products that come with the house: three that lend at once, three kept locked.

The locked ones charge. They carry neither lender nor legal basis, so no application can use
them until new terms name a licensed lender and its ground (Law on Non-Bank Credit Institutions).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dayaq.credit.models import LoanProduct
from dayaq.credit.services.products import Offer, store_product
from dayaq.credit.terms_json import charges, product_terms
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.events import record

MANAT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A product as it is shipped; amounts in minor units of the manat."""

    code: str
    name: str
    name_az: str
    terms: Mapping[str, Any]
    instalments: tuple[int, int] = (6, 18)
    amounts_minor: tuple[int, int] = (300 * MANAT, 2_000 * MANAT)


SHIPPED: tuple[Shipped, ...] = (
    Shipped(
        code="standard", name="Interest-free, 12 months", name_az="Faizsiz, 12 ay",
        terms=product_terms(multiple_minor=MANAT),
    ),
    Shipped(
        code="grace", name="Interest-free, 3 months grace", name_az="Faizsiz, 3 ay güzəştlə",
        terms=product_terms(principal_grace=3, multiple_minor=MANAT),
    ),
    Shipped(
        code="seasonal", name="Seasonal, two harvest instalments",
        name_az="Mövsümi, iki ödənişlə", instalments=(2, 2),
        terms=product_terms(every=6, multiple_minor=MANAT),
    ),
    Shipped(
        code="service-fee", name="Service fee of 2 %", name_az="2 % xidmət haqqı ilə",
        terms=product_terms(fee_percent=Decimal(2), multiple_minor=MANAT),
    ),
    Shipped(
        code="declining-12", name="12 % a year, declining", name_az="İllik 12 %, azalan qalığa",
        terms=product_terms(
            interest="declining", annual_rate=Decimal(12), multiple_minor=MANAT
        ),
    ),
    Shipped(
        # 1,800 over 12: 150 and 18 of interest, so whole manat leave the rate as it is.
        code="flat-1", name="1 % a month, flat", name_az="Ayda 1 %, sabit", instalments=(12, 12),
        amounts_minor=(300 * MANAT, 1_800 * MANAT),
        terms=product_terms(interest="flat", annual_rate=Decimal(12), multiple_minor=MANAT),
    ),
)  # fmt: skip


def take_shipped_products(
    *, by: Actor, legal_lender: str, legal_basis: str, on: dt.date, at: dt.datetime
) -> list[LoanProduct]:
    """Open the shipped products that the programme lacks; those it has stay as they are.

    :param legal_lender: who lends, and `legal_basis` on what ground, without interest or fee;
        the products that charge are stored without either, and so locked
    :return: the products that were opened now
    :raises Refused: no lender or no ground is named, or every shipped product is there already
    """
    by.require("credit.manage_products")
    there = set(
        LoanProduct.objects.select_for_update(of=("self",))
        .filter(programme_id=by.programme_id)
        .values_list("code", flat=True)
    )
    opened = [
        store_product(
            by,
            code=one.code,
            name=one.name,
            name_az=one.name_az,
            offer=_offer(one, legal_lender, legal_basis),
            on=on,
        )
        for one in SHIPPED
        if one.code not in there
    ]
    if not opened:
        raise Refused(N_("Every shipped product is there already. Nothing was changed."))
    record(
        "credit.shipped_products_taken",
        by=by,
        on=on,
        at=at,
        subjects=[("product", product.pk) for product in opened],
        data={"products": ", ".join(product.code for product in opened)},
    )
    return opened


def _offer(one: Shipped, legal_lender: str, legal_basis: str) -> Offer:
    locked = charges(one.terms)
    return Offer(
        min_minor=one.amounts_minor[0],
        max_minor=one.amounts_minor[1],
        min_instalments=one.instalments[0],
        max_instalments=one.instalments[1],
        terms=one.terms,
        legal_lender="" if locked else legal_lender,
        legal_basis="" if locked else legal_basis,
    )
