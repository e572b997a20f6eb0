"""Indicators and reports: one file each, every figure defined once and traced to its source."""
