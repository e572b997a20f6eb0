"""Addresses of training."""

from django.urls import path

from dayaq.training.web.views import attendance, courses, curricula, hazards, plans

app_name = "training"
urlpatterns = [
    path("", courses.courses, name="courses"),
    path("new", courses.plan, name="plan_course"),
    path("courses/<uuid:pk>", courses.course, name="course"),
    path("courses/<uuid:pk>/change", courses.change, name="change_course"),
    path("courses/<uuid:pk>/sessions", courses.sessions, name="sessions"),
    path("courses/<uuid:pk>/enrol", courses.enrol, name="enrol"),
    path("courses/<uuid:pk>/cancel", courses.cancel, name="cancel"),
    path("courses/<uuid:pk>/scores", attendance.scores, name="scores"),
    path("courses/<uuid:pk>/complete", attendance.complete, name="complete"),
    path("courses/<uuid:pk>/sheet.pdf", attendance.sheet_pdf, name="sheet"),
    path("sessions/<uuid:pk>/attendance", attendance.attendance, name="attendance"),
    path("sessions/<uuid:pk>/correct", attendance.correct, name="correct"),
    path("attendance-blank.pdf", attendance.blank_pdf, name="blank_attendance"),
    path("enrolments/<uuid:pk>/drop", courses.drop, name="drop"),
    path("enrolments/<uuid:pk>/certificate.pdf", attendance.certificate_pdf, name="certificate"),
    path("curricula", curricula.curricula, name="curricula"),
    path("curricula/new", curricula.write_curriculum, name="write_curriculum"),
    path("curricula/<uuid:pk>/modules/new", curricula.add_module, name="add_module"),
    path("plans", plans.plans, name="plans"),
    path("plans/new/<uuid:person_id>", plans.write, name="write_plan"),
    path("plans/<uuid:pk>", plans.plan, name="plan"),
    path("plans/<uuid:pk>/change", plans.change, name="change_plan"),
    path("plans/<uuid:pk>/coach", plans.coach, name="coach"),
    path("plans/<uuid:pk>/decide", plans.decide, name="decide"),
    path("plans/<uuid:pk>/plan.pdf", plans.plan_pdf, name="plan_pdf"),
    path("hazard-checks", hazards.hazards, name="hazards"),
    path("hazard-checks/list.xlsx", hazards.hazard_list, name="hazard_list"),
    path("hazard-checks/read", hazards.read_hazard_list, name="read_hazard_list"),
    path("hazard-checks/<uuid:pk>", hazards.hazard, name="hazard"),
]
