SELECT
  1 AS "numerator",
  1 AS "denominator"
FROM "memoranda" AS "t0"
WHERE
  "t0"."signed_on" <= (
    SELECT
      "t1"."as_of"
    FROM "asked" AS "t1"
  )
  AND (
    (
      "t0"."ends_on" IS NULL
    )
    OR (
      "t0"."ends_on" >= (
        SELECT
          "t1"."as_of"
        FROM "asked" AS "t1"
      )
    )
  )
