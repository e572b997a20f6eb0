"""The network in figures: the page a donor reads, without a name on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dayaq.kernel.languages import reader_language
from dayaq.kernel.web.parts import Column, Table
from dayaq.kernel.web.views import Request, needs, page
from dayaq.network.domain.counts import OTHER
from dayaq.network.models import Workshop
from dayaq.network.queries import totals
from dayaq.network.queries.countries import country_name


@needs("network.view_totals")
def results(request: Request) -> HttpResponse:
    programme_id, today = request.actor.programme_id, request.clock.today
    held = totals.workshops_held(programme_id, until=today)
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Partners, workshops and campaigns in figures"),
            "intro": _("Groups of fewer than five people are joined, so that nobody is exposed."),
            "tables": [_figures(request), *(_by_country(workshop) for workshop in held)],
        },
    )


def _figures(request: Request) -> Table:
    programme_id, today = request.actor.programme_id, request.clock.today
    partners = totals.partner_totals(programme_id, on=today)
    campaign = totals.campaign_totals(programme_id, until=today)
    done, agreed = totals.actions_done(programme_id)
    lessons = totals.lessons_by_status(programme_id)
    return Table(
        caption=_("Totals"),
        columns=[Column(_("What is counted")), Column(_("Number"), "number")],
        rows=[
            [_("Partner institutions"), partners.institutions],
            [_("Memoranda of understanding in force"), partners.mous_active],
            [_("Officials trained"), partners.officials_women + partners.officials_men],
            [_("Actions agreed in workshops"), agreed],
            [_("Actions done"), done],
            [_("Campaigns"), campaign.campaigns],
            [_("Copies printed"), campaign.printed],
            [_("Copies handed out"), campaign.distributed],
            [_("Largest reach of one channel, estimated"), campaign.largest_reach],
            [_("Media reports"), campaign.media_items],
            [_("Lessons published"), lessons.get("published", 0)],
        ],
    )


def _by_country(workshop: Workshop) -> Table:
    counts = totals.participants_by_country(workshop, outside=True)
    return Table(
        caption=_("%(title)s: participants by country") % {"title": workshop.title},
        columns=[Column(_("Country")), Column(_("Participants"), "number")],
        rows=[
            [
                _("Other countries") if code == OTHER else country_name(code, reader_language()),
                count,
            ]
            for code, count in counts.items()
        ],
        empty=_("Fewer than five people came; their number is not shown."),
    )
