"""Households: who lives together, and what they live on at a given date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.people.models import choices
from dayaq.people.models.person import Person

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, actor: Actor) -> HouseholdQuerySet:
        """Households with a member the actor may see."""
        return self.filter(
            pk__in=HouseholdMember.objects.filter(
                person__in=Person.objects.visible_to(actor)
            ).values("household")
        )


class Household(Row):
    """People who live and eat together. Counted once, however many of them are served."""

    code = models.CharField(max_length=30, unique=True)
    district = models.ForeignKey("access.Place", models.PROTECT, related_name="+")
    settlement = models.CharField(max_length=120, blank=True, default="")
    recorded_at = models.DateTimeField()

    objects = HouseholdQuerySet.as_manager()


class HouseholdMember(Row):
    """Somebody in the household; linked to the person if registered."""

    class Schooling(models.TextChoices):
        NOT_OF_AGE = "not_of_age", _("Not of school age")
        IN_SCHOOL = "in_school", _("Goes to school")
        OUT_OF_SCHOOL = "out_of_school", _("Of school age, not in school")

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="memberships")
    name = models.CharField(max_length=200, blank=True, default="")
    relation = models.CharField(max_length=12, choices=choices.Relation, blank=True, default="")
    is_head = models.BooleanField(default=False)
    sex = models.CharField(max_length=6, choices=choices.Sex, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(null=True)
    has_disability = models.BooleanField(default=False)
    schooling = models.CharField(max_length=14, choices=Schooling, default=Schooling.NOT_OF_AGE)
    earns = models.BooleanField(default=False)
    since_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(left_on__isnull=True, person__isnull=False),
                name="a_person_lives_in_one_household",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(is_head=True, left_on__isnull=True),
                name="a_household_has_one_head",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="a_member_is_somebody"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("since_on")),
                name="a_member_leaves_after_joining",
            ),
        ]


class HouseholdSnapshot(Row):
    """What the household lives on at a date. An older snapshot is never changed."""

    class Dwelling(models.TextChoices):
        OWN_HOUSE = "own_house", _("Own house")
        RENTED = "rented", _("Rented")
        RELATIVES = "relatives", _("With relatives")
        IDP_SETTLEMENT = "idp_settlement", _("Settlement for displaced people")
        PUBLIC_BUILDING = "public_building", _("School, hostel or other public building")
        OTHER = "other", _("Other dwelling")

    household = models.ForeignKey(Household, models.PROTECT, related_name="snapshots")
    taken_on = models.DateField()
    currency = models.CharField(max_length=3, default="AZN")
    dwelling = models.CharField(max_length=16, choices=Dwelling, blank=True, default="")
    land_are = models.PositiveIntegerField(default=0)
    livestock = models.CharField(max_length=200, blank=True, default="")
    assets = models.CharField(max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "taken_on"], name="a_household_has_one_snapshot_a_day"
            )
        ]

    def total_minor(self, kind: str) -> int:
        """The sum of a month's lines of `kind`; of debts, what is paid back in a month."""
        return sum(line.monthly_minor for line in self.lines.all() if line.kind == kind)


class HouseholdLine(Row):
    """One income, expense or debt of a snapshot, per month."""

    snapshot = models.ForeignKey(HouseholdSnapshot, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=8, choices=choices.LineKind)
    source = models.CharField(max_length=20, choices=choices.IncomeSource)
    detail = models.CharField(max_length=120, blank=True, default="")
    monthly_minor = models.BigIntegerField(default=0)
    balance_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(monthly_minor__gte=0, balance_minor__gte=0),
                name="a_household_amount_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(kind="debt") | Q(balance_minor=0), name="only_a_debt_has_a_balance"
            ),
        ]


constraint(
    "a_person_lives_in_one_household",
    _("This person belongs to another household already. Record the leaving there first."),
)
constraint("a_household_has_one_head", _("Name one head of the household."))
constraint("a_member_is_somebody", _("Name the member of the household."))
constraint("a_member_leaves_after_joining", _("The day of leaving must not be before joining."))
constraint(
    "a_household_has_one_snapshot_a_day",
    _("The household was recorded for this day already. Give another day."),
)
constraint("a_household_amount_is_not_negative", _("Enter an amount of zero or more."))
constraint("only_a_debt_has_a_balance", _("Only a debt has an amount still owed."))
