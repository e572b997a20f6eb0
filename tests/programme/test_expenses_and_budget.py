"""Expenses: voucher, rate, approval and the split to the cent; budget lines and revisions."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.programme import queries, services
from dayaq.programme.models import Expense, ExpenseSplit
from tests import build
from tests.programme import helpers

pytestmark = pytest.mark.django_db
AT = build.AT


@pytest.fixture
def leyla():
    return helpers.officer()


@pytest.fixture
def pilot(leyla):
    return helpers.phase(leyla)


@pytest.fixture
def training(leyla, pilot):
    return helpers.line(leyla, pilot)


def test_an_approved_expense_is_split_to_the_cent(leyla, pilot, training) -> None:
    helpers.grants(leyla, pilot, 7050, 2950)

    expense = helpers.approved(leyla, training, 10_001)

    parts = list(expense.splits.order_by("-amount_minor").values_list("amount_minor", flat=True))
    assert parts == [7051, 2950]
    assert expense.status == Expense.Status.APPROVED


def test_manat_are_converted_once_and_the_rate_is_kept(leyla, training) -> None:
    expense = helpers.expense(leyla, training, 126_500, currency="AZN")

    assert (expense.reported_minor, expense.report_currency) == (100_000, "EUR")
    assert (expense.rate_source, expense.rate_on) == ("Central Bank of Azerbaijan", helpers.MID)


def test_a_voucher_number_is_used_once(leyla, training) -> None:
    helpers.expense(leyla, training, 100)

    with pytest.raises(Refused, match="voucher number"):
        helpers.expense(leyla, training, 100)
    assert Expense.objects.count() == 1


def test_the_database_refuses_a_second_voucher(leyla, training) -> None:
    one = helpers.expense(leyla, training, 100)
    two = helpers.expense(leyla, training, 100, voucher="V-2")

    with pytest.raises(IntegrityError, match="voucher_is_unique"), transaction.atomic():
        Expense.objects.filter(id=two.id).update(voucher=one.voucher)


def test_a_day_outside_the_phase_and_its_grants_is_refused(leyla, training) -> None:
    with pytest.raises(Refused, match="outside the phase"):
        helpers.expense(leyla, training, 100, on=dt.date(2012, 1, 1))


def test_a_foreign_amount_without_a_rate_is_refused(leyla, training) -> None:
    from dayaq.kernel.money import Money

    with pytest.raises(Refused, match="exchange rate between AZN and EUR"):
        services.enter_expense(
            by=leyla,
            on=helpers.MID,
            at=AT,
            line_id=training.id,
            voucher="V-9",
            payee="Somebody",
            amount=Money(100, "AZN"),
        )


def test_shares_that_do_not_make_the_whole_stop_the_approval(leyla, pilot, training) -> None:
    helpers.grants(leyla, pilot, 7050)
    expense = helpers.expense(leyla, training, 100)

    with pytest.raises(Refused, match="add up to 100 %"):
        services.approve_expense(by=leyla, on=helpers.MID, at=AT, expense_id=expense.id)
    assert not ExpenseSplit.objects.exists()


def test_one_donor_can_take_a_cost_over(leyla, pilot, training) -> None:
    _ada, slovenia = helpers.grants(leyla, pilot, 7050, 2950)
    expense = helpers.expense(leyla, training, 777)

    services.approve_expense(
        by=leyla, on=helpers.MID, at=AT, expense_id=expense.id, grant_ids=[slovenia.id]
    )

    assert list(expense.splits.values_list("grant_id", "amount_minor")) == [(slovenia.id, 777)]


def test_a_cost_after_a_grants_end_asks_who_bears_it(leyla, pilot, training) -> None:
    ada, slovenia = helpers.grants(leyla, pilot, 7050, 2950)
    type(ada).objects.filter(id=ada.id).update(ends_on=dt.date(2009, 10, 31))
    late = helpers.expense(leyla, training, 500, on=dt.date(2009, 11, 15))

    with pytest.raises(Refused, match=r"outside the period of the grant C-0/2007"):
        services.approve_expense(by=leyla, on=late.on, at=AT, expense_id=late.id)

    services.approve_expense(
        by=leyla, on=late.on, at=AT, expense_id=late.id, grant_ids=[slovenia.id]
    )


def test_an_ineligible_expense_burdens_no_donor(leyla, pilot, training) -> None:
    helpers.grants(leyla, pilot, 7050, 2950)
    expense = helpers.expense(leyla, training, 500)
    Expense.objects.filter(id=expense.id).update(eligible=False)

    services.approve_expense(by=leyla, on=helpers.MID, at=AT, expense_id=expense.id)

    assert not ExpenseSplit.objects.exists()


def test_an_approval_can_be_taken_back_until_it_is_charged(leyla, pilot, training) -> None:
    helpers.grants(leyla, pilot, 7050, 2950)
    expense = helpers.approved(leyla, training, 500)

    services.return_expense(by=leyla, on=helpers.MID, at=AT, expense_id=expense.id, reason="Typo")
    assert not ExpenseSplit.objects.exists()

    services.approve_expense(by=leyla, on=helpers.MID, at=AT, expense_id=expense.id)
    services.charge_expenses(
        by=leyla,
        on=helpers.MID,
        at=AT,
        phase_id=pilot.id,
        frm=pilot.starts_on,
        to=pilot.ends_on,
    )
    with pytest.raises(Refused, match="no report has charged"):
        services.return_expense(
            by=leyla, on=helpers.MID, at=AT, expense_id=expense.id, reason="Typo"
        )


def test_an_accountant_enters_and_does_not_approve(leyla, pilot, training) -> None:
    helpers.grants(leyla, pilot, 10_000)
    vuqar = build.actor(Role.ACCOUNTANT)
    expense = helpers.expense(vuqar, training, 500)

    with pytest.raises(NotAllowed):
        services.approve_expense(by=vuqar, on=helpers.MID, at=AT, expense_id=expense.id)
    expense.refresh_from_db()
    assert expense.status == Expense.Status.DRAFT


def test_a_revision_is_a_new_version_with_the_donors_approval(leyla, training) -> None:
    revise = {
        "by": leyla,
        "on": helpers.MID,
        "at": AT,
        "line_id": training.id,
        "amount_minor": 6_000_000,
        "approved_on": helpers.MID,
        "reason": "More courses",
    }

    with pytest.raises(Refused, match="written approval"):
        services.revise_budget_line(**revise, approval_reference=" ")
    revision = services.revise_budget_line(**revise, approval_reference="ADA 14.05.2008")

    training.refresh_from_db()
    assert (revision.version, training.approved_minor) == (1, 5_000_000)


def test_the_use_of_a_line_knows_before_and_now_and_each_donor(leyla, pilot, training) -> None:
    ada, slovenia = helpers.grants(leyla, pilot, 7050, 2950)
    helpers.approved(leyla, training, 10_000, voucher="V-1", on=dt.date(2008, 1, 10))
    helpers.approved(leyla, training, 10_001, voucher="V-2", on=dt.date(2008, 7, 10))
    helpers.expense(leyla, training, 99_999, voucher="V-3")  # a draft does not count

    (use,) = queries.budget_use(pilot, frm=dt.date(2008, 7, 1), to=dt.date(2008, 12, 31))

    assert (use.use.before, use.use.period, use.use.cumulative) == (10_000, 10_001, 20_001)
    assert use.by_grant == {ada.id: 14_101, slovenia.id: 5_900}


def test_budget_use_takes_the_same_statements_for_one_line_and_ten(
    leyla, pilot, training, django_assert_num_queries
) -> None:
    for number in range(2, 11):
        helpers.line(leyla, pilot, code=f"1.{number}")

    with django_assert_num_queries(5):
        queries.budget_use(pilot, frm=pilot.starts_on, to=pilot.ends_on)


@pytest.mark.parametrize(
    "act",
    [
        lambda expense: Expense.objects.filter(id=expense.id).update(payee="Somebody else"),
        lambda expense: Expense.objects.filter(id=expense.id).update(status="draft"),
        lambda expense: expense.splits.update(amount_minor=1),
        lambda expense: expense.splits.all().delete(),
    ],
)
def test_the_database_keeps_a_charged_expense_as_it_is(leyla, pilot, training, act) -> None:
    helpers.grants(leyla, pilot, 7050, 2950)
    expense = helpers.approved(leyla, training, 10_001)
    services.charge_expenses(
        by=leyla,
        on=helpers.MID,
        at=AT,
        phase_id=pilot.id,
        frm=pilot.starts_on,
        to=pilot.ends_on,
    )

    with pytest.raises(DatabaseError, match="charged expense never changes"), transaction.atomic():
        act(expense)
    assert sum(expense.splits.values_list("amount_minor", flat=True)) == 10_001
