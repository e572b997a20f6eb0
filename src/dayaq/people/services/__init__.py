"""What can be done with people. Each call is one act with one event."""

from dayaq.people.services.bringing_over import bring_person_over
from dayaq.people.services.consents import record_consent, withdraw_consent
from dayaq.people.services.data import (
    CertificateData,
    ConsentData,
    IncidentData,
    LineData,
    MemberData,
    PersonData,
    ScanData,
    SnapshotData,
    VictimData,
)
from dayaq.people.services.health import record_certificate, record_functioning, record_injury
from dayaq.people.services.households import record_household
from dayaq.people.services.lists import (
    ListRefused,
    export_verification_list,
    import_verification_answers,
)
from dayaq.people.services.registering import (
    mark_duplicate,
    put_on_waiting_list,
    register_person,
    resubmit_registration,
    update_person,
)
from dayaq.people.services.verification import (
    Answer,
    Letter,
    record_verification_letter,
    verify_status,
)
from dayaq.people.services.victims import record_incident, record_victim_status

__all__ = [
    "Answer",
    "CertificateData",
    "ConsentData",
    "IncidentData",
    "Letter",
    "LineData",
    "ListRefused",
    "MemberData",
    "PersonData",
    "ScanData",
    "SnapshotData",
    "VictimData",
    "bring_person_over",
    "export_verification_list",
    "import_verification_answers",
    "mark_duplicate",
    "put_on_waiting_list",
    "record_certificate",
    "record_consent",
    "record_functioning",
    "record_household",
    "record_incident",
    "record_injury",
    "record_verification_letter",
    "record_victim_status",
    "register_person",
    "resubmit_registration",
    "update_person",
    "verify_status",
    "withdraw_consent",
]
