"""The programme office: books, money in other currencies, papers, the network, the cut-over."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import openpyxl

from dayaq.cash.domain.statement import Columns
from dayaq.cash.models import BankStatement, StatementLine
from dayaq.cash.services import bank
from dayaq.credit.models import Cutover
from dayaq.credit.services import cutover, handover
from dayaq.kernel.exchange import Exchange
from dayaq.kernel.money import Money
from dayaq.ledger import chart, closing
from dayaq.ledger import services as ledger
from dayaq.ledger.domain.fund import Donated
from dayaq.ledger.exchange import services as exchange
from dayaq.ledger.fund import services as fund
from dayaq.ledger.models import Period
from dayaq.ledger.queries import windows
from dayaq.network.services import lessons, workshops
from dayaq.programme.domain.terms import Period as Term
from dayaq.programme.services import agreements, expenses, rates
from dayaq.site.demo import monthend
from dayaq.site.demo.papers import EUR
from tests.forms.states.lending import standard
from tests.forms.states.persons import OFFICER
from tests.forms.states.prepared import DAY, Prepared

ACCOUNTANT, PROGRAMME, MANAGER = "vugar", "leyla", "farid"
XLSX = "kreditlər.xlsx"


def prepare(made: Prepared) -> None:
    _books(made)
    _currencies(made)
    _papers(made)
    _network(made)
    _cutover(made)
    _handover(made)


def _books(made: Prepared) -> None:
    account = chart.open_account(
        **made.as_(ACCOUNTANT), code="expense.courier", kind="expense", name="Kuryer",
        external_code="",
    )  # fmt: skip
    made.form(ACCOUNTANT, "ledger:open_account", code="expense.postage")
    made.form(ACCOUNTANT, "ledger:change_account", account.pk, is_closed=())
    fund.owe_to_donor(**made.as_(PROGRAMME), window="ada", amount_minor=100_00, reason="Maddə 4")
    made.form(ACCOUNTANT, "ledger:pay_donor", window="ada", amount_minor="40")
    period = Period.objects.filter(closed_at__isnull=False).latest("starts_on")
    asked = closing.ask_reopening(
        **made.as_(ACCOUNTANT), period_id=period.pk, reason="Səhv tapılıb", alone=False
    )
    made.form(MANAGER, "ledger:sign_reopening", asked.pk)
    made.first("ledger:close_month", do=lambda: _charge(made))


def _charge(made: Prepared) -> None:
    """What the bank took in February, and its last list: nothing else keeps the month open."""
    for row in BankStatement.objects.filter(staged__isnull=False):
        bank.name_columns(
            **made.as_(ACCOUNTANT), statement_id=row.pk,
            columns=Columns("Tarixi", "Səbəb", "", "Daxil", "Xaric"),
        )  # fmt: skip
    for line in StatementLine.objects.filter(match__isnull=True, on__lt=made.today.replace(day=1)):
        bank.post_charge(**made.as_(ACCOUNTANT), line_id=line.pk)


def _close(made: Prepared) -> None:
    _charge(made)
    monthend.explain(made.stage)
    month = closing.next_to_close(made.stage.programme.pk)
    assert month is not None
    closing.close_month(**made.as_(ACCOUNTANT), starts_on=month.starts_on)


def _currencies(made: Prepared) -> None:
    """EUR 500 that stay on their account."""
    accountant = made.as_(ACCOUNTANT)
    exchange.open_currency(**accountant, currency="EUR")
    given = Donated("EUR", 500_00, Exchange("EUR", EUR, made.today, "CBAR"))
    window = next(one for one in windows(made.stage.programme.pk) if one.code == "ada")
    ledger.receive_contribution(
        **accountant, window=window, amount_minor=given.credited_minor("AZN"), key="EUR-1",
        donated=given, is_kept=True,
    )  # fmt: skip
    rate = rates.record_rate(
        **accountant, base="EUR", quote="AZN", rate=Decimal("1.17"), source="CBAR"
    )
    made.form(
        ACCOUNTANT, "ledger:contribute", window="ada", currency="AZN", rate="", rate_on="",
        rate_source="", is_kept=(),
    )  # fmt: skip
    common = {"currency": "EUR", "window": "ada", "foreign_minor": "10"}
    for name in ("sell_currency", "buy_currency"):
        made.form(ACCOUNTANT, f"programme:{name}", **common, own_minor="11.70")
    made.form(ACCOUNTANT, "programme:charge_currency", **common)
    made.form(
        ACCOUNTANT, "programme:value_currency", currency="EUR", stated_minor="500",
        rate=str(rate.pk),
    )  # fmt: skip


def _papers(made: Prepared) -> None:
    keys = made.stage.keys
    parties = (str(keys["org:IOM"]), str(keys["org:Çıraq"]))
    made.form(PROGRAMME, "programme:sign_agreement", party_ids=parties, phase_id="")
    next_phase = agreements.open_phase(
        **made.as_(PROGRAMME), key="phase-3", name="Phase III",
        period=Term(dt.date(2012, 6, 1), dt.date(2012, 12, 31)),
    )  # fmt: skip
    made.form(
        PROGRAMME, "programme:add_grant", next_phase.key, donor_id=str(keys["org:ADA"]),
        through_id="", agreement_id="", share="70", starts_on=dt.date(2012, 6, 1),
        ends_on=dt.date(2012, 12, 31),
    )  # fmt: skip
    made.form(
        PROGRAMME, "programme:receive", keys["grant:ada:phase-2"], amount_minor="10",
        credited_currency="EUR", rate="", rate_on="", rate_source="", window_code="",
    )  # fmt: skip
    draft = expenses.enter_expense(
        **made.as_(ACCOUNTANT), line_id=keys["line:phase-2:3"], voucher="V-sınaq",
        payee="Yanacaq", amount=Money(50_00, "AZN"),
        exchange=Exchange("EUR", EUR, made.today, "CBAR"),
    )  # fmt: skip
    made.form(PROGRAMME, "programme:approve", draft.pk, grant_ids=())
    made.form(PROGRAMME, "programme:return", draft.pk)


def _network(made: Prepared) -> None:
    text = lessons.LessonText(
        title="Əvvəlcə təlim", theme="Kredit", country="AZ", context="Altı rayon",
        what_happened="Vaxtında ödədilər", recommendation="Əvvəlcə öyrədin",
    )  # fmt: skip
    lesson = lessons.write_lesson(**made.as_("ilgar"), text=text)
    own = lessons.write_lesson(**made.as_(MANAGER), text=replace(text, title="Sonra kredit"))
    made.form(PROGRAMME, "network:lesson", lesson.pk)
    made.form(MANAGER, "network:change_lesson", own.pk)
    with made.days_ago(20):
        planned = workshops.plan_workshop(
            **made.as_(PROGRAMME),
            details=workshops.WorkshopDetails(
                title="Seminar", host="ANAMA", venue="Bakı", city="Bakı", country="AZ",
                starts_on=made.today - 3 * DAY, ends_on=made.today - 2 * DAY, languages=["az"],
            ),
        )  # fmt: skip
    came = workshops.ParticipantEntry(name="Nino", country="GE", days_attended=2, row=1)
    workshops.add_participants(**made.as_(PROGRAMME), workshop=planned, rows=[came])
    made.form(PROGRAMME, "network:workshop_held", planned.pk)
    made.form(PROGRAMME, "reporting:submit", "donor-report")


def _workbook(*headings: str) -> bytes:
    """Two running loans, one of a stranger and one of somebody with a namesake."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Kreditlər"
    sheet.append(list(headings))
    for number, name in ((901, "Məmmədov Yaqub Rəşad oğlu"), (902, "Borcalan Emin Rəşad oğlu")):
        sheet.append([number, name, "Füzuli", "K", dt.date(2010, 9, 1), 600, 12, 300, 300])
    money = book.create_sheet("Vəsait")
    for line in (
        ("Növ", "Donor", "Tarix", "Məbləğ", "Qeyd"), ("Donor", "ADA", dt.date(2010, 8, 1), 1_200),
        ("Kassa", None, None, 0), ("Bank", None, None, 600),
    ):  # fmt: skip
        money.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADINGS = (
    "№", "Soyadı, adı, ata adı", "Rayon", "Cins", "Verilmə tarixi", "Məbləğ", "Müddət (ay)",
    "Ödənilib", "Qalıq borc",
)  # fmt: skip


