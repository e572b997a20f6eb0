"""Sign-in: closed sign-up, TOTP secrets encrypted at rest, one click per role in the demo."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dayaq.kernel.access.models import User
from dayaq.kernel.models import Installation


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
def demonstration_sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as an invented person of the demonstration, without a password."""
    installation = Installation.objects.first()
    if installation is None or not installation.is_demonstration:
        raise Http404(_("There is no demonstration here."))
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Http404(_("There is no such person in the demonstration."))
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(reverse("today"))


urlpatterns = [
    path(
        "demonstration/sign-in/<slug:username>/",
        demonstration_sign_in,
        name="demonstration_sign_in",
    ),
]
