"""The addresses of the whole house."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from dayaq.site import accounts, health, setup
from dayaq.site.demo import panels as _demonstration  # noqa: F401 - declared by being imported

ROOMS = {
    "people": "people/",
    "cases": "cases/",
    "training": "training/",
    "credit": "credit/",
    "cash": "cash/",
    "programme": "programme/",
    "network": "network/",
    "ledger": "money/",
    "reporting": "reports/",
}

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("account/", include(accounts.own_account)),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("set-up/", include((setup.urlpatterns, "setup"))),
    path("", include((accounts.urlpatterns, "accounts"))),
    path("accounts/", include("dayaq.kernel.access.web.urls")),
    *(
        path(prefix, include(f"dayaq.{room}.web.urls"))
        for room, prefix in ROOMS.items()
        if room in settings.ROOMS and find_spec(f"dayaq.{room}.web.urls")
    ),
    path("", include("dayaq.web.urls")),
]

handler400 = "dayaq.web.views.bad_request"
handler403 = "dayaq.web.views.forbidden"
handler404 = "dayaq.web.views.not_found"
handler500 = "dayaq.web.views.fault"
