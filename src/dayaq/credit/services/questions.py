"""Beside which question of the product form a refusal of the engine belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dayaq.credit.domain.errors import CreditError

QUESTIONS: Mapping[str, str] = {
    "GraceTooLong": "principal_grace",
    "MultipleTooLarge": "multiple_minor",
    "RepaidEarly": "multiple_minor",
    "InstalmentBelowInterest": "multiple_minor",
    "RateOutOfRange": "annual_rate",
    "RateWithoutInterest": "annual_rate",
    "InterestWithoutRate": "annual_rate",
    "NoInstalments": "max_instalments",
    "PrincipalOutOfRange": "max_minor",
    "BadFrequency": "every",
    "BadFee": "fee_percent",
    "BadAllocation": "allocation",
    "TermsDoNotCombine": "amortisation",
    "BalloonOutOfRange": "balloon_percent",
    "CustomScheduleMissing": "amortisation",
    "CustomScheduleUnexpected": "amortisation",
    "CustomScheduleDoesNotSum": "amortisation",
    "TranchesDoNotSum": "second_percent",
    "TrancheOutOfRange": "second_after_days",
    "DatesOutOfOrder": "third_after_days",
    "NoWorkingDay": "move_to",
    "InterestFromOutOfRange": "interest_after_days",
    "FirstDueBeforeDisbursement": "move_to",
}
"""The question of each refusal, where its facts do not say it better."""

NAMED: Mapping[str, str] = {
    "grace on principal": "principal_grace",
    "grace on interest": "interest_grace",
    "interest-free time": "interest_free",
    "a day from which interest runs": "interest_after_days",
    "The progressive rule": "instalment_rule",
    "Rates": "rate_digits",
    "Planned tranches": "second_percent",
    "A tranche": "second_percent",
    "The multiple": "multiple_minor",
    "Days of grace on arrears": "arrears_grace_days",
    "A balloon": "amortisation",
    "Less interest for principal paid early": "early_principal",
    "penalty": "penalty",
}
"""What the engine names in the facts of a refusal, and the question of each."""


def question_of(error: CreditError, terms: Mapping[str, Any]) -> str | None:
    """The name of the question of the product form, or None for the form as a whole.

    :param terms: of the product, to find which of its charges is meant
    """
    name = type(error).__name__
    for fact in ("kind", "other", "one", "name"):
        found = NAMED.get(str(error.facts.get(fact)))
        if found:
            return found
    if name == "BadFee":
        return _charge(str(error.facts.get("name")), terms) or QUESTIONS[name]
    return QUESTIONS.get(name)


def _charge(name: str, terms: Mapping[str, Any]) -> str | None:
    """The row of the form in which a charge of that name stands; the plain fee has none."""
    rows = [fee for fee in terms.get("fees") or [] if "deducted" in fee]
    for number, fee in enumerate(rows, start=1):
        if fee.get("name") == name:
            part = "after_days" if fee.get("when") == "on_date" else "value"
            return f"fee{number}_{part}"
    return None
