"""Addresses of cash and bank, under /cash/."""

from django.urls import path

app_name = "cash"

urlpatterns: list = []
