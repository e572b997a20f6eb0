"""One planned instalment: the row that every schedule is made of."""

from datetime import date
from typing import NamedTuple


class Instalment(NamedTuple):
    """One row. `scheduled_on` is the due date before it moved off a day without work."""

    number: int
    from_on: date
    due_on: date
    principal_minor: int
    interest_minor: int = 0
    fee_minor: int = 0
    penalty_minor: int = 0
    scheduled_on: date | None = None

    @property
    def total_minor(self) -> int:
        return self.principal_minor + self.interest_minor + self.fee_minor + self.penalty_minor
