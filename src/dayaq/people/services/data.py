"""What the forms hand to the services, in groups that travel together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonData:
    """Who somebody is and how to reach them; the field names are those of the row."""

    given_name: str
    surname: str
    sex: str
    district_id: UUID
    patronymic: str = ""
    patronymic_suffix: str = ""
    other_names: str = ""
    born_on: dt.date | None = None
    born_precision: str = "unknown"
    died_on: dt.date | None = None
    phone: str = ""
    other_phone: str = ""
    preferred_contact: str = "phone"
    languages: Sequence[str] = ("az",)
    literacy: str = "unknown"
    signature_mode: str = "hand"
    signature_witness: str = ""
    needs_reading_aloud: bool = False
    needs_large_print: bool = False
    registration_district_id: UUID | None = None
    settlement: str = ""
    address: str = ""
    displacement: str = "unknown"
    marital_status: str = "unknown"
    document_type: str = ""
    document_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentData:
    """What somebody agreed to, and how."""

    purposes: Sequence[str]
    method: str
    given_on: dt.date
    witness: str = ""
    read_aloud: bool = False
    language: str = "az"
    text_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimData:
    """Direct or indirect victim, and of whom."""

    kind: str
    relation: str = ""
    direct_victim_id: UUID | None = None
    direct_victim_name: str = ""
    civil_status: str = "unknown"
    authority_victim_id: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentData:
    """The accident, and what it did to the person. `incident_id` joins one that is known."""

    incident_id: UUID | None = None
    happened_on: dt.date | None = None
    precision: str = "unknown"
    district_id: UUID | None = None
    place: str = ""
    device: str = "unknown"
    activity: str = "unknown"
    outcome: str = "injured"
    civil_status: str = "unknown"
    authority_incident_id: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberData:
    """Somebody who lives in the household, besides the person it is recorded for."""

    name: str = ""
    person_id: UUID | None = None
    relation: str = ""
    is_head: bool = False
    sex: str = ""
    birth_year: int | None = None
    has_disability: bool = False
    schooling: str = "not_of_age"
    earns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineData:
    """One income, expense or debt in a month, in minor units."""

    kind: str
    source: str
    monthly_minor: int
    balance_minor: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotData:
    """What the household lives on."""

    dwelling: str = ""
    land_are: int = 0
    livestock: str = ""
    assets: str = ""
    currency: str = "AZN"
    lines: Sequence[LineData] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateData:
    """What the state commission certified."""

    degree: str
    cause: str
    number: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    percent: int | None = None
    commission: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanData:
    """The bytes of a scanned paper."""

    content: bytes
    name: str
    content_type: str
