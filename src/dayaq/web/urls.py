"""The addresses of the shell; their names carry no namespace, every room links to them."""

from django.urls import path

from dayaq.web import styleguide, views

urlpatterns = [
    path("", views.today, name="today"),
    path("person/<uuid:person_id>/", views.person, name="person"),
    path("search/", views.search, name="search"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("language/", views.language, name="language"),
    path("demonstration/", views.demonstration, name="demonstration"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
