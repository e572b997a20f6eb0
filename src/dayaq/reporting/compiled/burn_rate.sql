SELECT
  *
FROM (
  SELECT
    COALESCE("t9"."spent_minor", 0) AS "numerator",
    "t7"."revised_minor" AS "denominator"
  FROM (
    SELECT
      *
    FROM "budget" AS "t0"
    WHERE
      "t0"."starts_on" <= (
        SELECT
          "t2"."to"
        FROM "asked" AS "t2"
      )
      AND "t0"."ends_on" >= (
        SELECT
          "t2"."frm"
        FROM "asked" AS "t2"
      )
  ) AS "t7"
  LEFT OUTER JOIN (
    SELECT
      "t5"."line_id",
      SUM("t5"."reported_minor") AS "spent_minor"
    FROM (
      SELECT
        *
      FROM "expenses" AS "t1"
      WHERE
        "t1"."eligible"
        AND "t1"."on" <= (
          SELECT
            "t2"."to"
          FROM "asked" AS "t2"
        )
    ) AS "t5"
    GROUP BY
      1
  ) AS "t9"
    ON "t7"."line_id" = "t9"."line_id"
) AS "t10"
