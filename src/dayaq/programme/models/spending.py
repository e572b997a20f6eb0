"""Money planned and spent: budget lines, their revisions, expenses and the donors' parts."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.models import Row

from .agreements import Phase
from .grants import Grant
from .querysets import PhaseChildQuerySet, ProgrammeQuerySet


class BudgetLine(Row):
    """A line of the agreed budget of a phase, in the phase's report currency.

    `is_lending_capital` marks money handed to the revolving fund. It is spent once, when the
    donor's money enters the fund; lending it again is not new donor spending.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="budget_lines")
    code = models.CharField(max_length=20)
    heading = models.CharField(max_length=120, blank=True, default="")
    description = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    approved_minor = models.BigIntegerField()
    is_lending_capital = models.BooleanField(default=False)

    objects: ClassVar[PhaseChildQuerySet["BudgetLine"]] = PhaseChildQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "code"], name="budget_code_is_unique_in_phase"
            ),
            models.CheckConstraint(
                condition=Q(approved_minor__gte=0), name="budget_line_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


class BudgetRevision(Row):
    """A later version of a line, with the donor's written approval; earlier versions stay."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    approved_on = models.DateField()
    approval_reference = models.CharField(max_length=120)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "version"], name="budget_revision_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="budget_revision_is_not_negative"
            ),
        ]


class Expense(Row):
    """A paid voucher. Charged once approved: then its donors' parts are fixed to the cent."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        CHARGED = "charged", _("Charged to the donors")

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="expenses")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="expenses")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="expenses")
    voucher = models.CharField(max_length=40)
    on = models.DateField()
    payee = models.CharField(max_length=200)
    description = models.CharField(max_length=300, blank=True, default="")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    rate = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    rate_base = models.CharField(max_length=3, blank=True, default="")
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=60, blank=True, default="")
    report_currency = models.CharField(max_length=3)
    reported_minor = models.BigIntegerField()
    eligible = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    entered_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        "access.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)
    charged_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ProgrammeQuerySet["Expense"]] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "voucher"], name="voucher_is_unique_in_programme"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, reported_minor__gt=0),
                name="expense_amount_is_positive",
            ),
            models.CheckConstraint(
                condition=(Q(currency=F("report_currency")) & Q(amount_minor=F("reported_minor")))
                | (
                    Q(rate__gt=0) & ~Q(rate_base="") & ~Q(rate_source="") & Q(rate_on__isnull=False)
                ),
                name="exchanged_expense_names_its_rate",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="approved_expense_names_its_approver",
            ),
            models.CheckConstraint(
                condition=~Q(status="charged") | Q(charged_on__isnull=False),
                name="charged_expense_has_a_date",
            ),
        ]
        indexes = [models.Index(fields=["phase", "on"], name="expense_by_phase_and_day")]

    def __str__(self) -> str:
        return self.voucher


class ExpenseSplit(Row):
    """The part of an expense that one grant bears, in the report currency."""

    expense = models.ForeignKey(Expense, models.PROTECT, related_name="splits")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="splits")
    share_bps = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["expense", "grant"], name="grant_bears_an_expense_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="expense_split_is_not_negative"
            ),
        ]
