"""What the pages of this room share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit.models import Loan, LoanApplication, LoanStatus
from dayaq.credit.queries.handover import successor_of
from dayaq.credit.queries.loans import districts_lending, loan_by_id
from dayaq.credit.queries.positions import Standing
from dayaq.kernel.access.models import Assignment
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.money import format_minor
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.parts import Item, State, Tag
from dayaq.kernel.web.views import Request, find, page, submit

T = TypeVar("T")

LOAN_STATES: Mapping[str, State] = {
    LoanStatus.AGREED: "info",
    LoanStatus.ACTIVE: "info",
    LoanStatus.REPAID: "good",
    LoanStatus.WRITTEN_OFF: "bad",
    LoanStatus.FORGIVEN: "neutral",
    LoanStatus.HANDED_OVER: "neutral",
    LoanStatus.CANCELLED: "neutral",
}


def person_url(request: Request, person_id: UUID) -> str:
    """The person's page, for those who may open it."""
    may_open = request.actor.can("people.view")
    return reverse("person", args=[person_id]) if may_open else ""


def loan_or_404(request: Request, pk: UUID) -> Loan:
    """The loan, if the actor may see it."""
    rows = loan_by_id(request.actor, pk)
    if not rows:
        raise NotFound(N_("There is no such record among those you may see."))
    return rows[0]


def application_or_404(request: Request, pk: UUID) -> LoanApplication:
    """The application, if the actor may see it."""
    return find(
        LoanApplication.objects.visible_to(request.actor).select_related(
            "person",
            "person__district",
            "district",
            "officer",
            "organisation",
            "plan",
            "product_version__product",
        ),
        pk=pk,
    )


def money(minor: int | None, currency: str = "AZN") -> str:
    """An amount with its currency, for a line of text."""
    return "–" if minor is None else f"{format_minor(minor, currency)} {currency}"


def loan_tag(loan: Loan, standing: Standing | None = None) -> Tag:
    """The loan's status in a word; days past due take its place."""
    if standing is not None and standing.days_past_due:
        return Tag(
            _("%(days)s days late") % {"days": standing.days_past_due},
            "bad" if standing.days_past_due > 30 else "warn",
        )
    return Tag(LoanStatus(loan.status).label, LOAN_STATES[loan.status])


def given_answers(request: Request, *names: str) -> dict[str, Any]:
    """Answers that the address brings along, as a form's first values; unreadable ones are
    left out."""
    found: dict[str, Any] = {}
    for name in names:
        text = request.GET.get(name, "")
        try:
            if name.endswith("_on"):
                found[name] = dt.date.fromisoformat(text)
            elif name.endswith("_minor") or name == "instalments":
                found[name] = int(text)
            elif text:
                found[name] = text
        except ValueError:
            continue
    return found


def loan_url(pk: UUID) -> str:
    return address_of("credit:loan", pk)


def application_url(pk: UUID) -> str:
    return reverse("credit:application", args=[pk])


def people_with(request: Request, *roles: Role) -> list[tuple[str, str]]:
    """Colleagues of the programme who hold one of the roles today, by name."""
    rows = (
        Assignment.objects.in_force(request.clock.today)
        .filter(programme_id=request.actor.programme_id, role__in=roles)
        .order_by("user__full_name")
        .values_list("user_id", "user__full_name")
        .distinct()
    )
    return [(str(user_id), name) for user_id, name in rows]


def districts_of(request: Request) -> list[tuple[str, str]]:
    """Districts in which there are loans the actor may see."""
    return [(str(place.pk), str(place)) for place in districts_lending(request.actor)]


def checked_form_page(
    request: Request,
    form: Form,
    *,
    verb: str,
    title: Any,
    check: Callable[[], Sequence[Item]],
    do: Callable[[], T],
    to: Callable[[T], str],
    message: Any,
    submit_label: Any,
    back_url: str,
    warning: Callable[[], Any] = lambda: "",
) -> HttpResponse:
    """A form whose answers are shown once more before they count."""
    context = {"form": form, "title": title, "submit": submit_label, "back_url": back_url}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            return page(
                request,
                "credit/check.html",
                {**context, "items": check(), "warning": warning()},
            )
        done = submit(request, form, verb, do=do, to=to, message=message)
        if done is not None:
            return done
    shown = {**context, "submit": _("Continue")}
    return page(request, "generic/form.html", shown, status=422 if form.errors else 200)


def end_of(row: Loan) -> list[Item]:
    """When it ended here, and who collects it now if a successor does."""
    items = []
    if (taken := successor_of(row)) is not None:
        items.append(Item(_("Collected now by"), f"{taken.successor}\n{taken.complaint_phone}"))
    if row.closed_on:
        items.append(Item(_("Closed on"), f"{row.closed_on:%d.%m.%Y}"))
    return items


def figure_name(figure: str) -> str:
    """What a figure that can be explained is called on a loan's page."""
    kind, _colon, number = figure.partition(":")
    if number:
        return _("instalment %(number)s") % {"number": number}
    return {
        "outstanding": _("Still owed"), "principal": _("Amount lent"), "interest": _("Interest"),
        "fee": _("Fees"), "penalty": _("Penalties"), "due": _("Due today"),
        "overdue": _("Overdue"), "days_past_due": _("Days late"),
        "payoff": _("To repay in full today"), "credit": _("Paid too much"),
    }.get(kind, kind)  # fmt: skip
