"""Addresses of the books."""

from django.urls import path

from dayaq.ledger.web import chart, fund, months, statements, views

app_name = "ledger"
urlpatterns = [
    path("", views.books, name="books"),
    path("journal/", statements.journal, name="journal"),
    path("trial-balance/", statements.trial_balance, name="trial_balance"),
    path("balance-sheet/", statements.balance_sheet, name="balance_sheet"),
    path("income/", statements.income, name="income"),
    path("account/", statements.account, name="account"),
    path("vouchers/", statements.vouchers, name="vouchers"),
    path("entries/<uuid:pk>/", statements.entry, name="entry"),
    path("accounts/", chart.accounts, name="accounts"),
    path("accounts/new/", chart.open_account, name="open_account"),
    path("accounts/<uuid:pk>/", chart.change_account, name="change_account"),
    path("months/", months.months, name="months"),
    path("months/close/", months.close, name="close_month"),
    path("months/<uuid:pk>/", months.sheet, name="month"),
    path("months/<uuid:pk>/sheet.pdf", months.sheet_pdf, name="month_pdf"),
    path("months/<uuid:pk>/reopen/", months.reopen, name="reopen_month"),
    path("reopenings/<uuid:pk>/sign/", months.sign, name="sign_reopening"),
    path("windows/", views.windows, name="windows"),
    path("windows/new/", views.open_window, name="open_window"),
    path("contribution/", fund.contribute, name="contribute"),
    path("fund/", fund.overview, name="fund"),
    path("bank-charge/", fund.bank_charge, name="bank_charge"),
    path("return/", fund.owe_donor, name="owe_donor"),
    path("return/payment/", fund.pay_donor, name="pay_donor"),
    path("return/payment/in-currency/", fund.pay_donor_in_currency, name="pay_donor_in_currency"),
    path("deposit/", views.bank_cash, name="bank_cash"),
    path("drawing/", views.draw_cash, name="draw_cash"),
]
