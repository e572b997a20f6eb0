"""The terms of a product or a loan in words: what differs from the plainest loan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dayaq.credit.models import LegalBasis, ProductVersion
from dayaq.credit.web.forms import product_choices as c
from dayaq.credit.web.forms.product_answers import own_order
from dayaq.credit.web.views.common import money
from dayaq.kernel.web.parts import Item

Terms = Mapping[str, Any]


def terms_of(row: ProductVersion) -> list[Item]:
    """All that a product says; a term left at the plainest answer is left out."""
    terms = row.terms
    basis = LegalBasis(row.legal_basis).label if row.legal_basis else _("Not named")
    return [
        Item(_("Amount"), f"{money(row.min_minor, row.currency)} – "
             f"{money(row.max_minor, row.currency)}"),
        Item(_("Instalments"), f"{row.min_instalments}–{row.max_instalments}, {rhythm(terms)}"),
        Item(_("Instalments of grace"), terms.get("principal_grace", 0)),
        Item(_("Rounding"), c.said(c.MULTIPLES, terms.get("multiple_minor", 1))),
        Item(_("Interest"), interest_of(terms)),
        *_interest_terms(terms),
        *_other_terms(terms, row.currency),
        Item(_("Lender"), row.legal_lender or _("Not named")),
        Item(_("Legal basis"), basis),
    ]  # fmt: skip


def rhythm(terms: Terms) -> str:
    """How often an instalment falls due."""
    often = terms.get("frequency", {"every": 1, "unit": "months"})
    known = dict(c.FREQUENCIES).get(f"{often['every']} {often['unit']}")
    if known:
        return str(known)
    values = {"number": often["every"], "unit": c.said(c.UNITS, often["unit"])}
    return _("every %(number)s %(unit)s") % values


def interest_of(terms: Terms) -> str:
    """The rate and what it is counted on."""
    kind = terms.get("interest", "none")
    if kind == "none":
        return _("None")
    values = {"rate": terms.get("annual_rate", "0")}
    if kind == "flat":
        return _("%(rate)s %% a year, flat") % values
    return _("%(rate)s %% a year, declining") % values


def charge_of(charge: Terms, currency: str) -> str:
    """How much a fee or a penalty is."""
    if charge.get("amount_minor"):
        return money(int(charge["amount_minor"]), currency)
    basis = c.said(c.FEE_BASES, charge.get("basis"))
    return f"{charge.get('percent')} %: {basis}"


def _interest_terms(terms: Terms) -> list[Item]:
    if terms.get("interest", "none") == "none":
        return []
    items = []
    if terms.get("interest_period") == "daily":
        items.append(
            Item(
                _("Interest is counted"),
                f"{c.said(c.PERIODS, 'daily')}: {c.said(c.YEARS, terms.get('year_basis', '365'))},"
                f" {c.said(c.MONTHS, terms.get('month_basis', 'actual'))}",
            )
        )
    for name, label in (
        ("interest_after_days", _("Days after the payout before interest runs")),
        ("interest_grace", _("Instalments without payment of interest")),
        ("interest_free", _("Instalments free of interest")),
    ):
        if terms.get(name):
            items.append(Item(label, terms[name]))
    if terms.get("payoff") == "as_scheduled":
        items.append(
            Item(_("Repaid early in full, the borrower pays"), c.said(c.PAYOFFS, terms["payoff"]))
        )
    return items


def _other_terms(terms: Terms, currency: str) -> list[Item]:
    items = []
    shape = terms.get("amortisation", "equal_instalments")
    if shape != "equal_instalments":
        items.append(Item(_("Repayment"), c.said(c.AMORTISATIONS, shape)))
    if terms.get("balloon_percent"):
        items.append(Item(_("Balloon, percent of the amount"), terms["balloon_percent"]))
    later = terms.get("later_tranches") or []
    if later:
        lines = [
            _("%(percent)s %% after %(days)s days")
            % {"percent": part["percent"], "days": part["after_days"]}
            for part in later
        ]
        items.append(Item(_("Paid out in parts"), "\n".join(lines)))
    if terms.get("working_days"):
        move = c.said(c.MOVES, terms["working_days"]["move"])
        items.append(Item(_("A due date on a day without work moves"), move))
    return [*items, *_charges(terms, currency), *_payments(terms)]


def _charges(terms: Terms, currency: str) -> list[Item]:
    items = []
    for fee in terms.get("fees") or []:
        when = fee.get("when", "disbursement")
        if when == "disbursement":
            when = "deducted" if fee.get("deducted", True) else "paid"
        said = f"{charge_of(fee, currency)}\n{c.said(c.FEE_WHEN, when)}"
        name = str(fee["name"])
        items.append(Item(_(name), said))
    if terms.get("penalty"):
        items.append(
            Item(_("Penalty for a late instalment"), charge_of(terms["penalty"], currency))
        )
    return items


def own_order_said(order: Terms) -> str:
    """An order of its own: what is settled first of the overdue, of the due, and in advance."""
    answers = own_order(dict(order))
    lines = [
        _("Overdue: %(parts)s") % {"parts": c.said(c.SEQUENCES, answers["own_past_due"])},
        _("Due on the day: %(parts)s") % {"parts": c.said(c.SEQUENCES, answers["own_due"])},
        _("In advance: %(parts)s") % {"parts": c.said(c.SEQUENCES, answers["own_in_advance"])},
    ]
    if answers["own_vertical"]:
        lines.append(_("One part of all instalments before the next part"))
    return "\n".join(lines)


def _payments(terms: Terms) -> list[Item]:
    items = []
    order = terms.get("allocation", "standard")
    if order != "standard":
        said = c.said(c.ORDERS, order) if isinstance(order, str) else own_order_said(order)
        items.append(Item(_("What a payment settles first"), said))
    if terms.get("excess", "next_instalments") != "next_instalments":
        items.append(Item(_("Where more than is due goes"), c.said(c.EXCESSES, terms["excess"])))
    if terms.get("early_principal") == "less_interest":
        items.append(
            Item(
                _("What paying the amount lent early does to the interest"),
                c.said(c.EARLY, "less_interest"),
            )
        )
    if terms.get("arrears_grace_days"):
        items.append(Item(_("Days before a loan counts as late"), terms["arrears_grace_days"]))
    return items
