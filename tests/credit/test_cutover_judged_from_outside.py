"""After a workbook is brought over and the months are closed, strangers' programs agree."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dayaq.cash.services import box
from dayaq.credit.models import Receipt
from dayaq.credit.services.provisioning import run_provision
from dayaq.kernel.db import run_command
from dayaq.ledger import closing, plain_text
from dayaq.ledger.models import Entry, Period
from dayaq.ledger.queries import balance
from dayaq.site import audit_bundle, auditor
from tests import build
from tests.credit import helpers as h
from tests.credit import workbook_88
from tests.credit.test_cutover import product_id, sign, stage, stated_of

DATABASE = ["own_database"]
FEBRUARY = dt.date(2011, 2, 28)


def _close_until(made: h.Setting, last: dt.date) -> None:
    while True:
        month = closing.next_to_close(build.programme().pk)
        if month is None or month.ends_on > last:
            return
        run_command(
            lambda starts_on=month.starts_on: closing.close_month(
                by=made.accountant, starts_on=starts_on, on=build.TODAY, at=build.AT
            )
        )


def _setting() -> h.Setting:
    for name, code in (("Ağdam", "AD"), ("Tərtər", "TT"), ("Ağcabədi", "AC")):
        build.district(name, name, code)
    made = h.setting()
    product_id(made)
    return made


def _checked(path: Path, *command: str) -> None:
    done = subprocess.run(
        [*command, str(path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]


@pytest.mark.parametrize("closed_before", [None, dt.date(2010, 12, 31)])
@pytest.mark.usefixtures(*DATABASE)
def test_bundle_and_books_of_a_workbook_brought_over_hold(
    tmp_path: Path, closed_before: dt.date | None
) -> None:
    made = run_command(_setting)
    programme = build.programme().pk
    if closed_before:
        _close_until(made, closed_before)
    expected = workbook_88.build()
    run_command(lambda: sign(made, stage(made, expected.content, **stated_of(expected))))
    run_command(
        lambda: box.count_cash(
            by=made.cashier, pieces={50_00: 2, 20_00: 1, 5_00: 1, 50: 1}, on=build.TODAY,
            at=build.AT,
        )
    )  # fmt: skip
    run_command(
        lambda: run_provision(
            by=made.accountant, month_end=FEBRUARY, on=build.TODAY, at=build.AT
        )
    )  # fmt: skip
    _close_until(made, FEBRUARY)

    assert Period.objects.filter(programme_id=programme, closed_at__isnull=False).count() > 10
    assert balance(programme, "brought_over") == 0
    late = Entry.objects.filter(key__contains="cutover", posted_on__gt=dt.date(2010, 12, 31))
    moved = [one for one in late if one.on <= dt.date(2010, 12, 31)]
    assert bool(moved) == bool(closed_before)
    assert {one.posted_on for one in moved} <= {dt.date(2011, 1, 1)}
    assert closing.prove(programme) == []

    bundle = tmp_path / "audit.zip"
    heads = audit_bundle.write_bundle(bundle)
    assert auditor.audit(bundle, list(heads.values())) == []
    assert Receipt.objects.count() == expected.payments
    for kind in ("beancount", "hledger"):
        path = tmp_path / f"books.{kind}"
        path.write_text("".join(plain_text.export(programme, kind)), encoding="utf-8")
        named = set(re.findall(r"Assets:Loans-[\w-]+:L-[0-9a-f-]{36}", path.read_text("utf-8")))
        assert len(named) == 88
    _checked(tmp_path / "books.beancount", str(Path(sys.executable).parent / "bean-check"),
             "--no-cache")  # fmt: skip
    hledger = shutil.which("hledger") or "hledger is not installed"
    _checked(tmp_path / "books.hledger", hledger, "check", "-s", "-f")
