SELECT
  "t0"."quantity" AS "numerator",
  "t0"."quantity" AS "denominator",
  "t0"."district"
FROM "distributions" AS "t0"
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
