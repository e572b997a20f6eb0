"""The first day: parties, staff, districts, agreements, grants, windows, products, curriculum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from dayaq.credit.services import clauses
from dayaq.credit.services.provisioning import run_provision
from dayaq.credit.services.shipped import take_shipped_products
from dayaq.kernel.access import services as access
from dayaq.kernel.access.models import Organisation, Place, Programme, User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.exchange import Exchange
from dayaq.kernel.models import Installation
from dayaq.ledger import queries as ledger_queries
from dayaq.ledger import services as ledger
from dayaq.ledger.domain.fund import Donated
from dayaq.programme.domain.terms import AgreementTerms, Period
from dayaq.programme.services.agreements import open_phase, sign_agreement
from dayaq.site.demo.clauses import CLAUSES_AZ, CLAUSES_EN
from dayaq.site.demo.plan import DISTRICTS_NEW, DISTRICTS_PILOT, OFFICER_OF
from dayaq.site.demo.stage import BEGIN, Act, Stage
from dayaq.training.services import courses

END = dt.date(2012, 12, 31)

PARTIES = (
    ("Austrian Development Agency", "Avstriya İnkişaf Agentliyi", "ADA", "donor", "AT"),
    ("Republic of Slovenia", "Sloveniya Respublikası", "Slovenia", "donor", "SI"),
    ("Republic of Korea", "Koreya Respublikası", "Korea", "donor", "KR"),
    ("Baku International Rotary Club", "Bakı Beynəlxalq Rotari Klubu", "Rotary", "donor", "AZ"),
    ("Glickenhaus Foundation", "Qlikenhaus Fondu", "Glickenhaus", "donor", "US"),
    ("International Trust Fund", "Beynəlxalq Etimad Fondu", "ITF", "fund_manager", "SI"),
    ("Azerbaijan National Agency for Mine Action", "Azərbaycan Milli Minatəmizləmə Agentliyi",
     "ANAMA", "authority", "AZ"),
    ("International Organization for Migration", "Beynəlxalq Miqrasiya Təşkilatı", "IOM",
     "implementer", "AZ"),
    ("NGO Chirag", "Çıraq İctimai Birliyi", "Çıraq", "ngo", "AZ"),
    ("State Employment Service (sample office)", "Dövlət Məşğulluq Xidməti (nümunə şöbə)",
     "SES", "state", "AZ"),
)  # fmt: skip

# username, name, role, organisation, scope, districts: all invented.
STAFF: tuple[tuple[str, str, Role, str, ScopeKind, tuple[str, ...]], ...] = (
    *(
        (key, name, Role.FIELD_OFFICER, "Çıraq", ScopeKind.DISTRICT,
         tuple(code for code, officer in OFFICER_OF.items() if officer == key))
        for key, name in (("aytan", "Aytən Quliyeva"), ("elnur", "Elnur Həmidov"),
                          ("rashad", "Rəşad Vəliyev"))
    ),
    ("kamran", "Kamran Əliyev", Role.TRAINER, "Çıraq", ScopeKind.DISTRICT,
     (*DISTRICTS_PILOT, *DISTRICTS_NEW)),
    ("nigar", "Nigar Rzayeva", Role.SOCIAL_WORKER, "Çıraq", ScopeKind.ALL, ()),
    ("sabina", "Səbinə Həsənli", Role.CASHIER, "Çıraq", ScopeKind.ALL, ()),
    ("vugar", "Vüqar Nəsirov", Role.ACCOUNTANT, "Çıraq", ScopeKind.ALL, ()),
    ("farid", "Fərid Məlikov", Role.PROJECT_MANAGER, "Çıraq", ScopeKind.ALL, ()),
    ("tural", "Tural İbrahimov", Role.COMMITTEE_MEMBER, "ANAMA", ScopeKind.ALL, ()),
    ("sevda", "Sevda Kazımova", Role.COMMITTEE_MEMBER, "IOM", ScopeKind.ALL, ()),
    ("elchin", "Elçin Mustafayev", Role.COMMITTEE_MEMBER, "Çıraq", ScopeKind.ALL, ()),
    ("gunay", "Günay Şirinova", Role.COMMITTEE_SECRETARY, "Çıraq", ScopeKind.ALL, ()),
    ("leyla", "Leyla Axundova", Role.PROGRAMME_OFFICER, "IOM", ScopeKind.ALL, ()),
    ("ilgar", "İlqar Babayev", Role.MONITORING, "IOM", ScopeKind.ALL, ()),
    ("orkhan", "Orxan Talıbov", Role.AUTHORITY, "ANAMA", ScopeKind.ALL, ()),
    ("helga", "Helga Brandl", Role.DONOR, "ADA", ScopeKind.ALL, ()),
    ("rana", "Rəna Cəfərli", Role.STATE_PARTNER, "SES", ScopeKind.ORGANISATION, ()),
    ("murad", "Murad Sadıqov", Role.ADMINISTRATOR, "Çıraq", ScopeKind.ALL, ()),
)  # fmt: skip

MODULES = (
    ("idea", "Business idea", "Biznes ideyası"),
    ("marketing", "Marketing", "Marketinq"),
    ("costing", "Costing", "Maya dəyəri"),
    ("buying", "Buying and stock control", "Alış və anbar"),
    ("records", "Record keeping", "Uçotun aparılması"),
    ("planning", "Planning for your business", "Biznesin planlaşdırılması"),
    ("people", "People and productivity", "İnsanlar və məhsuldarlıq"),
)


def found(stage: Stage) -> None:
    """Everything that must be there before the first person is met."""
    _programme(stage)
    _staff(stage)
    _phases(stage)
    _windows(stage)
    _products(stage)
    _curriculum(stage)


def _programme(stage: Stage) -> None:
    programme = access.create_programme(
        by=None, code="seirp",
        name="Socio-Economic Reintegration Programme for Mine Victims in Azerbaijan",
        name_az="Azərbaycanda minadan zərərçəkənlərin sosial-iqtisadi reinteqrasiyası proqramı",
        starts_on=BEGIN, ends_on=END, complaint_phone="+994 12 555 01 01", **stage.when,
    )  # fmt: skip
    for name, name_az, short, kind, country in PARTIES:
        row = access.add_organisation(
            by=None, name=name, name_az=name_az, short_name=short, kind=kind, country=country,
            **stage.when,
        )  # fmt: skip
        stage.keep(f"org:{short}", row)
    codes = [*DISTRICTS_PILOT, *DISTRICTS_NEW]
    for place in access.choose_districts(by=None, codes=codes, **stage.when):
        stage.keep(f"place:{place.code}", place)
    ledger.open_books(by=None, programme=programme, **stage.when)
    Installation.objects.update(set_up=True)


def _staff(stage: Stage) -> None:
    programme = Programme.objects.get(code="seirp")
    for username, name, role, short, scope, codes in STAFF:
        user = access.create_account(
            by=None, username=username, full_name=name, password=None,
            organisation=stage.row(Organisation, f"org:{short}"), language=User.Language.AZ,
            **stage.when,
        )  # fmt: skip
        stage.keep(f"user:{username}", user)
        access.assign_role(
            by=None, user=user, programme=programme, role=role, scope=scope, starts_on=BEGIN,
            districts=[stage.row(Place, f"place:{code}") for code in codes], **stage.when,
        )  # fmt: skip


def _phases(stage: Stage) -> None:
    leyla = stage.as_("leyla")
    pilot = open_phase(
        **leyla, key="pilot", name="Pilot", name_az="Pilot mərhələ",
        period=Period(BEGIN, dt.date(2009, 11, 30)), total_cost_minor=102_127_66,
    )  # fmt: skip
    stage.keep("phase:pilot", pilot)
    phase2 = open_phase(
        **leyla, key="phase-2", name="Phase II", name_az="II mərhələ",
        aliases=("South Caucasus Socio-Economic Reintegration Programme for Mine Victims",),
        period=Period(dt.date(2009, 12, 1), dt.date(2012, 5, 31)), predecessor_id=pilot.pk,
    )  # fmt: skip
    stage.keep("phase:phase-2", phase2)


def sign_four_party(stage: Stage) -> Any:
    """The agreement of the four parties for phase II."""
    parties = [stage.keys[f"org:{short}"] for short in ("ITF", "ANAMA", "IOM", "Çıraq")]
    return sign_agreement(
        **stage.as_("leyla"), kind="four_party", party_ids=parties,
        phase_id=stage.keys["phase:phase-2"],
        terms=AgreementTerms(
            title="Agreement between ITF, ANAMA, IOM and NGO Chirag (sample)",
            number="SEIRP-II-01", signed_on=stage.on, valid_until=dt.date(2012, 5, 31),
        ),
    )  # fmt: skip


def _windows(stage: Stage) -> None:
    leyla = stage.actor("leyla")
    for code, short in (("ada", "ADA"), ("slovenia", "Slovenia"), ("korea", "Korea")):
        open_window(stage, leyla, code, short)


CURRENCY_OF = {"ada": "EUR", "slovenia": "EUR", "korea": "USD", "glickenhaus": "USD"}


def open_window(stage: Stage, by: Any, code: str, short: str) -> None:
    """A donor's window in the revolving fund."""
    donor = stage.row(Organisation, f"org:{short}")
    row = ledger.open_window(
        by=by, programme=stage.programme, code=code, name=str(donor), donor=donor,
        currency=CURRENCY_OF.get(code, "AZN"), **stage.when,
    )  # fmt: skip
    stage.keep(f"window:{code}", row)


