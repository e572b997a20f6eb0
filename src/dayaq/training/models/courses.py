"""Courses: what is taught, where, to whom, and who was there."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import constraint
from dayaq.kernel.languages import in_language
from dayaq.kernel.models import Row


class Curriculum(Row):
    """What a kind of course teaches, such as ILO "Improve Your Business"."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    name_az = models.CharField(max_length=120)
    source = models.CharField(max_length=200, default="")

    def __str__(self) -> str:
        return in_language(self.name, self.name_az)


class Module(Row):
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="modules")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    title_az = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["curriculum", "code"], name="module_code_is_used_once_in_a_curriculum"
            ),
            models.UniqueConstraint(
                fields=["curriculum", "position"], name="module_has_its_own_place_in_a_curriculum"
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="module_lasts_some_minutes"),
        ]

    def __str__(self) -> str:
        return in_language(self.title, self.title_az)


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, actor: Actor) -> Self:
        """Courses of the actor's programme: own ones, those of the districts, or all."""
        if not actor.can("training.view_courses"):
            return self.none()
        scope = actor.scope("training.view_courses")
        return self.filter(programme_id=actor.programme_id).filter(
            scope.q(district="district", organisation=None, officer="trainer")
        )


class Course(Row):
    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")

    programme = models.ForeignKey("access.Programme", on_delete=models.PROTECT, related_name="+")
    phase = models.ForeignKey("programme.Phase", on_delete=models.PROTECT, related_name="+")
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="courses")
    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=160)
    district = models.ForeignKey("access.Place", on_delete=models.PROTECT, related_name="+")
    venue = models.CharField(max_length=200)
    accessibility = models.CharField(max_length=600, default="")
    trainer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    threshold_percent = models.PositiveSmallIntegerField(default=80)
    status = models.CharField(max_length=12, choices=Status, default=Status.PLANNED)
    completed_on = models.DateField(null=True)
    cancel_reason = models.CharField(max_length=300, default="")

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="course_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(threshold_percent__range=(1, 100)),
                name="course_threshold_lies_between_1_and_100_percent",
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_on__isnull=False)
                | (~Q(status="completed") & Q(completed_on__isnull=True)),
                name="course_completed_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["programme", "starts_on"], name="courses_by_day")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Session(Row):
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    attendance_taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "on", "module"], name="session_of_a_module_is_held_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 720)), name="session_lasts_at_most_twelve_hours"
            ),
        ]


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(course__in=Course.objects.visible_to(actor))

    def taught_by(self, actor: Actor) -> Self:
        """People in the actor's own courses of the programme."""
        return self.filter(
            course__trainer_id=actor.user_id, course__programme_id=actor.programme_id
        )


class Enrolment(Row):
    """One person in one course. `attended_percent` is fixed when the course is completed."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        CONFIRMED = "confirmed", _("Confirmed")
        ATTENDING = "attending", _("Attending")
        COMPLETED = "completed", _("Completed")
        DROPPED = "dropped", _("Left the course")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.INVITED)
    invited_on = models.DateField()
    accommodation = models.CharField(max_length=300, default="")
    pre_score = models.PositiveSmallIntegerField(null=True)
    post_score = models.PositiveSmallIntegerField(null=True)
    attended_percent = models.PositiveSmallIntegerField(null=True)
    completed_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    drop_reason = models.CharField(max_length=300, default="")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], name="person_is_enrolled_once_in_a_course"
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_on__isnull=False)
                | (~Q(status="completed") & Q(completed_on__isnull=True)),
                name="enrolment_completed_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | (Q(dropped_on__isnull=False) & ~Q(drop_reason="")),
                name="enrolment_dropped_has_its_day_and_reason",
            ),
            models.CheckConstraint(
                condition=(Q(pre_score__isnull=True) | Q(pre_score__lte=100))
                & (Q(post_score__isnull=True) | Q(post_score__lte=100)),
                name="test_score_is_at_most_100",
            ),
        ]
        indexes = [models.Index(fields=["person", "status"], name="enrolments_of_a_person")]


class Attendance(Row):
    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendance")
    mark = models.CharField(max_length=10, choices=Mark)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], name="attendance_is_marked_once_per_session"
            ),
        ]


class Certificate(Row):
    """The number of a training certificate; its PDF is stored by the kernel under `key`."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="certificate"
    )
    number = models.CharField(max_length=30, unique=True)
    issued_on = models.DateField()


constraint("course_ends_after_it_starts", _("The last day must not be before the first day."))
constraint("person_is_enrolled_once_in_a_course", _("This person is in the course already."))
constraint(
    "session_of_a_module_is_held_once_a_day",
    _("This module is already planned on that day. Change the day or the module."),
)
constraint("test_score_is_at_most_100", _("A test score is a number from 0 to 100."))
