SELECT
  "t0"."cash_minor" + "t0"."loans_minor" + "t0"."allowance_minor" AS "numerator",
  "t0"."capital_minor" AS "denominator",
  "t0"."window"
FROM "fund" AS "t0"
WHERE
  "t0"."on" <= (
    SELECT
      "t1"."as_of"
    FROM "asked" AS "t1"
  )
