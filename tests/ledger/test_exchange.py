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
from dayaq.ledger.exchange.queries import deals, month_valued, positions, revaluations
from dayaq.ledger.fund import services as fund
from dayaq.ledger.fund.queries import identity_on, left_over, turns_on
from dayaq.ledger.models import Contribution, Deal, Revaluation, Window
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


def test_an_exchange_keeps_its_rate_with_the_day_and_the_banks_paper() -> None:
    """448 for 400 are 1.12. A printed rate is kept, if both amounts are of it."""
    by = euros()
    sell(by, 400_00, 448_00)
    made = Deal.objects.get()
    assert (made.rate, made.on, made.paper) == (Decimal("1.12"), SOLD, "S40000")
    assert (made.foreign_minor, made.own_minor) == (400_00, 448_00)
    assert made.entry.key == "exchange:S40000"
    with pytest.raises(Refused, match="do not come to this rate"):
        sell(by, 33_33, 37_34, rate=Decimal("1.12"))
    sell(by, 33_33, 37_33, rate=Decimal("1.12"), reference="S2")
    exchange.buy_currency(
        by=by, currency="EUR", window="ada", foreign_minor=100_00, own_minor=113_00,
        reference="B1", on=SOLD, at=AT,
    )  # fmt: skip
    assert [one.rate for one in deals(by.programme_id)] == [
        Decimal("1.13"), Decimal("1.12"), Decimal("1.12"),
    ]  # fmt: skip
    with pytest.raises(Refused):
        sell(by, 33_33, 37_33, rate=Decimal("1.12"), reference="S2")
    assert Deal.objects.count() == 3, "the same paper is one exchange"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"foreign_minor": 0}, "a_deal_is_above_zero"),
        ({"own_minor": -1}, "a_deal_is_above_zero"),
        ({"rate": 0}, "a_deal_names_its_rate_and_its_paper"),
        ({"paper": ""}, "a_deal_names_its_rate_and_its_paper"),
    ],
)
def test_the_database_refuses_an_exchange_without_rate_or_paper(
    changes: dict[str, Any], name: str
) -> None:
    by = euros()
    entry = Contribution.objects.get().entry
    values = {
        "programme_id": by.programme_id, "entry": entry, "on": SOLD, "currency": "EUR",
        "foreign_minor": 1, "own_minor": 1, "rate": 1, "paper": "S", **changes,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Deal.objects.create(**values)


def test_the_database_refuses_to_change_the_rate_of_an_exchange() -> None:
    by = euros()
    sell(by, 400_00, 448_00)
    with pytest.raises(DatabaseError), transaction.atomic():
        Deal.objects.update(rate=2)
    with pytest.raises(IntegrityError, match="entry_id"), transaction.atomic():
        Deal.objects.create(
            programme_id=by.programme_id, entry=Deal.objects.get().entry, on=SOLD, currency="EUR",
            foreign_minor=1, own_minor=1, rate=1, paper="again",
        )  # fmt: skip


def owed(amount_minor: int) -> tuple[Actor, Actor]:
    """EUR 1,000 of a donor in euro stand at 1,100 manat; of that some is to go back."""
    by = euros()
    Window.objects.filter(code="ada").update(currency="EUR")
    officer = build.actor(Role.PROGRAMME_OFFICER)
    fund.owe_to_donor(
        by=officer, window="ada", amount_minor=amount_minor, reason="Clause 9", on=SOLD, at=AT
    )
    return by, officer


def give_back(by: Actor, foreign: int, own: int, **more: Any) -> None:
    exchange.return_currency(
        **{
            "by": by, "window": "ada", "foreign_minor": foreign, "own_minor": own,
            "reference": f"R{foreign}", "on": SOLD, "at": AT, **more,
        }
    )  # fmt: skip


def test_a_donor_is_paid_in_the_own_currency_at_what_it_stood_at() -> None:
    """By hand: 400 euro stood at 440 and settle 448: a gain of 8. 600 stood at 660, settle 652."""
    by, _officer = owed(1_100_00)
    pid = by.programme_id
    assert identity_on(pid, SOLD).lines["due_to_donor"] == -1_100_00
    give_back(by, 400_00, 448_00)
    assert (standing("foreign:eur"), standing("position:eur")) == (600_00, 660_00)
    assert (-standing("income.exchange"), -standing("due_to_donor:ada")) == (8_00, 652_00)
    assert agrees(SOLD)
    give_back(by, 600_00, 652_00, rate=None)
    assert standing("expense.exchange") == 8_00
    assert standing("due_to_donor:ada") == standing("position:eur") == 0
    assert left_over(pid) == {}
    assert queries.free_windows(pid)["ada"] == 0
    assert [one.paper for one in deals(pid)] == ["R60000", "R40000"]
    for day in range(60):
        assert agrees(GIVEN + dt.timedelta(days=day))


def test_no_more_goes_back_than_was_set_aside_or_is_held_and_by_another_person() -> None:
    by, officer = owed(500_00)
    with pytest.raises(Refused, match="No more can be paid"):
        give_back(by, 100_00, 500_01)
    with pytest.raises(Refused, match="not as much money in this currency"):
        give_back(by, 1_000_01, 500_00)
    with pytest.raises(Refused, match="do not come to this rate"):
        give_back(by, 400_00, 448_01, rate=Decimal("1.12"))
    with pytest.raises(NotAllowed):
        give_back(officer, 100_00, 110_00)
    with pytest.raises(Refused, match="no such window"):
        give_back(by, 100_00, 110_00, window="none")
    with pytest.raises(Refused, match="free money"):
        fund.owe_to_donor(
            by=officer, window="ada", amount_minor=600_01, reason="Clause 9", on=SOLD, at=AT
        )
    assert standing("foreign:eur") == 1_000_00


def test_euros_set_aside_are_not_paid_out_of_the_manat_of_others() -> None:
    """Of 1,100 set aside only the 200 manat of the window itself are in the bank for it."""
    build.fund(5_000_00, "korea")
    build.fund(200_00)
    by, _officer = owed(1_100_00)
    told: dict[str, Any] = {"by": by, "window": "ada", "reference": "T", "on": SOLD, "at": AT}
    with pytest.raises(Refused, match="not as much money in the bank"):
        fund.pay_donor(**told, amount_minor=200_01)
    fund.pay_donor(**told, amount_minor=200_00)
    give_back(by, 1_000_00, 900_00)
    assert standing("bank") == 5_000_00
    assert queries.free_windows(by.programme_id)["ada"] == 0
    assert agrees(SOLD)


def test_a_window_in_manat_is_not_paid_in_euro() -> None:
    by = euros()
    fund_officer = build.actor(Role.PROGRAMME_OFFICER)
    with pytest.raises(Refused, match="free money"):
        fund.owe_to_donor(
            by=fund_officer, window="ada", amount_minor=1, reason="Clause 9", on=SOLD, at=AT
        )
    assert standing("foreign:eur") == 1_000_00
    assert by.can("ledger.pay_donor")


def test_the_payment_to_a_donor_and_its_rate_stand_on_their_pages() -> None:
    in_march_2011()
    by, _officer = owed(1_100_00)
    sell(by, 100_00, 115_00)
    client = browser(by)
    assert (
        reverse("ledger:pay_donor_in_currency")
        in client.get(reverse("ledger:fund")).content.decode()
    )
    url = reverse("ledger:pay_donor_in_currency")
    page = client.get(url).content.decode().replace("\u00a0", " ")
    assert "900,00 EUR on the account, 1 100,00 AZN set aside" in page
    answers = {"window": "ada", "foreign_minor": "400", "own_minor": "448", "rate": "1.13",
               "reference": "R1", **day("on", SOLD)}  # fmt: skip
    wrong = client.post(url, {"command_id": str(uuid4()), **answers})
    assert wrong.status_code == 422
    assert "do not come to this rate" in wrong.content.decode()
    answers["rate"] = "1.12"
    assert client.post(url, {"command_id": str(uuid4()), **answers}).status_code == 302
    rates = client.get(reverse("programme:rates")).content.decode().replace("\u00a0", " ")
    assert "1 EUR = 1,12 AZN" in rates
    assert "1 EUR = 1,15 AZN" in rates
    assert "400,00 EUR" in rates
    for made in Deal.objects.all():
        address = reverse("ledger:entry", args=[made.entry_id])
        assert address in rates
        shown = client.get(address).content.decode()
        assert f"10.02.2011, paper {made.paper} of the bank" in shown
    given = client.get(reverse("ledger:entry", args=[Contribution.objects.get().entry_id]))
    assert "1 EUR = 1,1 AZN, 10.01.2011, CBA" in given.content.decode()
    fund_page = client.get(reverse("ledger:fund")).content.decode()
    assert "Both sides are the same." in fund_page
    manager = browser(build.actor(Role.PROJECT_MANAGER))
    assert manager.get(url).status_code == 403


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
