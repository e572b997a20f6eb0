SELECT
  "t7"."numerator",
  "t7"."denominator",
  "t7"."sex",
  "t7"."age_group",
  "t7"."district",
  "t7"."directness",
  "t7"."displacement",
  "t7"."disability"
FROM (
  SELECT
    "t5"."person_id",
    "t5"."sex",
    "t5"."age_group",
    "t5"."district",
    "t5"."directness",
    "t5"."displacement",
    "t5"."disability",
    CASE
      WHEN "t5"."person_id" IN (
        SELECT
          "t1"."person_id"
        FROM "loans" AS "t1"
        WHERE
          "t1"."disbursed_on" BETWEEN (
            SELECT
              "t2"."frm"
            FROM "asked" AS "t2"
          ) AND (
            SELECT
              "t2"."to"
            FROM "asked" AS "t2"
          )
      )
      THEN 1
      ELSE 0
    END AS "numerator",
    1 AS "denominator"
  FROM (
    SELECT DISTINCT
      "t0"."person_id",
      "t0"."sex",
      "t0"."age_group",
      "t0"."district",
      "t0"."directness",
      "t0"."displacement",
      "t0"."disability"
    FROM "enrolments" AS "t0"
    WHERE
      "t0"."completed_on" BETWEEN (
        SELECT
          "t2"."frm"
        FROM "asked" AS "t2"
      ) AND (
        SELECT
          "t2"."to"
        FROM "asked" AS "t2"
      )
  ) AS "t5"
) AS "t7"
