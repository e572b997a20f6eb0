SELECT
  "t0"."lent_minor" - "t0"."fresh_minor" AS "numerator",
  "t0"."lent_minor" AS "denominator",
  "t0"."window"
FROM "fund_turns" AS "t0"
WHERE
  "t0"."on" <= (
    SELECT
      "t1"."as_of"
    FROM "asked" AS "t1"
  )
