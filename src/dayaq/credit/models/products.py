"""Loan products: what the programme lends, on what terms, and in whose name.

A product keeps its versions. The first application made under a version locks it: from then on
its terms are what somebody was promised, and a change is a new version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.credit.terms_json import charges
from dayaq.kernel.languages import in_language
from dayaq.kernel.models import Row

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


class LegalBasis(models.TextChoices):
    """On what ground the lender may lend (Azerbaijan: Law on Non-Bank Credit Institutions)."""

    LICENSED = "licensed", _("Licensed non-bank credit institution")
    PROJECT_AGREEMENT = "project_agreement", _("Agreement of the project with the state")
    REPAYABLE_GRANT = "repayable_grant", _("Repayable grant")
    INTEREST_SUBSIDY = "interest_subsidy", _("Subsidy to a licensed lender")


LENDERS_THAT_CHARGE = (LegalBasis.LICENSED, LegalBasis.INTEREST_SUBSIDY)
"""Interest and fees are for licensed lenders (Law on Non-Bank Credit Institutions)."""


class ProductQuerySet(models.QuerySet["LoanProduct"]):
    def visible_to(self, actor: Actor) -> ProductQuerySet:
        """The products of the programme the actor works in."""
        return self.filter(programme_id=actor.programme_id)


class LoanProduct(Row):
    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    name_az = models.CharField(max_length=120)
    is_open = models.BooleanField(default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="product_code_is_used_once")
        ]

    @property
    def title(self) -> str:
        """What the product is called in the reader's language."""
        return in_language(self.name, self.name_az)


class ProductVersion(Row):
    """The terms as they were at one time. `terms` is what `credit.domain` reads."""

    product = models.ForeignKey(LoanProduct, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    currency = models.CharField(max_length=3)
    min_minor = models.BigIntegerField()
    max_minor = models.BigIntegerField()
    min_instalments = models.PositiveSmallIntegerField()
    max_instalments = models.PositiveSmallIntegerField()
    legal_lender = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=30, choices=LegalBasis)
    created_on = models.DateField()
    locked_at = models.DateTimeField(null=True)

    objects: models.Manager[ProductVersion] = models.Manager()

    @property
    def charges(self) -> bool:
        """Whether it asks for more than was lent."""
        return charges(self.terms)

    @property
    def may_lend(self) -> bool:
        """A lender and a ground are named, and the ground bears what the terms charge.

        The trigger `credit_keep_lending_lawful` says the same to the database.
        """
        if not self.legal_lender.strip() or not self.legal_basis:
            return False
        return not self.charges or self.legal_basis in LENDERS_THAT_CHARGE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "number"], name="product_version_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(min_minor__gt=0, max_minor__gte=F("min_minor")),
                name="product_amounts_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(min_instalments__gt=0, max_instalments__gte=F("min_instalments")),
                name="product_terms_are_in_order",
            ),
        ]


class Holiday(Row):
    """A day on which nobody works; due dates of products with a calendar move off it."""

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    name = models.CharField(max_length=120)

    objects: models.Manager[Holiday] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "on"], name="a_holiday_is_listed_once")
        ]
