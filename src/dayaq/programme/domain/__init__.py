"""Arithmetic of grants and budgets: shares, exchange, variance. Knows no database and no clock."""
