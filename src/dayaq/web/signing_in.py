"""The forms around signing in, with the sentences and the look of the house."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

from dayaq.kernel.web.forms import prepare


class Housed:
    """Our sentences in place of the library's; the label says what a placeholder would."""

    use_required_attribute = False
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            prepare(field, None)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Housed, account.LoginForm):  # type: ignore[misc] # allauth has no types
    """Sign-in name and password.

    The library's link to have a forgotten password sent leads nowhere here; the page says whom
    to ask instead.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(Housed, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""


class ReauthenticateForm(Housed, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that protects the account."""


class AuthenticateForm(Housed, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step: six figures or a recovery code."""


class SecondReauthenticateForm(Housed, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second step once more."""


class ActivateTOTPForm(Housed, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first six figures the app shows."""
