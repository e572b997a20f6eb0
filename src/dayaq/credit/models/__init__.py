"""Rows of the credit room."""

from dayaq.credit.models import sentences
from dayaq.credit.models.agreements import Agreement, ClauseText, Language, SignatureMode
from dayaq.credit.models.applications import (
    DECIDABLE,
    OPEN,
    ApplicationStatus,
    Appraisal,
    LoanApplication,
    Recommendation,
)
from dayaq.credit.models.arrears import (
    ArrearsAction,
    ArrearsRule,
    ArrearsStep,
    Cause,
    Promise,
    ProposalStatus,
    Relief,
    ReliefKind,
    RescheduleKind,
    RescheduleRequest,
    WriteOff,
)
from dayaq.credit.models.committee import (
    CommitteeMeeting,
    Decision,
    MeetingMember,
    Outcome,
    Recusal,
    Relative,
    Vote,
    VoteChoice,
)
from dayaq.credit.models.cutover import Cutover, CutoverMode, CutoverStatus
from dayaq.credit.models.funding import LoanShare
from dayaq.credit.models.handover import Handover, HandoverStatus
from dayaq.credit.models.loans import LIVE, EventKind, Loan, LoanEvent, LoanStatus
from dayaq.credit.models.products import Holiday, LegalBasis, LoanProduct, ProductVersion
from dayaq.credit.models.projection import Allocation, Change, Instalment
from dayaq.credit.models.provisions import (
    ProvisionLine,
    ProvisionRule,
    ProvisionRun,
    ProvisionTable,
)
from dayaq.credit.models.receipts import (
    CollectionBatch,
    GaveBy,
    PaidBy,
    PaymentMethod,
    Receipt,
    ReceiptBook,
    SpoiledBlank,
)
from dayaq.credit.models.visits import BusinessState, MonitoringVisit, VisitPurpose

__all__ = [
    "DECIDABLE",
    "LIVE",
    "OPEN",
    "Agreement",
    "Allocation",
    "ApplicationStatus",
    "Appraisal",
    "ArrearsAction",
    "ArrearsRule",
    "ArrearsStep",
    "BusinessState",
    "Cause",
    "Change",
    "ClauseText",
    "CollectionBatch",
    "CommitteeMeeting",
    "Cutover",
    "CutoverMode",
    "CutoverStatus",
    "Decision",
    "EventKind",
    "GaveBy",
    "Handover",
    "HandoverStatus",
    "Holiday",
    "Instalment",
    "Language",
    "LegalBasis",
    "Loan",
    "LoanApplication",
    "LoanEvent",
    "LoanProduct",
    "LoanShare",
    "LoanStatus",
    "MeetingMember",
    "MonitoringVisit",
    "Outcome",
    "PaidBy",
    "PaymentMethod",
    "ProductVersion",
    "Promise",
    "ProposalStatus",
    "ProvisionLine",
    "ProvisionRule",
    "ProvisionRun",
    "ProvisionTable",
    "Receipt",
    "ReceiptBook",
    "Recommendation",
    "Recusal",
    "Relative",
    "Relief",
    "ReliefKind",
    "RescheduleKind",
    "RescheduleRequest",
    "SignatureMode",
    "SpoiledBlank",
    "VisitPurpose",
    "Vote",
    "VoteChoice",
    "WriteOff",
    "sentences",
]
