"""The credit committee: meetings, who was there, who stepped aside, votes and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.applications import LoanApplication
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class MeetingQuerySet(models.QuerySet["CommitteeMeeting"]):
    def visible_to(self, actor: Actor) -> MeetingQuerySet:
        """The meetings of the actor's programme, for those who work with the committee."""
        if not (actor.can("credit.record_votes") or actor.can("credit.vote")):
            return self.none()
        return self.filter(programme_id=actor.programme_id)


class CommitteeMeeting(Row):
    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, unique=True)
    held_on = models.DateField()
    minutes_number = models.CharField(max_length=40)
    minutes_on = models.DateField()
    quorum = models.PositiveSmallIntegerField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "minutes_number"], name="minutes_number_is_used_once"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=2), name="a_quorum_is_two_or_more"),
        ]


class MeetingMember(Row):
    """Somebody who sat on the committee at a meeting."""

    meeting = models.ForeignKey(CommitteeMeeting, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    is_chair = models.BooleanField(default=False)

    objects: models.Manager[MeetingMember] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="a_member_sits_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_chair=True), name="a_meeting_has_one_chair"
            ),
        ]


class Relative(Row):
    """A colleague has said that a person is of their family, or as near as that."""

    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    declared_on = models.DateField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    objects: models.Manager[Relative] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="a_relative_is_declared_once")
        ]


class Recusal(Row):
    """A member steps aside from one application: nobody decides on a relative."""

    application = models.ForeignKey(
        LoanApplication, on_delete=models.PROTECT, related_name="recusals"
    )
    member = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    recorded_on = models.DateField()

    objects: models.Manager[Recusal] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "member"], name="a_member_recuses_once")
        ]


class VoteChoice(models.TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstains")


class Vote(Row):
    """One member's vote on one application at one meeting; a trigger keeps relatives out."""

    meeting = models.ForeignKey(
        CommitteeMeeting, on_delete=models.PROTECT, related_name="votes", db_index=False
    )
    application = models.ForeignKey(LoanApplication, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=VoteChoice)
    recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    objects: models.Manager[Vote] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "application", "member"], name="a_member_votes_once"
            )
        ]


class Outcome(models.TextChoices):
    APPROVE = "approve", _("Approve as asked")
    MODIFY = "modify", _("Approve with changes")
    DEFER = "defer", _("Defer")
    REJECT = "reject", _("Reject")


class Decision(Row):
    """What the committee decided on one application at one meeting. Never edited."""

    meeting = models.ForeignKey(
        CommitteeMeeting, on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    application = models.ForeignKey(
        LoanApplication, on_delete=models.PROTECT, related_name="decisions"
    )
    outcome = models.CharField(max_length=10, choices=Outcome)
    amount_minor = models.BigIntegerField(null=True)
    instalments = models.PositiveSmallIntegerField(null=True)
    conditions = models.CharField(max_length=500, default="")
    reason = models.CharField(max_length=500, default="")
    decided_on = models.DateField()
    approved_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    objects: models.Manager[Decision] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "application"], name="a_meeting_decides_once_on_an_application"
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["approve", "modify"],
                    amount_minor__gt=0,
                    instalments__gt=0,
                    approved_by__isnull=False,
                )
                | Q(
                    outcome__in=["defer", "reject"],
                    amount_minor__isnull=True,
                    instalments__isnull=True,
                    approved_by__isnull=True,
                ),
                name="an_approval_names_its_amount_and_a_refusal_none",
            ),
            models.CheckConstraint(
                condition=Q(outcome="approve") | ~Q(reason=""),
                name="a_change_or_refusal_has_a_reason",
            ),
        ]
