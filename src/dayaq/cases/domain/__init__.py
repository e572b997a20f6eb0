"""Rules about cases: pure functions, no database and no clock."""
