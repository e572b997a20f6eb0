"""Pages of the monthly provision: what would be needed, the runs so far, one run loan by loan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit.domain.position import BUCKETS, LAST_BUCKET, bucket
from dayaq.credit.models import ProvisionRun, ProvisionTable
from dayaq.credit.services import provisioning
from dayaq.credit.web.forms.provisions import ProvisionForm, TableForm
from dayaq.credit.web.views.common import checked_form_page, loan_url, money
from dayaq.kernel.access.models import Programme
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page, paginate

AGES = (*(name for _limit, name in BUCKETS), LAST_BUCKET)


def _currency(request: Request) -> str:
    return find(Programme.objects.all(), pk=request.actor.programme_id).currency


@needs("credit.view_provisions")
def provisions(request: Request) -> HttpResponse:
    """What today's loans would need, and the months that are done."""
    currency = _currency(request)
    now = provisioning.needed(request.actor.programme_id, request.clock.today)
    runs = ProvisionRun.objects.filter(programme_id=request.actor.programme_id)
    links = []
    if request.actor.can("credit.provision"):
        links.append(Link(_("Post the provision of a month"), reverse("credit:provide"), True))
    if request.actor.can("credit.choose_provision_table"):
        links.append(Link(_("Choose the table"), reverse("credit:provision_table")))
    done = Table(
        _("Months done"),
        [
            Column(_("Month-end"), "day"),
            Column(_("Set aside"), "money", currency),
            Column(_("Charged, or released if below zero"), "money", currency),
        ],
        [
            [
                Cell(run.month_end, reverse("credit:provision_run", args=[run.pk])),
                run.required_minor,
                run.change_minor,
            ]
            for run in runs.order_by("-month_end")
        ],
        empty=_("No month is done yet."),
        as_cards=True,
    )
    bands = by_band(
        [(one.days_past_due, one.principal_minor, one.amount_minor) for one in now],
        _("What today's loans would need"),
        currency,
    )
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Provisions"),
            "intro": _(
                "Money set aside for loans that may not come back, on the whole of what is owed, "
                "by days past due. Nobody's debt changes by it."
            ),
            "links": links,
            "tables": [bands, done],
        },
    )


def _said(bucket: str) -> str:
    if bucket == "current":
        return _("Not overdue")
    if bucket == LAST_BUCKET:
        return _("Over %(days)s days") % {"days": bucket.lstrip(">")}
    return _("%(days)s days") % {"days": bucket.replace("-", "–")}


def by_band(rows: Iterable[tuple[int, int, int]], title: str, currency: str) -> Table:
    """Loans, principal and provision by ageing bucket."""
    found: dict[str, list[int]] = {}
    for days, principal, amount in rows:
        sums = found.setdefault(bucket(days), [0, 0, 0])
        for place, value in enumerate((1, principal, amount)):
            sums[place] += value
    totals = [sum(sums[place] for sums in found.values()) for place in range(3)]
    return Table(
        title,
        [
            Column(_("Days past due")),
            Column(_("Loans"), "number"),
            Column(_("Principal owed"), "money", currency),
            Column(_("Set aside"), "money", currency),
        ],
        [[_said(name), *found[name]] for name in AGES if name in found],
        totals=[_("Total"), *totals],
        empty=_("No loan is outstanding."),
    )


@needs("credit.view_provisions")
def provision_run(request: Request, pk: UUID) -> HttpResponse:
    """One month's provision, loan by loan."""
    currency = _currency(request)
    run = find(ProvisionRun.objects.filter(programme_id=request.actor.programme_id), pk=pk)
    lines = list(run.lines.select_related("loan").order_by("-days_past_due", "loan__code"))
    pages = paginate(request, lines)
    table = Table(
        _("Loans"),
        [
            Column(_("Loan")),
            Column(_("Table")),
            Column(_("Days past due"), "number"),
            Column(_("New terms agreed"), "number"),
            Column(_("Principal owed"), "money", currency),
            Column(_("Set aside"), "money", currency),
        ],
        [
            [
                Cell(line.loan.code, loan_url(line.loan_id)),
                str(ProvisionTable(line.table).label).partition(":")[0],
                line.days_past_due,
                line.loan.reschedules_count,
                line.principal_minor,
                line.amount_minor,
            ]
            for line in pages
        ],
        empty=_("No loan is outstanding."),
    )
    bands = by_band(
        [(line.days_past_due, line.principal_minor, line.amount_minor) for line in lines],
        _("By days past due"),
        currency,
    )
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Provision of %(day)s") % {"day": f"{run.month_end:%d.%m.%Y}"},
            "items": [
                Item(_("Set aside"), money(run.required_minor, currency)),
                Item(_("Charged, or released if below zero"), money(run.change_minor, currency)),
            ],
            "tables": [bands, table],
            "pages": pages,
            "back_url": reverse("credit:provisions"),
            "back_label": _("Provisions"),
        },
    )


@needs("credit.provision")
def provide(request: Request) -> HttpResponse:
    """Post the provision of a month, after its amount was shown."""
    last = request.clock.today.replace(day=1) - dt.timedelta(days=1)
    form = ProvisionForm(request.POST or None, clock=request.clock, initial={"month_end": last})

    def check() -> list[Item]:
        month_end = form.cleaned_data["month_end"]
        found = provisioning.needed(request.actor.programme_id, month_end)
        currency = _currency(request)
        return [
            Item(_("Month-end"), f"{month_end:%d.%m.%Y}"),
            Item(_("Loans"), str(len(found))),
            Item(_("Principal owed"), money(sum(one.principal_minor for one in found), currency)),
            Item(_("Set aside"), money(sum(one.amount_minor for one in found), currency)),
        ]

    return checked_form_page(
        request,
        form,
        verb="credit.run_provision",
        title=_("Post the provision of a month"),
        check=check,
        do=lambda: provisioning.run_provision(
            by=request.actor,
            month_end=form.cleaned_data["month_end"],
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda run: reverse("credit:provision_run", args=[run.pk]),
        message=_("The provision is in the books."),
        submit_label=_("Post the provision"),
        back_url=reverse("credit:provisions"),
    )


@needs("credit.choose_provision_table")
def provision_table(request: Request) -> HttpResponse:
    """Which table counts from today on."""
    form = TableForm(
        request.POST or None, clock=request.clock, programme_id=request.actor.programme_id
    )
    return form_page(
        request,
        form,
        verb="credit.choose_provision_table",
        title=_("Choose the table of provisions"),
        do=lambda: provisioning.choose_table(
            by=request.actor,
            table=form.cleaned_data["table"],
            product_id=UUID(chosen) if (chosen := form.cleaned_data["product_id"]) else None,
            on=request.clock.today,
            at=request.clock.now,
        ),
        to=lambda _rule: reverse("credit:provisions"),
        message=_("The table counts from today on."),
        submit_label=_("Use this table"),
        back_url=reverse("credit:provisions"),
    )
