"""What is done about arrears: promises, steps taken, new terms, and giving up a claim."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.loans import Loan
from dayaq.kernel.models import Row


class Promise(Row):
    """The borrower says when the money will come."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="promises")
    promised_on = models.DateField()
    pay_on = models.DateField()
    amount_minor = models.BigIntegerField()
    note = models.CharField(max_length=300, default="")
    taken_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: models.Manager[Promise] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pay_on__gte=F("promised_on"), amount_minor__gt=0),
                name="a_promise_lies_ahead",
            )
        ]
        indexes = [models.Index(fields=["loan", "-promised_on"], name="promises_of_a_loan")]


class ArrearsStep(models.TextChoices):
    """The ladder of domain reference 4.1."""

    CALL = "call", _("Telephone call")
    VISIT = "visit", _("Visit")
    LETTER = "letter", _("Letter")
    SUPERVISOR = "supervisor", _("Visit with the project manager")
    COMMITTEE = "committee", _("Brought to the committee")


class ArrearsAction(Row):
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="arrears_actions")
    step = models.CharField(max_length=20, choices=ArrearsStep)
    done_on = models.DateField()
    outcome = models.CharField(max_length=500)
    done_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: models.Manager[ArrearsAction] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["loan", "-done_on"], name="arrears_actions_of_a_loan")]


class Cause(models.TextChoices):
    """Why a plan no longer holds; plain words, no health detail."""

    ILLNESS = "illness", _("Illness or treatment")
    PROSTHESIS = "prosthesis", _("Prosthesis or device broken")
    ANIMAL_DEATH = "animal_death", _("Death of animals")
    CROP_LOSS = "crop_loss", _("Loss of harvest")
    THEFT = "theft", _("Theft or fire")
    DISPLACEMENT = "displacement", _("Displacement")
    DEATH = "death", _("Death of the borrower")
    FAMILY = "family", _("Family event")
    MARKET = "market", _("Business failed")
    DISAPPEARED = "disappeared", _("Borrower cannot be found")
    OTHER = "other", _("Another cause")


class ProposalStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class RescheduleKind(models.TextChoices):
    NEW_PLAN = "new_plan", _("New instalments for what is still owed")
    PAUSE = "pause", _("Pause: nothing falls due until a date")


class ArrearsRule(models.TextChoices):
    """What new instalments do with what is overdue (`credit.domain.events.Arrears`)."""

    MOVE = "move", _("Moved into the new instalments")
    KEEP = "keep", _("Stays overdue, as it is")
    CAPITALISE = "capitalise", _("All of it becomes part of the amount lent")


class RescheduleRequest(Row):
    """New terms, proposed by one and approved by another; the old schedule stays on record."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="reschedules")
    kind = models.CharField(max_length=10, choices=RescheduleKind)
    cause = models.CharField(max_length=20, choices=Cause)
    reason = models.CharField(max_length=500)
    requested_on = models.DateField()
    effective_on = models.DateField()
    first_due_on = models.DateField()
    instalments = models.PositiveSmallIntegerField(null=True)
    rows = models.JSONField(default=list)
    """Dates and amounts agreed by hand; empty lets the engine spread what is owed."""
    arrears = models.CharField(max_length=10, choices=ArrearsRule, default=ArrearsRule.MOVE)
    with_interest = models.BooleanField(default=False)
    """Whether the time added by a pause bears interest."""
    status = models.CharField(max_length=10, choices=ProposalStatus)
    proposed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_on = models.DateField(null=True)
    decision_note = models.CharField(max_length=500, default="")
    recorded_at = models.DateTimeField()

    objects: models.Manager[RescheduleRequest] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="a_reschedule_takes_two_people",
            ),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status="proposed"),
                name="a_loan_has_one_reschedule_waiting",
            ),
        ]

    @property
    def made_on(self) -> dt.date:
        """The day it was proposed."""
        return self.requested_on


class WriteOff(Row):
    """Giving up the money in the books, on two signatures; the claim itself may remain."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="write_offs")
    cause = models.CharField(max_length=20, choices=Cause)
    reason = models.CharField(max_length=500)
    is_forgiven = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField()
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=ProposalStatus)
    decided_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_on = models.DateField(null=True)
    decision_note = models.CharField(max_length=500, default="")
    recorded_at = models.DateTimeField()

    objects: models.Manager[WriteOff] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="a_write_off_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="a_write_off_has_an_amount"
            ),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status="proposed"),
                name="a_loan_has_one_write_off_waiting",
            ),
        ]

    @property
    def made_on(self) -> dt.date:
        """The day it was proposed."""
        return self.proposed_on


class ReliefKind(models.TextChoices):
    """What the lender gives up while the loan goes on."""

    FORGIVE = "forgive", _("Forgive part of the amount lent")
    WAIVE_INTEREST = "waive_interest", _("Waive interest")
    WAIVE_FEE = "waive_fee", _("Waive fees")
    WAIVE_PENALTY = "waive_penalty", _("Waive penalties")
    GRANT = "grant", _("Turn the rest into a grant")


class Relief(Row):
    """Something given up, on two signatures; what remains of the loan goes on."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="reliefs")
    kind = models.CharField(max_length=20, choices=ReliefKind)
    amount_minor = models.BigIntegerField(null=True)
    """None is all that is owed of it on the day of the approval."""
    cause = models.CharField(max_length=20, choices=Cause)
    reason = models.CharField(max_length=500)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=ProposalStatus)
    decided_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_on = models.DateField(null=True)
    decision_note = models.CharField(max_length=500, default="")
    recorded_at = models.DateTimeField()

    objects: models.Manager[Relief] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="a_relief_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True, decided_on__isnull=True)
                | Q(
                    status__in=["approved", "refused"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
                name="a_decided_relief_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gt=0),
                name="a_relief_has_an_amount",
            ),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status="proposed"),
                name="a_loan_has_one_relief_waiting",
            ),
        ]

    @property
    def made_on(self) -> dt.date:
        """The day it was proposed."""
        return self.proposed_on
