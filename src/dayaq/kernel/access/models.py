"""Users, organisations, places, programmes and who is assigned to what, from when to when."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import constraint
from dayaq.kernel.ids import uuid7
from dayaq.kernel.languages import in_language
from dayaq.kernel.models import Row


class Organisation(Row):
    """A party: donor, fund manager, authority, implementer, state institution and so on."""

    class Kind(models.TextChoices):
        DONOR = "donor", _("Donor")
        FUND_MANAGER = "fund_manager", _("Fund manager")
        AUTHORITY = "authority", _("Mine action authority")
        IMPLEMENTER = "implementer", _("Implementing agency")
        NGO = "ngo", _("Non-governmental organisation")
        STATE = "state", _("State institution")
        SURVIVOR = "survivor_org", _("Survivors' organisation")
        BANK = "bank", _("Bank")
        SUPPLIER = "supplier", _("Supplier")
        MEDIA = "media", _("Media")
        OTHER = "other", _("Other")

    name = models.CharField(max_length=200, unique=True)
    name_az = models.CharField(max_length=200, default="", blank=True)
    short_name = models.CharField(max_length=40, default="", blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    country = models.CharField(max_length=2, default="AZ")

    def __str__(self) -> str:
        return self.short_name or in_language(self.name, self.name_az)


class Place(Row):
    """A country, district or settlement, with every spelling it is met under."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country")
        DISTRICT = "district", _("District")
        SETTLEMENT = "settlement", _("Settlement")

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=12, default="", blank=True)
    name = models.CharField(max_length=100)
    name_az = models.CharField(max_length=100)
    name_ru = models.CharField(max_length=100, default="", blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    sort_key = models.CharField(max_length=200, default="", blank=True)
    front_line = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~Q(code=""), name="a_place_code_is_used_once"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_az)


class Programme(Row):
    """The setting people work in; its phases and agreements live in the programme room."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    name_az = models.CharField(max_length=200, default="", blank=True)
    currency = models.CharField(max_length=3, default="AZN")
    time_zone = models.CharField(max_length=40, default="Asia/Baku")
    starts_on = models.DateField()
    ends_on = models.DateField()
    complaint_phone = models.CharField(max_length=30, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_programme_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_az)


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in name; accounts are made by services only."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in."""

    class Language(models.TextChoices):
        AZ = "az", "Azərbaycanca"
        EN = "en", "English"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=30, default="", blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.AZ)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="a_user_has_a_sign_in_name")
        ]

    def __str__(self) -> str:
        return self.full_name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, on: dt.date) -> AssignmentQuerySet:
        """Those that have begun and not ended on `on`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Assignment(Row):
    """A role somebody holds in a programme, how far it reaches, and from when to when.

    A stand-in is an assignment with an end and the name of the one it stands in for.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    programme = models.ForeignKey(Programme, models.PROTECT)
    role = models.CharField(max_length=24, choices=Role)
    scope = models.CharField(max_length=12, choices=ScopeKind)
    districts = models.ManyToManyField(Place, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    stands_in_for = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="stand_ins"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="an_assignment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | Q(ends_on__isnull=False),
                name="a_stand_in_has_an_end",
            ),
        ]


constraint(
    "an_assignment_ends_after_it_starts", _("The last day must not be before the first day.")
)
constraint("a_stand_in_has_an_end", _("Give the last day of the stand-in."))
