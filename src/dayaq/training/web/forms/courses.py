"""Forms about courses, attendance and completion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.models import User
from dayaq.kernel.access.queries import districts, staff
from dayaq.kernel.access.roles import Role
from dayaq.kernel.web.fields import (
    CheckboxesField,
    CheckField,
    DayField,
    LineField,
    RadioField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form
from dayaq.kernel.web.rows import RowsForm
from dayaq.people.models import Person
from dayaq.programme.models import Phase
from dayaq.training.models import Attendance, Course, Curriculum, Module
from dayaq.training.services import CourseDetails, SessionEntry


class CurriculumForm(Form):
    code = LineField(label=_("Code"), max_length=20)
    name = LineField(label=_("Name"), max_length=120)
    name_az = LineField(label=_("Name in Azerbaijani"), max_length=120)
    source = LineField(label=_("Source"), required=False)


class ModuleForm(Form):
    code = LineField(label=_("Code"), max_length=20)
    title = LineField(label=_("Title"), max_length=120)
    title_az = LineField(label=_("Title in Azerbaijani"), max_length=120)
    minutes = forms.IntegerField(label=_("Usual length in minutes"), min_value=1, max_value=2000)


class CourseForm(Form):
    title = LineField(label=_("Title"), max_length=160)
    curriculum = forms.ModelChoiceField(
        label=_("Curriculum"), queryset=Curriculum.objects.order_by("code")
    )
    phase = forms.ModelChoiceField(label=_("Phase"), queryset=Phase.objects.none())
    district = forms.ModelChoiceField(label=_("District"), queryset=districts())
    venue = LineField(label=_("Venue"))
    accessibility = TextField(
        label=_("Accessibility of the venue"),
        max_length=600,
        required=False,
        help_text=_("Steps, toilet, transport, an interpreter: what a trainee has to know."),
    )
    trainer = forms.ModelChoiceField(label=_("Trainer"), queryset=User.objects.none())
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    threshold_percent = forms.IntegerField(
        label=_("Attendance needed to complete, in per cent"),
        min_value=1,
        max_value=100,
        initial=80,
    )

    def __init__(self, *args: Any, programme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phases = Phase.objects.filter(programme_id=programme_id).order_by("-starts_on")
        _offer(self, "phase", phases)
        _offer(self, "trainer", staff(programme_id, Role.TRAINER, Role.PROJECT_MANAGER))

    def details(self) -> CourseDetails:
        return CourseDetails(**{name: self.cleaned_data[name] for name in CourseDetails.__slots__})


class SessionRow(Form):
    on = DayField(label=_("Day"))
    module = forms.ModelChoiceField(label=_("Module"), queryset=Module.objects.none())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=720)


class SessionsForm(RowsForm):
    row_class = SessionRow
    rows_blank = 8
    rows_caption: ClassVar[Any] = _("Sessions")

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = Module.objects.filter(curriculum_id=course.curriculum_id).order_by(
            "position"
        )

    def _row(self, index: int) -> Form:
        row = super()._row(index)
        _offer(row, "module", self.modules)
        return row

    def entries(self) -> list[SessionEntry]:
        return [SessionEntry(**line) for line in self.cleaned_data["rows"]]


class EnrolForm(DatedForm):
    people = CheckboxesField(label=_("People to invite"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(person.pk): person for person in people}
        field = self.fields["people"]
        assert isinstance(field, CheckboxesField)  # noqa: S101 - declared above
        field.choices = [
            (pk, f"{person.formal_name}, {person.code}, {person.district}")
            for pk, person in self.by_id.items()
        ]

    def chosen(self) -> list[Person]:
        return [self.by_id[pk] for pk in self.cleaned_data["people"]]


class SearchForm(Form):
    q = LineField(label=_("Name or code"), max_length=100, required=False)


class AttendanceRow(Form):
    mark = RadioField(label=_("Attendance"), choices=Attendance.Mark.choices)


class AttendanceForm(RowsForm):
    """The sheet of one session: everybody on it, one answer each."""

    row_class = AttendanceRow
    rows_caption: ClassVar[Any] = _("Attendance")
    row_header: ClassVar[Any] = _("Trainee")
    set_all: ClassVar[tuple[str, str, Any] | None] = ("mark", "present", _("Everybody is present"))

    def marks(self, enrolment_ids: Sequence[UUID]) -> dict[UUID, str]:
        return {enrolment_ids[line["row"] - 1]: line["mark"] for line in self.cleaned_data["rows"]}


class CorrectionForm(AttendanceForm):
    sure = CheckField(
        label=_("I have looked at the signed sheet and correct what was recorded from it"),
        error_messages={"required": _("Tick the box: past attendance is changed with care.")},
    )


class ScoreRow(Form):
    before = forms.IntegerField(label=_("Test before"), min_value=0, max_value=100, required=False)
    after = forms.IntegerField(label=_("Test after"), min_value=0, max_value=100, required=False)


class ScoresForm(RowsForm):
    row_class = ScoreRow
    rows_caption: ClassVar[Any] = _("Test scores, 0 to 100")
    row_header: ClassVar[Any] = _("Trainee")
    on = DayField(label=_("Recorded on"), past=True)


class ReasonRow(Form):
    reason = LineField(label=_("Why the course was not completed"), max_length=300)


class CompleteForm(Form):
    """Closing a course that everybody completes."""

    on = DayField(label=_("Completed on"), past=True)

    def reasons(self, enrolment_ids: Sequence[UUID]) -> dict[UUID, str]:
        return {}


class CompleteWithReasonsForm(RowsForm):
    """Closing a course: a line for everybody below the threshold."""

    row_class = ReasonRow
    rows_caption: ClassVar[Any] = _("Below the threshold")
    row_header: ClassVar[Any] = _("Trainee")
    on = DayField(label=_("Completed on"), past=True)

    def reasons(self, enrolment_ids: Sequence[UUID]) -> dict[UUID, str]:
        return {
            enrolment_ids[line["row"] - 1]: line["reason"] for line in self.cleaned_data["rows"]
        }


class ReasonForm(Form):
    on = DayField(label=_("Day"), past=True)
    reason = TextField(label=_("Reason"), max_length=300)


class DatedActForm(DatedForm):
    """The command and the day it happened; which button was pressed says what is done."""


class ActForm(Form):
    """Only the command: which button was pressed says what is done."""


def _offer(form: Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field choose among `rows`."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared as one
    field.queryset = rows
