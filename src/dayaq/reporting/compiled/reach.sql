SELECT
  "t5"."best" AS "numerator",
  "t5"."best" AS "denominator"
FROM (
  SELECT
    "t4"."campaign_id",
    MAX("t4"."estimate") AS "best"
  FROM (
    SELECT
      *
    FROM "reach" AS "t0"
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
  GROUP BY
    1
) AS "t5"
