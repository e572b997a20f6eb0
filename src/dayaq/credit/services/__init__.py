"""What people do with loans: one verb each, one transaction around it, one event.

Every service takes the actor (`by`), the day it happened (`on`) and the moment it is recorded
(`at`); the caller opens the transaction.
"""

from dayaq.credit.services.agreements import cancel_loan, draw_up_agreement, sign_agreement
from dayaq.credit.services.applications import (
    appeal,
    apply_for_loan,
    appraise,
    complete_application,
    submit_to_committee,
    withdraw,
)
from dayaq.credit.services.arrears import (
    approve_reschedule,
    approve_write_off,
    propose_reschedule,
    propose_write_off,
    record_arrears_step,
    record_promise,
    refuse_reschedule,
    refuse_write_off,
)
from dayaq.credit.services.books import issue_receipt_book, spoil_blank
from dayaq.credit.services.charging import charge
from dayaq.credit.services.clauses import approve_clauses, write_clauses
from dayaq.credit.services.collections import record_collection, record_collections
from dayaq.credit.services.committee import (
    cast_vote,
    decide,
    declare_relative,
    open_meeting,
    recuse,
)
from dayaq.credit.services.disbursement import disburse
from dayaq.credit.services.holidays import add_holidays, remove_holiday
from dayaq.credit.services.parts import disburse_part
from dayaq.credit.services.products import add_product_version, create_product
from dayaq.credit.services.rebuild import rebuild_loans
from dayaq.credit.services.reliefs import approve_relief, propose_relief, refuse_relief
from dayaq.credit.services.reversals import refund_credit, reverse_receipt
from dayaq.credit.services.shipped import take_shipped_products
from dayaq.credit.services.signing import confirm, receive_alone, receive_by_slip, receive_cash
from dayaq.credit.services.visits import record_visit

__all__ = [
    "add_holidays",
    "add_product_version",
    "appeal",
    "apply_for_loan",
    "appraise",
    "approve_clauses",
    "approve_relief",
    "approve_reschedule",
    "approve_write_off",
    "cancel_loan",
    "cast_vote",
    "charge",
    "complete_application",
    "confirm",
    "create_product",
    "decide",
    "declare_relative",
    "disburse",
    "disburse_part",
    "draw_up_agreement",
    "issue_receipt_book",
    "open_meeting",
    "propose_relief",
    "propose_reschedule",
    "propose_write_off",
    "rebuild_loans",
    "receive_alone",
    "receive_by_slip",
    "receive_cash",
    "record_arrears_step",
    "record_collection",
    "record_collections",
    "record_promise",
    "record_visit",
    "recuse",
    "refund_credit",
    "refuse_relief",
    "refuse_reschedule",
    "refuse_write_off",
    "remove_holiday",
    "reverse_receipt",
    "sign_agreement",
    "spoil_blank",
    "submit_to_committee",
    "take_shipped_products",
    "withdraw",
    "write_clauses",
]
