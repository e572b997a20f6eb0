SELECT
  "t0"."amount_minor" AS "numerator",
  "t0"."amount_minor" AS "denominator",
  "t0"."donor"
FROM "shares" AS "t0"
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
