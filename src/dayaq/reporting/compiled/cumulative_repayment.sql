SELECT
  LEAST("t0"."repaid_to_minor", "t0"."due_to_minor") AS "numerator",
  "t0"."due_to_minor" AS "denominator",
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
FROM "recovery" AS "t0"
