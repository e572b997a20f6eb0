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
from dayaq.kernel.guards import append_only, kept_by_triggers
from dayaq.kernel.models import Row


class Window(Row):
    """One donor's share in the revolving fund."""

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=120)
    donor = models.ForeignKey("access.Organisation", models.PROTECT)
    agreement_number = models.CharField(max_length=60, default="", blank=True)
    currency = models.CharField(max_length=3, default="AZN")
    """The donor's currency, that of the agreement."""
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
    name = models.CharField(max_length=80, default="", db_default="", blank=True)
    external_code = models.CharField(max_length=30, default="", db_default="", blank=True)
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
    """A month of the books; a closed one takes no posting (trigger).

    `closings` counts how often it was closed. The heads are the ends of the two chains at the
    last closing, as they stand on its printed sheet.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.User", models.PROTECT, null=True)
    closings = models.PositiveSmallIntegerField(default=0, db_default=0)
    checks = models.JSONField(default=list)
    events_head = models.CharField(max_length=90, default="", db_default="", blank=True)
    entries_head = models.CharField(max_length=90, default="", db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "starts_on"], name="a_month_is_kept_once")
        ]


class Reopening(Row):
    """Why a closed month was opened again, and who besides the first person agreed.

    With nobody there to second it, one person may act alone: the programme officer
    countersigns within seven days, and until then every close sheet names it.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="reopenings")
    closing = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    alone = models.BooleanField(default=False)
    countersign_until = models.DateField(null=True)
    second_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "closing"], name="a_closing_is_reopened_once"
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("asked_by")),
                name="a_month_is_reopened_by_a_second_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_reopening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(alone=False) | Q(countersign_until__isnull=False),
                name="a_reopening_alone_waits_for_a_countersignature",
            ),
        ]


class Snapshot(models.Model):
    """What an account had been debited and credited by the end of a closed month.

    Written when the month is closed and taken away when it is reopened; summing the
    transfers must give the same (`statements.prove`).
    """

    pk = models.CompositePrimaryKey("period_id", "account_id")
    period = models.ForeignKey(Period, models.PROTECT, related_name="snapshots")
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    debit_minor = models.BigIntegerField()
    credit_minor = models.BigIntegerField()


class Entry(Row):
    """What happened once in the books: doing it again under the same key is the same as once.

    `on` is the value date; `posted_on` the day whose month it is booked in.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT, db_index=False)
    key = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32)
    on = models.DateField()
    posted_on = models.DateField()
    recorded_at = models.DateTimeField()
    memo = models.CharField(max_length=60)
    event = models.ForeignKey(
        "kernel.Event",
        models.PROTECT,
        db_index=False,
        db_constraint=False,  # the migrations make it, by the name `behind_every_entry_is_an_event`
        related_name="+",
    )
    recorded_by = models.ForeignKey("access.User", models.PROTECT, null=True, db_index=False)
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
    programme = models.ForeignKey("access.Programme", models.PROTECT, db_index=False)
    currency = models.CharField(max_length=3)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits", db_index=False)
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits", db_index=False)
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


class BagDay(models.Model):
    """What an officer's bag took and gave on a value date: `bag_days` says by whom it is kept."""

    pk = models.CompositePrimaryKey("account_id", "on")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    came_minor = models.BigIntegerField()
    went_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(came_minor__gte=0, went_minor__gte=0),
                name="a_bag_day_is_not_below_zero",
            )
        ]


class EntrySeal(models.Model):
    """The place of a posted entry in the chain of entries, given by the sealer. Append-only."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    digest = models.BinaryField(max_length=32)


class Contribution(Row):
    """A donor's money for the fund: in the donor's currency, and what the bank credited.

    1 unit of the donor's currency was `rate` of the programme's, by whom and on which day.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    window = models.ForeignKey(Window, models.PROTECT, related_name="contributions")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="contribution")
    received_on = models.DateField()
    reference = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    rate = models.DecimalField(max_digits=18, decimal_places=8, null=True)
    rate_on = models.DateField(null=True)
    rate_source = models.CharField(max_length=60, default="", blank=True)
    credited_currency = models.CharField(max_length=3)
    credited_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, credited_minor__gt=0),
                name="a_contribution_is_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(
                    currency=F("credited_currency"),
                    amount_minor=F("credited_minor"),
                    rate__isnull=True,
                )
                | (
                    ~Q(currency=F("credited_currency"))
                    & Q(rate__gt=0, rate_on__isnull=False)
                    & ~Q(rate_source="")
                ),
                name="a_contribution_names_its_rate_with_day_and_source",
            ),
        ]
        indexes = [models.Index(fields=["window", "received_on"], name="contributions_by_day")]


