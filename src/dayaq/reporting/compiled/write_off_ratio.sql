SELECT
  "t0"."written_off_minor" * 2 AS "numerator",
  "t0"."opening_minor" + "t0"."closing_minor" AS "denominator",
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
FROM "portfolio_flows" AS "t0"
