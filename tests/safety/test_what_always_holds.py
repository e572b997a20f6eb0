"""What must always hold: sums, replays, three people, numbers without gaps, rows that stay."""

from __future__ import annotations

import datetime as dt
import random

import psycopg
import pytest
from django.db import connection

from dayaq.credit import services
from dayaq.credit.models import Loan, LoanStatus, Receipt
from dayaq.credit.queries.blanks import gaps_among
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.kernel.guards import APPEND_ONLY, KEPT_BY_TRIGGERS
from dayaq.ledger import closing
from dayaq.ledger.queries import loan_balances, trial_balance
from tests import build
from tests.credit import helpers as h
from tests.safety.everything import SECRETS, history

FAR = dt.date(2013, 1, 1)
WRITTEN_ONCE = {
    "kernel_event", "ledger_entry", "ledger_transfer", "credit_receipt", "credit_loanevent",
    "reporting_reportsubmission", "files_storedfile",
}  # fmt: skip
FORMULA = (
    "SELECT t.currency, coalesce(t.window_id::text, ''), "
    "sum(CASE WHEN d.id IS NULL THEN 0 ELSE t.amount_minor END) "
    "- sum(CASE WHEN c.id IS NULL THEN 0 ELSE t.amount_minor END) "
    "FROM ledger_transfer t LEFT JOIN ledger_account d "
    "ON d.id = t.debit_id AND d.currency = t.currency AND d.programme_id = t.programme_id "
    "LEFT JOIN ledger_account c "
    "ON c.id = t.credit_id AND c.currency = t.currency AND c.programme_id = t.programme_id "
    "GROUP BY 1, 2"
)


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def act(made: h.Setting, loan: Loan, number: int, chance: random.Random) -> None:
    """One random act on a loan; what the rules refuse is refused, and nothing of it stays."""
    on = dt.date(2010, 7, 1) + dt.timedelta(days=number * 9 + chance.randrange(5))
    what = chance.choice(("pay", "pay", "pay", "reverse", "refund"))
    receipts = list(Receipt.objects.filter(loan=loan))
    if what == "pay" or not receipts:
        amount = chance.choice((1, 4_000, 8_333, 8_334, 20_000, 60_000))
        h.pay(made, loan, number, amount, on)
    elif what == "reverse":
        services.reverse_receipt(
            by=made.accountant, receipt_id=chance.choice(receipts).pk, reason="Typed wrong",
            on=on, at=h.AT,
        )  # fmt: skip
    else:
        services.refund_credit(
            by=made.cashier, loan_id=loan.pk, amount_minor=500, method="bank",
            voucher=f"R{number}", on=on, at=h.AT,
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_after_random_acts_the_loan_equals_the_books_and_its_replay(seed: int) -> None:
    made = h.setting()
    loan = h.lent(made)
    h.book(made)
    chance = random.Random(seed)  # noqa: S311 - a repeatable history, not a secret
    refused = 0
    for number in range(1, 19):
        try:
            act(made, loan, number, chance)
        except Refused:
            refused += 1
        now = Loan.objects.get(pk=loan.pk)
        assert loan_balances([loan.pk])[loan.pk] == now.outstanding_minor
        assert now.outstanding_minor >= 0
    assert refused < 18
    assert services.rebuild_loans(loan_ids=[loan.pk]) == []
    assert sum(line.balance_minor for line in trial_balance(build.programme().pk, FAR)) == 0
    assert closing.prove(build.programme().pk) == []


@pytest.mark.django_db
def test_debits_equal_credits_in_every_currency_and_window() -> None:
    history()

    assert rows(FORMULA)
    assert {found[2] for found in rows(FORMULA)} == {0}


@pytest.mark.django_db
def test_a_receipt_number_left_out_is_named_until_its_blank_is_spoiled() -> None:
    made = h.setting()
    loan = h.lent(made)
    h.book(made)
    h.pay(made, loan, 1, 1_000, dt.date(2010, 7, 1))
    h.pay(made, loan, 4, 1_000, dt.date(2010, 7, 2))
    programme, entered = build.programme().pk, [("FZ", 1), ("FZ", 4)]

    assert [(gap.first, gap.last) for gap in gaps_among(programme, entered)] == [(2, 3)]
    for number in (2, 3):
        services.spoil_blank(
            by=made.officer, series="FZ", number=number, reason="Torn", on=build.TODAY, at=h.AT
        )
    assert gaps_among(programme, entered) == []


@pytest.mark.django_db
def test_no_event_holds_a_personal_value() -> None:
    """After a whole history the log of events knows ids and codes, not people."""
    history()
    wrong = [
        (verb, word)
        for verb, data in rows("SELECT verb, data::text FROM kernel_event")
        for word in SECRETS
        if word in str(data)
    ]

    assert len(rows("SELECT 1 FROM kernel_event")) > 60
    assert wrong == []


def test_rows_that_stay_refuse_the_application_role(own_database: dict[str, str]) -> None:
    """By its rights, before any trigger: a table that is written once is only written."""
    with psycopg.connect(own_database["app"], autocommit=True) as application:
        for table in APPEND_ONLY:
            column = application.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1",
                [table],
            ).fetchone()
            assert column is not None, table
            for statement in (
                f'UPDATE "{table}" SET "{column[0]}" = "{column[0]}"',  # noqa: S608 - our own names
                f'DELETE FROM "{table}"',  # noqa: S608
                f'TRUNCATE "{table}" CASCADE',
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    application.execute(statement)
    assert set(APPEND_ONLY) >= WRITTEN_ONCE


def test_sums_that_triggers_keep_are_only_read(own_database: dict[str, str]) -> None:
    rights = "SELECT array_agg(privilege_type::text) FROM information_schema.role_table_grants "
    with psycopg.connect(own_database["app"], autocommit=True) as application:
        for table in KEPT_BY_TRIGGERS:
            given = application.execute(f"{rights} WHERE table_name = %s", [table]).fetchone()
            assert given == (["SELECT"],), table
    assert "ledger_bagday" in KEPT_BY_TRIGGERS


def test_even_the_owner_changes_no_receipt(own_database: dict[str, str]) -> None:
    made = run_command(h.setting)
    loan = run_command(lambda: h.lent(made))
    run_command(lambda: h.book(made))
    run_command(lambda: h.pay(made, loan, 1, 1_000, dt.date(2010, 7, 1)))
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        for statement in (
            "UPDATE credit_receipt SET amount_minor = 1",
            "DELETE FROM credit_receipt",
        ):
            with pytest.raises(psycopg.errors.RestrictViolation):
                owner.execute(statement)
    assert Receipt.objects.get().amount_minor == 1_000


@pytest.mark.django_db
@pytest.mark.parametrize("hat", ["appraised_by", "approved_by", "decision_recorded_by"])
def test_the_database_keeps_each_hat_from_the_one_who_pays_out(hat: str) -> None:
    from django.db import IntegrityError, transaction

    made = h.setting()
    loan = h.agreed(made)
    wearer = getattr(loan, f"{hat}_id")
    assert wearer is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(
            disbursed_by=wearer, disbursed_on=h.PAID_OUT_ON, status=LoanStatus.ACTIVE
        )
    assert Loan.objects.get(pk=loan.pk).disbursed_by_id is None


@pytest.mark.django_db
def test_a_chair_who_is_a_relative_decides_nothing() -> None:
    made = h.setting()
    application = h.apply(made, h.applicant(made))
    h.appraise(made, application)
    services.declare_relative(
        by=made.members[0], user_id=made.members[0].user_id, person_id=application.person_id,
        on=h.APPLIED_ON, at=h.AT,
    )  # fmt: skip

    with pytest.raises(Refused):
        h.decide(made, application, h.meeting(made))
    assert application.decisions.count() == 0
