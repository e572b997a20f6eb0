"""Partners, workshops and campaigns for tests, made by the services the pages call."""

from __future__ import annotations

import datetime as dt

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place
from dayaq.kernel.access.roles import Role
from dayaq.network import services
from dayaq.network.models import Campaign, Institution, Lesson, Material, Mou, Workshop
from tests import build

ON = build.TODAY
AT = build.AT


def institution(
    by: Actor | None = None, name: str = "Prosthetic Centre, Baku", **details: object
) -> Institution:
    return services.register_institution(
        by=by or build.actor(Role.PROGRAMME_OFFICER),
        on=ON,
        at=AT,
        details=services.InstitutionDetails(name=name, kind="health", **details),  # type: ignore[arg-type]
    )


def mou(
    of: Institution,
    by: Actor | None = None,
    number: str = "07/2010",
    signed_on: dt.date = dt.date(2010, 2, 1),
    valid_until: dt.date | None = dt.date(2012, 5, 31),
) -> Mou:
    return services.sign_mou(
        by=by or build.actor(Role.PROGRAMME_OFFICER),
        on=signed_on,
        at=AT,
        institution=of,
        number=number,
        valid_until=valid_until,
    )


def workshop(by: Actor | None = None, title: str = "Sharing experience") -> Workshop:
    """The regional workshop in Tbilisi, two days long, planned."""
    return services.plan_workshop(
        by=by or build.actor(Role.PROGRAMME_OFFICER),
        on=dt.date(2010, 9, 1),
        at=AT,
        details=services.WorkshopDetails(
            title=title,
            host="IOM Azerbaijan",
            venue="Hotel at the river",
            city="Tbilisi",
            country="GE",
            starts_on=dt.date(2010, 10, 5),
            ends_on=dt.date(2010, 10, 6),
            languages=["en", "ru"],
        ),
    )


def participants(of: Workshop, by: Actor, counts: dict[str, int]) -> None:
    """So many participants from each country, both days, women and men in turn."""
    services.add_participants(
        by=by,
        on=dt.date(2010, 10, 6),
        at=AT,
        workshop=of,
        rows=[
            services.ParticipantEntry(
                name=f"Participant {country} {n}",
                country=country,
                sex="female" if n % 2 else "male",
                days_attended=2,
                row=n + 1,
            )
            for country, count in counts.items()
            for n in range(count)
        ],
    )


def campaign(by: Actor | None = None) -> Campaign:
    return services.plan_campaign(
        by=by or build.actor(Role.PROGRAMME_OFFICER),
        on=dt.date(2011, 3, 1),
        at=AT,
        theme="Able to work",
        audience="Employers and neighbours",
        countries=["AZ", "GE"],
        starts_on=dt.date(2011, 3, 1),
        ends_on=dt.date(2011, 4, 4),
    )


def material(of: Campaign, by: Actor, printed: int = 1000) -> Material:
    return services.add_material(
        by=by,
        on=ON,
        at=AT,
        campaign=of,
        title="Poster",
        language="az",
        format="poster",
        printed=printed,
    )


def lesson(by: Actor | None = None, title: str = "Train before lending") -> Lesson:
    return services.write_lesson(
        by=by or build.actor(Role.MONITORING),
        on=ON,
        at=AT,
        text=services.LessonText(
            title=title,
            theme="Credit",
            country="AZ",
            context="Six districts.",
            what_happened="Trained borrowers paid on time.",
            recommendation="Lend after training only.",
        ),
    )


def district() -> Place:
    return build.district()
