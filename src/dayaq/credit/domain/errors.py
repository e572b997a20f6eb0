# ruff: noqa: N818 - a refusal is named as the programme speaks
"""Why the engine refuses: every refusal has a class, a sentence and the facts in it.

The engine knows no translations: `sentence` is a constant of the class with named placeholders,
marked for the catalogues; a page translates it and fills in `facts`. `str(refusal)` is the
English sentence.
"""

import re
from typing import ClassVar

from dayaq.kernel.errors import N_, Refused


class CreditError(Refused, ValueError):
    """Base of all refusals of the engine."""

    sentence: ClassVar[str] = N_("This cannot be done with the loan.")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        code = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()
        super().__init__(self.sentence, code=code, params=facts)


class UnreadableData(CreditError):
    sentence = N_("The value %(value)s does not fit %(where)s: correct the data.")


class TermsError(CreditError):
    """The terms contradict themselves; nothing is silently corrected."""

    sentence = N_("The terms of the loan contradict themselves.")


class UnknownCode(TermsError):
    sentence = N_("The term %(term)s cannot be %(value)s: choose one of %(known)s.")


class WrongKind(TermsError):
    sentence = N_("The term %(term)s cannot be %(value)s: give a value of the right kind.")


class NotAWholeNumber(WrongKind):
    sentence = N_("The term %(term)s cannot be %(value)s: give a whole number.")


class NotADecimal(WrongKind):
    sentence = N_("The term %(term)s cannot be %(value)s: give a decimal number.")


class NotADay(WrongKind):
    sentence = N_("The term %(term)s cannot be %(value)s: give a day without a time.")


class PrincipalOutOfRange(TermsError):
    sentence = N_(
        "The amount of a loan lies between 1 and %(limit)s minor units, not %(amount)s:"
        " enter another amount."
    )


class UnknownCurrency(TermsError):
    sentence = N_(
        "A currency is three capital letters (ISO 4217), not %(currency)s: correct the code."
    )


class NoInstalments(TermsError):
    sentence = N_(
        "A loan has between 1 and %(limit)s instalments, not %(instalments)s: enter another number."
    )


class BadFrequency(TermsError):
    sentence = N_(
        "Instalments come every 1 to %(limit)s days, weeks or months, not every %(every)s."
    )


class RateOutOfRange(TermsError):
    sentence = N_(
        "A rate lies between 0 and %(limit)s percent a year, not %(rate)s: correct the rate."
    )


class RateWithoutInterest(TermsError):
    sentence = N_(
        "The loan bears no interest but has a rate of %(rate)s percent:"
        " set the rate to 0 or choose flat or declining interest."
    )


class InterestWithoutRate(TermsError):
    sentence = N_(
        "The loan bears %(interest)s interest but its rate is 0: give a rate or choose none."
    )


class GraceTooLong(TermsError):
    sentence = N_(
        "%(grace)s instalments of %(kind)s leave nothing to collect in a loan of"
        " %(instalments)s: give less grace or more instalments."
    )


class NegativeTerm(TermsError):
    sentence = N_("%(name)s cannot be %(value)s: enter 0 or more.")


class NotPositive(TermsError):
    sentence = N_("%(name)s cannot be %(value)s: enter 1 or more.")


class MultipleTooLarge(TermsError):
    sentence = N_(
        "An instalment of about %(instalment)s minor units cannot be rounded to multiples of"
        " %(multiple)s over %(instalments)s instalments: choose a smaller multiple or fewer"
        " instalments."
    )


class RepaidEarly(TermsError):
    sentence = N_(
        "The loan would be repaid with instalment %(number)s of %(instalments)s: agree on fewer"
        " instalments, a smaller multiple or less interest-free time."
    )


class InstalmentBelowInterest(TermsError):
    sentence = N_(
        "Instalment %(number)s of %(instalment)s does not cover the interest of %(interest)s:"
        " choose a smaller multiple, a lower rate or less grace."
    )


class CustomScheduleMissing(TermsError):
    sentence = N_(
        "A custom schedule needs its dates and amounts: give one row for each instalment."
    )


class CustomScheduleUnexpected(TermsError):
    sentence = N_("Dates and amounts were given but the repayment is not custom: leave out one.")


class CustomScheduleDoesNotSum(TermsError):
    sentence = N_(
        "The rows sum to %(total)s minor units but %(principal)s are to be repaid:"
        " correct the amounts."
    )


