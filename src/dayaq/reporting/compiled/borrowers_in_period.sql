SELECT
  1 AS "numerator",
  1 AS "denominator",
  "t4"."sex",
  "t4"."age_group",
  "t4"."district",
  "t4"."directness",
  "t4"."displacement",
  "t4"."disability"
FROM (
  SELECT DISTINCT
    "t0"."person_id",
    "t0"."sex",
    "t0"."age_group",
    "t0"."district",
    "t0"."directness",
    "t0"."displacement",
    "t0"."disability"
  FROM "loans" AS "t0"
  WHERE
    "t0"."disbursed_on" BETWEEN (
      SELECT
        "t1"."frm"
      FROM "asked" AS "t1"
    ) AND (
      SELECT
        "t1"."to"
      FROM "asked" AS "t1"
    )
) AS "t4"
