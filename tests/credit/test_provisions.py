"""The provision of a month: charged or released by window, once for each month-end."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from dayaq.credit import services
from dayaq.credit.models import ProvisionLine, ProvisionRun
from dayaq.credit.services.provisioning import choose_table, needed, run_provision
from dayaq.credit.web.views.provisions import by_band
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.ledger import queries
from dayaq.ledger.fund.queries import identity_on
from tests import build
from tests.credit import helpers as h
from tests.safety.addresses import browser, in_march_2011

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = dt.date(2010, 7, 31), dt.date(2010, 8, 31), dt.date(2010, 9, 30)


def provide(made: h.Setting, month_end: dt.date) -> ProvisionRun:
    return run_provision(by=made.accountant, month_end=month_end, on=build.TODAY, at=build.AT)


def allowance(window: str | None = None) -> int:
    return -queries.balance(build.programme().pk, "allowance", window=window)


def test_the_difference_is_charged_and_released_month_by_month(made: h.Setting) -> None:
    """A thousand manat, first due on 1 July: 30 days late, then 61; Sa-Dhan 10, then 50 percent."""
    loan = h.lent(made)
    h.book(made)

    first = provide(made, JULY)
    assert (first.required_minor, first.change_minor, allowance("ada")) == (100_00, 100_00, 100_00)
    second = provide(made, AUGUST)
    assert (second.required_minor, second.change_minor, allowance()) == (500_00, 400_00, 500_00)
    h.pay(made, loan, 1, 250_00, dt.date(2010, 9, 1))
    third = provide(made, SEPTEMBER)  # paid up to September: nothing is late any more

    assert (third.required_minor, third.change_minor, allowance()) == (0, -500_00, 0)
    assert queries.balance(build.programme().pk, "expense.impairment") == 0
    for on in (JULY, AUGUST, SEPTEMBER):
        assert identity_on(build.programme().pk, on).holds
    august = identity_on(build.programme().pk, AUGUST)
    assert (august.lines["allowance"], august.lines["impairment"]) == (-500_00, -500_00)


def test_a_month_is_done_once(made: h.Setting) -> None:
    loan = h.lent(made)
    h.book(made)
    first = provide(made, JULY)
    h.pay(made, loan, 1, 83_33, dt.date(2010, 7, 1))  # known only afterwards

    again = provide(made, JULY)

    assert again == first
    assert allowance() == 100_00
    august = provide(made, AUGUST)  # 916.67 owed since 1 August, 30 days late: 91.67
    assert (august.required_minor, august.change_minor) == (91_67, 91_67 - 100_00)


def test_a_written_off_loan_needs_no_allowance(made: h.Setting) -> None:
    loan = h.lent(made)
    provide(made, AUGUST)
    proposed = services.propose_write_off(
        by=made.manager, loan_id=loan.pk, cause="death", reason="x", on=SEPTEMBER, at=build.AT
    )
    services.approve_write_off(
        by=made.programme_officer, write_off_id=proposed.pk, on=SEPTEMBER, at=build.AT
    )

    run = provide(made, SEPTEMBER)

    assert (run.required_minor, run.change_minor) == (0, -500_00)
    sides = identity_on(build.programme().pk, SEPTEMBER)
    assert (sides.lines["loss"], sides.lines["impairment"]) == (-1_000_00, 0)
    assert sides.holds


def test_a_shared_loan_is_provided_for_by_each_window(made: h.Setting) -> None:
    build.fund(5_000_00, "korea")
    services.disburse(
        by=made.cashier, loan_id=h.agreed(made).pk, method="bank", voucher="V", on=h.PAID_OUT_ON,
        at=build.AT, shares={"ada": 600_00, "korea": 400_00},
    )  # fmt: skip

    provide(made, JULY)

    assert (allowance("ada"), allowance("korea")) == (60_00, 40_00)


def test_the_programme_and_a_product_pick_their_tables(made: h.Setting) -> None:
    loan = h.lent(made)
    when = {"on": build.START, "at": build.AT}
    with pytest.raises(NotAllowed):
        choose_table(by=made.accountant, table="sa_dhan", product_id=None, **when)

    choose_table(by=made.programme_officer, table="microfinance_bank", product_id=None, **when)
    (mfb,) = needed(build.programme().pk, JULY)
    product_id = loan.product_version.product_id
    choose_table(by=made.programme_officer, table="sa_dhan", product_id=product_id, **when)
    (own,) = needed(build.programme().pk, JULY)

    assert (mfb.days_past_due, mfb.amount_minor) == (30, 50_00)
    assert own.amount_minor == 100_00


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(dt.date(2010, 7, 30), "last day of a month"), (dt.date(2011, 3, 31), "not over yet")],
)
def test_a_day_that_is_no_past_month_end_is_refused(
    made: h.Setting, day: dt.date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        provide(made, day)


def test_an_earlier_month_is_not_done_after_a_later_one(made: h.Setting) -> None:
    provide(made, AUGUST)

    with pytest.raises(Refused, match="later month"):
        provide(made, JULY)


def test_the_database_refuses_a_month_twice_a_change_and_more_than_the_loan(
    made: h.Setting,
) -> None:
    h.lent(made)
    run = provide(made, JULY)
    line = run.lines.get()

    with pytest.raises(IntegrityError, match="provisioned_once"), transaction.atomic():
        ProvisionRun.objects.create(
            programme_id=run.programme_id, month_end=JULY, required_minor=0, change_minor=0,
            run_by_id=run.run_by_id, recorded_at=build.AT,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="no_more_than_the_loan"), transaction.atomic():
        ProvisionLine.objects.create(
            run=run, loan=line.loan, table="sa_dhan", principal_minor=5, days_past_due=1,
            amount_minor=6,
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        ProvisionRun.objects.update(required_minor=0)


def test_the_accountant_posts_the_month_that_waits_on_today(made: h.Setting) -> None:
    in_march_2011()
    h.lent(made)
    client = browser(made.accountant)
    assert "Post the provision of 28.02.2011" in client.get("/").content.decode()
    answers = {
        "month_end_day": "28", "month_end_month": "2", "month_end_year": "2011",
        "command_id": str(uuid4()),
    }  # fmt: skip

    checked = client.post(reverse("credit:provide"), answers)
    assert "900,00" in checked.content.decode().replace("\u00a0", " ")  # 242 days: 90 percent
    done = client.post(reverse("credit:provide"), {**answers, "confirmed": "yes"})

    shown = client.get(done.headers["Location"]).content.decode().replace("\u00a0", " ")
    assert "181–365 days" in shown
    assert "900,00" in shown
    assert "Post the provision of" not in client.get("/").content.decode()
    officer = browser(made.programme_officer)
    table = {"table": "microfinance_bank", "product_id": "", "command_id": str(uuid4())}
    assert officer.post(reverse("credit:provision_table"), table).status_code == 302
    page = officer.get(reverse("credit:provisions")).content.decode().replace("\u00a0", " ")
    assert "1 000,00" in page  # 91 days and more: the whole


def test_ages_stand_from_the_youngest_to_the_oldest() -> None:
    days = [400, 0, 91, 1, 31]

    table = by_band([(one, 100, 10) for one in days], "Ages", "AZN")

    assert [row[0] for row in table.rows] == [
        "Not overdue", "1–30 days", "31–60 days", "91–180 days", "Over 365 days",
    ]  # fmt: skip
