"""Addresses of the books."""

from django.urls import path

from dayaq.ledger.web import views

app_name = "ledger"
urlpatterns = [
    path("", views.books, name="books"),
    path("journal/", views.journal, name="journal"),
    path("windows/", views.windows, name="windows"),
    path("windows/new/", views.open_window, name="open_window"),
    path("contribution/", views.contribute, name="contribute"),
    path("deposit/", views.bank_cash, name="bank_cash"),
    path("drawing/", views.draw_cash, name="draw_cash"),
]
