"""The figures of one loan, by hand: twelve instalments of 83.33 from 1 July 2010."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayaq.credit import services as credit
from dayaq.credit.models import Loan
from dayaq.credit.queries.positions import engine_position
from dayaq.credit.services.committee import Ruling
from dayaq.credit.services.provisioning import choose_table, needed
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotAllowed
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.reports import monthly
from dayaq.reporting.reports.base import Asking
from dayaq.reporting.reports.lending import ageing_table
from dayaq.reporting.reports.monthly import decisions_asked
from tests import build
from tests.credit import helpers as h
from tests.people import helpers as people
from tests.reporting.helpers import asked, figure, numbers
from tests.standing import Lent

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = (dt.date(2010, month, 1) for month in (7, 8, 9))


@pytest.fixture
def made(lent_before: Lent) -> h.Setting:
    return lent_before.made


@pytest.fixture
def loan(lent_before: Lent) -> Loan:
    return lent_before.loan


@pytest.fixture
def leyla(made: h.Setting):
    return made.programme_officer


def test_several_figures_are_one_question_and_none_is_asked_twice(leyla, loan) -> None:
    asking = Asking(leyla, asked(leyla))
    with CaptureQueriesContext(connection) as said:
        found = asking.figures(["par30", "trained", "micro_credits", "par90"])
        again = [asking.figure(key) for key in found]

    assert len(said) == 1
    assert [(value.key, value) for value in again] == list(found.items())
    assert [numbers(leyla, key) for key in found] == [
        (value.numerator, value.denominator) for value in again
    ]


def test_all_indicators_asked_together_say_what_each_says_alone(leyla, made, loan) -> None:
    h.pay(made, loan, 1, 5_000, JULY)
    together = Asking(leyla, asked(leyla)).figures(list(INDICATORS))

    assert together == {key: figure(leyla, key) for key in INDICATORS}


def test_another_period_and_another_dimension_are_other_figures(leyla, loan) -> None:
    asking = Asking(leyla, asked(leyla))
    before = asking.figures(["trained"], frm=dt.date(2001, 1, 1), to=dt.date(2001, 12, 31))
    cut = asking.figures(["trained"], by="sex")

    assert before["trained"].numerator == 0
    assert asking.figure("trained").numerator == 1
    assert asking.figure("trained").breakdown == {}
    assert sum(count for count, _rows in cut["trained"].breakdown.values()) == 1


@pytest.mark.parametrize(
    ("table", "rate", "provision"),
    [("sa_dhan", "0.1", 100_00), ("microfinance_bank", "0.05", 50_00)],
)
def test_the_report_sets_aside_by_the_table_that_the_programme_chose(
    leyla, made, loan, table, rate, provision
) -> None:
    """A thousand manat, first due on 1 July: 30 days late on the last of the month."""
    choose_table(by=leyla, table=table, product_id=None, on=build.START, at=build.AT)
    end = dt.date(2010, 7, 31)

    ageing = ageing_table(Asking(leyla, asked(leyla, to=end)), "AZN")
    (late,) = [row for row in ageing.rows if row[0] == "1–30"]

    assert late[1:] == (1, 1_000_00, Decimal(1), Decimal(rate), provision)
    assert ageing.totals is not None
    assert ageing.totals[5] == sum(one.amount_minor for one in needed(leyla.programme_id, end))


def test_a_rate_is_left_out_where_two_tables_are_used(set_before) -> None:
    made = set_before
    zaur = people.register(made.officer)
    sevda = people.register(made.officer, given_name="Sevda", surname="Ələkbərova", sex="female")
    for person in (zaur, sevda):
        people.verify(person, by=made.authority)
    h.train(made, zaur, sevda)
    sitting = h.meeting(made)
    for person, version in ((zaur, h.product(made)), (sevda, h.product(made, "OTHER"))):
        application = h.apply(made, person, version=version)
        h.appraise(made, application)
        h.decide(made, application, sitting)
        h.disburse(made, h.sign(made, application))
    leyla = made.programme_officer
    choose_table(
        by=leyla, table="microfinance_bank", product_id=version.product_id,
        on=build.START, at=build.AT,
    )  # fmt: skip
    ageing = ageing_table(Asking(leyla, asked(leyla, to=dt.date(2010, 7, 31))), "AZN")
    (late,) = [row for row in ageing.rows if row[0] == "1–30"]

    assert late[1:] == (2, 2_000_00, Decimal(1), None, 100_00 + 50_00)
    assert len(ageing.notes) == 3  # the rule, and both tables


@pytest.mark.parametrize(
    ("day", "waiting"),
    [
        (h.APPLIED_ON, 0),  # nobody has visited the household yet
        (h.APPLIED_ON + dt.timedelta(days=7), 1),
        (h.DECIDED_ON - dt.timedelta(days=1), 1),
        (h.DECIDED_ON, 0),
    ],
)
def test_what_waited_for_the_committee_then_waits_on_an_old_page(leyla, loan, day, waiting) -> None:
    """Zaur's application was decided long ago; today's status says nothing about that day."""
    table = decisions_asked(Asking(leyla, asked(leyla, to=day)))

    assert [row[1] for row in table.rows] == [loan.application.code] * waiting


def test_what_has_no_room_on_the_page_is_counted(leyla, loan, monkeypatch) -> None:
    monkeypatch.setattr(monthly, "DECISIONS_MAX", 0)
    table = decisions_asked(Asking(leyla, asked(leyla, to=h.DECIDED_ON - dt.timedelta(days=1))))

    assert (table.rows, table.notes) == ((), ("1 more are not shown here.",))


def test_an_application_put_off_by_the_committee_waits_on(set_before) -> None:
    made = set_before
    application = h.apply(made, h.applicant(made))
    h.appraise(made, application)
    put_off = Ruling(outcome="defer", reason="The price of bees is missing")
    h.decide(made, application, h.meeting(made), ruling=put_off)
    leyla = made.programme_officer

    table = decisions_asked(Asking(leyla, asked(leyla, to=h.DECIDED_ON)))

    assert [row[1] for row in table.rows] == [application.code]


def test_one_trained_borrower_counts_once_in_each_figure(leyla, loan) -> None:
    assert numbers(leyla, "registered") == (1, 1)
    assert numbers(leyla, "trained") == (1, 1)
    assert numbers(leyla, "training_completion") == (1, 1)
    assert numbers(leyla, "credit_uptake") == (1, 1)
    assert numbers(leyla, "micro_credits") == (1, 1)
    assert numbers(leyla, "amount_disbursed") == (100_000, 1)
    assert numbers(leyla, "average_loan") == (100_000, 1)
    assert numbers(leyla, "borrowers") == (1, 1)
    assert numbers(leyla, "borrowers_in_period") == (1, 1)
    assert numbers(leyla, "districts_reached") == (1, 1)


def test_a_period_before_the_loan_counts_nothing(leyla, loan) -> None:
    before = {"frm": dt.date(2010, 1, 1), "as_of": dt.date(2010, 2, 1)}

    assert numbers(leyla, "micro_credits", **before) == (0, 0)
    assert numbers(leyla, "par30", **before) == (0, 0)


def test_thirty_days_late_is_not_yet_in_par30_and_thirty_one_is(leyla, loan) -> None:
    assert numbers(leyla, "par30", as_of=JULY + dt.timedelta(days=30)) == (0, 100_000)
    assert numbers(leyla, "par30", as_of=JULY + dt.timedelta(days=31)) == (100_000, 100_000)
    assert numbers(leyla, "par1", as_of=JULY + dt.timedelta(days=2)) == (100_000, 100_000)


def test_arrears_rate_counts_the_instalment_and_par_the_whole_loan(leyla, loan) -> None:
    day = dt.date(2010, 7, 20)

    assert numbers(leyla, "arrears_rate", as_of=day) == (8_333, 100_000)
    assert numbers(leyla, "par1", as_of=day) == (100_000, 100_000)


def test_a_payment_lifts_the_loan_out_of_risk_from_its_own_day(made, leyla, loan) -> None:
    h.pay(made, loan, 1, 8_333, dt.date(2010, 8, 5))

    assert numbers(leyla, "par30", as_of=dt.date(2010, 8, 4)) == (100_000, 100_000)
    assert numbers(leyla, "par1", as_of=dt.date(2010, 8, 5)) == (91_667, 91_667)  # August is late


def test_on_time_and_late_are_told_apart(made, leyla, loan) -> None:
    h.pay(made, loan, 1, 8_333, JULY)
    h.pay(made, loan, 2, 8_333, dt.date(2010, 8, 9))
    months = {"frm": JULY, "as_of": dt.date(2010, 8, 31)}

    assert numbers(leyla, "on_time_repayment", **months) == (8_333, 16_666)
    assert numbers(leyla, "current_recovery", **months) == (16_666, 16_666)
    assert numbers(leyla, "cumulative_repayment", **months) == (16_666, 16_666)


def test_paying_ahead_never_passes_one_hundred_percent(made, leyla, loan) -> None:
    h.pay(made, loan, 1, 4 * 8_333, JULY)  # July and three instalments ahead

    july = {"frm": JULY, "as_of": dt.date(2010, 7, 31)}
    assert numbers(leyla, "on_time_repayment", **july) == (8_333, 8_333)
    assert numbers(leyla, "current_recovery", **july) == (8_333, 8_333)
    august = {"frm": AUGUST, "as_of": dt.date(2010, 8, 31)}
    assert numbers(leyla, "on_time_repayment", **august) == (8_333, 8_333)
    assert numbers(leyla, "current_recovery", **august) == (0, 0)  # nothing was left to collect


def test_rescheduling_lowers_par30_but_not_par30_with_restructured(made, leyla, loan) -> None:
    day = dt.date(2010, 8, 15)  # 45 days past due
    proposal = credit.propose_reschedule(
        by=made.manager, loan_id=loan.pk, kind="new_plan", cause="illness",
        reason="Operation on the stump", first_due_on=dt.date(2010, 10, 1), on=day, at=build.AT,
    )  # fmt: skip
    assert numbers(leyla, "par30", as_of=day) == (100_000, 100_000)

    credit.approve_reschedule(
        by=made.programme_officer, request_id=proposal.pk, on=day, at=build.AT
    )

    assert numbers(leyla, "par30", as_of=day) == (0, 100_000)
    assert numbers(leyla, "par30_restructured", as_of=day) == (100_000, 100_000)
    # By the original terms July and August are still unpaid.
    asked = {"frm": JULY, "as_of": dt.date(2010, 8, 31)}
    assert numbers(leyla, "on_time_repayment", **asked) == (0, 16_666)


def test_a_write_off_leaves_the_portfolio_and_is_named(made, leyla, loan) -> None:
    day = dt.date(2010, 12, 1)
    proposal = credit.propose_write_off(
        by=made.manager, loan_id=loan.pk, cause="disappeared", reason="Left the country",
        on=day, at=build.AT,
    )  # fmt: skip
    credit.approve_write_off(
        by=made.programme_officer, write_off_id=proposal.pk, on=day, at=build.AT
    )

    december = {"frm": dt.date(2010, 11, 1), "as_of": dt.date(2010, 12, 31)}
    assert numbers(leyla, "par30", as_of=dt.date(2010, 12, 31)) == (0, 0)
    # Twice the loss over opening plus closing: 100,000 / average 50,000.
    assert numbers(leyla, "write_off_ratio", **december) == (200_000, 100_000)


@pytest.mark.parametrize("day", range(0, 420, 29))
def test_positions_equal_the_engine_on_any_day(made, leyla, loan, day: int) -> None:
    h.pay(made, loan, 1, 5_000, JULY)
    h.pay(made, loan, 2, 12_000, dt.date(2010, 8, 20))
    on = h.PAID_OUT_ON + dt.timedelta(days=day)
    right = engine_position(loan, on)

    overdue, outstanding = numbers(leyla, "arrears_rate", as_of=on)
    at_risk, _whole = numbers(leyla, "par30", as_of=on)

    assert outstanding == right.outstanding_minor
    assert at_risk == (right.outstanding_minor if right.days_past_due > 30 else 0)
    assert overdue == right.overdue_minor


def test_the_fund_keeps_its_identity(made, leyla, loan) -> None:
    h.pay(made, loan, 1, 8_333, JULY)
    capital = 100_000 * build.MANAT

    assert numbers(leyla, "fund_preservation") == (capital, capital)
    assert numbers(leyla, "times_revolved") == (100_000, capital)
    assert numbers(leyla, "utilisation") == (91_667, capital)


def test_breakdowns_name_sex_and_district(leyla, loan) -> None:
    by_sex = figure(leyla, "trained", dimension="sex").breakdown
    by_district = figure(leyla, "micro_credits", dimension="loan_district").breakdown

    assert by_sex == {"male": (1, 1)}
    assert by_district == {str(build.district().pk): (1, 1)}


def test_another_programme_sees_nothing_of_it(loan) -> None:
    stranger = build.actor(Role.PROGRAMME_OFFICER, programme_code="other")

    assert numbers(stranger, "micro_credits") == (0, 0)


def test_somebody_of_another_district_sees_nothing_of_it(loan) -> None:
    manager = build.actor(
        Role.PROJECT_MANAGER, scope=build.ScopeKind.DISTRICT, districts=[build.other_district()]
    )

    assert numbers(manager, "micro_credits") == (0, 0)
    assert numbers(manager, "registered") == (0, 0)


def test_a_field_officer_runs_no_programme_figures(loan) -> None:
    with pytest.raises(NotAllowed):
        figure(build.actor(Role.FIELD_OFFICER), "par30")


def test_a_figure_takes_one_statement(leyla, loan, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        figure(leyla, "par30", dimension="loan_district")


def test_next_month_is_what_was_still_to_come_then(made, leyla, loan) -> None:
    from dayaq.reporting import catalogue
    from tests.reporting.helpers import asked

    h.pay(made, loan, 1, 8_333, JULY)
    h.pay(made, loan, 2, 8_333, AUGUST)  # paid later, so still to come at the end of July

    july = catalogue.run("monthly", asked(leyla, frm=JULY, to=dt.date(2010, 7, 31)), leyla)

    assert "1 instalment falls due: 83,33 AZN" in str(july.table("next_month").rows[0][1]).replace(
        "\u00a0", " "
    )
    assert july.table("due_and_collected").rows == ((8_333, 8_333, 0),)


def test_a_donors_report_of_a_small_programme_hides_every_small_cell(leyla, loan) -> None:
    from dayaq.reporting import catalogue
    from dayaq.reporting.domain.report import Table
    from tests.reporting.helpers import asked

    result = catalogue.run("donor-report", asked(leyla), leyla)

    cut = [s for s in result.sections if isinstance(s, Table) and "_by_" in s.key]
    assert len(cut) == 8
    assert all(row[1] is None for table in cut for row in table.rows)
    assert all(table.totals and table.totals[1] == 1 for table in cut)


def test_a_report_names_nobody(leyla, loan) -> None:
    from dayaq.reporting import catalogue
    from tests.reporting.helpers import asked

    text = catalogue.render(catalogue.run("donor-report", asked(leyla), leyla), "json").decode()

    assert loan.person.surname not in text
    assert loan.person.code not in text
    assert loan.code not in text
