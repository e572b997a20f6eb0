"""A person, counted once, whatever they are in the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.crypto import blind_index, seal_text, unseal_text
from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row
from dayaq.kernel.names import fold, skeleton, sort_key
from dayaq.people.models import choices

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


def tidy_document_no(number: str) -> str:
    """A document number without spaces and in capitals.

    >>> tidy_document_no("aa 123 456")
    'AA123456'
    """
    return "".join(number.split()).upper()


def document_index(number: str) -> bytes:
    """The fingerprint a document number is found by."""
    return blind_index(tidy_document_no(number), purpose="people.document")


def _document_context(person_id: UUID) -> str:
    return f"people.person.document:{person_id}"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor, capability: str = "people.view") -> PersonQuerySet:
        """Persons registered in the actor's programme, within the reach of `capability`."""
        from dayaq.people.models.registration import Registration

        registrations = Registration.objects.visible_to(actor, capability)
        return self.filter(pk__in=registrations.values("person"))

    def in_order(self) -> PersonQuerySet:
        """By the Azerbaijani alphabet."""
        return self.order_by("sort_key", "id")


class Person(Row):
    """Somebody. Victim status, certificate and functioning are facts of their own beside it."""

    code = models.CharField(max_length=30, unique=True)
    given_name = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    patronymic = models.CharField(max_length=120, blank=True, default="")
    patronymic_suffix = models.CharField(
        max_length=5, choices=choices.PatronymicSuffix, blank=True, default=""
    )
    other_names = models.CharField(max_length=200, blank=True, default="")
    sex = models.CharField(max_length=6, choices=choices.Sex)
    born_on = models.DateField(null=True)
    born_precision = models.CharField(
        max_length=7, choices=choices.Precision, default=choices.Precision.UNKNOWN
    )
    died_on = models.DateField(null=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    other_phone = models.CharField(max_length=40, blank=True, default="")
    preferred_contact = models.CharField(
        max_length=10, choices=choices.PreferredContact, default=choices.PreferredContact.PHONE
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=choices.SpokenLanguage), default=list
    )
    literacy = models.CharField(
        max_length=12, choices=choices.Literacy, default=choices.Literacy.UNKNOWN
    )
    signature_mode = models.CharField(
        max_length=6, choices=choices.SignatureMode, default=choices.SignatureMode.HAND
    )
    signature_witness = models.CharField(max_length=120, blank=True, default="")
    needs_reading_aloud = models.BooleanField(default=False)
    needs_large_print = models.BooleanField(default=False)
    district = models.ForeignKey("access.Place", models.PROTECT, related_name="+")
    registration_district = models.ForeignKey(
        "access.Place", models.PROTECT, related_name="+", null=True
    )
    settlement = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    displacement = models.CharField(
        max_length=13, choices=choices.Displacement, default=choices.Displacement.UNKNOWN
    )
    marital_status = models.CharField(
        max_length=8, choices=choices.MaritalStatus, default=choices.MaritalStatus.UNKNOWN
    )
    document_type = models.CharField(
        max_length=20, choices=choices.DocumentType, blank=True, default=""
    )
    # The number of an identity document opens bank accounts: it is sealed at rest, and found by
    # a keyed fingerprint, exactly or not at all.
    document_sealed = models.BinaryField(null=True)
    document_index = models.BinaryField(max_length=8, null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()

    # Computed by `set_name_keys` whenever a name changes; never typed.
    name_fold = models.CharField(max_length=600, default="")
    name_skeleton = models.CharField(max_length=600, default="")
    surname_skeleton = models.CharField(max_length=200, default="", db_index=True)
    given_skeleton = models.CharField(max_length=200, default="", db_index=True)
    sort_key = models.CharField(max_length=500, default="", db_index=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_type", "document_index"],
                condition=Q(document_index__isnull=False),
                name="a_document_number_belongs_to_one_person",
            ),
            models.CheckConstraint(
                condition=Q(born_on__isnull=True, born_precision="unknown")
                | Q(born_on__isnull=False) & ~Q(born_precision="unknown"),
                name="a_birth_date_has_a_precision",
            ),
            models.CheckConstraint(
                condition=Q(document_index__isnull=True) | ~Q(document_type=""),
                name="a_document_number_has_a_document_type",
            ),
            models.CheckConstraint(
                condition=Q(document_index__isnull=True, document_sealed__isnull=True)
                | Q(document_index__isnull=False, document_sealed__isnull=False),
                name="a_sealed_document_number_can_be_found",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(born_on__isnull=True)
                | Q(died_on__gte=F("born_on")),
                name="a_person_dies_after_birth",
            ),
            models.CheckConstraint(
                condition=~Q(surname="") & ~Q(given_name=""), name="a_person_has_a_name"
            ),
            # For the registrations, which are sorted as their persons.
            models.UniqueConstraint(fields=["id", "sort_key"], name="a_person_has_one_sort_key"),
        ]
        indexes = [
            models.Index(fields=["phone"], name="person_by_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.code})"

    @property
    def document_no(self) -> str:
        """The number of the identity document, opened for whoever may see the person."""
        if self.document_sealed is None:
            return ""
        return unseal_text(self.document_sealed, context=_document_context(self.pk))

    @document_no.setter
    def document_no(self, number: str) -> None:
        tidy = tidy_document_no(number)
        context = _document_context(self.pk)
        self.document_sealed = seal_text(tidy, context=context) if tidy else None
        self.document_index = document_index(tidy) if tidy else None

    @property
    def full_name(self) -> str:
        """Given name and surname, as people are addressed on a page."""
        return f"{self.given_name} {self.surname}"

    @property
    def formal_name(self) -> str:
        """Surname, given name and patronymic, as documents write it."""
        parts = (self.surname, self.given_name, self.patronymic, self.patronymic_suffix)
        return " ".join(part for part in parts if part)

    def set_name_keys(self) -> None:
        """Recompute the search and sort keys from the names."""
        every = f"{self.given_name} {self.surname} {self.patronymic} {self.other_names}"
        # A blank before each word lets a search find the beginnings of words.
        self.name_fold = f" {fold(every)}"
        self.name_skeleton = f" {skeleton(every)}"
        self.surname_skeleton = skeleton(self.surname)[:200]
        self.given_skeleton = skeleton(self.given_name)[:200]
        self.sort_key = sort_key(f"{self.surname} {self.given_name} {self.patronymic}")[:500]


constraint(
    "a_document_number_belongs_to_one_person",
    _("A person with this document number is registered already. Search for the number."),
)
constraint("a_birth_date_has_a_precision", _("Say how far the date of birth is known."))
constraint("a_document_number_has_a_document_type", _("Choose the kind of the document."))
constraint("a_person_dies_after_birth", _("The day of death must not be before the birth."))
constraint("a_person_has_a_name", _("Enter the given name and the surname."))