def _staged(made: Prepared, content: bytes) -> Cutover:
    return cutover.stage_workbook(
        **made.as_(ACCOUNTANT), content=content, name=XLSX, mode="opening",
        cutover_on=dt.date(2011, 3, 1), product_version_id=standard(made).pk,
        officer_id=made.user(OFFICER), window="ada", legal_basis="Müqavilələr", stated={},
    )  # fmt: skip


def _cutover(made: Prepared) -> None:
    staged = _staged(made, _workbook(*HEADINGS))
    places = {name: str(place) for name, place in staged.columns["loans"]["columns"].items()}
    made.form(ACCOUNTANT, "credit:cutover_columns", staged.pk, "loans", **places)
    made.form(ACCOUNTANT, "credit:cutover_borrowers", staged.pk)
    made.form(ACCOUNTANT, "credit:cutover_sign", staged.pk)
    made.first("credit:cutover_sign", staged.pk, do=lambda: _named(made, staged))
    made.form(PROGRAMME, "credit:cutover_undo", staged.pk)
    made.form(PROGRAMME, "credit:cutover", staged.pk)
    made.form(
        ACCOUNTANT, "credit:cutover_new", file=(XLSX, _workbook(*HEADINGS, "Qeyd")), mode="opening",
        cutover_on=dt.date(2011, 3, 1), product=str(standard(made).pk), window="ada",
        officer=str(made.user(OFFICER)), **{f"total_{name}": "" for name in TOTALS},
    )  # fmt: skip


