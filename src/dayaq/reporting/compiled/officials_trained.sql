SELECT
  "t0"."count_" AS "numerator",
  "t0"."count_" AS "denominator",
  "t0"."sex"
FROM "officials" AS "t0"
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
