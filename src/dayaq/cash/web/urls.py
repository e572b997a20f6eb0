"""Addresses of cash and bank, under /cash/."""

from django.urls import path

from dayaq.cash.web.views import bank, box, counting, looking, papers, suspense

app_name = "cash"

urlpatterns = [
    path("", box.overview, name="overview"),
    path("limit/<uuid:officer_id>/", box.limit, name="limit"),
    path("mine/", box.own, name="own"),
    path("mine/hand-over/", box.declare, name="declare"),
    path("hand-overs/", box.hand_overs, name="hand_overs"),
    path("hand-overs/paper/", box.declare_by_paper, name="by_paper"),
    path("hand-overs/<uuid:pk>/receive/", box.receive, name="receive"),
    path("owed/", box.owed, name="owed"),
    path("owed/<uuid:officer_id>/", box.receive_owed, name="receive_owed"),
    path("counts/", counting.counts, name="counts"),
    path("counts/box/", counting.count, name="count"),
    path("counts/bag/<uuid:officer_id>/", counting.count_bag, name="count_bag"),
    path("counts/<uuid:pk>/", counting.counted, name="counted"),
    path("counts/<uuid:pk>/settle/", counting.settle, name="settle"),
    path("book/", papers.book, name="book"),
    path("book.pdf", papers.book_pdf, name="book_pdf"),
    path("book.xlsx", papers.book_xlsx, name="book_xlsx"),
    path("orders/for/<int:transfer_id>/", papers.order, name="order"),
    path("orders/<uuid:pk>.pdf", papers.order_pdf, name="order_pdf"),
    path("blanks/", papers.blanks, name="blanks"),
    path("blanks/orders/new/", papers.order_book, name="order_book"),
    path("blanks/orders/spoilt/", papers.spoil_order, name="spoil_order"),
    path("blanks/<uuid:pk>/return/", papers.take_back, name="return"),
    path("bank/", bank.statements, name="statements"),
    path("bank/new/", bank.upload, name="upload"),
    path("bank/<uuid:pk>/columns/", bank.columns, name="columns"),
    path("bank/<uuid:pk>/", bank.statement, name="statement"),
    path("bank/lines/<uuid:pk>/", bank.line, name="line"),
    path("bank/lines/<uuid:pk>/suspense/", bank.suspend, name="suspend"),
    path("bank/lines/<uuid:pk>/charge/", bank.charge, name="charge"),
    path("suspense/", suspense.suspense, name="suspense"),
    path("suspense/<uuid:pk>/", suspense.clear, name="clear"),
    path("suspense/<uuid:pk>/window/", suspense.to_window, name="to_window"),
    path("suspense/<uuid:pk>/back/", suspense.send_back, name="send_back"),
    path("days/", looking.daily, name="daily"),
    path("second/", looking.second, name="second"),
    path("second/<str:kind>/<uuid:subject_id>/", looking.sign, name="sign_second"),
    path("flags/", looking.flags, name="flags"),
    path("flags/one/", looking.flag, name="flag"),
]
