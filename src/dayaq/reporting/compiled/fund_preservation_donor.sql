SELECT
  "t0"."worth_minor" AS "numerator",
  "t0"."given_today_minor" AS "denominator",
  "t0"."window"
FROM "fund_worth" AS "t0"
WHERE
  "t0"."on" <= (
    SELECT
      "t1"."as_of"
    FROM "asked" AS "t1"
  )
