"""Running loans brought over from the workbook that was kept before.

The stored workbook is what is staged: it is read again whenever it is shown, so nobody signs
other rows than those that are posted. Until two people have signed, nothing of it exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models.products import ProductVersion
from dayaq.kernel.errors import constraint
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class CutoverStatus(models.TextChoices):
    STAGED = "staged", _("Staged, waiting for two signatures")
    SIGNED = "signed", _("Signed once, waiting for the second person")
    POSTED = "posted", _("Brought over")
    UNDONE = "undone", _("Undone")


class CutoverMode(models.TextChoices):
    HISTORY = "history", _("Full history: every payment")
    OPENING = "opening", _("Opening position: what was paid until then, as one sum")


class CutoverQuerySet(models.QuerySet["Cutover"]):
    def visible_to(self, actor: Actor) -> CutoverQuerySet:
        """The cut-overs of the programme the actor works in."""
        return self.filter(programme_id=actor.programme_id)


class Cutover(Row):
    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.BinaryField(max_length=32)
    mode = models.CharField(max_length=10, choices=CutoverMode)
    cutover_on = models.DateField()
    product_version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    window = models.CharField(max_length=30)
    legal_basis = models.CharField(max_length=300)
    columns = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    """Loan number to the id of a known person, or "new": decided by a person, never guessed."""
    stated = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, default="")
    status = models.CharField(max_length=10, choices=CutoverStatus, default=CutoverStatus.STAGED)
    staged_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    staged_on = models.DateField()
    first_signed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    first_signed_on = models.DateField(null=True)
    second_signed_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_signed_on = models.DateField(null=True)
    undone_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_on = models.DateField(null=True)
    totals = models.JSONField(default=dict)
    """What was posted, kept for the page once the workbook's rows are loans."""
    recorded_at = models.DateTimeField()

    objects = CutoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="a_cutover_is_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "sha256"],
                condition=~Q(status="undone"),
                name="a_workbook_is_brought_over_once",
            ),
            models.CheckConstraint(
                condition=Q(second_signed_by__isnull=True)
                | ~Q(second_signed_by=F("first_signed_by")),
                name="two_different_people_sign_a_cutover",
            ),
            models.CheckConstraint(
                condition=~Q(status="posted")
                | Q(first_signed_by__isnull=False, second_signed_by__isnull=False),
                name="a_cutover_is_posted_by_two_signatures",
            ),
        ]


constraint(
    "a_workbook_is_brought_over_once",
    _("This very workbook is staged or brought over already."),
)
constraint(
    "two_different_people_sign_a_cutover",
    _("The second signature is another person's than the first."),
)
constraint("a_cutover_is_posted_by_two_signatures", _("Two people sign before anything is posted."))
