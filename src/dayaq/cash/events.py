"""What may be logged about cash and bank: codes and ids, no names and no reasons."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.events import event

event("cash.limit_set", _("%(actor)s set the cash limit of an officer"))
event("cash.hand_over_declared", _("A hand-over of cash was signed by who gives it"))
event("cash.hand_over_received", _("%(actor)s counted and received handed-over cash"))
event("cash.counted", _("%(actor)s counted cash by notes and coins"))
event("cash.difference_settled", _("%(actor)s settled the difference of a count"))
event("cash.shortage_repaid", _("%(actor)s received what was owed since a shortage"))
event("cash.order_book_issued", _("%(actor)s handed out cash order blanks %(book)s"))
event("cash.order_written", _("%(actor)s wrote the cash order %(order)s"))
event("cash.order_spoiled", _("%(actor)s recorded the cash order blank %(order)s as spoilt"))
event("cash.book_returned", _("%(actor)s took back the book %(book)s"))
event("cash.second_signed", _("%(actor)s signed a void as the second person"))
event("cash.statement_imported", _("%(actor)s imported a bank statement of %(count)s lines"))
event("cash.line_matched", _("%(actor)s matched a line of the bank statement"))
event("cash.line_suspended", _("%(actor)s put unknown bank money into suspense"))
event("cash.charge_posted", _("%(actor)s posted a bank charge"))
event("cash.suspense_cleared", _("%(actor)s brought money from suspense to where it belongs"))
event("cash.flag_closed", _("%(actor)s looked into a red flag and closed it"))