class Revaluation(Row):
    """The money of a currency valued at the rate of a day: 1 `rate_base` was `rate` of the other.

    What it stood at and what it came to are kept also where nothing had to be posted.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    currency = models.CharField(max_length=3)
    on = models.DateField()
    rate_base = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    rate_on = models.DateField()
    rate_source = models.CharField(max_length=60)
    held_minor = models.BigIntegerField()
    carried_minor = models.BigIntegerField()
    value_minor = models.BigIntegerField()
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="revaluation")
    recorded_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0, rate_on__lte=F("on")) & ~Q(rate_source=""),
                name="a_revaluation_names_its_rate_with_day_and_source",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(carried_minor=F("value_minor")),
                name="a_revaluation_posts_its_difference",
            ),
        ]
        indexes = [models.Index(fields=["programme", "on"], name="revaluations_by_day")]


class Deal(Row):
    """An exchange as the bank's paper shows it: both amounts, and the rate it was dealt at.

    1 unit of `currency` was `rate` of the programme's own on that day; the paper is the source.
    """

    programme = models.ForeignKey("access.Programme", models.PROTECT)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="deal")
    on = models.DateField()
    currency = models.CharField(max_length=3)
    foreign_minor = models.BigIntegerField()
    own_minor = models.BigIntegerField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    paper = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(foreign_minor__gt=0, own_minor__gt=0), name="a_deal_is_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0) & ~Q(paper=""), name="a_deal_names_its_rate_and_its_paper"
            ),
        ]
        indexes = [models.Index(fields=["programme", "-on"], name="deals_by_day")]


append_only("ledger_deal", "An exchange never changes; what was wrong is exchanged back")
append_only("ledger_revaluation", "A revaluation never changes; the next one corrects it")
append_only("ledger_contribution", "A contribution never changes; reverse its entry")
append_only("ledger_entry", "A posted entry never changes; reverse it")
append_only("ledger_transfer", "A posted transfer never changes; reverse its entry")
append_only("ledger_entryseal", "A sealed entry never changes")
kept_by_triggers("ledger_bagday")

constraint("a_contribution_is_above_zero", _("A contribution must be above zero."))
constraint(
    "a_contribution_names_its_rate_with_day_and_source",
    _("Money in another currency needs its rate, the day of the rate and who says so."),
)
constraint(
    "a_revaluation_names_its_rate_with_day_and_source",
    _("A revaluation needs its rate, the day of the rate and who says so."),
)
constraint("a_deal_is_above_zero", _("What is exchanged is above zero."))
constraint(
    "a_deal_names_its_rate_and_its_paper",
    _("An exchange needs its rate and the number of the bank's paper."),
)
constraint("ledger_deal_entry_id_key", _("The rate of this exchange is recorded already."))
constraint("a_revaluation_posts_its_difference", _("A revaluation posts what it changes."))
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
for name in ("a_transfer_debits_its_own_books", "a_transfer_credits_its_own_books"):
    constraint(name, _("A posting stays within the books of one programme and one currency."))
constraint(
    "an_entry_takes_no_later_transfer",
    _("A posted entry takes no further transfer. Post a new entry."),
)
constraint(
    "a_transfer_has_the_days_of_its_entry",
    _("A transfer has the days and the programme of its entry."),
)
constraint("a_month_is_a_whole_month", _("The books are closed by whole months."))
constraint(
    "months_are_closed_in_order",
    _("Months are closed one after the other, and reopened from the last one back."),
)
constraint(
    "a_closed_month_is_reopened_by_two",
    _("A closed month is reopened by two persons, or alone with a day to countersign."),
)
constraint(
    "a_month_is_reopened_by_a_second_person",
    _("A second person agrees to the reopening, not the one who asked for it."),
)
constraint("a_reopening_has_a_reason", _("Say why the month is reopened."))
constraint("a_closing_is_reopened_once", _("The reopening of this month is asked for already."))
constraint(
    "a_reopening_alone_waits_for_a_countersignature",
    _("Who reopens a month alone needs the programme officer's signature within seven days."),
)
constraint("an_account_code_is_used_once", _("There is an account with this code already."))
