"""What the network logs: ids, codes and counts; no name of a participant or focal person."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.events import event

event("network.institution_registered", _("%(actor)s registered the partner institution"))
event("network.institution_changed", _("%(actor)s changed the record of the institution"))
event(
    "network.mou_signed",
    _("%(actor)s recorded the memorandum of understanding %(number)s"),
)
event(
    "network.mou_ended",
    _("%(actor)s recorded the early end of the memorandum of understanding %(number)s"),
)
event("network.service_listed", _("%(actor)s listed a service in the directory"))
event("network.service_verified", _("%(actor)s verified a service of the directory"))
event("network.service_withdrawn", _("%(actor)s took a service out of the directory"))
event(
    "network.capacity_event_recorded",
    _("%(actor)s recorded capacity building for %(women)s women and %(men)s men"),
)
event("network.workshop_planned", _("%(actor)s planned the workshop"))
event("network.participants_added", _("%(actor)s listed %(count)s participants"))
event("network.participant_changed", _("%(actor)s changed the entry of a participant"))
event("network.workshop_held", _("%(actor)s recorded that the workshop was held"))
event("network.recommendation_recorded", _("%(actor)s recorded a recommendation"))
event("network.action_agreed", _("%(actor)s recorded an agreed action"))
event("network.action_done", _("%(actor)s recorded that an agreed action is done"))
event("network.campaign_planned", _("%(actor)s planned the campaign"))
event("network.material_added", _("%(actor)s added a campaign material"))
event("network.material_distributed", _("%(actor)s recorded %(quantity)s copies handed out"))
event("network.reach_estimated", _("%(actor)s recorded an estimate of people reached"))
event("network.media_item_added", _("%(actor)s recorded a media report"))
event("network.lesson_written", _("%(actor)s wrote the lesson"))
event("network.lesson_changed", _("%(actor)s changed the draft of the lesson"))
event("network.lesson_validated", _("%(actor)s validated the lesson"))
event("network.lesson_published", _("%(actor)s published the lesson"))
event("network.lesson_taken_back", _("%(actor)s took the lesson back to draft"))