def _named(made: Prepared, staged: Cutover) -> None:
    """The borrower with a namesake is somebody else: the workbook holds no error any more."""
    cutover.choose_borrowers(**made.as_(ACCOUNTANT), cutover_id=staged.pk, choices={"902": "new"})


TOTALS = (
    "loans", "lent", "repaid", "outstanding", "overdue_loans", "restructured", "contributions",
    "spending", "bank", "cash",
)  # fmt: skip


def _handover(made: Prepared) -> None:
    """A handover that is planned; the further steps follow from one another."""
    row = handover.plan_handover(
        **made.as_(PROGRAMME), successor="FinAgro", planned_on=made.today, pay_how="At the desk",
        pay_how_az="Kassada", complaint_phone="+994125550101",
    )  # fmt: skip
    audit = {"auditor": "Xəzər Audit", "audited_on": made.today, "audit_note": "Düzdür"}
    agreement = {
        "agreement_number": "T-1", "agreement_on": made.today, "legal_basis": "Maddə 7"
    }  # fmt: skip
    acts = (
        lambda: _close(made),
        lambda: handover.record_audit(**made.as_(ACCOUNTANT), handover_id=row.pk, **audit),
    )
    steps = ((ACCOUNTANT, "audit", audit), (PROGRAMME, "agree", agreement))
    for place, (who, step, answers) in enumerate(steps, start=1):
        made.form(who, f"credit:handover_{step}", row.pk, **answers)
        made.first(f"credit:handover_{step}", row.pk, do=partial(_each, acts[:place]))
    made.first(
        "credit:handover_plan",
        do=lambda: handover.call_off_handover(
            **made.as_(PROGRAMME), handover_id=row.pk, reason="Sınaq"
        ),
    )


def _each(acts: Iterable[Callable[[], Any]]) -> None:
    for act in acts:
        act()