def _products(stage: Stage) -> None:
    leyla = stage.as_("leyla")
    for row in take_shipped_products(
        **leyla, legal_lender="Çıraq İctimai Birliyi", legal_basis="project_agreement"
    ):
        stage.keep(f"product:{row.code}", row)
    clauses.write_clauses(**leyla, language="az", clauses=CLAUSES_AZ)
    clauses.write_clauses(**leyla, language="en", clauses=CLAUSES_EN)


def _curriculum(stage: Stage) -> None:
    farid = stage.as_("farid")
    curriculum = courses.write_curriculum(
        **farid, code="SYB", name="Start your business", name_az="Biznesə başla",
        source="after ILO SIYB",
    )  # fmt: skip
    stage.keep("curriculum", curriculum)
    for code, title, title_az in MODULES:
        row = courses.add_module(
            **farid, curriculum=curriculum, code=code, title=title, title_az=title_az, minutes=180
        )
        stage.keep(f"module:{code}", row)


# Currency, the donor's amount and the rate it came in at, all assumed: (window, credited) is the
# key. ANAMA and the Baku club give manat.
DONATED = {
    ("ada", 36_660_00): ("EUR", 29_328_00, "1.25"),
    ("slovenia", 7_670_00): ("EUR", 6_136_00, "1.25"),
    ("korea", 7_670_00): ("USD", 9_130_95, "0.84"),
    ("ada", 24_000_00): ("EUR", 20_000_00, "1.20"),
    ("glickenhaus", 8_000_00): ("USD", 10_000_00, "0.80"),
}


