"""Money in other currencies, seen by strangers' programs: beancount, hledger and the auditor."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.db import run_command
from dayaq.kernel.exchange import Exchange
from dayaq.ledger import closing, plain_text, services
from dayaq.ledger.exchange.services import open_suspense
from dayaq.site import audit_bundle, auditor
from tests import build
from tests.ledger.test_exchange import MONTH_END, euros, sell, value


@pytest.mark.usefixtures("own_database")
def test_two_programs_and_the_auditor_agree_about_euros(tmp_path: Path) -> None:
    """And the month closes only once what is held is valued; a cent off shows in both books."""
    by = run_command(euros)
    run_command(lambda: euros(500_00, "korea", by))
    run_command(lambda: sell(by, 400_00, 448_00))
    run_command(lambda: _unknown(by))
    while (month := closing.next_to_close(by.programme_id)) and month.ends_on < MONTH_END:
        if month.ends_on.month == 1 and month.ends_on.year == 2011:
            run_command(lambda: value(by, 1_500_00, _rate("1.12"), month.ends_on))
        run_command(lambda: _close(by, month.starts_on))
    run_command(lambda: value(by, 1_150_00))
    run_command(lambda: _close(by, MONTH_END.replace(day=1)))

    bundle = tmp_path / "audit.zip"
    heads = audit_bundle.write_bundle(bundle)
    assert auditor.audit(bundle, list(heads.values())) == []
    for kind in ("beancount", "hledger"):
        text = "".join(plain_text.export(by.programme_id, kind))
        path = tmp_path / f"books.{kind}"
        path.write_text(text, encoding="utf-8")
        assert re.search(r"Assets:Foreign-eur  (0 EUR = )?1150\.00 EUR", text), text[-1500:]
        assert re.search(r"Assets:Position-eur  (0 AZN = )?1265\.00 AZN", text)
        assert _check(kind, path) == 0
        path.write_text(text.replace("  400.00 EUR", "  400.01 EUR", 1), encoding="utf-8")
        assert _check(kind, path) != 0


def _unknown(by: Actor) -> None:
    """EUR 50 that nobody knows of: at the bank, and owed in euro."""
    on = dt.date(2011, 2, 20)
    waits_on = open_suspense(by=by, currency="EUR", on=on)
    services.post(
        key="unknown", on=on, at=build.AT, by=by, memo="bank deposit", event_id=build.an_event(by),
        transfers=[services.Leg("foreign:eur", waits_on, 50_00)],
    )  # fmt: skip


def _rate(text: str) -> Exchange:
    return Exchange("EUR", Decimal(text), dt.date(2011, 1, 31), "CBA")


def _close(by: Actor, starts_on: dt.date) -> None:
    closing.close_month(by=by, starts_on=starts_on, on=build.TODAY, at=build.AT)


def _check(kind: str, path: Path) -> int:
    commands = {
        "beancount": [str(Path(sys.executable).parent / "bean-check"), "--no-cache", str(path)],
        "hledger": [shutil.which("hledger") or "hledger is not installed", "check", "-s", "-f",
                    str(path)],
    }  # fmt: skip
    done = subprocess.run(commands[kind], capture_output=True, text=True, check=False, timeout=120)
    return done.returncode
