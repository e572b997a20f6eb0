"""Persons, households, victim status, incidents, functioning, certificates and consents."""
