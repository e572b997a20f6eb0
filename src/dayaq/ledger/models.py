"""The books of a programme. An entry is one or more transfers under one key; nothing is edited.

A transfer has one debit account, one credit account and an amount above zero, so no row can
be out of balance. Composite foreign keys (migration 0001) make the database refuse an account
of another programme's books or of another currency.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.guards import append_only
from dayaq.kernel.models import Row


class Window(Row):
    """One donor's share in the revolving fund."""

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=120)
    donor = models.ForeignKey("access.Organisation", models.PROTECT)
    agreement_number = models.CharField(max_length=60, default="", blank=True)
    opened_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="a_window_code_is_used_once")
        ]

    def __str__(self) -> str:
        return self.name


class Account(Row):
    """An account of one programme's books, addressed by its code, such as "loans:ada"."""

    class Kind(models.TextChoices):
        ASSET = "asset", _("Asset")
        LIABILITY = "liability", _("Liability")
        FUND = "fund", _("Fund")
        INCOME = "income", _("Income")
        EXPENSE = "expense", _("Expense")

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    currency = models.CharField(max_length=3)
    window = models.ForeignKey(Window, models.PROTECT, null=True)
    officer = models.ForeignKey("access.User", models.PROTECT, null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code", "currency"], name="an_account_code_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["id", "programme", "currency"], name="account_with_its_book_and_currency"
            ),
        ]


class Period(Row):
    """A month of the books; a closed one takes no posting (trigger)."""

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.User", models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "starts_on"], name="a_month_is_kept_once")
        ]


class Entry(Row):
    """What happened once in the books: doing it again under the same key is the same as once.

    `on` is the value date; `posted_on` the day whose month it is booked in.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    key = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32)
    on = models.DateField()
    posted_on = models.DateField()
    recorded_at = models.DateTimeField()
    memo = models.CharField(max_length=60)
    event_id = models.UUIDField(null=True)
    recorded_by = models.ForeignKey("access.User", models.PROTECT, null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="an_entry_key_is_used_once"),
        ]
        indexes = [models.Index(fields=["programme", "posted_on"], name="entries_by_day")]


class Transfer(models.Model):
    """An amount from one account (credit) to another (debit). Append-only."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="transfers")
    programme = models.ForeignKey("access.Programme", models.PROTECT)
    currency = models.CharField(max_length=3)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits")
    amount_minor = models.BigIntegerField()
    window = models.ForeignKey(Window, models.PROTECT, null=True)
    subject_id = models.UUIDField(null=True)
    on = models.DateField()
    posted_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="a_transfer_is_above_zero"
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="a_transfer_has_two_accounts"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="transfers_of_a_loan"),
            models.Index(fields=["programme", "posted_on"], name="transfers_by_day"),
            models.Index(fields=["programme", "-on", "-id"], name="transfers_in_the_journal"),
            models.Index(fields=["debit", "on"], include=["amount_minor"], name="debits_summed"),
            models.Index(fields=["credit", "on"], include=["amount_minor"], name="credits_summed"),
        ]


append_only("ledger_entry", "A posted entry never changes; reverse it")
append_only("ledger_transfer", "A posted transfer never changes; reverse its entry")

constraint("a_transfer_is_above_zero", _("An amount posted must be above zero."))
constraint("a_transfer_has_two_accounts", _("A transfer needs two different accounts."))
constraint("an_entry_key_is_used_once", _("This has been posted already."))
constraint("ledger_entry_reverses_id_key", _("This entry has been reversed already."))
constraint(
    "a_closed_month_takes_no_posting",
    _("This month is closed. Use a day of the open month, or have the month reopened."),
)
constraint("a_reversal_is_not_reversed", _("A reversal is not reversed. Post the right amount."))
constraint("a_closed_account_takes_no_posting", _("This account is closed."))
