"""Roles: what people are in the programme. What each may do is said in the rooms' access.py."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FIELD_OFFICER = "field_officer", _("Field officer")
    TRAINER = "trainer", _("Trainer")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    CASHIER = "cashier", _("Cashier")
    ACCOUNTANT = "accountant", _("Accountant")
    COMMITTEE_MEMBER = "committee_member", _("Credit committee member")
    COMMITTEE_SECRETARY = "committee_secretary", _("Committee secretary")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    MONITORING = "monitoring", _("Monitoring officer")
    AUTHORITY = "authority", _("Mine action authority")
    DONOR = "donor", _("Donor")
    STATE_PARTNER = "state_partner", _("State partner institution")
    ADMINISTRATOR = "administrator", _("Administrator")


class ScopeKind(models.TextChoices):
    OWN = "own", _("Own caseload")
    DISTRICT = "district", _("Districts")
    ORGANISATION = "organisation", _("Own organisation")
    ALL = "all", _("Whole programme")
