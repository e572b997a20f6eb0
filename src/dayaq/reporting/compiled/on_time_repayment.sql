SELECT
  "t0"."paid_on_time_minor" AS "numerator",
  "t0"."principal_minor" AS "denominator",
  "t0"."sex",
  "t0"."age_group",
  "t0"."district",
  "t0"."directness",
  "t0"."displacement",
  "t0"."disability",
  "t0"."loan_district",
  "t0"."officer",
  "t0"."sector",
  "t0"."window"
FROM "dues" AS "t0"
WHERE
  "t0"."due_on" BETWEEN (
    SELECT
      "t1"."frm"
    FROM "asked" AS "t1"
  ) AND (
    SELECT
      "t1"."to"
    FROM "asked" AS "t1"
  )
