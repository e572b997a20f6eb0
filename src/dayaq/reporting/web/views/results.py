"""The results framework and single indicators: target, actual, and who they are."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.errors import NotFound
from dayaq.kernel.money import format_minor
from dayaq.kernel.percent import percent_text
from dayaq.kernel.web.pages import form_page
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.programme import services as programme
from dayaq.programme.domain.shares import WHOLE_BPS
from dayaq.programme.models import IndicatorTarget, Phase
from dayaq.programme.queries import phase_by_key, phase_on, phases
from dayaq.reporting import labels
from dayaq.reporting.catalogue import parameters_for
from dayaq.reporting.domain.report import Parameters, share
from dayaq.reporting.domain.values import IndicatorValue, Unit
from dayaq.reporting.figures import run_indicator
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.reports.base import Asking, currency_of, measured_targets
from dayaq.reporting.web import forms

IMPERSONAL = ("donor", "country", "window")
"""Dimensions that say nothing about a person."""


def _phase(request: Request) -> Phase:
    """The phase of the address, or the one that runs today."""
    programme_id = request.actor.programme_id
    key = request.GET.get("phase", "")
    found = phase_by_key(programme_id, key) if key else None
    found = found or phase_on(programme_id, request.clock.today)
    if found is None:
        raise NotFound(_("There is no phase yet. Open one first."))
    return found


def _asked(request: Request, phase: Phase) -> Parameters:
    return parameters_for(request.actor.programme_id, today=request.clock.today, phase=phase.key)


def _figure(request: Request, key: str, asked: Parameters, by: str | None = None) -> IndicatorValue:
    return run_indicator(
        key,
        actor=request.actor,
        programme_id=asked.programme_id,
        frm=asked.frm,
        to=asked.to,
        as_of=asked.as_of,
        by=by,
    )


def said(unit: Unit, number: int | None, currency: str) -> str:
    """A value of a target in its own unit: people, money, percent."""
    if number is None:
        return ""
    match unit:
        case Unit.COUNT:
            return str(number)
        case Unit.MONEY:
            return f"{format_minor(number, currency)} {currency}"
        case Unit.RATIO:
            return percent_text(Decimal(number) / WHOLE_BPS)


@needs("reporting.view_figures")
def framework(request: Request) -> HttpResponse:
    """Every target of a phase with what is reached; each leads to its indicator."""
    if not phases(request.actor.programme_id):
        return _before_the_first_phase(request)
    phase = _phase(request)
    asked = _asked(request, phase)
    currency = currency_of(asked.programme_id)
    targets = measured_targets(phase)
    values = Asking(request.actor, asked).figures([target.indicator for _node, target in targets])
    rows = [
        _row(str(node), target, values[target.indicator], f"?phase={asked.phase}", currency)
        for node, target in targets
    ]
    table = Table(
        _("Results framework"),
        [
            Column(_("Result")), Column(_("Indicator")), Column(_("Baseline")),
            Column(_("Target")), Column(_("Reached")), Column(_("Of the lower bound"), "percent"),
            Column(_("Of the upper bound"), "percent"),
        ],
        rows,
        empty=_("No target is set yet."),
    )  # fmt: skip
    links = [
        Link(str(other), f"{reverse('reporting:framework')}?phase={other.key}")
        for other in phases(asked.programme_id)
        if other.key != phase.key
    ]
    if request.actor.can("programme.set_targets"):
        links += [
            Link(_("Add a result"), reverse("reporting:add_result", args=[phase.key])),
            Link(_("Set a target"), reverse("reporting:set_target", args=[phase.key])),
        ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Results framework: %(phase)s") % {"phase": phase},
            "tables": [table], "links": links,
        },
    )  # fmt: skip


def _before_the_first_phase(request: Request) -> HttpResponse:
    """Where the framework will stand, and who begins it."""
    table = Table(
        _("Results framework"), [Column(_("Result"))], [],
        empty=_("There is no phase yet. Open one first."),
    )  # fmt: skip
    links = []
    if request.actor.can("programme.manage"):
        links = [Link(_("Open a phase"), reverse("programme:open_phase"))]
    context = {"title": _("Results framework"), "tables": [table], "links": links}
    return page(request, "generic/tables.html", context)


def _row(
    result: str, target: IndicatorTarget, value: IndicatorValue, question: str, currency: str
) -> list[object]:
    indicator = INDICATORS[target.indicator]
    is_ratio = value.unit is Unit.RATIO
    reached = value.percent_text if is_ratio else said(value.unit, value.numerator, currency)
    low, high = (said(value.unit, n, currency) for n in (target.target_low, target.target_high))
    address = reverse("reporting:indicator", args=[target.indicator])
    return [
        result,
        Cell(str(indicator.name), f"{address}{question}"),
        said(value.unit, target.baseline, currency),
        low if low == high else f"{low} – {high}",
        reached,
        value.against(target.target_low),
        value.against(target.target_high),
    ]


@needs("reporting.view_figures")
def indicators(request: Request) -> HttpResponse:
    """Every indicator there is, with its definition."""
    table = Table(
        _("Indicators"),
        [Column(_("Indicator")), Column(_("Definition"))],
        sorted(
            (
                [
                    Cell(str(one.name), reverse("reporting:indicator", args=[key])),
                    str(one.definition),
                ]
                for key, one in INDICATORS.items()
            ),
            key=lambda row: str(row[0].value if isinstance(row[0], Cell) else row[0]),
        ),
    )
    return page(request, "generic/tables.html", {"title": _("Indicators"), "tables": [table]})


@needs("reporting.view_figures")
def indicator(request: Request, key: str) -> HttpResponse:
    """One figure: its definition, its two numbers, and its parts by each dimension."""
    if key not in INDICATORS:
        raise Http404
    one = INDICATORS[key]
    phase = _phase(request)
    asked = _asked(request, phase)
    value = _figure(request, key, asked)
    currency = currency_of(asked.programme_id)
    items = [
        Item(_("Phase"), str(phase)),
        Item(_("Definition"), str(one.definition)),
        Item(_("Numerator"), f"{said_whole(value, value.numerator, currency)}: {one.numerator}"),
        Item(
            _("Denominator"), f"{said_whole(value, value.denominator, currency)}: {one.denominator}"
        ),
        Item(_("Source"), str(one.source)),
    ]
    if value.unit is Unit.RATIO:
        items.insert(1, Item(_("Value"), value.percent_text or None))
    # Live tables by personal attributes can be compared from day to day until somebody stands
    # alone: readers outside get those of the frozen reports only (DESIGN 4.10).
    inside = request.actor.can("reporting.run")
    tables = [
        _by(request, key, asked, dimension)
        for dimension in one.dimensions
        if inside or dimension in IMPERSONAL
    ]
    return page(
        request,
        "generic/tables.html",
        {
            "title": str(one.name), "items": items, "tables": tables,
            "back_url": f"{reverse('reporting:framework')}?phase={phase.key}",
            "back_label": _("Results framework"),
        },
    )  # fmt: skip


def said_whole(value: IndicatorValue, number: int, currency: str) -> str:
    """A numerator or denominator: an amount for money, else the whole number."""
    return said(Unit.MONEY, number, currency) if value.unit is Unit.MONEY else str(number)


def _by(request: Request, key: str, asked: Parameters, dimension: str) -> Table:
    value = _figure(request, key, asked, by=dimension)
    names = labels.labels_of(dimension, value.breakdown, programme_id=asked.programme_id)
    is_ratio = value.unit is Unit.RATIO
    columns = [Column(str(labels.DIMENSIONS[dimension])), Column(_("Numerator"), "number")]
    if is_ratio:
        columns += [Column(_("Denominator"), "number"), Column(_("Value"), "percent")]
    rows: list[list[object]] = []
    for name in labels.in_order(dimension, value.breakdown):
        numerator, denominator = value.breakdown[name]
        rest = [denominator, share(numerator, denominator)] if is_ratio else []
        rows.append([names[name], numerator, *rest])
    return Table(str(labels.DIMENSIONS[dimension]), columns, rows, empty=_("Nothing recorded."))


@needs("programme.set_targets")
def add_result(request: Request, key: str) -> HttpResponse:
    phase = find(Phase.objects.visible_to(request.actor), key=key)
    form = forms.ResultForm(request.POST or None, clock=request.clock, phase_id=phase.pk)
    back = f"{reverse('reporting:framework')}?phase={key}"

    def do() -> object:
        given = {**form.cleaned_data}
        parent = given.pop("parent_id")
        return programme.add_result(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            phase_id=phase.pk,
            parent_id=UUID(parent) if parent else None,
            **given,
        )

    return form_page(
        request, form, verb="programme.add_result", title=_("Add a result"), do=do,
        to=lambda _made: back, message=_("The result is added."),
        submit_label=_("Add the result"), back_url=back,
    )  # fmt: skip


@needs("programme.set_targets")
def set_target(request: Request, key: str) -> HttpResponse:
    phase = find(Phase.objects.visible_to(request.actor), key=key)
    form = forms.TargetForm(request.POST or None, clock=request.clock, phase_id=phase.pk)
    back = f"{reverse('reporting:framework')}?phase={key}"

    def do() -> object:
        given = {**form.cleaned_data}
        return programme.set_target(
            by=request.actor,
            on=request.clock.today,
            at=request.clock.now,
            node_id=UUID(given.pop("node_id")),
            **given,
        )

    return form_page(
        request, form, verb="programme.set_target", title=_("Set a target"), do=do,
        to=lambda _made: back, message=_("The target is set."),
        submit_label=_("Set the target"), back_url=back,
    )  # fmt: skip
