"""State partners, referrals, the workshop in Tbilisi, the campaign, lessons and a complaint."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from functools import partial

from dayaq.cases.domain.lifecycle import ReferralAct
from dayaq.cases.services import complaining, referring
from dayaq.kernel.access.models import Organisation, Place
from dayaq.network.models import Campaign, Institution, Lesson, Material, Workshop
from dayaq.network.services import campaigns, lessons, partners, workshops
from dayaq.site.demo import names
from dayaq.site.demo.plan import DAY, SEED, Figure
from dayaq.site.demo.stage import Act, Stage

# 34 participants by country (assumed; a predecessor in 2005 had more than 70).
COUNTRIES = (("AZ", 11), ("GE", 10), ("AM", 7), ("AT", 2), ("SI", 2), ("TJ", 2))


def partner(stage: Stage) -> None:
    """A state institution becomes a partner by a memorandum."""
    row = partners.register_institution(
        **stage.as_("leyla"),
        details=partners.InstitutionDetails(
            name="District employment centre (sample)", kind="employment",
            name_az="Rayon məşğulluq mərkəzi (nümunə)", district=stage.row(Place, "place:FZ"),
            organisation=stage.row(Organisation, "org:SES"), focal_person="Rəna Cəfərli",
            focal_phone="+994505550909", services_offered="İşə düzəltmə, peşə kursları",
        ),
    )  # fmt: skip
    stage.keep("institution", row)
    partners.sign_mou(
        **stage.as_("leyla"), institution=row, number="AM-01/10",
        valid_until=stage.on + 730 * DAY, obligations="Göndərişlərə 15 gün ərzində cavab",
        data_sharing_clause="Yalnız razılıq verilmiş məlumat",
    )  # fmt: skip
    partners.list_service(
        **stage.as_("leyla"), institution=row, kind="employment",
        description="İş axtaranların qeydiyyatı və işə düzəltmə", cost="Pulsuz",
    )  # fmt: skip


def train_officials(stage: Stage) -> None:
    partners.record_capacity_event(
        **stage.as_("leyla"), institution=stage.row(Institution, "institution"),
        topic="Minadan zərərçəkənlərin hüquqları və göndəriş qaydası", women=7, men=9,
    )  # fmt: skip


def refer(figure: Figure, stage: Stage) -> None:
    row = referring.draft_referral(
        **stage.as_("nigar"), case_id=stage.keys[f"case:{figure.key}"],
        service="Help in finding work (sample)",
        reason="İşə düzəlmək istəyir", institution_id=stage.keys["institution"],
    )  # fmt: skip
    stage.keep(f"referral:{figure.key}", row)
    referring.send_referral(
        **stage.as_("nigar"), referral_id=row.pk, answer_due_on=stage.on + 15 * DAY
    )


def answer(figure: Figure, act: ReferralAct, stage: Stage) -> None:
    referring.answer_referral(
        **stage.as_("nigar"), referral_id=stage.keys[f"referral:{figure.key}"], act=act,
        channel="letter", letter_no=f"MM-{stage.on:%y%m}/{figure.key}",
    )  # fmt: skip


def complete(figure: Figure, stage: Stage) -> None:
    referring.complete_referral(
        **stage.as_("nigar"), referral_id=stage.keys[f"referral:{figure.key}"],
        outcome="İşə düzəldi", feedback="Razıdır",
    )  # fmt: skip


def plan_workshop(stage: Stage) -> None:
    row = workshops.plan_workshop(
        **stage.as_("leyla"),
        details=workshops.WorkshopDetails(
            title="Regional experience-sharing workshop", host="IOM", venue="Conference hall",
            city="Tbilisi", country="GE", starts_on=dt.date(2010, 10, 5),
            ends_on=dt.date(2010, 10, 6), languages=("en", "ru", "ka", "az", "hy"),
            purpose="Exchange of experience in the reintegration of mine victims",
            accessibility="Step-free, sign interpretation on request",
        ),
    )  # fmt: skip
    stage.keep("workshop", row)


def hold_workshop(stage: Stage) -> None:
    """Participants by country; nobody agreed to a published list."""
    rng = random.Random(SEED)  # noqa: S311 - a story, not a secret
    rows: list[workshops.ParticipantEntry] = []
    for country, count in COUNTRIES:
        for number in range(count):
            female = rng.random() < 0.45
            given = rng.choice(names.GIVEN_FEMALE if female else names.GIVEN_MALE)
            rows.append(
                workshops.ParticipantEntry(
                    name=f"{given} ({country} nümunə {number + 1})", country=country,
                    sex="female" if female else "male", organisation="Sample organisation",
                    role="speaker" if number == 0 else "participant",
                    is_survivor=rng.random() < 0.2, days_attended=2,
                    row=len(rows) + 1,
                )
            )  # fmt: skip
    workshop = stage.row(Workshop, "workshop")
    workshops.add_participants(**stage.as_("leyla"), workshop=workshop, rows=rows)
    workshops.record_workshop_held(
        **stage.as_("leyla"), workshop=stage.row(Workshop, "workshop"), evaluation_tenths=44
    )
    advice = workshops.record_recommendation(
        **stage.as_("leyla"), workshop=stage.row(Workshop, "workshop"),
        text="Keep one referral form in the three countries", addressed_to="All parties",
    )  # fmt: skip
    workshops.agree_action(
        **stage.as_("leyla"), recommendation=advice, text="Draft the common form",
        responsible="IOM", due_on=dt.date(2011, 4, 30),
    )  # fmt: skip


def campaign(stage: Stage) -> None:
    row = campaigns.plan_campaign(
        **stage.as_("leyla"), theme="Rights and abilities of mine victims",
        audience="Families, employers and officials in the region", countries=("AZ", "GE", "AM"),
        starts_on=stage.on, ends_on=dt.date(2011, 4, 30), tested_with_survivors_on=stage.on,
    )  # fmt: skip
    stage.keep("campaign", row)
    for key, title, form, printed in (
        ("poster", "Bacarıram", "poster", 2_000),
        ("leaflet", "Hüquqlarınızı bilin", "leaflet", 5_000),
    ):  # fmt: skip
        material = campaigns.add_material(
            **stage.as_("leyla"), campaign=row, title=title, language="az", format=form,
            accessible_format="large_print", printed=printed,
        )  # fmt: skip
        stage.keep(f"material:{key}", material)


def distribute(stage: Stage) -> None:
    for key, quantity in (("poster", 240), ("leaflet", 600)):
        for code in ("FZ", "AM", "TA", "BQ"):
            campaigns.distribute_material(
                **stage.as_("leyla"), material=stage.row(Material, f"material:{key}"),
                district=stage.row(Place, f"place:{code}"), quantity=quantity,
            )  # fmt: skip
    row = stage.row(Campaign, "campaign")
    campaigns.estimate_reach(
        **stage.as_("leyla"), campaign=row, channel="radio", estimate=18_000,
        method="Audience figure of the station (sample)",
        double_count_note="Listeners of several days are counted once",
    )  # fmt: skip
    campaigns.add_media_item(
        **stage.as_("leyla"), campaign=row, outlet="District newspaper (sample)",
        title="Kiçik borc, böyük ümid", tone="favourable",
    )  # fmt: skip


def write_lesson(stage: Stage) -> None:
    row = lessons.write_lesson(
        **stage.as_("ilgar"),
        text=lessons.LessonText(
            title="A refused loan still needs an answer", theme="Loans", country="AZ",
            context="Some households cannot carry an instalment",
            what_happened="A refused applicant was placed in a job instead",
            recommendation="Every refusal names another pathway and a referral",
        ),
    )  # fmt: skip
    stage.keep("lesson", row)


def publish_lesson(stage: Stage) -> None:
    lessons.validate_lesson(**stage.as_("leyla"), lesson=stage.row(Lesson, "lesson"))
    lessons.publish_lesson(**stage.as_("leyla"), lesson=stage.row(Lesson, "lesson"))


def complain(figure: Figure, stage: Stage) -> None:
    complaining.record_complaint(
        **stage.as_("leyla"), channel="phone", category="service",
        text="Kurs üçün yol pulu gec verilib", person_id=stage.keys[f"person:{figure.key}"],
    )  # fmt: skip


def acts(people: list[Figure]) -> Iterator[Act]:
    """What the programme does beside lending."""
    by_key = {figure.key: figure for figure in people}
    job = next(figure for figure in people if figure.refused_for_job)
    later = by_key["q6-03"]
    yield Act(dt.date(2010, 2, 3), 60, "partner", partner)
    yield Act(dt.date(2010, 5, 12), 61, "officials", train_officials)
    yield Act(dt.date(2010, 11, 17), 62, f"refer:{job.key}", partial(refer, job))
    for day, act in (
        (dt.date(2010, 11, 19), ReferralAct.ACCEPT), (dt.date(2010, 11, 22), ReferralAct.SERVE),
    ):  # fmt: skip
        yield Act(day, 63, f"answer:{act}:{job.key}", partial(answer, job, act))
    yield Act(dt.date(2010, 11, 24), 64, f"complete:{job.key}", partial(complete, job))
    yield Act(dt.date(2011, 2, 21), 62, f"refer:{later.key}", partial(refer, later))
    yield Act(dt.date(2010, 8, 30), 65, "workshop:plan", plan_workshop)
    yield Act(dt.date(2010, 10, 6), 66, "workshop:hold", hold_workshop)
    yield Act(dt.date(2010, 9, 20), 67, "campaign", campaign)
    yield Act(dt.date(2010, 12, 3), 68, "campaign:distribute", distribute)
    yield Act(dt.date(2011, 1, 18), 69, "lesson", write_lesson)
    yield Act(dt.date(2011, 2, 15), 69, "lesson:publish", publish_lesson)
    yield Act(dt.date(2011, 3, 2), 69, "complaint", partial(complain, by_key["q8-02"]))
