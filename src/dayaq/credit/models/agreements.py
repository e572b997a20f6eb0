"""Loan agreements and the text of their clauses, which the programme officer keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.applications import LoanApplication
from dayaq.credit.models.committee import Decision
from dayaq.kernel.models import Row


class Language(models.TextChoices):
    AZERBAIJANI = "az", _("Azerbaijani")
    ENGLISH = "en", _("English")


class ClauseText(Row):
    """One version of the clauses in one language. Unapproved text says so on the paper."""

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language)
    number = models.PositiveSmallIntegerField()
    clauses = models.JSONField()
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    approved_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_on = models.DateField(null=True)
    approval_note = models.CharField(max_length=200, default="")

    objects: models.Manager[ClauseText] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "language", "number"], name="clause_version_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="a_clause_approval_has_a_name_and_a_date",
            ),
        ]

    @property
    def is_approved(self) -> bool:
        return self.approved_on is not None


class SignatureMode(models.TextChoices):
    """How the borrower signs; every way is as good as another."""

    HAND = "hand", _("Own signature")
    THUMB = "thumb", _("Thumbprint")
    MARK = "mark", _("Another mark")
    CANNOT = "cannot", _("Spoken consent before a witness")


class Agreement(Row):
    """The paper: drawn up from the decision, read aloud on request, signed by both sides."""

    application = models.OneToOneField(
        LoanApplication, on_delete=models.PROTECT, related_name="agreement"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=30, unique=True)
    clauses = models.ForeignKey(
        ClauseText, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    language = models.CharField(max_length=2, choices=Language)
    planned_on = models.DateField()
    first_due_on = models.DateField()
    terms = models.JSONField()
    drawn_up_on = models.DateField()
    drawn_up_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    signed_on = models.DateField(null=True)
    signature_mode = models.CharField(max_length=20, choices=SignatureMode, default="")
    witness = models.CharField(max_length=120, default="")
    read_aloud = models.BooleanField(default=False)
    lender_signatory = models.CharField(max_length=120, default="")

    objects: models.Manager[Agreement] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(signature_mode="hand") | ~Q(witness=""),
                name="a_mark_in_place_of_a_signature_has_a_witness",
            ),
            models.CheckConstraint(
                condition=Q(first_due_on__gt=models.F("planned_on")),
                name="the_first_instalment_falls_after_the_disbursement",
            ),
        ]
