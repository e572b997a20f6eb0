"""Addresses of the books."""

from django.urls import path

from dayaq.ledger.web import fund, views

app_name = "ledger"
urlpatterns = [
    path("", views.books, name="books"),
    path("journal/", views.journal, name="journal"),
    path("windows/", views.windows, name="windows"),
    path("windows/new/", views.open_window, name="open_window"),
    path("contribution/", fund.contribute, name="contribute"),
    path("fund/", fund.overview, name="fund"),
    path("bank-charge/", fund.bank_charge, name="bank_charge"),
    path("return/", fund.owe_donor, name="owe_donor"),
    path("return/payment/", fund.pay_donor, name="pay_donor"),
    path("deposit/", views.bank_cash, name="bank_cash"),
    path("drawing/", views.draw_cash, name="draw_cash"),
]
