"""What accounts are called on a page and in a file: the one place that puts them in words."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from dayaq.kernel.access.models import User
from dayaq.ledger.models import Account


def account_names(programme_id: UUID, codes: Iterable[str]) -> dict[str, str]:
    """The name of each account: the accountant's own, or an officer's cash by the officer."""
    named = {code: code for code in codes}
    named.update({"bank": _("Bank"), "cash": _("Cash in the office")})
    carried = {code.removeprefix("transit:"): code for code in named if code.startswith("transit:")}
    for user in User.objects.filter(pk__in=list(carried)):
        named[carried[str(user.pk)]] = f"{_('Cash with officers')}: {user.full_name}"
    own = Account.objects.filter(programme_id=programme_id, code__in=list(named)).exclude(name="")
    named.update(own.values_list("code", "name"))
    return named
