SELECT
  1 AS "numerator",
  1 AS "denominator",
  "t4"."district"
FROM (
  SELECT DISTINCT
    "t0"."district"
  FROM "places_of_work" AS "t0"
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
) AS "t4"