def contribute(window: str, amount_minor: int, stage: Stage) -> None:
    """A donor's money arrives for the revolving fund, in the donor's currency."""
    chosen = next(w for w in ledger_queries.windows(stage.programme.pk) if w.code == window)
    donated = None
    if (window, amount_minor) in DONATED:
        currency, minor, rate = DONATED[window, amount_minor]
        exchange = Exchange(currency, Decimal(rate), stage.on, "CBAR (sample)")
        donated = Donated(currency, minor, exchange)
    ledger.receive_contribution(
        by=stage.actor("vugar"), window=chosen, amount_minor=amount_minor,
        key=f"{window}-{stage.on.isoformat()}", donated=donated, **stage.when,
    )  # fmt: skip


def provide(month_end: dt.date, stage: Stage) -> None:
    """The accountant sets aside what the month-end needs."""
    run_provision(**stage.as_("vugar"), month_end=month_end)


def _month_ends() -> Iterator[dt.date]:
    """From the first payout to the end of the programme."""
    first = dt.date(2008, 5, 1)
    while first <= END:
        yield first - dt.timedelta(days=1)
        first = (first + dt.timedelta(days=31)).replace(day=1)


def acts() -> Iterator[Act]:
    """The founding, the four-party agreement and the donors' contributions."""
    yield Act(BEGIN, 0, "found", found)
    # The pilot's fund: 52,000 AZN, shared as the pilot's cost was (assumed).
    for window, minor in (("ada", 36_660_00), ("slovenia", 7_670_00), ("korea", 7_670_00)):
        yield Act(
            dt.date(2008, 3, 3), 1, f"fund:{window}:pilot",
            partial(contribute, window, minor),
        )  # fmt: skip
    yield Act(dt.date(2009, 12, 1), 0, "four-party", sign_four_party)
    for month_end in _month_ends():
        yield Act(
            month_end + dt.timedelta(days=2), 9, f"provision:{month_end.isoformat()}",
            partial(provide, month_end),
        )  # fmt: skip
    new = (("anama", "ANAMA", 10_000_00), ("rotary", "Rotary", 6_000_00),
           ("glickenhaus", "Glickenhaus", 8_000_00), ("ada", "ADA", 24_000_00))  # fmt: skip
    for code, short, minor in new:
        yield Act(
            dt.date(2010, 1, 12), 1, f"fund:{code}:phase-2",
            partial(_open_and_contribute, code, short, minor),
        )  # fmt: skip


def _open_and_contribute(code: str, short: str, minor: int, stage: Stage) -> None:
    if not stage.has(f"window:{code}"):
        open_window(stage, stage.actor("leyla"), code, short)
    contribute(code, minor, stage)
