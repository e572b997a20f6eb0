"""Pages of a loan's longer life: further parts, charges, schedules; the calendar of holidays."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit import services
from dayaq.credit.models import EventKind, Holiday, LoanStatus
from dayaq.credit.queries.loans import left_to_pay_out, tell
from dayaq.credit.web.forms import paying
from dayaq.credit.web.views.common import checked_form_page, loan_or_404, loan_url, money
from dayaq.credit.web.views.previewing import schedule_table
from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.kernel.words import amount_in_words


@needs("credit.disburse")
def part(request: Request, pk: UUID) -> HttpResponse:
    """Pay out a further part, after the answers were shown once more."""
    row = loan_or_404(request, pk)
    if row.disbursed_on is None:
        raise NotFound(N_("This loan is not paid out yet."))
    told = tell(row, request.clock.today)
    left = left_to_pay_out(told)
    planned = told.next_part
    form = paying.PartForm(
        request.POST or None,
        clock=request.clock,
        initial={"amount_minor": planned.amount_minor if planned else left},
    )

    def check() -> list[Item]:
        data = form.cleaned_data
        words = amount_in_words(data["amount_minor"], row.currency, request.actor.language)
        return [
            Item(_("Loan"), row.code),
            Item(_("Borrower"), row.person.formal_name),
            Item(_("Amount"), f"{money(data['amount_minor'], row.currency)}\n{words}"),
            Item(_("Left to be paid out"), money(left, row.currency)),
            Item(_("Day"), f"{data['paid_on']:%d.%m.%Y}"),
            Item(_("How"), dict(form.fields["method"].choices)[data["method"]]),  # type: ignore[attr-defined]
            Item(_("Voucher or transfer"), data["voucher"]),
            Item(_("Fund window"), row.window),
        ]

    return checked_form_page(
        request,
        form,
        verb="credit.disburse_part",
        title=_("Pay out a further part of %(code)s") % {"code": row.code},
        check=check,
        do=lambda: services.disburse_part(
            by=request.actor,
            loan_id=pk,
            amount_minor=form.cleaned_data["amount_minor"],
            method=form.cleaned_data["method"],
            voucher=form.cleaned_data["voucher"],
            on=form.cleaned_data["paid_on"],
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The part is paid out. The schedule has a new version."),
        submit_label=_("Pay out"),
        back_url=loan_url(pk),
    )


@needs("credit.charge")
def charge(request: Request, pk: UUID) -> HttpResponse:
    """Add a fee or a penalty."""
    row = loan_or_404(request, pk)
    form = paying.ChargeForm(
        request.POST or None, clock=request.clock, initial={"due_on": request.clock.today}
    )
    return form_page(
        request,
        form,
        verb="credit.charge",
        title=_("Add a charge to %(code)s") % {"code": row.code},
        do=lambda: services.charge(
            by=request.actor,
            loan_id=pk,
            component=form.cleaned_data["component"],
            amount_minor=form.cleaned_data["amount_minor"],
            due_on=form.cleaned_data["due_on"],
            reason=form.cleaned_data["reason"],
            key=str(form.command_id),
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _row: loan_url(pk),
        message=_("The charge is added to the instalment of its day."),
        submit_label=_("Add the charge"),
        back_url=loan_url(pk),
    )


@needs("credit.view")
def versions(request: Request, pk: UUID) -> HttpResponse:
    """Every schedule the loan has had, the newest first; the earlier ones stay as they were."""
    row = loan_or_404(request, pk)
    if row.disbursed_on is None:
        raise NotFound(N_("This loan is not paid out yet."))
    told = tell(row, request.clock.today)
    kinds = {str(event.pk): event.kind for event in told.events}
    proposals = {
        f"reschedule:{one.pk}": reverse("credit:new_schedule", args=[one.pk])
        for one in row.reschedules.filter(status="approved")
    }
    keys = {str(event.pk): event.key for event in told.events}
    tables, links = [], []
    for version in reversed(told.state.versions):
        values = {
            "number": version.number,
            "on": f"{version.on:%d.%m.%Y}",
            "why": EventKind(kinds[version.event_id]).label,
        }
        caption = _("Schedule %(number)s, from %(on)s: %(why)s") % values
        tables.append(schedule_table(version, row.currency, caption=caption))
        url = proposals.get(keys[version.event_id])
        if url and version is told.state.versions[-1]:
            links.append(Link(_("New schedule to sign (PDF)"), url, primary=True))
    if row.status == LoanStatus.ACTIVE:
        printed = reverse("credit:schedule_pdf", args=[pk])
        links.append(Link(_("Schedule in force (PDF)"), printed))
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Schedules of %(code)s") % {"code": row.code},
            "tables": tables,
            "links": links,
            "back_url": loan_url(pk),
        },
    )


@needs("credit.manage_products")
def holidays(request: Request) -> HttpResponse:
    """The days on which nobody works."""
    rows = Holiday.objects.filter(programme_id=request.actor.programme_id).order_by("-on")
    table = Table(
        caption=_("Days without work"),
        columns=[Column(_("Day"), "day"), Column(_("Name")), Column(_("Remove"))],
        rows=[
            [
                one.on,
                one.name,
                Cell(_("Remove"), url=reverse("credit:holiday_remove", args=[one.pk])),
            ]
            for one in rows
        ],
        empty=_("There is no day in the calendar yet."),
    )
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Calendar of holidays"),
            "intro": _("Due dates move off these days where the product says so. Loans that are"
                       " agreed already keep their dates."),
            "tables": [table],
            "links": [Link(_("Add days"), reverse("credit:holidays_new"), primary=True)],
            "back_url": reverse("credit:products"),
        },
    )  # fmt: skip


@needs("credit.manage_products")
def holidays_new(request: Request) -> HttpResponse:
    form = paying.HolidaysForm(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.add_holidays",
        title=_("Add days to the calendar"),
        do=lambda: services.add_holidays(
            by=request.actor,
            days=form.cleaned_data["days"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _rows: reverse("credit:holidays"),
        message=_("The days are in the calendar."),
        submit_label=_("Add"),
        back_url=reverse("credit:holidays"),
    )


@needs("credit.manage_products")
def holiday_remove(request: Request, pk: UUID) -> HttpResponse:
    row = find(Holiday.objects.filter(programme_id=request.actor.programme_id), pk=pk)
    form = Form(request.POST or None, clock=request.clock)
    return form_page(
        request,
        form,
        verb="credit.remove_holiday",
        title=_("Take %(day)s out of the calendar") % {"day": f"{row.on:%d.%m.%Y}"},
        do=lambda: services.remove_holiday(
            by=request.actor, holiday_id=pk, on=request.clock.today, at=request.clock.now
        ),
        to=lambda _none: reverse("credit:holidays"),
        message=_("The day is out of the calendar."),
        submit_label=_("Take it out"),
        back_url=reverse("credit:holidays"),
        context={"items": [Item(_("Name"), row.name)]},
    )
