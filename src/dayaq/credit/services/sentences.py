"""The engine's refusals as sentences for a person: it knows no translations, this does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from dayaq.credit.domain.errors import CreditError
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import format_minor

IN_MONEY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "PrincipalOutOfRange": (
        N_("The amount of a loan lies above 0 and up to %(limit)s, not %(amount)s: enter another."),
        ("limit", "amount"),
    ),
    "MultipleTooLarge": (
        N_(
            "An instalment of about %(instalment)s cannot be rounded to multiples of"
            " %(multiple)s over %(instalments)s instalments: choose a smaller multiple or fewer"
            " instalments."
        ),
        ("instalment", "multiple"),
    ),
    "InstalmentBelowInterest": (
        N_(
            "Instalment %(number)s of %(instalment)s does not cover the interest of %(interest)s:"
            " choose a smaller multiple, a lower rate or less grace."
        ),
        ("instalment", "interest"),
    ),
    "CustomScheduleDoesNotSum": (
        N_("The rows sum to %(total)s but %(principal)s are to be repaid: correct the amounts."),
        ("total", "principal"),
    ),
    "BalloonOutOfRange": (
        N_(
            "A balloon of %(balloon)s does not fit a loan of %(principal)s:"
            " it is more than 0 and less than the loan, and only a balloon loan has one."
        ),
        ("balloon", "principal"),
    ),
    "TranchesDoNotSum": (
        N_("The tranches sum to %(total)s but the loan is %(principal)s: correct the amounts."),
        ("total", "principal"),
    ),
    "AmountNotPositive": (
        N_("An amount of %(amount)s is not possible: enter more than 0."),
        ("amount",),
    ),
    "AmountTooLarge": (
        N_("An amount of %(amount)s is beyond the limit of %(limit)s: enter less."),
        ("amount", "limit"),
    ),
    "DisbursedTooMuch": (
        N_("Disbursing %(amount)s would pass the agreed %(principal)s: correct the amount."),
        ("amount", "principal"),
    ),
    "ExceedsOutstanding": (
        N_(
            "%(amount)s are more than the outstanding %(outstanding)s of %(what)s:"
            " enter a smaller amount."
        ),
        ("amount", "outstanding"),
    ),
    "RefundWithoutCredit": (
        N_(
            "%(amount)s cannot be refunded, the credit on %(on)s is %(credit)s:"
            " refund less, or reverse the refund first."
        ),
        ("amount", "credit"),
    ),
}
"""Refusals that name minor units, as a person reads them: the sentence and its amounts."""


WORDS: frozenset[str] = frozenset(
    (
        N_("principal"),
        N_("interest"),
        N_("fee"),
        N_("penalty"),
        N_("flat"),
        N_("declining"),
        N_("grace on principal"),
        N_("grace on interest"),
        N_("interest-free time"),
        N_("No interest"),
        N_("a day from which interest runs"),
        N_("leave out the day"),
        N_("grace on principal is enough"),
        N_("The progressive rule"),
        N_("it belongs to declining interest in equal instalments"),
        N_("A custom schedule"),
        N_("grace on principal, a multiple or a first date"),
        N_("its rows say all of this"),
        N_("Planned tranches"),
        N_("a custom schedule"),
        N_("a balloon schedule"),
        N_("use equal instalments or equal principal"),
        N_("a flat fee has an amount and no percentage"),
        N_("a percentage lies between 0 and 100 and comes without an amount"),
        N_("a date belongs to a fee on a date, only there"),
        N_("its date lies outside the schedule"),
        N_("give either an amount or a percentage"),
        N_("nothing in it is negative or above 100 %"),
        N_("it is computed from principal, not interest"),
        N_("it repeats after one day or more"),
        N_("principal to reschedule"),
        N_("Less interest for principal paid early"),
        N_("these terms"),
        N_(
            "it belongs to declining interest whose excess goes to principal, paid off with"
            " interest to the day"
        ),
        N_("it is beyond all measure"),
        N_("An amount of a new instalment"),
        N_("A balloon"),
        N_("a single instalment that repays"),
        N_("give two or more of them"),
        N_("The multiple"),
        N_("A tranche"),
    )
)
"""Words of the engine that stand in its sentences, each with its translation."""

CODES: Mapping[str, str] = {
    "repaid": N_("repaid"),
    "overpaid": N_("repaid"),
    "written_off": N_("written off"),
    "forgiven": N_("forgiven"),
    "converted": N_("turned into a grant"),
    "handed_over": N_("handed over to the successor"),
}
"""Codes of the engine as a word in a sentence."""


def as_refusal(error: CreditError, *, field: str | None = None, currency: str = "AZN") -> Refused:
    """The same refusal, with its sentence as a msgid and its facts as a person reads them."""
    name = type(error).__name__
    sentence, amounts = IN_MONEY.get(name, (error.sentence, ()))
    facts = {key: _said(value, key in amounts, currency) for key, value in error.facts.items()}
    return Refused(sentence, field=field, code=name, params=facts)


def _said(value: object, is_amount: bool, currency: str) -> object:
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if is_amount and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}{format_minor(abs(value), currency)} {currency}"
    word = CODES.get(str(value), str(value) if str(value) in WORDS else "")
    return gettext_lazy(word) if word else value
