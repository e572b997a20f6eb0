"""Finding a record and holding it until the transaction ends: the second person waits here."""

from __future__ import annotations

from uuid import UUID

from dayaq.credit.models import Loan, LoanApplication
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, Conflict, NotFound


def held_application(by: Actor, capability: str, application_id: UUID) -> LoanApplication:
    """The application, locked.

    :raises NotFound: there is none in the actor's programme
    :raises NotAllowed: it lies outside the reach of the capability
    """
    by.require(capability)
    application = (
        LoanApplication.objects.select_for_update(of=("self",))
        .select_related("product_version", "plan")
        .filter(pk=application_id, programme_id=by.programme_id)
        .first()
    )
    if application is None:
        raise NotFound(N_("There is no such loan application."))
    by.require(
        capability,
        district_id=application.district_id,
        organisation_id=application.organisation_id,
        officer_id=application.officer_id,
    )
    return application


def held_loan(
    by: Actor, capability: str, loan_id: UUID, *, events_seen: int | None = None
) -> Loan:
    """The loan, locked.

    :param events_seen: how many events the page showed that the act is based on
    :raises NotFound: there is none in the actor's programme
    :raises NotAllowed: it lies outside the reach of the capability
    :raises Conflict: somebody else changed the loan since
    """
    by.require(capability)
    loan = (
        Loan.objects.select_for_update(of=("self",))
        .filter(pk=loan_id, programme_id=by.programme_id)
        .first()
    )
    if loan is None:
        raise NotFound(N_("There is no such loan."))
    by.require(
        capability,
        district_id=loan.district_id,
        organisation_id=loan.organisation_id,
        officer_id=loan.officer_id,
    )
    if events_seen is not None and events_seen != loan.events_seen:
        raise Conflict(
            N_("Somebody else changed this loan in the meantime. Look at it again, then repeat.")
        )
    return loan
