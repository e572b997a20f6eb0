"""Addresses of the network."""

from django.urls import path

from dayaq.network.web.views import partners

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
]
