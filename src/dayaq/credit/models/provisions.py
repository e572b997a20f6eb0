"""What is set aside for losses at the end of each month, and by which table. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.loans import Loan
from dayaq.credit.models.products import LoanProduct
from dayaq.kernel.errors import constraint
from dayaq.kernel.guards import append_only
from dayaq.kernel.models import Row


class ProvisionTable(models.TextChoices):
    """The tables of `credit.domain.provision.TABLES`."""

    SA_DHAN = (
        "sa_dhan",
        _("Sa-Dhan: 0 %, then 10, 25, 50, 75, 90, 100 % from 1, 31, 61, 91, 181, 366 days"),
    )
    MICROFINANCE_BANK = (
        "microfinance_bank",
        _("Microfinance bank: 1 %, then 5, 20, 50, 100 % from 1, 31, 61, 91 days"),
    )


class ProvisionRule(Row):
    """From a day on, a product (or, without one, the programme) uses a table."""

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(
        LoanProduct, on_delete=models.PROTECT, null=True, related_name="provision_rules"
    )
    table = models.CharField(max_length=30, choices=ProvisionTable)
    starts_on = models.DateField()
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class ProvisionRun(Row):
    """The allowance of a month-end: what it must be, and by how much it changed."""

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    month_end = models.DateField()
    required_minor = models.BigIntegerField()
    change_minor = models.BigIntegerField()
    run_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "month_end"], name="a_month_is_provisioned_once"
            ),
            models.CheckConstraint(
                condition=Q(required_minor__gte=0), name="a_provision_is_not_below_zero"
            ),
        ]


class ProvisionLine(Row):
    """What one loan added to a run."""

    run = models.ForeignKey(ProvisionRun, on_delete=models.PROTECT, related_name="lines")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=30, choices=ProvisionTable)
    principal_minor = models.BigIntegerField()
    days_past_due = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "loan"], name="a_loan_is_provisioned_once_in_a_run"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, amount_minor__lte=models.F("principal_minor")),
                name="a_provision_is_no_more_than_the_loan",
            ),
        ]


append_only("credit_provisionrule", "The choice of a provision table stays on record")
append_only("credit_provisionrun", "A provision run never changes; the next one corrects it")
append_only("credit_provisionline", "A provision run never changes; the next one corrects it")

constraint("a_month_is_provisioned_once", _("The provision of this month is posted already."))
constraint("a_provision_is_not_below_zero", _("A provision is zero or more."))
constraint("a_loan_is_provisioned_once_in_a_run", _("This loan is in the run already."))
constraint("a_provision_is_no_more_than_the_loan", _("A provision is no more than what is owed."))
