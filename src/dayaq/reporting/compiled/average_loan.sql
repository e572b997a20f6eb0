SELECT
  "t0"."amount_minor" AS "numerator",
  "t0"."loans" AS "denominator",
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
FROM "disbursements" AS "t0"
WHERE
  "t0"."first_on" BETWEEN (
    SELECT
      "t1"."frm"
    FROM "asked" AS "t1"
  ) AND (
    SELECT
      "t1"."to"
    FROM "asked" AS "t1"
  )
  AND "t0"."on" <= (
    SELECT
      "t1"."to"
    FROM "asked" AS "t1"
  )
