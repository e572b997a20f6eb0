"""Business plans: one row per version, with its months, investments, coaching and hazard check."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.people.models import Registration
from dayaq.training.models.courses import Enrolment


class HazardCheckQuerySet(models.QuerySet["HazardCheck"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.can("training.view_hazard_checks"):
            return self.none()
        scope = actor.scope("training.view_hazard_checks")
        return self.filter(programme_id=actor.programme_id).filter(
            scope.q(district="district", organisation=None, officer="requested_by")
        )


class HazardCheck(Row):
    """A question to the mine action authority about one place; it names no person.

    The authority needs the place and nothing of the household, so that this row is all it
    ever reads about a plan.
    """

    class Answer(models.TextChoices):
        CLEAR = "clear", _("No known or suspected hazard")
        SUSPECTED = "suspected", _("Beside a suspected hazardous area")
        INSIDE = "inside", _("Inside a hazardous area")

    class Channel(models.TextChoices):
        PAGE = "page", _("On the page")
        LETTER = "letter", _("By letter")
        LIST = "list", _("By list")

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, unique=True)
    plan_code = models.CharField(max_length=30)
    place = models.ForeignKey("access.Place", on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey("access.Place", on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(max_length=300)
    requested_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    requested_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, default="", blank=True)
    answer_number = models.CharField(max_length=60, default="")
    answered_on = models.DateField(null=True)
    channel = models.CharField(max_length=10, choices=Channel, default="", blank=True)
    note = models.CharField(max_length=600, default="")
    recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    scan = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = HazardCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, recorded_by__isnull=True)
                | (
                    ~Q(answer="")
                    & ~Q(answer_number="")
                    & Q(answered_on__isnull=False, recorded_by__isnull=False)
                ),
                name="hazard_answer_has_its_number_day_and_recorder",
            ),
            models.UniqueConstraint(
                fields=["plan_code"],
                condition=Q(answer=""),
                name="hazard_check_waits_once_per_plan",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "requested_on"],
                condition=Q(answer=""),
                name="hazard_checks_waiting",
            ),
            models.Index(
                fields=["programme", "answer", "-requested_on", "code"],
                include=["id", "district", "requested_by"],
                name="hazard_checks_in_their_order",
            ),
        ]


class BusinessPlanQuerySet(models.QuerySet["BusinessPlan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Plans of the actor's own trainees and caseload, of the districts, or all."""
        if not actor.can("training.view_plans"):
            return self.none()
        rows = self.filter(programme_id=actor.programme_id)
        scope = actor.scope("training.view_plans")
        if scope.everything:
            return rows
        # a_business_plan_lies_where_its_person_is_registered
        reach = scope.q(organisation=None, officer="caseload_officer")
        # As questions about each plan: the database answers them for one without reading all.
        if scope.organisation_id:  # not carried by a plan
            caseload = Registration.objects.visible_to(actor, "training.view_plans")
            reach |= Q(Exists(caseload.filter(person=OuterRef("person"))))
        taught = Enrolment.objects.taught_by(actor)
        return rows.filter(
            reach | Q(coach_id=actor.user_id) | Exists(taught.filter(person=OuterRef("person")))
        )

    def current(self) -> Self:
        """The newest version of each plan."""
        newer = BusinessPlan.objects.filter(previous=OuterRef("pk"))
        return self.filter(~Exists(newer))


