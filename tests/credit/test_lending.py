"""From the application to the money: each guard, three people, one effect."""

from __future__ import annotations

import pytest

from dayaq.credit.models import Instalment, LoanStatus
from dayaq.ledger.queries import balance, loan_balances
from tests import build
from tests.credit import helpers as h

pytestmark = pytest.mark.django_db


def test_a_loan_paid_out_has_its_schedule_and_its_place_in_the_books() -> None:
    made = h.setting()
    loan = h.lent(made)
    rows = list(Instalment.objects.filter(loan=loan).order_by("number"))
    assert [row.principal_minor for row in rows] == [8_333] * 11 + [8_337]
    assert [row.due_on for row in rows][:2] == [h.FIRST_DUE_ON, h.dt.date(2010, 8, 1)]
    assert loan.status == LoanStatus.ACTIVE
    assert loan.outstanding_minor == 100_000
    assert loan_balances([loan.pk]) == {loan.pk: 100_000}
    assert balance(build.programme().pk, "bank") == 100_000 * h.MANAT - 100_000
