"""The case, its needs and the plan agreed with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.people.models import Person, Registration

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor, capability: str = "cases.view") -> CaseQuerySet:
        """Cases of the actor's programme whose persons are within reach."""
        if not actor.can(capability):
            return self.none()
        rows = self.filter(programme_id=actor.programme_id)
        scope = actor.scope(capability)
        if scope.organisation_id and not scope.everything:  # not carried by a case
            reached = Registration.objects.visible_to(actor, capability)
            return rows.filter(person_id__in=reached.values("person_id"))
        # a_case_lies_where_its_person_is_registered
        return rows.filter(scope.q(organisation=None, officer="caseload_officer"))

    def not_closed(self) -> CaseQuerySet:
        """Asked by the day (a_closed_case_has_a_day_and_a_reason), which an index is made by."""
        return self.filter(closed_on__isnull=True)


class Case(Row):
    """One person's way through a phase of the programme."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        ASSESSED = "assessed", _("Assessed")
        PLAN_AGREED = "plan_agreed", _("Plan agreed")
        IN_SERVICE = "in_service", _("In service")
        FOLLOW_UP = "follow_up", _("Follow-up")
        CLOSED = "closed", _("Closed")

    class Pathway(models.TextChoices):
        CREDIT = "credit", _("Credit")
        GRANT = "grant", _("Grant")
        VOCATIONAL_TRAINING = "vocational_training", _("Vocational training")
        JOB_PLACEMENT = "job_placement", _("Job placement")
        SOCIAL_ASSISTANCE = "social_assistance", _("Social assistance")

    class ExitReason(models.TextChoices):
        GRADUATED = "graduated", _("Graduated: stands on own feet")
        WITHDREW = "withdrew", _("Withdrew")
        MOVED = "moved", _("Moved away")
        DIED = "died", _("Died")
        LOST_CONTACT = "lost_contact", _("Contact was lost")

    code = models.CharField(max_length=30, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    programme = models.ForeignKey(
        "access.Programme", models.PROTECT, related_name="+", db_index=False
    )
    phase = models.ForeignKey("programme.Phase", models.PROTECT, related_name="+", null=True)
    officer = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    opened_on = models.DateField()
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    pathway = models.CharField(max_length=20, choices=Pathway, blank=True, default="")
    pathway_reason = models.CharField(max_length=500, blank=True, default="")
    pathway_on = models.DateField(null=True)
    exit_reason = models.CharField(max_length=12, choices=ExitReason, blank=True, default="")
    exit_note = models.CharField(max_length=500, blank=True, default="")
    closed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    plan = models.OneToOneField("Plan", models.PROTECT, related_name="+", null=True)
    """The newest revision; the older ones stay, and are no longer worked by."""
    district = models.ForeignKey(
        "access.Place", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    caseload_officer = models.ForeignKey(
        "access.User", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sort_key = models.CharField(max_length=500, editable=False)
    """These three are the registration's, kept equal by the database
    (a_case_lies_where_its_person_is_registered): who may see the case, and where it stands in
    the alphabet, is read in one index. `officer` is who worked on it, and stays with a closed one.
    """

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(closed_on__isnull=True),
                name="a_person_has_one_open_case_in_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False) & ~Q(exit_reason="")
                | ~Q(status="closed") & Q(closed_on__isnull=True),
                name="a_closed_case_has_a_day_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(pathway="", pathway_on__isnull=True)
                | ~Q(pathway="") & ~Q(pathway_reason="") & Q(pathway_on__isnull=False),
                name="a_pathway_decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="a_case_closes_after_it_opened",
            ),
        ]
        indexes = [
            # All that the pages of the day ask of a case before they show it, in the index itself.
            models.Index(
                fields=["programme", "district", "caseload_officer"],
                include=["id", "plan"],
                condition=Q(closed_on__isnull=True),
                name="open_cases_in_reach",
            ),
            models.Index(
                fields=["programme", "sort_key", "id"],
                include=[
                    "closed_on",
                    "status",
                    "pathway",
                    "district",
                    "caseload_officer",
                    "plan",
                ],
                name="cases_by_the_alphabet",
            ),
        ]

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, actor: Actor, capability: str = "cases.view") -> NeedQuerySet:
        return self.filter(case__in=Case.objects.visible_to(actor, capability))

    def still_open(self) -> NeedQuerySet:
        return self.filter(
            status__in=[Need.Status.IDENTIFIED, Need.Status.PLANNED, Need.Status.IN_PROGRESS]
        )


class Need(Row):
    """Something the person lacks. Assistance alone never closes it."""

    class Kind(models.TextChoices):
        INCOME = "income", _("Income and work")
        TRAINING = "training", _("Training")
        CREDIT = "credit", _("Credit or capital")
        PROSTHESIS = "prosthesis", _("Prosthesis or assistive device")
        MEDICAL = "medical", _("Medical care")
        PSYCHOLOGICAL = "psychological", _("Psychological support")
        LEGAL = "legal", _("Rights, documents, benefits")
        HOUSING = "housing", _("Housing")
        EDUCATION = "education", _("Education")
        ACCESS = "access", _("Physical accessibility")
        OTHER = "other", _("Another need")

    class Severity(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    class Status(models.TextChoices):
        IDENTIFIED = "identified", _("Identified")
        PLANNED = "planned", _("Planned")
        IN_PROGRESS = "in_progress", _("In progress")
        MET = "met", _("Met")
        PARTLY_MET = "partly_met", _("Partly met")
        UNMET = "unmet", _("Unmet")
        NO_LONGER = "no_longer_relevant", _("No longer relevant")

    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=16, choices=Kind)
    severity = models.CharField(max_length=6, choices=Severity, default=Severity.MEDIUM)
    description = models.CharField(max_length=500, blank=True, default="")
    identified_on = models.DateField()
    due_on = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.IDENTIFIED)
    status_on = models.DateField()
    note = models.CharField(max_length=500, blank=True, default="")
    recorded_at = models.DateTimeField()

    objects = NeedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "due_on"], name="needs_by_due_day")]


class Plan(Row):
    """The plan agreed with the person; a revision is a new row, the older ones stay."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="plans")
    revision = models.PositiveSmallIntegerField()
    goals = models.CharField(max_length=2000)
    agreed_on = models.DateField()
    signature = models.CharField(max_length=10, default="signature")
    witness = models.CharField(max_length=120, blank=True, default="")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "revision"], name="a_plan_revision_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(signature="signature") | ~Q(witness=""),
                name="a_plan_without_signature_has_a_witness",
            ),
            models.UniqueConstraint(fields=["id", "case"], name="a_plan_is_of_one_case"),
        ]


class PlanActivity(Row):
    """One step of a plan: what, by whom, until when, and what came of it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="activities")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="activities")
    text = models.CharField(max_length=300)
    responsible = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    result = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["plan", "due_on"],
                include=["id"],
                condition=Q(done_on__isnull=True),
                name="steps_still_to_be_done",
            )
        ]


constraint(
    "a_person_has_one_open_case_in_a_programme",
    _("This person has an open case already. Go on with that one."),
)
constraint("a_closed_case_has_a_day_and_a_reason", _("Say why the case is closed."))
constraint("a_pathway_decision_has_a_reason", _("Write the reason of the decision."))
constraint("a_case_closes_after_it_opened", _("The case cannot close before it was opened."))
constraint(
    "a_plan_revision_is_numbered_once",
    _("Somebody else revised this plan at the same moment. Open the page again to see it."),
)
constraint(
    "a_plan_without_signature_has_a_witness",
    _("Name the witness: the plan was not signed by hand."),
)
