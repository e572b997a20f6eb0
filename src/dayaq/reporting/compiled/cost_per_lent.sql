SELECT
  "t0"."cost_minor" AS "numerator",
  "t0"."disbursed_minor" AS "denominator",
  "t0"."window"
FROM "fund" AS "t0"
WHERE
  "t0"."on" BETWEEN (
    SELECT
      "t1"."frm"
    FROM "asked" AS "t1"
  ) AND (
    SELECT
      "t1"."to"
    FROM "asked" AS "t1"
  )
