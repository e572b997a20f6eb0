"""Pages of counting: blind by notes and coins, then beside the books, then settled."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.cash.models import CashCount, Outcome
from dayaq.cash.queries.closing import uncounted_days
from dayaq.cash.services import box
from dayaq.cash.web.forms import box as forms
from dayaq.cash.web.views.common import back, colleagues, money, month_of
from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag
from dayaq.kernel.web.views import Request, find, needs, page, paginate


@needs("cash.count")
def count(request: Request) -> HttpResponse:
    return _count_page(request, None, _("Count the cash box"))


@needs("cash.count")
def count_bag(request: Request, officer_id: UUID) -> HttpResponse:
    officer = find(
        User.objects.filter(assignments__programme_id=request.actor.programme_id).distinct(),
        pk=officer_id,
    )
    title = _("Count the cash that %(name)s carries") % {"name": officer.full_name}
    return _count_page(request, officer.pk, title)


def _count_page(request: Request, officer_id: UUID | None, title: str) -> HttpResponse:
    form = forms.CountForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="cash.count_cash",
        title=title,
        do=lambda: box.count_cash(
            by=request.actor,
            pieces=form.pieces(),
            officer_id=officer_id,
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda row: reverse("cash:counted", args=[row.pk]),
        message=_("The count is written down."),
        submit_label=_("Write down the count"),
        back_url=reverse("cash:overview"),
        context={"intro": _("Count first. What the books expect is shown after you have sent it.")},
    )


@needs("cash.view")
def counts(request: Request) -> HttpResponse:
    """Counts, and the days of the month on which nobody counted."""
    frm, to = month_of(request)
    rows = CashCount.objects.filter(programme_id=request.actor.programme_id)
    pages = paginate(
        request,
        rows.select_related("officer", "counted_by", "settled").order_by("-recorded_at"),
    )
    missing = uncounted_days(request.actor.programme_id, frm, min(to, request.clock.today))
    table = Table(
        caption=_("Counts of cash"),
        columns=[
            Column(_("Day")), Column(_("What")), Column(_("Counted by")),
            Column(_("Counted"), "money", "AZN"), Column(_("Expected"), "money", "AZN"),
            Column(_("Difference"), "money", "AZN"), Column(_("State")),
        ],
        rows=[
            [
                Cell(f"{row.counted_on:%d.%m.%Y}", reverse("cash:counted", args=[row.pk])),
                row.officer.full_name if row.officer else _("Cash box"),
                row.counted_by.full_name, row.counted_minor, row.expected_minor,
                row.difference_minor, _count_tag(row),
            ]
            for row in pages
        ],
        empty=_("Nothing has been counted yet."),
    )  # fmt: skip
    days = Table(
        caption=_("Days this month on which cash moved and nobody counted"),
        columns=[Column(_("Day"), "day")],
        rows=[[day] for day in missing],
        empty=_("Every such day was counted."),
    )
    links = [
        Link(_("Count the cash of %(name)s") % {"name": name}, reverse("cash:count_bag", args=[pk]))
        for pk, name in colleagues(request, Role.FIELD_OFFICER)
        if request.actor.can("cash.count")
    ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Counts of cash"), "tables": [days, table], "pages": pages, "links": links,
            **back(),
        },
    )  # fmt: skip


def _count_tag(row: CashCount) -> Tag:
    if not row.difference_minor:
        return Tag(_("Agrees"), "good")
    if hasattr(row, "settled"):
        return Tag(_("Settled"), "neutral")
    return Tag(_("To be settled"), "warn")


@needs("cash.view")
def counted(request: Request, pk: UUID) -> HttpResponse:
    """One count: what was counted, what was expected, what became of the difference."""
    row = _count(request, pk)
    items = [
        Item(_("Day"), f"{row.counted_on:%d.%m.%Y}"),
        Item(_("What"), row.officer.full_name if row.officer else _("Cash box")),
        Item(_("Counted by"), row.counted_by.full_name),
        Item(_("Counted"), money(row.counted_minor)),
        Item(_("Expected by the books"), money(row.expected_minor)),
        Item(_("Difference"), money(row.difference_minor)),
    ]
    if hasattr(row, "settled"):
        items.append(Item(_("Settled as"), Outcome(row.settled.outcome).label))
        items.append(Item(_("Reason"), row.settled.reason))
        items.append(Item(_("Settled by"), row.settled.settled_by.full_name))
    pieces = sorted(((int(worth), n) for worth, n in row.pieces.items()), reverse=True)
    table = Table(
        caption=_("Notes and coins"),
        columns=[
            Column(_("Denomination"), "money", "AZN"), Column(_("Pieces"), "number"),
            Column(_("Amount"), "money", "AZN"),
        ],
        rows=[[worth, n, worth * n] for worth, n in pieces],
        empty=_("Nothing was there."),
    )  # fmt: skip
    links = []
    may = request.actor.can("cash.settle") and row.counted_by_id != request.actor.user_id
    if may and row.difference_minor and not hasattr(row, "settled"):
        url = reverse("cash:settle", args=[pk])
        links.append(Link(_("Settle the difference"), url, primary=True))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Count"), "items": items, "tables": [table], "links": links,
            "back_url": reverse("cash:counts"), "back_label": _("Counts of cash"),
        },
    )  # fmt: skip


@needs("cash.settle")
def settle(request: Request, pk: UUID) -> HttpResponse:
    row = _count(request, pk)
    form = forms.SettleForm(
        request.POST or None,
        clock=request.clock,
        difference_minor=row.difference_minor,
        initial={"settled_on": request.clock.today},
    )
    return form_page(
        request,
        form,
        verb="cash.settle_difference",
        title=_("Settle the difference of %(amount)s") % {"amount": money(row.difference_minor)},
        do=lambda: box.settle_difference(
            by=request.actor,
            count_id=pk,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["settled_on"],
            at=request.clock.now,
        ),
        to=lambda _row: reverse("cash:counted", args=[pk]),
        message=_("The difference is in the books."),
        submit_label=_("Settle"),
        back_url=reverse("cash:counted", args=[pk]),
    )


def _count(request: Request, pk: UUID) -> CashCount:
    return find(
        CashCount.objects.filter(programme_id=request.actor.programme_id).select_related(
            "officer", "counted_by", "settled__settled_by"
        ),
        pk=pk,
    )
