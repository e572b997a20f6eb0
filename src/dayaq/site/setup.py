"""The set-up page of an empty installation."""

urlpatterns: list[object] = []
