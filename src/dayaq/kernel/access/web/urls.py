"""Addresses of the administrator's pages."""

from django.urls import path

from dayaq.kernel.access.web import views

app_name = "access"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("new/", views.create_account, name="create_account"),
    path("<uuid:user_id>/", views.account, name="account"),
    path("<uuid:user_id>/role/", views.give_role, name="give_role"),
    path("<uuid:user_id>/password/", views.password, name="password"),
    path("<uuid:user_id>/close/", views.close, name="close"),
    path("roles/<uuid:assignment_id>/end/", views.end_role, name="end_role"),
    path("parties/", views.organisations, name="organisations"),
    path("parties/new/", views.add_organisation, name="add_organisation"),
    path("parties/districts/", views.choose_districts, name="choose_districts"),
]
