"""Bank accounts in other currencies: kept, sold, bought, charged, valued; and what it all shows."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.exchange import Exchange
from dayaq.ledger import queries, services, statements
from dayaq.ledger.domain.fund import Donated
from dayaq.ledger.exchange import services as exchange
from dayaq.ledger.exchange.queries import month_valued, positions, revaluations
from dayaq.ledger.fund.queries import identity_on, left_over, turns_on
from dayaq.ledger.models import Revaluation
from tests import build
from tests.safety.addresses import browser, in_march_2011

pytestmark = pytest.mark.django_db
AT = build.AT
GIVEN, SOLD, MONTH_END = dt.date(2011, 1, 10), dt.date(2011, 2, 10), dt.date(2011, 2, 28)
CBA = Exchange("EUR", Decimal("1.15"), MONTH_END, "CBA")


def euros(minor: int = 1_000_00, window: str = "ada", by: Actor | None = None) -> Actor:
    """EUR came in at 1.10 and stayed on their account."""
    by = by or build.actor(Role.ACCOUNTANT)
    if not positions(by.programme_id):
        exchange.open_currency(by=by, currency="EUR", on=GIVEN, at=AT)
    chosen = next(one for one in queries.windows(by.programme_id) if one.code == window)
    donated = Donated("EUR", minor, Exchange("EUR", Decimal("1.10"), GIVEN, "CBA"))
    services.receive_contribution(
        by=by, window=chosen, amount_minor=donated.credited_minor("AZN"), key=f"T-{window}",
        on=GIVEN, at=AT, donated=donated, is_kept=True,
    )  # fmt: skip
    return by


def sell(by: Actor, foreign: int, own: int, **more: Any) -> None:
    exchange.sell_currency(
        **{
            "by": by, "currency": "EUR", "window": "ada", "foreign_minor": foreign,
            "own_minor": own, "reference": f"S{foreign}", "on": SOLD, "at": AT, **more,
        }
    )  # fmt: skip


def value(by: Actor, stated: int, rate: Exchange = CBA, on: dt.date = MONTH_END) -> Revaluation:
    return exchange.revalue(by=by, currency="EUR", stated_minor=stated, exchange=rate, on=on, at=AT)


def standing(code: str) -> int:
    return queries.balance(build.programme().pk, code)


def agrees(on: dt.date | None = None) -> bool:
    pid = build.programme().pk
    day = on or build.TODAY
    return all(identity_on(pid, day, window=one).holds for one in (None, "ada", "korea"))


def test_euros_that_are_kept_are_the_windows_and_not_to_be_lent() -> None:
    by = euros()
    pid = by.programme_id
    assert standing("foreign:eur") == 1_000_00
    assert standing("position:eur") == 1_100_00
    assert standing("bank") == 0
    assert queries.free_windows(pid)["ada"] == 0
    assert identity_on(pid, GIVEN).lines["cash"] == 1_100_00
    assert agrees()


def test_a_sale_and_a_month_end_book_the_whole_gain_of_38() -> None:
    """IAS 21.28, by hand: 448 + 690 - 1,100 = 8 realised + 30 not yet."""
    by = euros()
    pid = by.programme_id

    sell(by, 400_00, 448_00)
    assert -standing("income.exchange") == 8_00
    assert (standing("bank"), standing("position:eur")) == (448_00, 660_00)
    assert queries.free_windows(pid)["ada"] == 448_00
    assert not month_valued(pid, dt.date(2011, 2, 1), MONTH_END).done
    assert "600,00" in str(month_valued(pid, dt.date(2011, 2, 1), MONTH_END).text)

    made = value(by, 600_00)
    assert (made.held_minor, made.carried_minor, made.value_minor) == (600_00, 660_00, 690_00)
    assert -standing("income.exchange") == 38_00
    assert standing("position:eur") == 690_00
    assert month_valued(pid, dt.date(2011, 2, 1), MONTH_END).done
    assert identity_on(pid, MONTH_END).lines["exchange"] == 38_00
    for day in range(60):
        assert agrees(GIVEN + dt.timedelta(days=day))


def test_valuing_again_at_the_same_rate_posts_nothing() -> None:
    by = euros()
    first, second = value(by, 1_000_00), value(by, 1_000_00)
    assert first.entry_id is not None
    assert second.entry_id is None
    assert standing("position:eur") == 1_150_00
    assert [one.difference_minor for one in revaluations(by.programme_id)] == [0, 50_00]


def test_a_falling_rate_is_an_expense_of_each_window() -> None:
    by = euros(1_000_00)
    euros(500_00, "korea", by)
    value(by, 1_500_00, Exchange("EUR", Decimal("1.00"), MONTH_END, "CBA"))
    pid = by.programme_id
    lost = [queries.balance(pid, "expense.exchange", window=one) for one in ("ada", "korea")]
    assert lost == [100_00, 50_00]
    assert agrees()


def test_all_is_sold_and_nothing_stands_in_the_books() -> None:
    by = euros(333_33)
    sell(by, 333_33, 360_00)
    assert standing("foreign:eur") == standing("position:eur") == standing("trading:eur") == 0
    assert standing("expense.exchange") == 6_66
    assert left_over(by.programme_id) == {}
    assert month_valued(by.programme_id, SOLD, MONTH_END).done


def test_manat_are_changed_into_euro_and_the_bank_takes_its_charge() -> None:
    build.fund(1_000_00)
    by = build.actor(Role.PROGRAMME_OFFICER)
    exchange.open_currency(by=by, currency="EUR", on=GIVEN, at=AT)
    told: dict[str, Any] = {"by": by, "currency": "EUR", "window": "ada", "on": SOLD, "at": AT}
    with pytest.raises(Refused, match="free money"):
        exchange.buy_currency(**told, foreign_minor=1, own_minor=1_000_01, reference="B0")
    exchange.buy_currency(**told, foreign_minor=500_00, own_minor=560_00, reference="B1")
    exchange.charge_currency(**told, foreign_minor=5_00, reference="C1")
    assert (standing("bank"), standing("foreign:eur")) == (440_00, 495_00)
    assert (standing("position:eur"), standing("expense.bank")) == (554_40, 5_60)
    assert left_over(by.programme_id) == {"foreign:eur": 495_00, "position:eur": 554_40}
    assert agrees()
    assert turns_on(by.programme_id, build.TODAY)["ada"].waiting_minor == {0: 994_40}


def test_the_same_paper_of_the_bank_is_one_exchange() -> None:
    by = euros()
    sell(by, 400_00, 448_00)
    with pytest.raises(Refused):
        sell(by, 300_00, 448_00, reference="S40000")
    assert standing("foreign:eur") == 600_00


def test_what_is_not_there_is_not_exchanged_nor_valued() -> None:
    by = euros()
    with pytest.raises(Refused, match="not as much money"):
        sell(by, 1_000_01, 1)
    with pytest.raises(Refused, match="not as much money"):
        sell(by, 1, 1, window="korea")
    with pytest.raises(Refused, match="no account in this currency"):
        sell(by, 1, 1, currency="USD")
    with pytest.raises(Refused, match=r"1.000,00 EUR"):
        value(by, 999_99)
    later = Exchange("EUR", Decimal("1.15"), build.TODAY, "CBA")
    with pytest.raises(Refused, match="later day"):
        value(by, 1_000_00, later)
    with pytest.raises(Refused, match="already"):
        exchange.open_currency(by=by, currency="EUR", on=GIVEN, at=AT)
    with pytest.raises(Refused, match="own currency"):
        exchange.open_currency(by=by, currency="AZN", on=GIVEN, at=AT)
    with pytest.raises(Refused, match="Only money in another currency"):
        services.receive_contribution(
            by=by, window=queries.windows(by.programme_id)[0], amount_minor=1, key="own", on=GIVEN,
            at=AT, is_kept=True,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        sell(build.actor(Role.CASHIER), 1, 1)
    assert standing("foreign:eur") == 1_000_00


def test_a_sale_dated_back_takes_only_what_was_there_on_its_day() -> None:
    by = euros()
    with pytest.raises(Refused, match="not as much money"):
        sell(by, 1_00, 1_10, on=GIVEN - dt.timedelta(days=1))


def test_the_balance_sheet_speaks_of_one_currency_and_agrees() -> None:
    by = euros()
    value(by, 1_000_00)
    sheet = statements.balance_sheet(by.programme_id, build.TODAY)
    assert sheet.assets == [("position:eur", 1_150_00)]
    assert sheet.assets_minor == sheet.claims_minor == 1_150_00
    income = statements.income_statement(by.programme_id, frm=GIVEN, to=build.TODAY)
    assert income.income == [("income.exchange", 50_00)]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"rate": 0}, "a_revaluation_names_its_rate"),
        ({"rate_source": ""}, "a_revaluation_names_its_rate"),
        ({"rate_on": build.TODAY}, "a_revaluation_names_its_rate"),
        ({"value_minor": 1}, "a_revaluation_posts_its_difference"),
    ],
)
def test_the_database_refuses_a_revaluation_without_its_rate_or_entry(
    changes: dict[str, Any], name: str
) -> None:
    by = euros()
    values = {
        "programme_id": by.programme_id, "currency": "EUR", "on": MONTH_END, "rate_base": "EUR",
        "rate": 1, "rate_on": MONTH_END, "rate_source": "CBA", "held_minor": 0,
        "carried_minor": 0, "value_minor": 0, "recorded_by_id": by.user_id, "recorded_at": AT,
        **changes,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Revaluation.objects.create(**values)


def test_the_database_refuses_to_change_a_revaluation() -> None:
    value(euros(), 1_000_00)
    with pytest.raises(DatabaseError), transaction.atomic():
        Revaluation.objects.update(value_minor=9)


def day(name: str, on: dt.date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def test_an_account_in_euro_lives_on_its_pages() -> None:
    """Opened, given to, exchanged, charged, valued at a recorded rate; then the month closes."""
    in_march_2011()
    client = browser(build.actor(Role.ACCOUNTANT))
    sent = {"programme:open_currency": {"currency": "EUR", **day("on", GIVEN)}}
    sent["ledger:contribute"] = {
        "window": "ada", "currency": "EUR", "amount_minor": "1000", "rate": "1.10",
        "rate_source": "CBA", "reference": "T-1", "is_kept": "on", **day("rate_on", GIVEN),
        **day("on", GIVEN),
    }  # fmt: skip
    paper = {"currency": "EUR", "window": "ada", **day("on", SOLD)}
    sent["programme:sell_currency"] = {
        **paper, "foreign_minor": "400", "own_minor": "448", "reference": "S1",
    }  # fmt: skip
    sent["programme:buy_currency"] = {
        **paper, "foreign_minor": "100", "own_minor": "112", "reference": "B1",
    }  # fmt: skip
    sent["programme:charge_currency"] = {**paper, "foreign_minor": "1", "reference": "C1"}
    sent["programme:record_rate"] = {
        "base": "EUR", "quote": "AZN", "rate": "1.15", "source": "CBA", **day("on", MONTH_END),
    }  # fmt: skip
    for name, answers in sent.items():
        done = client.post(reverse(name), {"command_id": str(uuid4()), **answers})
        assert done.status_code == 302, (name, done.content.decode())

    page = client.get(reverse("programme:value_currency")).content.decode()
    rate = re.search(r'value="([0-9a-f-]{36})"[^>]*>1 EUR = 1.15', page)
    assert rate is not None
    answers = {"currency": "EUR", "rate": rate[1], "stated_minor": "700", **day("on", MONTH_END)}
    wrong = client.post(
        reverse("programme:value_currency"), {"command_id": str(uuid4()), **answers}
    )
    assert wrong.status_code == 422
    assert "699,00" in wrong.content.decode()
    answers["stated_minor"] = "699"
    right = client.post(
        reverse("programme:value_currency"), {"command_id": str(uuid4()), **answers}
    )
    assert right.status_code == 302
    assert standing("position:eur") == 803_85  # 699 x 1.15
    shown = client.get(right.headers["Location"]).content.decode().replace("\u00a0", " ")
    assert "803,85" in shown
    assert "1 EUR = 1,15, 28.02.2011, CBA" in shown
    fund = client.get(reverse("ledger:fund")).content.decode()
    assert "Both sides are the same." in fund
    assert "Income: exchange differences" in fund
    for statement in ("trial_balance", "balance_sheet", "income", "journal", "vouchers", "books"):
        asked = client.get(reverse(f"ledger:{statement}"), {"from": "2011-01-01"})
        assert asked.status_code == 200
    account = client.get(reverse("ledger:account"), {"code": "foreign:eur", "from": "2011-01-01"})
    assert "699,00" in account.content.decode()


def test_who_only_reads_the_books_exchanges_nothing() -> None:
    in_march_2011()
    client = browser(build.actor(Role.MONITORING))
    assert client.get(reverse("programme:exchange")).status_code == 200
    assert client.get(reverse("programme:value_currency")).status_code == 403
