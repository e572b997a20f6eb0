"""What the events of a loan come to: schedule rows, changes of what is owed, and the split of
each payment. All of it is written from a replay and can be written anew at any time.
"""

from __future__ import annotations

from django.db import models

from dayaq.credit.models.loans import Loan, LoanEvent


class Instalment(models.Model):
    """An instalment of one version of the schedule; the version is in force for some days.

    `unpaid_minor` and `settled_on` are those of today's version; older versions keep what was
    due under them.
    """

    pk = models.CompositePrimaryKey("loan_id", "version", "number")
    loan = models.ForeignKey(
        Loan, on_delete=models.PROTECT, related_name="instalment_rows", db_index=False
    )
    version = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    due_on = models.DateField()
    principal_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    penalty_minor = models.BigIntegerField()
    unpaid_minor = models.BigIntegerField()
    unpaid_principal_minor = models.BigIntegerField()
    settled_on = models.DateField(null=True)

    objects: models.Manager[Instalment] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    principal_minor__gte=0,
                    interest_minor__gte=0,
                    fee_minor__gte=0,
                    penalty_minor__gte=0,
                    unpaid_minor__gte=0,
                    unpaid_principal_minor__gte=0,
                ),
                name="no_instalment_is_negative",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(in_force_to__isnull=True, unpaid_minor__gt=0),
                include=["loan", "unpaid_minor"],
                name="instalments_still_to_be_paid",
            )
        ]

    @property
    def total_minor(self) -> int:
        """All four parts."""
        return self.principal_minor + self.interest_minor + self.fee_minor + self.penalty_minor

    @property
    def paid_minor(self) -> int:
        """What of it needs no more payment: paid, waived or written off."""
        return self.total_minor - self.unpaid_minor


class Change(models.Model):
    """One change of what is owed: the amounts up to a day sum to the balance of that day."""

    pk = models.CompositePrimaryKey("loan_id", "position")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="changes", db_index=False)
    position = models.PositiveIntegerField()
    on = models.DateField()
    event = models.ForeignKey(
        LoanEvent, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    rule = models.CharField(max_length=20)
    instalment = models.PositiveSmallIntegerField()
    component = models.CharField(max_length=10)
    amount_minor = models.BigIntegerField()

    objects: models.Manager[Change] = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["on"],
                include=["loan", "instalment", "component", "amount_minor"],
                name="changes_by_day",
            )
        ]


class Allocation(models.Model):
    """Where the money of a payment went; `credit`, `refund` and `recovery` have no instalment."""

    pk = models.CompositePrimaryKey("loan_id", "position")
    loan = models.ForeignKey(
        Loan, on_delete=models.PROTECT, related_name="allocations", db_index=False
    )
    position = models.PositiveIntegerField()
    event = models.ForeignKey(
        LoanEvent, on_delete=models.PROTECT, related_name="allocations", db_index=False
    )
    on = models.DateField()
    instalment = models.PositiveSmallIntegerField(null=True)
    component = models.CharField(max_length=10)
    amount_minor = models.BigIntegerField()

    objects: models.Manager[Allocation] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["on", "component"], name="allocations_by_day")]
