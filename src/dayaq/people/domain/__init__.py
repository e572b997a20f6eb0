"""Rules about people: pure functions, no database and no clock."""
