"""Finding a record and holding it until the transaction ends: the second person waits here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dayaq.credit.models import Loan, LoanApplication
from dayaq.kernel import db, rows
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound


def held_application(
    by: Actor,
    capability: str,
    application_id: UUID,
    *,
    related: tuple[str, ...] = ("product_version",),
) -> LoanApplication:
    """The application, locked, with the rows it refers to under `related`.

    :raises NotFound: there is none in the actor's programme
    :raises NotAllowed: it lies outside the reach of the capability
    """
    application, _answers = held_application_and(by, capability, application_id, related=related)
    return application


def held_application_and(
    by: Actor,
    capability: str,
    application_id: UUID,
    *questions: rows.Question,
    related: tuple[str, ...] = ("product_version",),
) -> tuple[LoanApplication, list[list[tuple[Any, ...]]]]:
    """As `held_application`, with the answers to `questions` asked while it is held, in one turn.

    They are asked before the reach is known, so nothing of an answer may be told without it.
    """
    by.require(capability)
    question = rows.locking(LoanApplication, application_id, related)
    found, *answers = db.fetch_each(question, *questions)
    application = rows.read(LoanApplication, found, related)
    if application is None or application.programme_id != by.programme_id:
        raise NotFound(N_("There is no such loan application."))
    by.require(
        capability,
        district_id=application.district_id,
        organisation_id=application.organisation_id,
        officer_id=application.officer_id,
    )
    return application, answers


def held_loan(by: Actor, capability: str, loan_id: UUID) -> Loan:
    """The loan, locked.

    :raises NotFound: there is none in the actor's programme
    :raises NotAllowed: it lies outside the reach of the capability
    """
    return held_loan_and(by, capability, loan_id)[0]


def held_loan_and(
    by: Actor, capability: str, loan_id: UUID, *questions: rows.Question
) -> tuple[Loan, list[list[tuple[Any, ...]]]]:
    """As `held_loan`, with the answers to `questions`, as `held_application_and` gives them."""
    by.require(capability)
    found, *answers = db.fetch_each(rows.locking(Loan, loan_id), *questions)
    loan = rows.read(Loan, found)
    if loan is None or loan.programme_id != by.programme_id:
        raise NotFound(N_("There is no such loan."))
    by.require(
        capability,
        district_id=loan.district_id,
        organisation_id=loan.organisation_id,
        officer_id=loan.officer_id,
    )
    return loan, answers
