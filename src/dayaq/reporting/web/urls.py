"""Addresses of reporting, under /reports/."""

from django.urls import path, re_path

from dayaq.reporting.web.views import reports, results

app_name = "reporting"
FORMATS = "(?P<output>table|json|csv|xlsx|pdf)"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("submitted/", reports.submitted, name="submitted"),
    path("submitted/<uuid:submission_id>/", reports.submission, name="submission"),
    re_path(
        rf"^submitted/(?P<submission_id>[0-9a-f-]{{36}})/{FORMATS}$",
        reports.submission_file,
        name="submission_file",
    ),
    path("results/", results.framework, name="framework"),
    path("results/<slug:key>/add/", results.add_result, name="add_result"),
    path("results/<slug:key>/target/", results.set_target, name="set_target"),
    path("indicators/", results.indicators, name="indicators"),
    path("indicators/<slug:key>/", results.indicator, name="indicator"),
    path("run/<slug:key>/", reports.run, name="run"),
    re_path(rf"^run/(?P<key>[a-z-]+)/{FORMATS}$", reports.download_report, name="download"),
    path("run/<slug:key>/submit/", reports.submit_report, name="submit"),
]
