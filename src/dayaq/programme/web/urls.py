"""Addresses of the programme room, under /programme/."""

from django.urls import path

from dayaq.programme.web.views import exchanging, grants, money, papers

app_name = "programme"
urlpatterns = [
    path("", papers.home, name="home"),
    path("phases/open/", papers.open_phase, name="open_phase"),
    path("phases/<slug:key>/", papers.phase, name="phase"),
    path("phases/<slug:key>/grants/add/", grants.add_grant, name="add_grant"),
    path("phases/<slug:key>/lines/add/", grants.add_line, name="add_line"),
    path("lines/<uuid:line_id>/revise/", grants.revise_line, name="revise_line"),
    path("agreements/sign/", papers.sign_agreement, name="sign_agreement"),
    path("agreements/<uuid:agreement_id>/", papers.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/amend/", papers.amend, name="amend"),
    path("grants/<uuid:grant_id>/", grants.grant, name="grant"),
    path("grants/<uuid:grant_id>/receive/", grants.receive, name="receive"),
    path("grants/<uuid:grant_id>/pass-on/", grants.pass_on, name="pass_on"),
    path("expenses/", money.expenses, name="expenses"),
    path("expenses/enter/", money.enter_expense, name="enter_expense"),
    path("expenses/<uuid:expense_id>/", money.expense, name="expense"),
    path("expenses/<uuid:expense_id>/approve/", money.approve, name="approve"),
    path("expenses/<uuid:expense_id>/return/", money.send_back, name="return"),
    path("exchange/", exchanging.overview, name="exchange"),
    path("exchange/open/", exchanging.open_currency, name="open_currency"),
    path("exchange/sell/", exchanging.sell, name="sell_currency"),
    path("exchange/buy/", exchanging.buy, name="buy_currency"),
    path("exchange/charge/", exchanging.charge, name="charge_currency"),
    path("exchange/value/", exchanging.value, name="value_currency"),
    path("rates/", money.rates, name="rates"),
    path("rates/record/", money.record_rate, name="record_rate"),
]
