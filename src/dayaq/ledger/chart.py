"""The chart of accounts: what the accountant adds, names, closes and maps to other books."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Programme
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.ledger.models import Account
from dayaq.ledger.queries import balance

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


def accounts(programme_id: UUID) -> list[Account]:
    """The whole chart in its order."""
    return list(
        Account.objects.filter(programme_id=programme_id)
        .select_related("window", "officer")
        .order_by("kind", "code")
    )


def open_account(
    *,
    by: Actor,
    code: str,
    kind: str,
    name: str,
    external_code: str,
    on: dt.date,
    at: dt.datetime,
) -> Account:
    """Add an account to the chart.

    :raises Refused: the code is taken, or is not small letters parted by dots
    """
    by.require("ledger.keep_accounts")
    if not CODE.fullmatch(code):
        raise Refused(
            N_("Use small letters, figures and dots, such as expense.postage."), field="code"
        )
    if Account.objects.filter(programme_id=by.programme_id, code=code).exists():
        raise Refused(N_("There is an account with this code already."), field="code")
    currency = Programme.objects.values_list("currency", flat=True).get(pk=by.programme_id)
    account = Account.objects.create(
        programme_id=by.programme_id, code=code, kind=kind, currency=currency, name=name,
        external_code=external_code, opened_on=on,
    )  # fmt: skip
    record(
        "ledger.account_opened", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"account": code, "kind": kind},
    )  # fmt: skip
    return account


def change_account(
    *,
    by: Actor,
    account_id: UUID,
    name: str,
    external_code: str,
    is_closed: bool,
    on: dt.date,
    at: dt.datetime,
) -> Account:
    """Name an account, map it to the accountant's own code, close it or open it again.

    :raises Refused: it is to be closed and still holds money
    """
    by.require("ledger.keep_accounts")
    account = (
        Account.objects.select_for_update(no_key=True)
        .filter(pk=account_id, programme_id=by.programme_id)
        .first()
    )
    if account is None:
        raise NotFound(N_("There is no such account in the books."))
    if is_closed and account.closed_on is None:
        if balance(by.programme_id, account.code):
            raise Refused(
                N_("This account still holds money. Post it to another one first."),
                field="is_closed",
            )
        account.closed_on = on
    elif not is_closed:
        account.closed_on = None
    account.name, account.external_code = name, external_code
    account.save(update_fields=["name", "external_code", "closed_on"])
    record(
        "ledger.account_changed", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"account": account.code, "closed": is_closed, "external_code": external_code},
    )  # fmt: skip
    return account
