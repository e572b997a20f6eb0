"""Pages of the cash box: who carries what, and hand-overs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cash.models import HandOver, Signed
from dayaq.cash.queries.bags import Bag, bag_of, bags, owing, waiting
from dayaq.cash.services import box
from dayaq.cash.web.forms import box as forms
from dayaq.cash.web.views.common import back, colleagues, money, programme_of
from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate
from dayaq.ledger import queries as books


@needs("cash.view")
def overview(request: Request) -> HttpResponse:
    """Where the money is: box, bank, bags; and the ways to everything about cash."""
    programme, today = programme_of(request), request.clock.today
    rows = bags(programme, today)
    may_limit = request.actor.can("cash.set_limit")
    table = Table(
        caption=_("Cash with officers"),
        columns=[
            Column(_("Officer")), Column(_("Carries"), "money", programme.currency),
            Column(_("Limit"), "money", programme.currency),
            Column(_("Oldest, days"), "number"), Column(_("Limit, days"), "number"),
            Column(_("State")),
        ],
        rows=[
            [
                Cell(bag.name, reverse("cash:limit", args=[bag.officer_id]) if may_limit else ""),
                bag.cash.total_minor, bag.limit_minor, bag.oldest_days, bag.days, bag_tag(bag),
            ]
            for bag in rows
        ],
        empty=_("No officer has carried cash yet."),
    )  # fmt: skip
    standing = {code: books.balance(programme.pk, code) for code in ("cash", "bank", "suspense")}
    items = [
        Item(_("Cash in the office"), money(standing["cash"], programme.currency)),
        Item(_("Bank, by the books"), money(standing["bank"], programme.currency)),
        Item(_("Cash with officers"), money(sum(b.cash.total_minor for b in rows))),
        Item(_("In suspense"), money(-standing["suspense"], programme.currency)),
    ]
    links = [Link(label, reverse(name)) for label, name in _ways(request)]
    return page(
        request,
        "generic/tables.html",
        {"title": _("Cash and bank"), "items": items, "links": links, "tables": [table]},
    )


def _ways(request: Request) -> list[tuple[str, str]]:
    ways = (
        (_("Count the cash box"), "cash:count", "cash.count"),
        (_("Hand-overs"), "cash:hand_overs", "cash.view"),
        (_("Counts of cash"), "cash:counts", "cash.view"),
        (_("Owed after a shortage"), "cash:owed", "cash.view"),
        (_("Cash book"), "cash:book", "cash.view"),
        (_("Bank statements"), "cash:statements", "cash.view"),
        (_("Suspense"), "cash:suspense", "cash.view"),
        (_("Official blanks"), "cash:blanks", "cash.view"),
        (_("Day by day"), "cash:daily", "cash.view"),
        (_("Second signatures"), "cash:second", "cash.view"),
        (_("Red flags"), "cash:flags", "cash.look_into"),
    )
    return [(label, name) for label, name, needed in ways if request.actor.can(needed)]


def bag_tag(bag: Bag) -> Tag:
    """How a bag stands against its limit."""
    if bag.is_late:
        return Tag(_("Carried too long"), "bad")
    if bag.is_over:
        return Tag(_("Over the limit"), "warn")
    return Tag(_("Within the limit"), "good")


@needs("cash.set_limit")
def limit(request: Request, officer_id: UUID) -> HttpResponse:
    officer = find(
        User.objects.filter(assignments__programme_id=request.actor.programme_id).distinct(),
        pk=officer_id,
    )
    bag = bag_of(programme_of(request), officer.pk, officer.full_name, request.clock.today)
    form = forms.LimitForm(
        request.POST or None,
        clock=request.clock,
        initial={"limit_minor": bag.limit_minor, "days": bag.days},
    )
    return form_page(
        request,
        form,
        verb="cash.set_limit",
        title=_("Cash limit of %(name)s") % {"name": officer.full_name},
        do=lambda: box.set_cash_limit(
            by=request.actor, officer_id=officer.pk, on=request.clock.today,
            at=request.clock.now, **form.cleaned_data,
        ),
        to=lambda _row: reverse("cash:overview"),
        message=_("The limit is set."),
        submit_label=_("Set the limit"),
        back_url=reverse("cash:overview"),
    )  # fmt: skip


@needs("cash.hand_over")
def own(request: Request) -> HttpResponse:
    """What the officer carries, and the way to hand it over."""
    today = request.clock.today
    bag = bag_of(programme_of(request), request.actor.user_id, request.actor.name, today)
    rows = HandOver.objects.filter(
        officer_id=request.actor.user_id, programme_id=request.actor.programme_id
    ).select_related("officer", "received_by")
    items = [
        Item(_("You carry"), money(bag.cash.total_minor)),
        Item(_("Limit"), money(bag.limit_minor)),
        Item(_("The oldest of it, days"), str(bag.oldest_days)),
        Item(_("State"), bag_tag(bag).label),
    ]
    table = hand_over_table(list(rows.order_by("-declared_on", "-id")[:50]))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Cash you carry"), "items": items, "tables": [table],
            "links": [Link(_("Hand over cash"), reverse("cash:declare"), primary=True)],
        },
    )  # fmt: skip


@needs("cash.hand_over")
def declare(request: Request) -> HttpResponse:
    today = request.clock.today
    bag = bag_of(programme_of(request), request.actor.user_id, request.actor.name, today)
    form = forms.DeclareForm(
        request.POST or None,
        clock=request.clock,
        initial={"amount_minor": max(bag.cash.total_minor, 0), "declared_on": today},
    )
    return form_page(
        request,
        form,
        verb="cash.declare_hand_over",
        title=_("Hand over cash"),
        do=lambda: box.declare_hand_over(
            by=request.actor,
            amount_minor=form.cleaned_data["amount_minor"],
            on=form.cleaned_data["declared_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:own"),
        message=_("You have signed. The money counts as yours until the cashier signs too."),
        submit_label=_("Sign and hand over"),
        back_url=reverse("cash:own"),
    )


@needs("cash.receive")
def declare_by_paper(request: Request) -> HttpResponse:
    form = forms.PaperForm(
        request.POST or None,
        clock=request.clock,
        officers=colleagues(request, Role.FIELD_OFFICER),
        initial={"declared_on": request.clock.today},
    )
    return form_page(
        request,
        form,
        verb="cash.declare_by_paper",
        title=_("Enter a hand-over signed on paper"),
        do=lambda: box.declare_hand_over(
            by=request.actor,
            officer_id=UUID(form.cleaned_data["officer_id"]),
            amount_minor=form.cleaned_data["amount_minor"],
            signed=form.cleaned_data["signed"],
            paper_number=form.cleaned_data["paper_number"],
            on=form.cleaned_data["declared_on"],
            at=request.clock.now,
        ),
        to=lambda row: reverse("cash:receive", args=[row.pk]),
        message=_("The paper is entered. Count the cash and sign."),
        submit_label=_("Enter the paper"),
        back_url=reverse("cash:hand_overs"),
    )


@needs("cash.view")
def hand_overs(request: Request) -> HttpResponse:
    rows = HandOver.objects.visible_to(request.actor).select_related("officer", "received_by")
    pages = paginate(request, rows.order_by("-declared_on", "-id"))
    may_receive = request.actor.can("cash.receive")
    open_rows = waiting(request.actor.programme_id)
    tables = [
        hand_over_table(open_rows, _("Waiting for the second signature"), may_receive=may_receive),
        hand_over_table(list(pages), _("All hand-overs"), may_receive=may_receive),
    ]
    links = []
    if may_receive:
        links.append(Link(_("Enter a hand-over signed on paper"), reverse("cash:by_paper")))
    return page(
        request,
        "generic/tables.html",
        {"title": _("Hand-overs"), "tables": tables, "pages": pages, "links": links, **back()},
    )


def hand_over_table(rows: list[HandOver], caption: str = "", *, may_receive: bool = False) -> Table:
    """Hand-overs with both signatures; who counts sees what was declared only afterwards."""
    return Table(
        caption=caption or _("Hand-overs"),
        columns=[
            Column(_("Day")), Column(_("Officer")), Column(_("Declared"), "money", "AZN"),
            Column(_("Officer signed")), Column(_("Received"), "money", "AZN"),
            Column(_("Difference"), "money", "AZN"), Column(_("Cashier")),
        ],
        rows=[
            [
                Cell(
                    f"{row.declared_on:%d.%m.%Y}",
                    reverse("cash:receive", args=[row.pk])
                    if may_receive and not row.received_by
                    else "",
                ),
                row.officer.full_name,
                row.declared_minor if row.received_by or not may_receive else "–",
                Cell(Signed(row.officer_signed).label, detail=row.paper_number),
                row.received_minor if row.received_minor is not None else "–",
                row.difference_minor if row.received_minor is not None else "–",
                Cell(
                    row.received_by.full_name, detail=Signed(row.receiver_signed).label
                )
                if row.received_by
                else Tag(_("Not yet"), "warn"),
            ]
            for row in rows
        ],
        empty=_("There is none."),
    )  # fmt: skip


@needs("cash.receive")
def receive(request: Request, pk: UUID) -> HttpResponse:
    row = find(
        HandOver.objects.visible_to(request.actor).select_related("officer"),
        pk=pk, received_by__isnull=True,
    )  # fmt: skip
    form = forms.ReceiveForm(
        request.POST or None,
        clock=request.clock,
        initial={"signed": Signed.ACCOUNT, "received_on": request.clock.today},
    )
    return form_page(
        request,
        form,
        verb="cash.receive_hand_over",
        title=_("Receive the cash of %(name)s") % {"name": row.officer.full_name},
        do=lambda: box.receive_hand_over(
            by=request.actor,
            hand_over_id=pk,
            counted_minor=form.cleaned_data["counted_minor"],
            signed=form.cleaned_data["signed"],
            on=form.cleaned_data["received_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:hand_overs"),
        message=_("Both have signed. The cash is in the office box."),
        submit_label=_("Sign and receive"),
        back_url=reverse("cash:hand_overs"),
    )


@needs("cash.view")
def owed(request: Request) -> HttpResponse:
    """Who owes what was missing at a count; the cashier opens a name to receive it."""
    programme = programme_of(request)
    may = request.actor.can("cash.receive")
    table = Table(
        caption=_("Owed after a shortage"),
        columns=[Column(_("Officer")), Column(_("Owes"), "money", programme.currency)],
        rows=[
            [
                Cell(row.name, reverse("cash:receive_owed", args=[row.officer_id]) if may else ""),
                row.owed_minor,
            ]
            for row in owing(programme, request.clock.today)
        ],
        empty=_("Nobody owes money after a shortage."),
    )
    return page(
        request,
        "generic/tables.html",
        {"title": _("Owed after a shortage"), "tables": [table], **back()},
    )


@needs("cash.receive")
def receive_owed(request: Request, officer_id: UUID) -> HttpResponse:
    """The cashier takes what somebody owes, or a part of it."""
    officer = find(
        User.objects.filter(assignments__programme_id=request.actor.programme_id).distinct(),
        pk=officer_id,
    )
    left = books.balance(request.actor.programme_id, f"receivable:{officer.pk}")
    form = forms.OwedForm(
        request.POST or None, clock=request.clock, initial={"paid_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="cash.receive_owed",
        title=_("Receive what %(name)s owes") % {"name": officer.full_name},
        context={"items": [Item(_("Owes"), money(left))]},
        do=lambda: box.receive_owed(
            by=request.actor,
            officer_id=officer.pk,
            amount_minor=form.cleaned_data["amount_minor"],
            on=form.cleaned_data["paid_on"],
            at=request.clock.now,
        ),
        to=lambda _event: reverse("cash:owed"),
        message=_("The money is in the office box."),
        submit_label=_("Receive"),
        back_url=reverse("cash:owed"),
    )
