"""What the refusals of this room's constraints mean to a person."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.guards import append_only

append_only("credit_loanevent", "A loan event never changes; reverse it")
append_only("credit_receipt", "A receipt never changes; reverse it")
append_only("credit_decision", "A decision never changes; the committee decides again")
append_only("credit_vote", "A vote never changes")

constraint("product_code_is_used_once", _("There is a loan product with this code already."))
constraint(
    "a_locked_product_does_not_lend",
    _(
        "This product is locked: name a licensed lender and the legal basis on it,"
        " then applications can use it."
    ),
)
constraint("product_amounts_are_in_order", _("The largest amount must not be below the smallest."))
constraint(
    "product_terms_are_in_order",
    _("The largest number of instalments must not be below the smallest."),
)
constraint(
    "a_person_has_one_open_application",
    _("This person has an open loan application. Finish or withdraw it first."),
)
constraint("application_amount_is_positive", _("Enter an amount above zero."))
constraint("minutes_number_is_used_once", _("A meeting with this minutes number is recorded."))
constraint("a_member_votes_once", _("This member has voted on the application already."))
constraint("a_member_recuses_once", _("This member has stepped aside already."))
constraint("a_relative_is_declared_once", _("This relative has been declared already."))
constraint(
    "nobody_decides_on_a_relative",
    _("A member who has stepped aside or is a relative of the applicant does not vote."),
)
constraint(
    "nobody_appraises_and_votes",
    _("Whoever appraised the application has no vote on it."),
)
constraint(
    "a_meeting_decides_once_on_an_application",
    _("The meeting has decided on this application already."),
)
_THREE = _("Appraising, approving and paying out one loan takes three different people.")
for _name in (
    "nobody_appraises_and_approves_one_loan",
    "nobody_appraises_and_records_the_approval",
    "nobody_approves_and_disburses_one_loan",
    "nobody_records_the_approval_and_disburses",
    "nobody_appraises_and_disburses_one_loan",
    "nobody_votes_and_disburses_one_loan",
):
    constraint(_name, _THREE)
constraint(
    "a_person_has_one_loan_at_a_time",
    _("This person has a loan that is not repaid. One loan at a time."),
)
constraint("a_loan_event_happens_once", _("This has been recorded already."))
constraint(
    "loan_events_are_numbered_once",
    _("Somebody else changed this loan at the same moment. Open it again and repeat."),
)
constraint("credit_loanevent_reverses_id_key", _("This has been reversed already."))
constraint("receipt_number_is_used_once", _("A receipt with this number is entered already."))
constraint("receipt_amount_is_positive", _("Enter an amount above zero."))
constraint("receipt_books_do_not_overlap", _("Some of these numbers are in another book."))
constraint("receipt_book_numbers_are_in_order", _("The last number must not be below the first."))
constraint("a_blank_is_spoiled_once", _("This blank is recorded as spoiled already."))
constraint(
    "cash_is_received_by_somebody_else",
    _("Cash is received by somebody other than the officer who collected it."),
)
constraint(
    "cash_moves_when_both_sides_have_signed",
    _("Cash moves when the officer has signed too, on paper or under the own account."),
)
constraint("a_signed_slip_has_its_number_and_day", _("Enter the number and day of the slip."))
constraint("nobody_signs_for_the_officer", _("Only the officer signs under the own account."))
constraint("a_promise_lies_ahead", _("The promised day must not be before today."))
constraint("a_reschedule_takes_two_people", _("Somebody else must approve the new terms."))
constraint("a_write_off_takes_two_people", _("Somebody else must approve the write-off."))
constraint(
    "a_loan_has_one_reschedule_waiting", _("New terms for this loan are waiting for approval.")
)
constraint(
    "a_loan_has_one_write_off_waiting", _("A write-off of this loan is waiting for approval.")
)
constraint("a_hazard_seen_is_described", _("Describe the hazard and where it is."))
constraint(
    "a_mark_in_place_of_a_signature_has_a_witness",
    _("Name the witness of the mark or of the spoken consent."),
)
constraint(
    "the_first_instalment_falls_after_the_disbursement",
    _("The first instalment must fall after the money is paid out."),
)
constraint("a_relief_takes_two_people", _("Somebody else must approve what is given up."))
constraint(
    "a_loan_has_one_relief_waiting",
    _("Something to be given up on this loan is waiting for approval."),
)
constraint("a_relief_has_an_amount", _("Enter an amount above zero."))
constraint("a_decided_relief_says_by_whom", _("A decision has a name and a day."))
constraint(
    "what_is_given_up_was_approved_by_somebody_else",
    _("What is given up on a loan is proposed by one person and approved by another."),
)
constraint("a_holiday_is_listed_once", _("This day is in the calendar already."))
constraint("nobody_decides_and_pays_out_a_part", _THREE)
constraint(
    "a_later_part_follows_a_visit",
    _("A further part is paid out after somebody else has visited and found the money well used."),
)
constraint(
    "parts_are_not_more_than_was_agreed",
    _("The parts paid out would be more than the loan that was agreed."),
)
constraint(
    "only_a_lawful_lender_charges",
    _("Fees and penalties are for a licensed lender with a legal basis named on the product."),
)
