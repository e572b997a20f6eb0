"""Addresses of the network."""

from django.urls import path

from dayaq.network.web.views import campaigns, lessons, partners, results, workshops

app_name = "network"
urlpatterns = [
    path("", partners.institutions, name="institutions"),
    path("institutions/new", partners.register, name="register"),
    path("institutions/<uuid:pk>", partners.institution, name="institution"),
    path("institutions/<uuid:pk>/change", partners.change, name="change_institution"),
    path("institutions/<uuid:pk>/memoranda/new", partners.sign, name="sign_mou"),
    path("institutions/<uuid:pk>/services/new", partners.list_service, name="list_service"),
    path("institutions/<uuid:pk>/trainings/new", partners.capacity, name="capacity_event"),
    path("memoranda/<uuid:pk>/end", partners.end, name="end_mou"),
    path("services/<uuid:pk>/verify", partners.verify, name="verify_service"),
    path("directory", partners.directory, name="directory"),
    path("workshops", workshops.workshops, name="workshops"),
    path("workshops/new", workshops.plan, name="plan_workshop"),
    path("workshops/<uuid:pk>", workshops.workshop, name="workshop"),
    path("workshops/<uuid:pk>/participants", workshops.participants, name="participants"),
    path("workshops/<uuid:pk>/held", workshops.held, name="workshop_held"),
    path("workshops/<uuid:pk>/recommendations/new", workshops.recommend, name="recommend"),
    path("participants/<uuid:pk>", workshops.participant, name="participant"),
    path("recommendations/<uuid:pk>/actions/new", workshops.agree, name="agree_action"),
    path("actions/<uuid:pk>/done", workshops.action_done, name="action_done"),
    path("campaigns", campaigns.campaigns, name="campaigns"),
    path("campaigns/new", campaigns.plan, name="plan_campaign"),
    path("campaigns/<uuid:pk>", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:pk>/materials/new", campaigns.material, name="add_material"),
    path("campaigns/<uuid:pk>/reach/new", campaigns.reach, name="estimate_reach"),
    path("campaigns/<uuid:pk>/media/new", campaigns.media, name="add_media"),
    path("materials/<uuid:pk>/hand-out", campaigns.hand_out, name="hand_out"),
    path("lessons", lessons.lessons, name="lessons"),
    path("lessons/new", lessons.write, name="write_lesson"),
    path("lessons/<uuid:pk>", lessons.lesson, name="lesson"),
    path("lessons/<uuid:pk>/change", lessons.change, name="change_lesson"),
    path("results", results.results, name="results"),
]
