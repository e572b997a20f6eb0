"""Rows about people. Every queryset a person sees starts from `visible_to`."""

from dayaq.people.models.choices import (
    Activity,
    CivilStatus,
    Device,
    Displacement,
    Literacy,
    MaritalStatus,
    Precision,
    Sex,
    SignatureMode,
)
from dayaq.people.models.consent import Consent
from dayaq.people.models.health import DisabilityCertificate, FunctioningAssessment, Injury
from dayaq.people.models.household import (
    Household,
    HouseholdLine,
    HouseholdMember,
    HouseholdSnapshot,
)
from dayaq.people.models.person import Person
from dayaq.people.models.registration import Registration
from dayaq.people.models.victim import Incident, IncidentCasualty, VictimStatus

__all__ = [
    "Activity",
    "CivilStatus",
    "Consent",
    "Device",
    "DisabilityCertificate",
    "Displacement",
    "FunctioningAssessment",
    "Household",
    "HouseholdLine",
    "HouseholdMember",
    "HouseholdSnapshot",
    "Incident",
    "IncidentCasualty",
    "Injury",
    "Literacy",
    "MaritalStatus",
    "Person",
    "Precision",
    "Registration",
    "Sex",
    "SignatureMode",
    "VictimStatus",
]
