"""Sign-in: accounts are given, not taken; TOTP secrets encrypted at rest; the demonstration.

Of the library's addresses only those stand here that a given account needs. Sign-up, e-mail
and password reset by e-mail are closed: an administrator gives a new password.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dayaq.kernel.access import services as access
from dayaq.kernel.access.models import User
from dayaq.kernel.models import Installation
from dayaq.kernel.prepared import prepared
from dayaq.kernel.web.views import Request


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody signs up: accounts are given."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A password somebody chose is their own: it need not be changed at the next sign-in."""
        user.must_change_password = False
        super().set_password(user, password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("today")

    def post_login(self, request: Request, user: User, **kwargs: Any) -> HttpResponse:
        """Every sign-in stands in the log of events."""
        access.record_sign_in(user=user, on=request.clock.today, at=request.clock.now)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: Request, **credentials: Any) -> None:
        """So does every wrong try, with the account it was for if there is one."""
        access.record_failed_sign_in(
            username=str(credentials.get("username", "")),
            on=request.clock.today,
            at=request.clock.now,
        )
        super().authentication_failed(request, **credentials)


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """The library's, which asks for the user of every page by a question compiled once."""

    def get_user(self, user_id: UUID) -> User | None:
        user = next(iter(_users(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@prepared
def _users(user_id: UUID) -> QuerySet[User]:
    return User.objects.filter(pk=user_id)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps second-factor secrets encrypted with the installation's master key."""

    def encrypt(self, text: str) -> str:
        from dayaq.kernel import crypto

        return b64encode(crypto.seal_text(text, context="mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        from dayaq.kernel import crypto

        return crypto.unseal_text(b64decode(encrypted_text), context="mfa")

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        raise NotImplementedError("passkeys are not switched on")


@require_POST
def demonstration_sign_in(request: Request, username: str) -> HttpResponse:
    """Sign in as an invented person of the demonstration, without a password."""
    installation = Installation.objects.first()
    if installation is None or not installation.is_demonstration:
        raise Http404(_("There is no demonstration here."))
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Http404(_("There is no such person in the demonstration."))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    access.record_sign_in(user=user, on=request.clock.today, at=request.clock.now)
    return HttpResponseRedirect(reverse("today"))


def closed(request: HttpRequest) -> HttpResponse:
    """The library's own pages lead here by name; nothing is offered behind it."""
    raise Http404(_("Accounts and new passwords are given by the administrator."))


own_account = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    *(
        path(f"closed/{name}/", closed, name=f"account_{name}")
        for name in ("signup", "email", "email_verification_sent", "reset_password", "set_password")
    ),
]

urlpatterns = [
    path(
        "demonstration/sign-in/<slug:username>/",
        demonstration_sign_in,
        name="demonstration_sign_in",
    ),
]
