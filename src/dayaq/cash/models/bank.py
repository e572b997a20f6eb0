"""The bank's own account of our account: statements, their lines, what each line is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.models import Row


class ColumnMapping(Row):
    """Which column of a bank's list is what; remembered by its header row."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    header = models.CharField(max_length=64)
    columns = models.JSONField()

    objects: models.Manager[ColumnMapping] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "header"], name="a_header_has_one_column_mapping"
            )
        ]


class BankStatement(Row):
    """A statement as the bank sent it. Its rows wait in `staged` until the columns are named.

    Every amount of it, and of its lines, is in the currency of its account.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    header = models.JSONField()
    staged = models.JSONField(null=True)
    opening_minor = models.BigIntegerField()
    closing_minor = models.BigIntegerField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    known_lines = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: models.Manager[BankStatement] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "digest"], name="a_bank_statement_is_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(from_on=None, to_on=None) | Q(to_on__gte=F("from_on")),
                name="a_bank_statement_ends_after_it_begins",
            ),
        ]


class StatementLine(Row):
    """One movement by the bank's account: money in above zero, out below. Append-only."""

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    text = models.CharField(max_length=300, default="")
    fingerprint = models.CharField(max_length=64)

    left_minor: int
    """What of it is in suspense still; given by `in_suspense`."""

    objects: models.Manager[StatementLine] = models.Manager()

    @property
    def currency(self) -> str:
        """The currency of the account it is a movement of."""
        return self.statement.account.currency

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "fingerprint"], name="a_statement_line_is_imported_once"
            ),
            models.CheckConstraint(
                condition=~Q(amount_minor=0), name="a_statement_line_moves_money"
            ),
        ]


class LineUse(models.TextChoices):
    BOOKS = "books", _("Found in the books")
    SUSPENSE = "suspense", _("Unknown money, in suspense")
    CHARGE = "charge", _("Bank charge")


class Matching(Row):
    """What lines of the bank are in the books: lines and postings of one sum. Append-only.

    Mostly it is one line and one posting; a deposit that the bank shows in two parts, or one
    transfer for several loans, has several on one side. A trigger compares the sums, in the
    currency of the one account they are on.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT, related_name="+")
    use = models.CharField(max_length=10, choices=LineUse)
    matched_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    matched_on = models.DateField()

    objects: models.Manager[Matching] = models.Manager()


class LineMatch(Row):
    """A line of the bank in a matching; each line is in one. Append-only."""

    line = models.OneToOneField(StatementLine, models.PROTECT, related_name="match")
    matching = models.ForeignKey(Matching, models.PROTECT, related_name="lines")

    objects: models.Manager[LineMatch] = models.Manager()


class PostingMatch(Row):
    """An entry on a bank account, named by its first transfer there, in a matching. Append-only.

    An exchange is an entry on two accounts: each of them has a transfer of its own for it.
    """

    transfer = models.OneToOneField("ledger.Transfer", models.PROTECT, related_name="+")
    matching = models.ForeignKey(Matching, models.PROTECT, related_name="postings")

    objects: models.Manager[PostingMatch] = models.Manager()


class Clearing(Row):
    """Money that left suspense: to a loan by a receipt, or back to who sent it. Append-only.

    A line may be cleared in parts, such as one transfer for several loans; a trigger sees to it
    that no more leaves than came in.
    """

    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="clearings")
    amount_minor = models.BigIntegerField()
    receipt = models.OneToOneField("credit.Receipt", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    cleared_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    cleared_on = models.DateField()

    objects: models.Manager[Clearing] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="a_clearing_is_above_zero")
        ]
