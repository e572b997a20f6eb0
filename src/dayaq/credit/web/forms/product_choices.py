"""What can be answered on the form of a loan product, in words."""

from __future__ import annotations

from itertools import permutations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

FREQUENCIES = (
    ("1 weeks", _("Every week")),
    ("2 weeks", _("Every two weeks")),
    ("1 months", _("Every month")),
    ("2 months", _("Every two months")),
    ("3 months", _("Every three months")),
    ("6 months", _("Every six months, with the harvests")),
    ("other", _("Another rhythm, given under “advanced”")),
)
UNITS = (("days", _("days")), ("weeks", _("weeks")), ("months", _("months")))
MULTIPLES = (
    ("100", _("Whole manat")),
    ("500", _("Multiples of 5 manat")),
    ("1000", _("Multiples of 10 manat")),
    ("1", _("Not rounded: to the qəpik")),
)
ROUNDINGS = (
    ("half_even", _("Half to the even figure (0.5 to 0, 1.5 to 2)")),
    ("half_up", _("Half up (0.5 to 1)")),
)
ORDERS = (
    ("standard", _("Penalty, fee, interest, then the amount lent")),
    ("interest_principal_penalty_fee", _("Interest, the amount lent, penalty, then fee")),
    ("principal_interest_penalty_fee", _("The amount lent, interest, penalty, then fee")),
    ("principal_first", _("The amount lent, interest, fee, then penalty")),
    ("penalty_interest_principal_fee", _("Penalty, interest, the amount lent, then fee")),
    ("standard_vertical", _("All penalties, all fees, all interest, then the amount lent")),
    (
        "charges_of_all_overdue_first",
        _("Penalty, fee and interest of all that is due, then the amount lent"),
    ),
    (
        "excess_to_principal",
        _("Penalty, fee, interest, the amount lent; in advance the amount lent first"),
    ),
    (
        "early_to_principal",
        _("Interest, the amount lent, penalty, fee; in advance the amount lent first"),
    ),
    (
        "advance_principal_first",
        _("Penalty, fee, interest, the amount lent; in advance charges that have come due, then"
          " the amount lent"),
    ),
)  # fmt: skip
OWN = "own"
OWN_ORDER = (OWN, _("An order of its own, given below"))
"""Beside the named orders: one for what is overdue, one for what is due, one in advance."""
COMPONENTS = {
    "penalty": _("penalty"),
    "fee": _("fee"),
    "interest": _("interest"),
    "principal": _("the amount lent"),
}
SEQUENCES = tuple(
    (" ".join(parts), format_lazy("{} → {} → {} → {}", *(COMPONENTS[part] for part in parts)))
    for parts in permutations(COMPONENTS)
)
"""The four components in every sequence, the customary one first."""
EARLY = (
    ("as_agreed", _("The interest stays as it was agreed")),
    (
        "less_interest",
        _("Less interest: it is counted on what is still owed, and the loan ends sooner"),
    ),
)
EXCESSES = (
    ("next_instalments", _("The next instalments")),
    ("last_instalment", _("The last instalments first")),
    ("principal", _("The amount lent, of all coming instalments")),
    ("evenly", _("All coming instalments evenly")),
    ("credit", _("Nothing yet: it is kept until something falls due")),
)
PAYOFFS = (
    ("to_the_day", _("Interest up to the day only")),
    ("as_scheduled", _("All the interest that was scheduled")),
)
INTERESTS = (
    ("none", _("None: what is lent comes back, nothing more")),
    ("flat", _("Flat: on the amount lent")),
    ("declining", _("Declining: on what is still owed")),
)
AMORTISATIONS = (
    ("equal_instalments", _("Equal instalments")),
    ("equal_principal", _("Equal parts of the amount lent, interest on top")),
    ("custom", _("By hand: each date and amount is given in the agreement")),
    ("balloon", _("A large last instalment (balloon)")),
)
PERIODS = (
    ("same_as_repayment", _("By the period, whatever its days")),
    ("daily", _("By the days that passed")),
)
YEARS = (
    ("365", _("365 days")),
    ("actual", _("The days of each year, cut at 31 December")),
    ("360", _("360 days")),
    ("364", _("364 days (52 weeks)")),
)
MONTHS = (("actual", _("The days of each month")), ("30", _("30 days")))
RULES = (
    ("cumulative", _("Annuity formula, rounded once")),
    ("progressive", _("Period by period, the last one evened out")),
)
MOVES = (
    ("", _("Due dates stay where they fall")),
    ("next", _("To the next working day")),
    ("previous", _("To the working day before")),
)
WEEKENDS = (
    ("5 6", _("Saturday and Sunday")),
    ("6", _("Sunday")),
    ("", _("No day of the week")),
)
TRANCHE_RULES = (
    ("spread", _("What is owed is spread anew over the coming instalments")),
    ("as_from_start", _("As if all had been lent from the start; the last takes the rest")),
)
FEE_WHEN = (
    ("", _("No charge")),
    ("deducted", _("Taken off when the money is paid out")),
    ("paid", _("Paid by the borrower when the money is paid out")),
    ("each_instalment", _("With each instalment")),
    ("on_date", _("A number of days after the payout")),
)
FEE_BASES = (
    ("flat", _("An amount in manat")),
    ("percent_of_principal", _("Percent of the amount lent")),
    ("percent_of_principal_and_interest", _("Percent of the amount lent and the interest")),
    ("percent_of_interest", _("Percent of the interest")),
)
PENALTIES = (
    ("", _("None")),
    ("flat", _("An amount in manat")),
    ("percent_of_principal", _("Percent of the unpaid amount lent")),
    ("percent_of_principal_and_interest", _("Percent of the unpaid amount lent and interest")),
)


def said(choices: tuple[tuple[str, object], ...], code: object) -> str:
    """The words of an answer."""
    return str(dict(choices).get(str(code), code))
