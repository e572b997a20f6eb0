"""Forms about cases. Every one asks for the day it happened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.cases.domain.lifecycle import (
    COMPLAINT,
    NEED,
    REFERRAL,
    ComplaintAct,
    NeedAct,
    ReferralAct,
    acts_from,
)
from dayaq.cases.models import (
    Assistance,
    Case,
    Complaint,
    JobPlacement,
    Need,
    Referral,
    ReferralStep,
    Session,
)
from dayaq.cases.services import ActivityData
from dayaq.kernel.web.fields import (
    CheckboxesField,
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    MoneyField,
    NameField,
    RadioField,
    TextField,
)
from dayaq.kernel.web.forms import Form, Renderer
from dayaq.kernel.web.rows import RowsForm
from dayaq.people.models import Person
from dayaq.people.models.choices import ConsentMethod
from dayaq.people.web.forms.common import DatedForm, optional

NEED_ACTS = {
    NeedAct.PLAN: _("It is planned"),
    NeedAct.START: _("It is being worked on"),
    NeedAct.MEET: _("It is met"),
    NeedAct.MEET_PARTLY: _("It is partly met"),
    NeedAct.FIND_UNMET: _("It could not be met"),
    NeedAct.FIND_IRRELEVANT: _("It is no longer relevant"),
    NeedAct.REOPEN: _("It is worked on again"),
}
REFERRAL_ACTS = {
    ReferralAct.ACCEPT: _("The institution accepted"),
    ReferralAct.DECLINE: _("The institution declined"),
    ReferralAct.SERVE: _("The person was served"),
    ReferralAct.CANCEL: _("We take the referral back"),
    ReferralAct.EXPIRE: _("No answer came: it has expired"),
}
COMPLAINT_ACTS = {
    ComplaintAct.REVIEW: _("Take it under review"),
    ComplaintAct.ESCALATE: _("Pass it on to the programme management"),
    ComplaintAct.RESOLVE: _("It is resolved"),
    ComplaintAct.REJECT: _("It is not founded"),
    ComplaintAct.WITHDRAW: _("The person withdrew it"),
    ComplaintAct.CLOSE: _("Close it"),
}


class CaseFilters(forms.Form):
    """What narrows the list of cases."""

    default_renderer = Renderer
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All that are not closed")), *Case.Status.choices],
        required=False,
    )
    pathway = forms.ChoiceField(
        label=_("Pathway"), choices=[("", _("All")), *Case.Pathway.choices], required=False
    )
    attention = forms.ChoiceField(
        label=_("Asking for attention"),
        choices=[
            ("", _("All")),
            ("needs", _("With needs overdue")),
            ("steps", _("With steps of the plan due")),
        ],
        required=False,
    )


class ReferralFilters(forms.Form):
    """What narrows the list of referrals."""

    default_renderer = Renderer
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), ("waiting", _("Waiting")), *Referral.Status.choices],
        required=False,
    )


class OpenCaseForm(DatedForm):
    on = DayField(label=_("Day the case was opened"), past=True)


class NeedForm(DatedForm):
    on = DayField(label=_("Day the need was identified"), past=True)
    kind = ChoiceField(label=_("Need"), choices=optional(Need.Kind.choices))
    severity = RadioField(
        label=_("How severe it is"), choices=Need.Severity.choices, initial="medium"
    )
    description = TextField(label=_("In the person's own words"), max_length=500, required=False)
    due_on = DayField(label=_("To be met by"), required=False)


class MoveNeedForm(DatedForm):
    act = RadioField(label=_("What has become of the need"))
    note = LineField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, [(act.value, NEED_ACTS[act]) for act in acts_from(NEED, status)])


class ActivityRow(Form):
    text = LineField(label=_("What is done"), max_length=300)
    responsible = NameField(label=_("By whom"))
    due_on = DayField(label=_("By when"))
    need = ChoiceField(label=_("For which need"), required=False)


class PlanForm(RowsForm):
    """Goals, and the steps to reach them."""

    row_class = ActivityRow
    rows_blank = 6
    rows_caption = _("Steps of the plan")
    row_header = _("Step")

    on = DayField(label=_("Day the plan was agreed"), past=True)
    goals = TextField(label=_("What the person wants to reach"))
    signature = RadioField(
        label=_("How the person agreed"), choices=ConsentMethod.choices, initial="signature"
    )
    witness = NameField(label=_("Witness"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        clock = kwargs.get("clock")
        initial = dict(kwargs.pop("initial", None) or {})
        if clock is not None:
            initial.setdefault("on", clock.today)
        self.needs = {str(need.pk): need for need in case.needs.order_by("identified_on", "pk")}
        super().__init__(*args, initial=initial, **kwargs)

    def _row(self, index: int) -> Form:
        row = super()._row(index)
        field = row.fields["need"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = optional((pk, need.get_kind_display()) for pk, need in self.needs.items())
        return row

    def activities(self) -> list[ActivityData]:
        return [
            ActivityData(
                text=row["text"],
                responsible=row["responsible"],
                due_on=row["due_on"],
                need_id=self.needs[row["need"]].pk if row["need"] else None,
            )
            for row in self.cleaned_data["rows"]
        ]


class DoneForm(DatedForm):
    on = DayField(label=_("Day it was done"), past=True)
    result = LineField(label=_("What came of it"), max_length=300, required=False)


class SessionForm(DatedForm):
    on = DayField(label=_("Day of the session"), past=True)
    kind = ChoiceField(label=_("Kind"), choices=optional(Session.Kind.choices))
    minutes = forms.IntegerField(
        label=_("Duration in minutes"), min_value=5, max_value=600, required=False
    )
    place = LineField(label=_("Place"), max_length=120, required=False)
    present = LineField(label=_("Who was present"), required=False)
    institution: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("With which institution"), queryset=None, required=False
    )
    summary = TextField(label=_("Summary"))
    next_step = LineField(label=_("Next step"), max_length=300, required=False)
    next_on = DayField(label=_("Day of the next step"), required=False)
    confidential = CheckField(
        label=_("Confidential: only social workers and I may read it"), required=False
    )

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "institution", institutions)


class AssistanceForm(DatedForm):
    on = DayField(label=_("Day it was given"), past=True)
    kind = ChoiceField(label=_("Kind"), choices=optional(Assistance.Kind.choices))
    target = RadioField(
        label=_("For whom"), choices=Assistance.Target.choices, initial="individual"
    )
    description = LineField(label=_("What was given"), max_length=300)
    provider = LineField(
        label=_("Given by"),
        help_text=_("Leave empty if the programme gave it."),
        required=False,
    )
    value_minor = MoneyField(label=_("Value"), min_minor=0, required=False)
    needs = CheckboxesField(label=_("For which needs"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["needs"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [
            (str(need.pk), need.get_kind_display()) for need in case.needs.order_by("pk")
        ]


class JobForm(DatedForm):
    on = DayField(label=_("First day of work"), past=True)
    employer = LineField(label=_("Employer"))
    position = LineField(label=_("Position"), max_length=120)
    contract = RadioField(
        label=_("Contract"), choices=JobPlacement.Contract.choices, initial="written"
    )
    monthly_wage_minor = MoneyField(label=_("Wage in a month"), min_minor=0, required=False)
    accommodation = LineField(
        label=_("What the workplace was fitted with"), max_length=300, required=False
    )


class EndJobForm(DatedForm):
    on = DayField(label=_("Last day of work"), past=True)
    reason = LineField(label=_("Why it ended"))


class PathwayForm(DatedForm):
    on = DayField(label=_("Day of the decision"), past=True)
    pathway = RadioField(label=_("What suits the person"), choices=Case.Pathway.choices)
    reason = TextField(label=_("Reason"), max_length=500)


class CloseForm(DatedForm):
    exit_reason = RadioField(label=_("Why the case is closed"), choices=Case.ExitReason.choices)
    note = TextField(label=_("Note"), max_length=500, required=False)


class ReopenForm(DatedForm):
    reason = TextField(label=_("Why the case is reopened"), max_length=500)


class HandOverForm(DatedForm):
    officer: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("To whom"), queryset=None)

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "officer", officers)


class ReferralForm(DatedForm):
    on = DayField(label=_("Day the referral was prepared"), past=True)
    institution: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Institution of the directory"), queryset=None, required=False
    )
    receiver = LineField(label=_("Or another institution"), required=False)
    service = LineField(label=_("Service asked for"))
    reason = TextField(
        label=_("What we ask"),
        help_text=_("This is printed in the letter. Say nothing of the injury or the incident."),
        max_length=1000,
    )
    need = ChoiceField(label=_("For which need"), required=False)
    urgency = RadioField(label=_("Urgency"), choices=Referral.Urgency.choices, initial="routine")

    def __init__(self, *args: Any, case: Case, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "institution", institutions)
        field = self.fields["need"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = optional(
            (str(need.pk), need.get_kind_display()) for need in case.needs.order_by("pk")
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("institution") and not cleaned.get("receiver"):
            self.add_error("institution", _("Choose the institution, or write its name."))
        return cleaned


class SendForm(DatedForm):
    on = DayField(label=_("Day the letter is sent"), past=True)
    answer_due_on = DayField(
        label=_("Answer asked for by"),
        help_text=_("Thirty days from the sending, if left empty."),
        required=False,
    )


class AnswerReferralForm(DatedForm):
    on = DayField(label=_("Day of the answer"), past=True)
    act = RadioField(label=_("What became of the referral"))
    channel = ChoiceField(label=_("How the answer came"), choices=ReferralStep.Channel.choices)
    letter_no = LineField(label=_("Number of the letter"), max_length=40, required=False)
    note = LineField(label=_("Note, or the reason if declined"), max_length=500, required=False)

    def __init__(self, *args: Any, status: str, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        withheld = {ReferralAct.COMPLETE, ReferralAct.SEND}
        if own:  # an institution answers for itself: it neither takes back nor lets expire
            withheld |= {ReferralAct.CANCEL, ReferralAct.EXPIRE}
            del self.fields["channel"], self.fields["letter_no"]
        acts = [act for act in acts_from(REFERRAL, status) if act not in withheld]
        _offer(self, [(act.value, REFERRAL_ACTS[act]) for act in acts])


class CompleteForm(DatedForm):
    outcome = LineField(
        label=_("What the person got"), help_text=_("For example: a prosthesis."), max_length=500
    )
    feedback = TextField(label=_("What the person says of it"), max_length=500, required=False)


class ComplaintForm(DatedForm):
    on = DayField(label=_("Day it was received"), past=True)
    channel = RadioField(label=_("How it came"), choices=Complaint.Channel.choices)
    category = ChoiceField(label=_("About"), choices=optional(Complaint.Category.choices))
    code = CodeField(
        label=_("Code of the person"),
        help_text=_("Leave empty if the complaint is anonymous."),
        check_digit=True,
        required=False,
    )
    against: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Member of staff it is about"), queryset=None, required=False
    )
    sensitive = CheckField(
        label=_("Sensitive: only the programme officer reads it"), required=False
    )
    text = TextField(label=_("What happened, in the person's own words"))

    def __init__(self, *args: Any, seen: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen
        _choose(self, "against", staff)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        code = cleaned.get("code")
        self.person: Person | None = self.seen.filter(code=code).first() if code else None
        if code and self.person is None:
            self.add_error("code", _("There is no person with this code among those you may see."))
        return cleaned


class MoveComplaintForm(DatedForm):
    act = RadioField(label=_("What is done with it"))
    resolution = TextField(label=_("What was answered"), max_length=1000, required=False)

    def __init__(self, *args: Any, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, [(act.value, COMPLAINT_ACTS[act]) for act in acts_from(COMPLAINT, status)])


class DayForm(DatedForm):
    """Only the day."""


def _choose(form: Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
    field.queryset = rows


def _offer(form: Form, acts: list[tuple[str, Any]]) -> None:
    field = form.fields["act"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = acts
