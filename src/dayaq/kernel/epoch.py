"""The epoch of the schema, known without loading Django."""

SCHEMA_EPOCH = 3
"""Raised when a release cannot migrate the data of the one before."""
