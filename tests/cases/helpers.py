"""Cases for tests, made by the services the pages call."""

from __future__ import annotations

import datetime as dt

from dayaq.cases import services
from dayaq.cases.models import Case, Referral
from dayaq.kernel.access.actor import Actor
from dayaq.people.models import Person
from tests import build

OPENED_ON = dt.date(2010, 2, 10)


def open_case(by: Actor, person: Person, *, on: dt.date = OPENED_ON) -> Case:
    """A case without needs."""
    return services.open_case(by=by, on=on, at=build.AT, person_id=person.pk)


def plan(by: Actor, case: Case, *, on: dt.date = OPENED_ON) -> Case:
    """A need and a plan that serves it, agreed with the person."""
    need = services.record_need(
        by=by, on=on, at=build.AT, case_id=case.pk, kind="income", severity="high"
    )
    services.record_plan(
        by=by,
        on=on,
        at=build.AT,
        case_id=case.pk,
        goals="A flock of her own by autumn",
        activities=[
            services.ActivityData(
                text="Business training",
                responsible="Kamran",
                due_on=on + dt.timedelta(days=60),
                need_id=need.pk,
            )
        ],
    )
    case.refresh_from_db()
    return case


def refer(by: Actor, case: Case, *, on: dt.date = OPENED_ON, **changes: object) -> Referral:
    """A drafted referral to an organisation outside the directory."""
    told: dict[str, object] = {
        "service": "Prosthesis",
        "reason": "Please fit a prosthesis of the left leg.",
        "receiver": "Rehabilitation centre",
    }
    return services.draft_referral(
        by=by,
        on=on,
        at=build.AT,
        case_id=case.pk,
        **(told | changes),  # type: ignore[arg-type]
    )
