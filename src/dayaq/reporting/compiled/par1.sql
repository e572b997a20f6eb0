SELECT
  CASE WHEN "t0"."dpd" > 1 THEN "t0"."outstanding_minor" ELSE 0 END AS "numerator",
  "t0"."outstanding_minor" AS "denominator",
  "t0"."sex",
  "t0"."age_group",
  "t0"."district",
  "t0"."directness",
  "t0"."displacement",
  "t0"."disability",
  "t0"."loan_district",
  "t0"."officer",
  "t0"."sector",
  "t0"."window"
FROM "positions" AS "t0"
