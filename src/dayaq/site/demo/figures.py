"""Registering, verifying, counselling: what happens to each invented person before lending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from dayaq.cases.services import opening, planning, serving
from dayaq.kernel.access.models import Place
from dayaq.people.models import Person
from dayaq.people.services import households, registering, verification
from dayaq.people.services.data import (
    ConsentData,
    IncidentData,
    LineData,
    MemberData,
    PersonData,
    SnapshotData,
    VictimData,
)
from dayaq.site.demo import names
from dayaq.site.demo.plan import DAY, Figure
from dayaq.site.demo.stage import Act, Stage

PURPOSES = ("service", "share_authority", "share_partners")


def person_key(figure: Figure) -> str:
    return f"person:{figure.key}"


def register(figure: Figure, stage: Stage) -> None:
    """Search has found nobody; consent is read aloud and given; the person is registered."""
    rng = figure.luck("register")
    district = stage.fixed(Place, f"place:{figure.district}")
    registered_in = stage.keys[f"place:{figure.registered_in or figure.district}"]
    by_hand = figure.signature == "hand"
    person = registering.register_person(
        **stage.as_(figure.officer),
        person=PersonData(
            given_name=figure.given, surname=figure.surname, sex=figure.sex,
            patronymic=figure.father, patronymic_suffix="oğlu" if figure.sex == "male" else "qızı",
            born_on=figure.born_on, born_precision="day",
            phone=f"+9945055{rng.randint(10_000, 99_999)}",
            literacy=figure.literacy, signature_mode=figure.signature,
            signature_witness="" if by_hand else "Kənd icra nümayəndəsi (nümunə)",
            needs_reading_aloud=figure.literacy != "reads",
            district_id=district.pk, registration_district_id=registered_in,
            settlement=rng.choice(names.VILLAGES),
            displacement="idp" if figure.displaced else "not_displaced",
            marital_status="widowed" if figure.relation == "widow" else "married",
        ),
        consent=ConsentData(
            purposes=PURPOSES, method="signature" if by_hand else "thumb", given_on=stage.on,
            witness="" if by_hand else "Kənd icra nümayəndəsi (nümunə)",
            read_aloud=figure.literacy != "reads",
        ),
        victim=VictimData(
            kind="direct" if figure.direct else "indirect", relation=figure.relation,
            direct_victim_name="" if figure.direct else f"{figure.father} (nümunə)",
            civil_status=rng.choice(("civilian", "civilian", "civilian", "military")),
            source="ANAMA",
        ),
        incident=_incident(figure, district) if figure.direct else None,
        others_ruled_out=True,
    )  # fmt: skip
    stage.keep(person_key(figure), person)
    _household(figure, stage, person)


def _incident(figure: Figure, district: Place) -> IncidentData:
    rng = figure.luck("incident")
    return IncidentData(
        happened_on=dt.date(rng.randint(1992, 2006), rng.randint(1, 12), 1), precision="month",
        district_id=district.pk,
        device=rng.choice(("ap_mine", "ap_mine", "av_mine", "other_erw", "unknown")),
        activity=rng.choice(("herding", "farming", "collecting", "travelling", "military")),
        outcome="injured", source="ANAMA",
    )  # fmt: skip


def _household(figure: Figure, stage: Stage, person: Person) -> None:
    rng = figure.luck("household")
    members = [
        *(
            MemberData(name=f"Ailə üzvü {number + 1}", relation="son" if number % 2 else "daughter",
                       sex="male" if number % 2 else "female",
                       birth_year=figure.born_on.year + 22 + number * 2)
            for number in range(rng.randint(1, 4))
        ),
    ]  # fmt: skip
    snapshot = SnapshotData(
        dwelling="own", land_are=rng.choice((0, 12, 20, 45)),
        lines=(
            LineData(kind="income", source="pension", monthly_minor=rng.choice((6_000, 9_000))),
            LineData(kind="income", source="farming", monthly_minor=rng.choice((15_000, 22_000))),
            LineData(kind="expense", source="food", monthly_minor=rng.choice((9_000, 11_000))),
        ),
    )  # fmt: skip
    households.record_household(
        **stage.as_(figure.officer), person_id=person.pk, members=members, snapshot=snapshot
    )


def verify(figure: Figure, stage: Stage) -> None:
    """The authority confirms: on its page, or by a letter that the project manager types in."""
    answer = verification.Answer(
        verification="confirmed", authority_victim_id=f"NÜM-{figure.key.upper()}"
    )
    person_id = stage.keys[person_key(figure)]
    if figure.luck("verify").random() < 0.6:
        verification.verify_status(**stage.as_("orkhan"), person_id=person_id, answer=answer)
        return
    letter = verification.Letter(number=f"M-{stage.on:%y%m}/{figure.key}", dated_on=stage.on - DAY)
    verification.record_verification_letter(
        **stage.as_("farid"), person_id=person_id, answer=answer, letter=letter
    )


def counsel(figure: Figure, stage: Stage) -> None:
    """A case is opened, a need recorded, a plan agreed."""
    officer = stage.as_(figure.officer)
    case = opening.open_case(
        **officer, person_id=stage.keys[person_key(figure)],
        phase_id=stage.keys[f"phase:{figure.phase}"],
    )  # fmt: skip
    stage.keep(f"case:{figure.key}", case)
    need = planning.record_need(
        **officer, case_id=case.pk, kind="income",
        severity=figure.luck("need").choice(("medium", "high")),
        description="Ailənin daimi gəliri yoxdur",
    )  # fmt: skip
    planning.record_plan(
        **officer, case_id=case.pk, goals="Ailəni dolandıran kiçik biznes qurmaq",
        activities=[
            planning.ActivityData(
                text="Biznes kursunda iştirak etmək", responsible="Özü",
                due_on=stage.on + 90 * DAY, need_id=need.pk,
            )
        ],
        signature="signature" if figure.signature == "hand" else "thumb",
        witness="" if figure.signature == "hand" else "Kənd icra nümayəndəsi (nümunə)",
    )  # fmt: skip
    if figure.luck("counsel").random() < 0.35:
        serving.record_session(
            **stage.as_("nigar"), case_id=case.pk,
            session=serving.SessionData(
                kind="rights", minutes=45,
                summary="Əlillik üzrə hüquqlar və güzəştlər izah olundu",
            ),
        )  # fmt: skip


def acts(people: list[Figure]) -> Iterator[Act]:
    """Each person is registered, verified and counselled before the course."""
    for figure in people:
        day = figure.registered_on
        yield Act(day, 10, f"register:{figure.key}", partial(register, figure))
        yield Act(day + 6 * DAY, 11, f"verify:{figure.key}", partial(verify, figure))
        yield Act(day + 10 * DAY, 12, f"counsel:{figure.key}", partial(counsel, figure))
