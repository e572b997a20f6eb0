"""Rows of cash and bank, and what the refusals of their constraints mean to a person."""

from django.utils.translation import gettext_lazy as _

from dayaq.cash.models.bank import (
    BankStatement,
    Clearing,
    ColumnMapping,
    LineMatch,
    LineUse,
    Matching,
    PostingMatch,
    StatementLine,
)
from dayaq.cash.models.box import (
    CashCount,
    CashDifference,
    CashLimit,
    HandOver,
    Outcome,
    Signed,
)
from dayaq.cash.models.flags import FlagReview
from dayaq.cash.models.papers import (
    BookReturn,
    CashOrder,
    OrderBook,
    OrderKind,
    SecondKind,
    SecondSignature,
    SpoiledOrder,
)
from dayaq.kernel.errors import constraint
from dayaq.kernel.guards import append_only

__all__ = [
    "BankStatement",
    "BookReturn",
    "CashCount",
    "CashDifference",
    "CashLimit",
    "CashOrder",
    "Clearing",
    "ColumnMapping",
    "FlagReview",
    "HandOver",
    "LineMatch",
    "LineUse",
    "Matching",
    "OrderBook",
    "OrderKind",
    "Outcome",
    "PostingMatch",
    "SecondKind",
    "SecondSignature",
    "Signed",
    "SpoiledOrder",
    "StatementLine",
]

append_only("cash_cashcount", "A count never changes; count again")
append_only("cash_cashdifference", "A settled difference never changes; reverse its posting")
append_only("cash_cashorder", "A cash order never changes")
append_only("cash_spoiledorder", "A spoilt blank stays spoilt")
append_only("cash_bookreturn", "A returned book stays returned")
append_only("cash_secondsignature", "A signature never changes")
append_only("cash_statementline", "A line of the bank never changes")
append_only("cash_matching", "What was matched stays matched")
append_only("cash_linematch", "A matched line stays matched")
append_only("cash_postingmatch", "A matched posting stays matched")
append_only("cash_clearing", "What left suspense stays on record")
append_only("cash_flagreview", "What was found stays on record")
append_only("cash_cashlimit", "A limit is replaced by a later one, never changed")

constraint("nobody_sets_the_own_cash_limit", _("Somebody else sets your cash limit."))
constraint("a_hand_over_is_above_zero", _("Enter an amount above zero."))
constraint(
    "nobody_receives_the_own_cash",
    _("Cash is received by somebody other than the officer who hands it over."),
)
constraint(
    "who_gives_cash_signs_for_it",
    _("The officer signs under the own account, or on a paper whose number is entered."),
)
constraint("nobody_counts_the_own_bag", _("The cash you carry is counted by somebody else."))
constraint(
    "a_signed_hand_over_never_changes", _("This hand-over was signed by both. It stays as it is.")
)
constraint(
    "who_counted_does_not_settle_the_difference",
    _("The difference is settled by somebody other than the person who counted."),
)
constraint("cash_cashdifference_count_id_key", _("This difference has been settled already."))
constraint("cash_order_books_do_not_overlap", _("Some of these numbers are in another book."))
constraint("a_cash_order_number_is_used_once", _("This order number has been used already."))
constraint("cash_cashorder_transfer_id_key", _("This movement has its cash order already."))
constraint("a_cash_order_blank_is_spoiled_once", _("This blank is recorded as spoilt already."))
constraint("cash_bookreturn_receipt_book_id_key", _("This book has been returned already."))
constraint("cash_bookreturn_order_book_id_key", _("This book has been returned already."))
constraint("the_second_signature_is_another_person", _("The second signature is another person's."))
constraint("a_void_is_signed_a_second_time_once", _("This has its second signature already."))
constraint("a_bank_statement_is_imported_once", _("This statement has been imported already."))
constraint("cash_linematch_line_id_key", _("This line has been matched already."))
constraint(
    "a_match_has_equal_sums", _("The lines of the bank and the postings do not come to one sum.")
)
constraint("a_match_is_of_one_account", _("A match is of one bank account."))
constraint(
    "an_imported_statement_keeps_its_account",
    _("The lines of this statement are in. It stays on its account."),
)
constraint("cash_postingmatch_transfer_id_key", _("This posting belongs to another line already."))
constraint("a_clearing_is_above_zero", _("Enter an amount above zero."))
constraint("no_more_leaves_suspense_than_came", _("No more leaves suspense than came in."))
constraint("a_flag_is_closed_once", _("Somebody has closed this one already."))
constraint(
    "nobody_closes_a_flag_about_themselves", _("A sign about you is looked into by somebody else.")
)
