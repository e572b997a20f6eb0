SELECT
  CASE WHEN "t0"."completed_on" IS NOT NULL THEN 1 ELSE 0 END AS "numerator",
  1 AS "denominator",
  "t0"."sex",
  "t0"."age_group",
  "t0"."district",
  "t0"."directness",
  "t0"."displacement",
  "t0"."disability"
FROM "enrolments" AS "t0"
WHERE
  "t0"."started"
  AND "t0"."course_ends_on" BETWEEN (
    SELECT
      "t1"."frm"
    FROM "asked" AS "t1"
  ) AND (
    SELECT
      "t1"."to"
    FROM "asked" AS "t1"
  )
