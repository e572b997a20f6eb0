"""The addresses of cases."""

app_name = "cases"
urlpatterns: list[object] = []