class BusinessPlan(Row):
    """One version of a plan; versions share the `code`. A decided version never changes."""

    class Kind(models.TextChoices):
        START_UP = "start_up", _("New business")
        EXPANSION = "expansion", _("Expansion of a business")

    class Sector(models.TextChoices):
        CATTLE = "cattle", _("Cattle")
        SHEEP = "sheep", _("Sheep and goats")
        POULTRY = "poultry", _("Poultry")
        BEES = "bees", _("Bees")
        FISH = "fish", _("Fish")
        CROPS = "crops", _("Crops and gardens")
        TRADE = "trade", _("Trade")
        SERVICES = "services", _("Services and repair")
        CRAFT = "craft", _("Craft and production")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        COACHED = "coached", _("Coached")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")
        NOT_VIABLE = "not_viable", _("Not viable")

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="next_version"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    sector = models.CharField(max_length=10, choices=Sector)
    title = models.CharField(max_length=160)
    description = models.CharField(max_length=2000)
    place = models.ForeignKey("access.Place", on_delete=models.PROTECT, related_name="+")
    place_text = models.CharField(max_length=300)
    market = models.CharField(max_length=2000, default="")
    risks = models.CharField(max_length=2000, default="")
    currency = models.CharField(max_length=3, default="AZN")
    own_contribution_minor = models.BigIntegerField(default=0)
    working_capital_minor = models.BigIntegerField(default=0)
    coach = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    written_on = models.DateField()
    submitted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decision_reason = models.CharField(max_length=1000, default="")
    hazard_check = models.ForeignKey(
        HazardCheck, on_delete=models.PROTECT, null=True, related_name="plans"
    )
    hazard_answer = models.CharField(max_length=10, default="", blank=True)
    """The authority's answer as it stood when the plan was accepted."""
    district = models.ForeignKey(
        "access.Place", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    caseload_officer = models.ForeignKey(
        "access.User", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    """These two are the registration's, kept equal by the database
    (a_business_plan_lies_where_its_person_is_registered): who may see the plan is read in the
    index of the list. `place` is where the business will be."""

    objects = BusinessPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="plan_version_exists_once"),
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(status__in=["draft", "coached", "submitted"]),
                name="person_has_one_open_plan",
            ),
            models.CheckConstraint(
                condition=Q(own_contribution_minor__gte=0, working_capital_minor__gte=0),
                name="plan_amounts_are_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "returned", "not_viable"])
                | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="plan_decided_has_its_day_and_decider",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "not_viable"]) | ~Q(decision_reason=""),
                name="plan_sent_back_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted")
                | Q(hazard_check__isnull=False, hazard_answer__in=["clear", "suspected"]),
                name="plan_accepted_lies_outside_known_hazards",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-version"], name="plans_of_a_person"),
            models.Index(
                fields=["programme", "-written_on", "-code"],
                include=["id", "person", "coach", "district", "caseload_officer", "status"],
                name="plans_newest_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Investment(Row):
    plan = models.ForeignKey(BusinessPlan, on_delete=models.CASCADE, related_name="investments")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=160)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="investment_has_its_own_line"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="investment_amount_is_positive"
            ),
        ]


class CashFlowMonth(Row):
    plan = models.ForeignKey(BusinessPlan, on_delete=models.CASCADE, related_name="months")
    month = models.PositiveSmallIntegerField()
    sales_minor = models.BigIntegerField()
    direct_minor = models.BigIntegerField()
    indirect_minor = models.BigIntegerField()
    draw_minor = models.BigIntegerField()
    instalment_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "month"], name="plan_month_is_written_once"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)), name="plan_month_is_one_of_twelve"
            ),
            models.CheckConstraint(
                condition=Q(
                    sales_minor__gte=0,
                    direct_minor__gte=0,
                    indirect_minor__gte=0,
                    draw_minor__gte=0,
                    instalment_minor__gte=0,
                ),
                name="plan_month_amounts_are_not_negative",
            ),
        ]


class CoachingSession(Row):
    plan = models.ForeignKey(BusinessPlan, on_delete=models.PROTECT, related_name="coaching")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    advice = models.CharField(max_length=1000)
    coach = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 480)), name="coaching_lasts_at_most_eight_hours"
            ),
        ]


constraint(
    "person_has_one_open_plan",
    _("This person has an open business plan already. Open that one instead."),
)
constraint(
    "hazard_check_waits_once_per_plan",
    _("The authority has been asked about this plan already and has not answered yet."),
)
constraint(
    "plan_accepted_lies_outside_known_hazards",
    _("A plan can be accepted only after the authority has found the place outside a hazard."),
)
