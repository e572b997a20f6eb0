SELECT
  1 AS "numerator",
  1 AS "denominator",
  "t0"."country",
  "t0"."sex"
FROM "participants" AS "t0"
WHERE
  "t0"."held_on" BETWEEN (
    SELECT
      "t1"."frm"
    FROM "asked" AS "t1"
  ) AND (
    SELECT
      "t1"."to"
    FROM "asked" AS "t1"
  )