class DatesOutOfOrder(TermsError):
    sentence = N_("Instalment %(number)s on %(due_on)s is not after %(before)s: correct the dates.")


class FirstDueBeforeDisbursement(TermsError):
    sentence = N_(
        "The first instalment on %(first_due)s is not after the disbursement on"
        " %(disbursed_on)s: choose a later date."
    )


class InterestFromOutOfRange(TermsError):
    sentence = N_(
        "Interest cannot run from %(interest_from)s: choose a date between the disbursement on"
        " %(disbursed_on)s and the last instalment on %(last_due)s."
    )


class BalloonOutOfRange(TermsError):
    sentence = N_(
        "A balloon of %(balloon)s minor units does not fit a loan of %(principal)s:"
        " it is more than 0 and less than the loan, and only a balloon loan has one."
    )


class TermsDoNotCombine(TermsError):
    sentence = N_("%(one)s and %(other)s cannot be combined: %(remedy)s.")


class BadFee(TermsError):
    sentence = N_("The fee %(name)s is wrong: %(remedy)s.")


class TranchesDoNotSum(TermsError):
    sentence = N_(
        "The tranches sum to %(total)s minor units but the loan is %(principal)s:"
        " correct the amounts."
    )


class TrancheOutOfRange(TermsError):
    sentence = N_(
        "A tranche on %(on)s lies outside the loan from %(disbursed_on)s to %(last_due)s:"
        " correct the date."
    )


class BadAllocation(TermsError):
    sentence = N_("The allocation order is incomplete: %(remedy)s.")


class NoWorkingDay(TermsError):
    sentence = N_("The calendar has no working day near %(due_on)s: correct the holidays.")


class EventError(CreditError):
    """An event does not fit the loan."""

    sentence = N_("The event does not fit the loan.")


class AmountNotPositive(EventError):
    sentence = N_("An amount of %(amount)s minor units is not possible: enter more than 0.")


class AmountTooLarge(EventError):
    sentence = N_(
        "An amount of %(amount)s minor units is beyond the limit of %(limit)s: enter less."
    )


class WrongComponent(EventError):
    sentence = N_(
        "%(component)s cannot be %(act)s: charge a fee or a penalty, waive anything but"
        " principal, and forgive principal."
    )


class DuplicateEvent(EventError):
    sentence = N_("Two events carry the identifier %(id)s: give each its own.")


class NotDisbursed(EventError):
    sentence = N_("On %(on)s nothing had been disbursed: correct the date.")


class DisbursedTooMuch(EventError):
    sentence = N_(
        "Disbursing %(amount)s minor units would pass the agreed %(principal)s: correct the amount."
    )


class DisbursedTooLate(EventError):
    sentence = N_("No instalment is left after %(on)s: reschedule before disbursing again.")


class NothingToReverse(EventError):
    sentence = N_("There is no event %(of)s to reverse: choose one that is recorded.")


class ReversedTwice(EventError):
    sentence = N_("The event %(of)s is reversed already: nothing is left to reverse.")


class ReversalOfReversal(EventError):
    sentence = N_("A reversal cannot be reversed: record the event %(of)s again.")


class LoanIsClosed(EventError):
    sentence = N_("On %(on)s the loan was %(status)s: nothing of it can be changed any more.")


class ExceedsOutstanding(EventError):
    sentence = N_(
        "%(amount)s minor units are more than the outstanding %(outstanding)s of %(what)s:"
        " enter a smaller amount."
    )


class RefundWithoutCredit(EventError):
    sentence = N_(
        "%(amount)s minor units cannot be refunded, the credit on %(on)s is %(credit)s:"
        " refund less, or reverse the refund first."
    )


class NotWrittenOff(EventError):
    sentence = N_("The loan was not written off on %(on)s: record a payment, not a recovery.")


class PauseOutOfOrder(EventError):
    sentence = N_("A pause from %(from_on)s to %(to_on)s has no days: correct the dates.")


class NothingToReschedule(EventError):
    sentence = N_("No instalment after %(on)s is left to reschedule: choose an earlier date.")


class NewDatesInThePast(EventError):
    sentence = N_(
        "The first new instalment on %(due_on)s is not after %(on)s: choose a later date."
    )


class UnknownInstalment(EventError):
    sentence = N_("The loan has no instalment %(number)s: choose one of its instalments.")
