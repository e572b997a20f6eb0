"""Forms of the handover of the fund to a successor."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.fields import (
    CheckField,
    CodeField,
    DayField,
    LineField,
    PhoneField,
    TextField,
)
from dayaq.kernel.web.forms import Form


class PlanForm(Form):
    successor = LineField(label=_("Successor: the organisation that takes over"), max_length=120)
    planned_on = DayField(label=_("Day on which it takes over"))
    pay_how = LineField(
        label=_("How a borrower pays from then on, in English"), max_length=300,
        help_text=_("It stands in the notice: the desk, the account or the person."),
    )  # fmt: skip
    pay_how_az = LineField(
        label=_("How a borrower pays from then on, in Azerbaijani"), max_length=300
    )
    complaint_phone = PhoneField(label=_("Phone for questions and complaints"))


class AuditForm(Form):
    auditor = LineField(label=_("Auditor: the person or the firm"), max_length=120)
    audited_on = DayField(label=_("Day of the audit"), past=True)
    audit_note = TextField(label=_("What was found"), max_length=2000)


class AgreeForm(Form):
    agreement_number = CodeField(label=_("Number of the agreement"), max_length=60)
    agreement_on = DayField(label=_("Day of the agreement"), past=True)
    legal_basis = LineField(
        label=_("Legal basis for passing on records about persons"), max_length=300,
        help_text=_("Such as the clause of the loan agreement, or the consent of the borrowers."),
    )  # fmt: skip


class TransferForm(Form):
    sure = CheckField(
        label=_("I have seen the amounts above; after this no payment is entered here.")
    )


class CloseForm(Form):
    notices_given_on = DayField(label=_("Day on which the last notice was given"), past=True)
    files_record = CodeField(
        label=_("Number of the record by which the files were delivered"), max_length=60
    )


class CallOffForm(Form):
    reason = LineField(label=_("Why it is called off"), max_length=300)
