"""Both signatures under the cash of a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import CollectionBatch, GaveBy
from dayaq.credit.web.forms import paying
from dayaq.credit.web.views.common import money
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Item, Link
from dayaq.kernel.web.views import Request, find, needs


def cash_links(actor: Actor, row: CollectionBatch) -> list[Link]:
    """What this person can do so that the cash of a batch moves into the office box."""
    if actor.can("credit.confirm_cash") and actor.user_id == row.officer_id and row.is_counted:
        return [Link(_("Sign for the cash"), reverse("credit:confirm_cash", args=[row.pk]), True)]
    if not actor.can("credit.receive_cash") or actor.user_id == row.officer_id:
        return []
    if row.gave_by:
        return [Link(_("Receive the cash"), reverse("credit:receive", args=[row.pk]), True)]
    return [
        Link(_("The officer signed on paper"), reverse("credit:receive_slip", args=[row.pk])),
        Link(_("The officer is away"), reverse("credit:receive_alone", args=[row.pk])),
    ]


def signature_items(row: CollectionBatch) -> list[Item]:
    """How the officer has signed, or who countersigns instead."""
    if not row.handed_over_minor:
        return []
    if row.is_alone:
        said = _("The officer was away; a second person countersigns")
    elif row.gave_by == GaveBy.PAPER:
        said = _("Slip %(number)s of %(day)s") % {
            "number": row.paper_number, "day": f"{row.paper_on:%d.%m.%Y}",
        }  # fmt: skip
    else:
        said = str(GaveBy(row.gave_by).label)
    return [Item(_("Signature of the officer"), said)]


@needs("credit.receive_cash")
def receive(request: Request, pk: UUID) -> HttpResponse:
    """The cashier counts what the officer has signed for."""
    form = paying.ReceiveForm(
        request.POST or None, clock=request.clock, initial={"received_on": request.clock.today}
    )
    return _act(
        request, pk, form, "credit.receive_cash", _("Receive the cash of %(name)s"),
        lambda: services.receive_cash(
            by=request.actor, batch_id=pk, counted_minor=form.cleaned_data["counted_minor"],
            on=form.cleaned_data["received_on"], at=request.clock.now,
        ),
        _("Receive the cash"),
    )  # fmt: skip


@needs("credit.confirm_cash")
def confirm_cash(request: Request, pk: UUID) -> HttpResponse:
    """The officer signs for what the cashier has typed and counted."""
    form = paying.ConfirmForm(
        request.POST if request.method == "POST" else None, clock=request.clock
    )
    return _act(
        request, pk, form, "credit.confirm_cash", _("Sign for the cash of %(name)s"),
        lambda: services.confirm(
            by=request.actor, batch_id=pk, on=request.clock.today, at=request.clock.now
        ),
        _("Sign for this sum"),
    )  # fmt: skip


@needs("credit.receive_cash")
def receive_slip(request: Request, pk: UUID) -> HttpResponse:
    """The officer has signed a numbered slip of paper."""
    form = paying.SlipForm(request.POST or None, clock=request.clock)
    return _act(
        request, pk, form, "credit.receive_by_slip", _("Signed slip of %(name)s"),
        lambda: services.receive_by_slip(
            by=request.actor, batch_id=pk, on=request.clock.today, at=request.clock.now,
            **form.cleaned_data,
        ),
        _("Receive the cash"),
    )  # fmt: skip


@needs("credit.receive_cash")
def receive_alone(request: Request, pk: UUID) -> HttpResponse:
    """Nobody is there to sign: received alone, countersigned within seven days."""
    form = paying.ConfirmForm(
        request.POST if request.method == "POST" else None, clock=request.clock
    )
    return _act(
        request, pk, form, "credit.receive_alone", _("Receive the cash of %(name)s alone"),
        lambda: services.receive_alone(
            by=request.actor, batch_id=pk, on=request.clock.today, at=request.clock.now
        ),
        _("Receive it alone"),
        intro=_("A second person must countersign within seven days; the close sheet names it."),
    )  # fmt: skip


def _act(
    request: Request, pk: UUID, form: Form, verb: str, title: str, do: Callable[[], Any],
    label: str, intro: str = "",
) -> HttpResponse:  # fmt: skip
    row = find(CollectionBatch.objects.visible_to(request.actor).select_related("officer"), pk=pk)
    back = reverse("credit:batch", args=[pk])
    return form_page(
        request, form, verb=verb, title=title % {"name": row.officer.full_name}, do=do,
        to=lambda _row: back, message=_("The cash is in the office box."), submit_label=label,
        back_url=back,
        context={
            "intro": intro,
            "items": [
                Item(_("Day"), f"{row.collected_on:%d.%m.%Y}"),
                Item(_("Cash handed over"), money(row.handed_over_minor, row.currency)),
            ],
        },
    )  # fmt: skip
