"""The end of a fund: loans, money and files go to a successor, in five steps by several people.

Planned, audited, agreed, transferred, closed. A step is never taken back (trigger of migration
0101); before the transfer the whole may be called off with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class HandoverStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    AUDITED = "audited", _("Audited")
    AGREED = "agreed", _("Agreed")
    TRANSFERRED = "transferred", _("Transferred")
    CLOSED = "closed", _("Closed")
    CALLED_OFF = "called_off", _("Called off")


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, actor: Actor) -> HandoverQuerySet:
        """The handovers of the programme the actor works in."""
        return self.filter(programme_id=actor.programme_id)


class Handover(Row):
    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=HandoverStatus, default=HandoverStatus.PLANNED)
    successor = models.CharField(max_length=120)
    planned_on = models.DateField()
    """The day on which the successor takes over."""
    pay_how = models.CharField(max_length=300)
    """How a borrower pays from then on, as the notice says it."""
    pay_how_az = models.CharField(max_length=300)
    complaint_phone = models.CharField(max_length=30)
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    auditor = models.CharField(max_length=120, default="", blank=True)
    audited_on = models.DateField(null=True)
    audit_note = models.CharField(max_length=2000, default="", blank=True)
    audit_head = models.CharField(max_length=90, default="", blank=True)
    """The end of the chain of entries that the auditor saw, to be held against the bundle."""
    audited_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    audited_at = models.DateTimeField(null=True)

    agreement_number = models.CharField(max_length=60, default="", blank=True)
    agreement_on = models.DateField(null=True)
    legal_basis = models.CharField(max_length=300, default="", blank=True)
    """Why records about persons may leave: the clause, the borrowers' consent."""
    agreed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True)

    transferred_on = models.DateField(null=True)
    loans_count = models.PositiveIntegerField(null=True)
    loans_minor = models.BigIntegerField(null=True)
    allowance_minor = models.BigIntegerField(null=True)
    money_minor = models.BigIntegerField(null=True)
    transferred_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    transferred_at = models.DateTimeField(null=True)

    notices_given_on = models.DateField(null=True)
    files_record = models.CharField(max_length=60, default="", blank=True)
    """The number of the record by which the paper files changed hands."""
    closed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    called_off_why = models.CharField(max_length=300, default="", blank=True)
    called_off_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=~Q(status__in=["closed", "called_off"]),
                name="one_handover_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(transferred_by__isnull=True) | ~Q(transferred_by=F("agreed_by")),
                name="two_different_people_agree_and_transfer_a_fund",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "called_off"])
                | (
                    ~Q(auditor="")
                    & ~Q(audit_note="")
                    & ~Q(audit_head="")
                    & Q(audited_on__isnull=False, audited_by__isnull=False)
                    & Q(audited_at__isnull=False)
                ),
                name="an_audited_handover_names_auditor_day_and_finding",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "audited", "called_off"])
                | (
                    ~Q(agreement_number="")
                    & ~Q(legal_basis="")
                    & Q(agreement_on__isnull=False, agreed_by__isnull=False)
                    & Q(agreed_at__isnull=False)
                ),
                name="an_agreed_handover_names_agreement_and_legal_basis",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["transferred", "closed"])
                | Q(
                    transferred_on__isnull=False, transferred_by__isnull=False,
                    transferred_at__isnull=False, loans_count__isnull=False,
                    loans_minor__isnull=False, allowance_minor__isnull=False,
                    money_minor__isnull=False,
                ),
                name="a_transferred_handover_says_what_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (
                    ~Q(files_record="")
                    & Q(notices_given_on__isnull=False, closed_by__isnull=False)
                    & Q(closed_at__isnull=False)
                ),
                name="a_closed_handover_has_notices_and_files_delivered",
            ),
            models.CheckConstraint(
                condition=~Q(status="called_off")
                | (
                    ~Q(called_off_why="")
                    & Q(called_off_by__isnull=False, called_off_at__isnull=False)
                ),
                name="a_handover_called_off_says_why",
            ),
        ]  # fmt: skip


constraint(
    "one_handover_at_a_time",
    _("A handover is under way already. Close it, or call it off, before planning another."),
)
constraint(
    "two_different_people_agree_and_transfer_a_fund",
    _("Somebody other than the one who recorded the agreement must transfer the fund."),
)
constraint(
    "an_audited_handover_names_auditor_day_and_finding",
    _("An audit needs the auditor, its day and what was found."),
)
constraint(
    "an_agreed_handover_names_agreement_and_legal_basis",
    _("An agreement needs its number, its day and the legal basis for passing on records."),
)
constraint(
    "a_transferred_handover_says_what_by_whom_and_when",
    _("A transfer says what was handed over, by whom and when."),
)
constraint(
    "a_closed_handover_has_notices_and_files_delivered",
    _("A handover is closed when the notices are given and the files are delivered."),
)
constraint("a_handover_called_off_says_why", _("Say why the handover is called off."))
constraint("a_handover_goes_forward", _("A handover goes forward, one step after the other."))
constraint(
    "a_loan_is_handed_over_by_an_agreement",
    _("A loan is handed over only by an agreed handover, and by another person than agreed it."),
)
constraint(
    "a_loan_handed_over_takes_no_event",
    _("This loan is handed over. The borrower pays the successor; the loan says whom."),
)
