"""Addresses of cash and bank, under /cash/."""

app_name = "cash"

urlpatterns: list = []
