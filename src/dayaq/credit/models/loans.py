"""Loans. A loan is its events; schedule and allocation rows are a projection of them.

`services.rebuild.rebuild_loans` writes the projection anew from the events; it must come out
the same (DESIGN 3.5). Rows of `LoanEvent` are written once and never change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.applications import LoanApplication
from dayaq.credit.models.products import ProductVersion
from dayaq.kernel.models import Row
from dayaq.ledger.labels import entries_are_called

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class LoanStatus(models.TextChoices):
    """Whether it is in arrears depends on the day, and is computed when asked."""

    AGREED = "agreed", _("Signed, to be paid out")
    ACTIVE = "active", _("Being repaid")
    REPAID = "repaid", _("Repaid")
    WRITTEN_OFF = "written_off", _("Written off")
    FORGIVEN = "forgiven", _("Forgiven")
    HANDED_OVER = "handed_over", _("Handed over to the successor")
    CANCELLED = "cancelled", _("Cancelled before it was paid out")


LIVE = (LoanStatus.AGREED, LoanStatus.ACTIVE)
"""While a loan is in one of these states the person gets no other."""


class LoanQuerySet(models.QuerySet["Loan"]):
    def visible_to(self, actor: Actor) -> LoanQuerySet:
        """The loans of the actor's programme inside the actor's scope."""
        return self.filter(actor.scope("credit.view").q(), programme_id=actor.programme_id)


class Loan(Row):
    code = models.CharField(max_length=30, unique=True)
    programme = models.ForeignKey(
        "access.Programme", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="loans")
    application = models.OneToOneField(
        LoanApplication, on_delete=models.PROTECT, related_name="loan"
    )
    product_version = models.ForeignKey(
        ProductVersion, on_delete=models.PROTECT, related_name="loans"
    )
    cycle = models.PositiveSmallIntegerField(default=1)
    principal_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    instalments = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    window = models.CharField(max_length=30, default="")
    is_shared = models.BooleanField(default=False)
    """Several windows lend it (`LoanShare`); `window` is the one with the largest share."""
    status = models.CharField(max_length=20, choices=LoanStatus)
    officer = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district = models.ForeignKey(
        "access.Place", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    appraised_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision_recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    disbursed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cutover = models.ForeignKey(
        "credit.Cutover", on_delete=models.PROTECT, null=True, related_name="loans"
    )
    """Brought over from the workbook kept before: who decided then is not known here."""
    agreed_on = models.DateField()
    disbursed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    visited_on = models.DateField(null=True)
    """The day of the newest monitoring visit, None before the first; `record_visit` writes it."""
    next_visit_on = models.DateField(null=True)
    """The day the newest visit agreed on, if any; written with `visited_on`, so that nobody who
    asks whom to visit has to look for the newest visit of every loan."""
    # The projection's head, so that lists need not sum.
    events_seen = models.PositiveIntegerField(default=0)
    outstanding_minor = models.BigIntegerField(default=0)
    credit_minor = models.BigIntegerField(default=0)
    reschedules_count = models.PositiveSmallIntegerField(default=0)
    is_reopened = models.BooleanField(default=False)
    """A reversal found it not repaid after all; the truth is recorded beside a later loan."""
    moves_with_time = models.BooleanField(default=False)
    """Its terms change what is owed on days without an event (penalties, kept money)."""

    objects = LoanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_minor__gt=0), name="loan_principal_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(appraised_by=F("approved_by")),
                name="nobody_appraises_and_approves_one_loan",
            ),
            models.CheckConstraint(
                condition=~Q(appraised_by=F("decision_recorded_by")),
                name="nobody_appraises_and_records_the_approval",
            ),
            models.CheckConstraint(
                condition=Q(disbursed_by__isnull=True) | ~Q(disbursed_by=F("approved_by")),
                name="nobody_approves_and_disburses_one_loan",
            ),
            models.CheckConstraint(
                condition=Q(disbursed_by__isnull=True) | ~Q(disbursed_by=F("decision_recorded_by")),
                name="nobody_records_the_approval_and_disburses",
            ),
            models.CheckConstraint(
                condition=Q(disbursed_by__isnull=True) | ~Q(disbursed_by=F("appraised_by")),
                name="nobody_appraises_and_disburses_one_loan",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["agreed", "cancelled"],
                    disbursed_by__isnull=True,
                    disbursed_on__isnull=True,
                )
                | (
                    ~Q(status__in=["agreed", "cancelled"])
                    & (Q(disbursed_by__isnull=False) | Q(cutover__isnull=False))
                    & Q(disbursed_on__isnull=False)
                    & ~Q(window="")
                ),
                name="a_loan_paid_out_says_by_whom_when_and_from_which_window",
            ),
            models.CheckConstraint(
                condition=Q(cutover__isnull=False)
                | Q(
                    appraised_by__isnull=False,
                    approved_by__isnull=False,
                    decision_recorded_by__isnull=False,
                ),
                name="a_loan_names_its_people_or_was_brought_over",
            ),
            models.CheckConstraint(
                condition=Q(next_visit_on__isnull=True)
                | Q(visited_on__isnull=False, next_visit_on__gt=F("visited_on")),
                name="the_next_visit_follows_the_newest",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["agreed", "active"], is_reopened=False),
                name="a_person_has_one_loan_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "status"], name="loans_by_district"),
            models.Index(fields=["officer", "status"], name="loans_by_officer"),
            models.Index(
                fields=["programme", "-agreed_on", "-code"],
                include=["id", "status", "district", "officer"],
                name="loans_newest_first",
            ),
            # All that the pages of the day ask of a loan before they show it, in the index
            # itself; the last one, which is taken while the book is too small to tell them apart.
            models.Index(
                fields=["programme", "status", "district", "officer"],
                include=["id", "code", "disbursed_on", "visited_on", "next_visit_on"],
                name="loans_in_reach",
            ),
        ]


class EventKind(models.TextChoices):
    """The events of `credit.domain.events`, by the name they are stored under."""

    DISBURSED = "disbursed", _("Paid out")
    PAID = "paid", _("Payment")
    REVERSED = "reversed", _("Reversal")
    RESCHEDULED = "rescheduled", _("New instalments")
    PAUSED = "paused", _("Pause")
    WRITTEN_OFF = "written_off", _("Write-off")
    FORGIVEN = "forgiven", _("Forgiven")
    RECOVERED = "recovered", _("Recovery")
    REFUNDED = "refunded", _("Paid back to the borrower")
    FEE_CHARGED = "fee_charged", _("Charge")
    WAIVED = "waived", _("Charge waived")
    PART_FORGIVEN = "part_forgiven", _("Part forgiven")
    GRANTED = "granted", _("Turned into a grant")
    HANDED_OVER = "handed_over", _("Handed over to the successor")


entries_are_called({kind.value: kind.label for kind in EventKind})


class LoanEvent(Row):
    """One fact about a loan. `data` holds what the kind needs beyond the amount. Append-only."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EventKind)
    value_on = models.DateField()
    amount_minor = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversal"
    )
    receipt = models.OneToOneField(
        "credit.Receipt", on_delete=models.PROTECT, null=True, related_name="event"
    )
    key = models.CharField(max_length=120)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects: models.Manager[LoanEvent] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "seq"], name="loan_events_are_numbered_once"),
            models.UniqueConstraint(fields=["loan", "key"], name="a_loan_event_happens_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gt=0),
                name="a_loan_event_amount_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversed", reverses__isnull=False)
                | (~Q(kind="reversed") & Q(reverses__isnull=True)),
                name="a_reversal_names_what_it_reverses",
            ),
        ]
        indexes = [models.Index(fields=["kind", "value_on"], name="loan_events_by_day")]
