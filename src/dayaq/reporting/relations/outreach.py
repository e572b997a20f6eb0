"""People and services: who is registered, trained, referred; workshops, campaigns, memoranda."""
# ruff: noqa: S608 - the texts are put together from constants of this package only

from __future__ import annotations

from dayaq.reporting.relations.base import PERSON_COLUMNS, Relation, scope

DIMENSIONS = "p.sex, p.age_group, p.district, p.directness, p.displacement, p.disability"

EVERY_PERSON = Relation(
    {"person_id": "uuid", "registered_on": "date", "status": "string", **PERSON_COLUMNS},
    """
SELECT r.person_id, r.registered_on, r.status, r.district_id, r.organisation_id, r.officer_id,
  p.sex,
  CASE
    WHEN p.born_on IS NULL THEN 'unknown'
    WHEN date_part('year', age(asked."to", p.born_on)) < 18 THEN '0-17'
    WHEN date_part('year', age(asked."to", p.born_on)) < 30 THEN '18-29'
    WHEN date_part('year', age(asked."to", p.born_on)) < 45 THEN '30-44'
    WHEN date_part('year', age(asked."to", p.born_on)) < 60 THEN '45-59'
    ELSE '60+'
  END AS age_group,
  p.district_id::text AS district,
  coalesce(v.kind, 'unknown') AS directness,
  p.displacement,
  CASE
    WHEN f.person_id IS NULL THEN 'unknown'
    WHEN greatest(f.seeing, f.hearing, f.walking, f.remembering, f.self_care, f.communicating) >= 3
      THEN 'yes'
    ELSE 'no'
  END AS disability
FROM people_registration r
JOIN people_person p ON p.id = r.person_id
CROSS JOIN asked
LEFT JOIN people_victimstatus v ON v.person_id = p.id
LEFT JOIN LATERAL (
  SELECT * FROM people_functioningassessment a
  WHERE a.person_id = p.id AND a.assessed_on <= asked."to"
    AND num_nonnulls(a.seeing, a.hearing, a.walking, a.remembering, a.self_care,
                     a.communicating) > 0
  ORDER BY a.assessed_on DESC LIMIT 1
) f ON true
WHERE r.programme_id = %(programme)s AND r.status <> 'duplicate'
""",
    ("asked",),
)

PEOPLE = Relation(
    EVERY_PERSON.columns,
    f"""
SELECT r.person_id, r.registered_on, r.status, r.sex, r.age_group, r.district, r.directness,
  r.displacement, r.disability
FROM every_person r
WHERE {scope("r")}
""",
    ("every_person",),
)

ENROLMENTS = Relation(
    {
        "person_id": "uuid",
        "phase_id": "uuid",
        "course_ends_on": "date",
        "started": "boolean",
        "completed_on": "date",
        **PERSON_COLUMNS,
    },
    f"""
SELECT e.person_id, c.phase_id, c.ends_on AS course_ends_on,
  (e.status IN ('attending', 'completed') OR EXISTS (
    SELECT FROM training_attendance m WHERE m.enrolment_id = e.id AND m.mark = 'present'
  )) AS started,
  e.completed_on, {DIMENSIONS}
FROM training_enrolment e
JOIN training_course c ON c.id = e.course_id
JOIN people p ON p.person_id = e.person_id  -- within the actor's reach
WHERE c.programme_id = %(programme)s AND c.status <> 'cancelled'
""",
    ("people",),
)

MEMORANDA = Relation(
    {"signed_on": "date", "ends_on": "date"},
    """
SELECT m.signed_on, least(m.valid_until, m.ended_on) AS ends_on
FROM network_mou m JOIN network_institution i ON i.id = m.institution_id
WHERE i.programme_id = %(programme)s
""",
)

PARTICIPANTS = Relation(
    {"held_on": "date", "country": "string", "sex": "string", "days": "int64"},
    """
SELECT coalesce(w.held_on, w.starts_on) AS held_on, p.country, p.sex,
  p.days_attended::bigint AS days
FROM network_participant p JOIN network_workshop w ON w.id = p.workshop_id
WHERE w.programme_id = %(programme)s AND w.held_on IS NOT NULL
""",
)

DISTRIBUTIONS = Relation(
    {"on": "date", "district": "string", "quantity": "int64"},
    """
SELECT d."on", d.district_id::text AS district, d.quantity::bigint AS quantity
FROM network_distribution d
JOIN network_material m ON m.id = d.material_id
JOIN network_campaign c ON c.id = m.campaign_id
WHERE c.programme_id = %(programme)s
""",
)

REACH = Relation(
    {"campaign_id": "uuid", "channel": "string", "on": "date", "estimate": "int64"},
    """
SELECT r.campaign_id, r.channel, r."on", r.estimate::bigint AS estimate
FROM network_reach r JOIN network_campaign c ON c.id = r.campaign_id
WHERE c.programme_id = %(programme)s
""",
)

OFFICIALS = Relation(
    {"on": "date", "sex": "string", "count_": "int64"},
    """
SELECT e."on", s.sex, s.count_
FROM network_capacityevent e
JOIN network_institution i ON i.id = e.institution_id
CROSS JOIN LATERAL (VALUES ('female', e.women::bigint), ('male', e.men::bigint)) AS s(sex, count_)
WHERE i.programme_id = %(programme)s
""",
)

REFERRALS = Relation(
    {"person_id": "uuid", "sent_on": "date", "completed": "boolean", **PERSON_COLUMNS},
    f"""
SELECT c.person_id, r.sent_on, EXISTS (
    SELECT FROM cases_referralstep s
    WHERE s.referral_id = r.id AND s.status = 'completed' AND s."on" <= asked.as_of
  ) AS completed, {DIMENSIONS}
FROM cases_referral r
JOIN cases_case c ON c.id = r.case_id
JOIN people p ON p.person_id = c.person_id
CROSS JOIN asked
WHERE c.programme_id = %(programme)s AND r.sent_on IS NOT NULL
""",
    ("asked", "people"),
)

OUTREACH = {
    "every_person": EVERY_PERSON,
    "people": PEOPLE,
    "enrolments": ENROLMENTS,
    "referrals": REFERRALS,
    "memoranda": MEMORANDA,
    "participants": PARTICIPANTS,
    "distributions": DISTRIBUTIONS,
    "reach": REACH,
    "officials": OFFICIALS,
}
