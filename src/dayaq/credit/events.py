"""What may be logged about credit: codes and ids, no names and no reasons."""

from django.utils.translation import gettext_lazy as _

from dayaq.credit.models import Outcome
from dayaq.kernel.events import event

event("credit.product_created", _("%(actor)s opened the loan product %(product)s"))
event("credit.product_version_added", _("%(actor)s set new terms for %(product)s"))
event("credit.shipped_products_taken", _("%(actor)s took the shipped products %(products)s"))
event("credit.clauses_written", _("%(actor)s wrote version %(number)s of the clauses"))
event("credit.clauses_approved", _("%(actor)s approved version %(number)s of the clauses"))

event("credit.application_taken", _("%(actor)s took the loan application %(application)s"))
event("credit.application_completed", _("%(actor)s completed the application %(application)s"))
event("credit.application_withdrawn", _("The application %(application)s was withdrawn"))
event("credit.application_appealed", _("The refusal of %(application)s was appealed"))
event("credit.application_appraised", _("%(actor)s appraised the application %(application)s"))
event("credit.application_submitted", _("%(actor)s brought %(application)s to the committee"))
event("credit.meeting_opened", _("%(actor)s opened the committee meeting %(meeting)s"))
event("credit.relative_declared", _("%(actor)s declared a relative"))
event("credit.member_recused", _("A committee member stepped aside from %(application)s"))
event("credit.vote_cast", _("%(actor)s voted on %(application)s"))
event(
    "credit.application_decided",
    _("The committee decided on %(application)s: %(outcome)s"),
    words={"outcome": dict(Outcome.choices)},
)
event("credit.agreement_drawn_up", _("%(actor)s drew up the agreement %(agreement)s"))
event("credit.agreement_signed", _("The agreement %(agreement)s was signed for loan %(loan)s"))

event("credit.loan_cancelled", _("The loan %(loan)s was cancelled before it was paid out"))
event("credit.loan_disbursed", _("%(actor)s paid out the loan %(loan)s"))
event("credit.receipt_book_issued", _("%(actor)s handed out receipt blanks %(book)s"))
event("credit.blank_spoiled", _("%(actor)s recorded the blank %(receipt)s as spoiled"))
event("credit.collection_recorded", _("A payment on loan %(loan)s was entered: %(receipt)s"))
event("credit.batch_recorded", _("%(actor)s entered a batch of %(count)s receipts"))
event("credit.cash_confirmed", _("%(actor)s signed for the cash of a batch"))
event("credit.cash_received", _("%(actor)s received the cash of a batch"))
event("credit.receipt_reversed", _("%(actor)s reversed the receipt %(receipt)s on loan %(loan)s"))
event("credit.credit_refunded", _("%(actor)s paid back what was paid too much on %(loan)s"))
event("credit.promise_recorded", _("A promise to pay on loan %(loan)s was noted"))
event("credit.arrears_step_taken", _("%(actor)s took a step about the arrears of %(loan)s"))
event("credit.visit_recorded", _("%(actor)s visited the business of loan %(loan)s"))
event("credit.reschedule_proposed", _("%(actor)s proposed new terms for loan %(loan)s"))
event("credit.reschedule_approved", _("%(actor)s approved new terms for loan %(loan)s"))
event("credit.reschedule_refused", _("%(actor)s refused new terms for loan %(loan)s"))
event("credit.write_off_proposed", _("%(actor)s proposed to write off loan %(loan)s"))
event("credit.write_off_approved", _("%(actor)s approved the write-off of loan %(loan)s"))
event("credit.write_off_refused", _("%(actor)s refused to write off loan %(loan)s"))
event("credit.recovery_recorded", _("A recovery on the written-off loan %(loan)s was entered"))
event("credit.part_disbursed", _("%(actor)s paid out a further part of the loan %(loan)s"))
event("credit.charge_added", _("%(actor)s added a charge to the loan %(loan)s"))
event("credit.relief_proposed", _("%(actor)s proposed to give something up on loan %(loan)s"))
event("credit.relief_approved", _("%(actor)s approved what is given up on loan %(loan)s"))
event("credit.relief_refused", _("%(actor)s refused to give anything up on loan %(loan)s"))
event("credit.holidays_added", _("%(actor)s put %(count)s days into the calendar of holidays"))
event("credit.holiday_removed", _("%(actor)s took a day out of the calendar of holidays"))
event("credit.provision_table_chosen", _("%(actor)s chose the provision table %(table)s"))
event("credit.provision_run", _("%(actor)s posted the provision of %(month_end)s"))

event("credit.cutover_staged", _("%(actor)s staged the workbook %(number)s of running loans"))
event("credit.cutover_columns_set", _("%(actor)s named the columns of the workbook %(number)s"))
event(
    "credit.cutover_borrowers_chosen",
    _("%(actor)s said who the borrowers of the workbook %(number)s are"),
)
event("credit.cutover_signed", _("%(actor)s signed the workbook %(number)s"))
event(
    "credit.cutover_posted", _("%(actor)s signed second: the workbook %(number)s is brought over")
)
event("credit.cutover_undone", _("%(actor)s undid the workbook %(number)s"))
event(
    "credit.loan_brought_over",
    _("The loan %(loan)s was brought over from the records kept before (no. %(number)s)"),
)
event(
    "credit.receipt_brought_over",
    _("A payment on loan %(loan)s was brought over with the workbook %(number)s: %(receipt)s"),
)

event("credit.handover_planned", _("%(actor)s planned the handover to %(successor)s"))
event("credit.handover_audited", _("%(actor)s recorded the audit before the handover"))
event("credit.handover_agreed", _("%(actor)s recorded the agreement with %(successor)s"))
event("credit.fund_transferred", _("%(actor)s handed the fund over to %(successor)s"))
event("credit.loan_handed_over", _("The loan %(loan)s went to a successor by %(agreement)s"))
event("credit.records_left", _("Records of loan %(loan)s left by agreement %(agreement)s"))
event("credit.handover_closed", _("%(actor)s closed the handover to %(successor)s"))
event("credit.handover_called_off", _("%(actor)s called off the handover to %(successor)s"))
