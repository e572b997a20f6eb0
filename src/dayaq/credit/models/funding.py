"""Which donors' windows a shared loan draws on. A loan of one window has no rows here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.loans import Loan
from dayaq.kernel.errors import constraint
from dayaq.kernel.guards import append_only
from dayaq.kernel.models import Row


class LoanShare(Row):
    """One window's share in a loan. All shares make up the principal (trigger). Append-only."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="shares")
    window = models.ForeignKey("ledger.Window", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "window"], name="a_window_has_one_share_in_a_loan"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="a_share_of_a_loan_is_above_zero"
            ),
        ]


append_only("credit_loanshare", "The shares of a loan never change")

constraint("a_window_has_one_share_in_a_loan", _("Each fund window lends one share."))
constraint("a_share_of_a_loan_is_above_zero", _("A share of a loan must be above zero."))
constraint(
    "the_shares_of_a_loan_make_up_its_principal",
    _("The shares of the windows must make up the loan exactly."),
)
constraint(
    "a_loan_draws_on_windows_of_its_own_programme",
    _("This fund window belongs to another programme."),
)
