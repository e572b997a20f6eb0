SELECT
  1 AS "numerator",
  1 AS "denominator",
  "t1"."sex",
  "t1"."age_group",
  "t1"."district",
  "t1"."directness",
  "t1"."displacement",
  "t1"."disability"
FROM (
  SELECT DISTINCT
    "t0"."person_id",
    "t0"."sex",
    "t0"."age_group",
    "t0"."district",
    "t0"."directness",
    "t0"."displacement",
    "t0"."disability"
  FROM "positions" AS "t0"
  WHERE
    "t0"."outstanding_minor" > 0
) AS "t1"
