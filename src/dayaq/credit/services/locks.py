"""Finding a record and holding it until the transaction ends: the second person waits here."""

from __future__ import annotations

from uuid import UUID

from dayaq.credit.models import Loan, LoanApplication
from dayaq.kernel import rows
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
    by.require(capability)
    application = rows.lock(LoanApplication, application_id, related)
    if application is None or application.programme_id != by.programme_id:
        raise NotFound(N_("There is no such loan application."))
    by.require(
        capability,
        district_id=application.district_id,
        organisation_id=application.organisation_id,
        officer_id=application.officer_id,
    )
    return application


def held_loan(by: Actor, capability: str, loan_id: UUID) -> Loan:
    """The loan, locked.

    :raises NotFound: there is none in the actor's programme
    :raises NotAllowed: it lies outside the reach of the capability
    """
    by.require(capability)
    loan = rows.lock(Loan, loan_id)
    if loan is None or loan.programme_id != by.programme_id:
        raise NotFound(N_("There is no such loan."))
    by.require(
        capability,
        district_id=loan.district_id,
        organisation_id=loan.organisation_id,
        officer_id=loan.officer_id,
    )
    return loan
