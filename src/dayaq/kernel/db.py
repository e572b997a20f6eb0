"""Transactions: one command, one durable transaction, retried when PostgreSQL asks for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError, transaction

from dayaq.kernel.errors import N_, Conflict, Refused, constraint_sentence

T = TypeVar("T")
log = logging.getLogger(__name__)

RETRIED = {"40001", "40P01"}
"""serialization_failure and deadlock_detected: the whole transaction may simply run again."""

ATTEMPTS_MAX = 5


def run_command(do: Callable[[], T]) -> T:
    """Run `do` in one durable transaction and return what it returns.

    A serialization failure or a deadlock runs it again, at most `ATTEMPTS_MAX` times.

    :raises Refused: as `do` raises it, or for a database constraint with a known sentence
    """
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            with transaction.atomic(durable=True):
                return do()
        except OperationalError as error:
            if _sqlstate(error) not in RETRIED:
                raise
            log.warning("transaction retried", extra={"attempt": attempt})
        except IntegrityError as error:
            raise as_refusal(error) from error
    raise Conflict(N_("Several people changed this at the same moment. Please send it again."))


def as_refusal(error: IntegrityError) -> Exception:
    """The refusal a broken constraint stands for, or the error itself if none is registered."""
    diagnostic = getattr(error.__cause__, "diag", None)
    sentence = constraint_sentence(getattr(diagnostic, "constraint_name", None))
    return error if sentence is None else Refused(sentence, code="constraint")


def _sqlstate(error: OperationalError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
