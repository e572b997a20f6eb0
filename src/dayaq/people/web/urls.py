"""The addresses of people."""

from django.urls import path

from dayaq.people.web.views import facts, lists, persons, verification

app_name = "people"
urlpatterns = [
    path("", lists.persons, name="list"),
    path("register/", persons.register, name="register"),
    path("forms/", lists.paper_forms, name="paper_forms"),
    path("forms/<slug:key>.pdf", lists.paper_form, name="paper_form"),
    path("verification/", verification.waiting, name="verification"),
    path("verification/list/", verification.export, name="verification_export"),
    path("verification/answers/", verification.answers, name="verification_answers"),
    path("verification/<uuid:pk>/", verification.answer, name="verify"),
    path("consent/<uuid:pk>/withdraw/", facts.withdraw, name="withdraw_consent"),
    path("<uuid:pk>/edit/", persons.edit, name="edit"),
    path("<uuid:pk>/duplicate/", persons.duplicate, name="duplicate"),
    path("<uuid:pk>/waiting-list/", persons.waiting_list, name="waiting_list"),
    path("<uuid:pk>/ask-again/", persons.ask_again, name="ask_again"),
    path("<uuid:pk>/consent/", facts.consent, name="consent"),
    path("<uuid:pk>/household/", facts.household, name="household"),
    path("<uuid:pk>/victim-status/", facts.victim, name="victim"),
    path("<uuid:pk>/incident/", facts.incident, name="incident"),
    path("<uuid:pk>/functioning/", facts.functioning, name="functioning"),
    path("<uuid:pk>/injury/", facts.injury, name="injury"),
    path("<uuid:pk>/certificate/", facts.certificate, name="certificate"),
    path("<uuid:pk>/letter/", verification.letter, name="letter"),
    path("<uuid:pk>/scan/<uuid:file>/", facts.scan, name="scan"),
]
