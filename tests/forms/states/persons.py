"""People in every state between registration and case, and what is done in a case."""

from __future__ import annotations

from dayaq.cases.models import Case, Referral
from dayaq.cases.services import opening, planning, referring
from dayaq.kernel.spreadsheets import Column, Sheet, write_table
from dayaq.people.models import Person
from dayaq.people.services import lists, registering, verification
from dayaq.people.services.data import ConsentData, IncidentData, PersonData, VictimData
from tests.forms.states.prepared import Prepared

OFFICER = "aytan"


def survivor(made: Prepared, name: str, answer: str = "confirmed") -> Person:
    """Somebody registered in Füzuli; the authority answered so, or not yet."""
    district = made.stage.keys["place:FZ"]
    given, surname = name.split()
    person = registering.register_person(
        **made.as_(OFFICER),
        person=PersonData(given_name=given, surname=surname, sex="male", district_id=district),
        consent=ConsentData(
            purposes=("service", "share_authority", "share_partners"), method="signature",
            given_on=made.stage.on,
        ),
        victim=VictimData(kind="direct"),
        incident=IncidentData(district_id=district),
        others_ruled_out=True,
    )  # fmt: skip
    if answer:
        verification.verify_status(
            **made.as_("orkhan"), person_id=person.pk,
            answer=verification.Answer(
                verification=answer, reason="" if answer == "confirmed" else "Siyahıda yoxdur"
            ),
        )  # fmt: skip
    return person


def case_of(made: Prepared, person: Person) -> Case:
    return opening.open_case(**made.as_(OFFICER), person_id=person.pk)


def prepare(made: Prepared) -> None:
    with made.days_ago(20):
        _registrations(made)
        _case_work(made)


def _registrations(made: Prepared) -> None:
    waiting = survivor(made, "Zaur Sınaqçı", answer="")
    refused = survivor(made, "Rauf Sınaqçı", answer="refused")
    confirmed = survivor(made, "Elnur Sınaqçı")
    made.form("orkhan", "people:verify", waiting.pk, verification="confirmed")
    made.form("farid", "people:letter", waiting.pk, verification="confirmed")
    made.form("farid", "people:waiting_list", waiting.pk)
    made.form("farid", "people:ask_again", refused.pk)
    made.form("farid", "people:duplicate", waiting.pk, same_as=confirmed.code)
    made.form(
        OFFICER, "people:victim", waiting.pk, kind="indirect", relation="son",
        direct_victim_code=confirmed.code, direct_victim_name="",
    )  # fmt: skip
    made.form("farid", "people:verification_export")
    made.form("farid", "people:verification_answers", file=_answers(waiting))
    made.form(OFFICER, "cases:open", confirmed.pk)
    made.form("gunay", "credit:declare_relative", confirmed.pk)
    made.form("farid", "cases:record_complaint", code=confirmed.code)


def _answers(person: Person) -> tuple[str, bytes]:
    """The list as it came back: one line, confirmed."""
    sheet = Sheet(
        "Verification", [Column(lists.CODE), Column(lists.ANSWER)], [[person.code, "bəli"]]
    )
    return "siyahı.xlsx", write_table([sheet])


def _case_work(made: Prepared) -> None:
    case = case_of(made, survivor(made, "Anar Sınaqçı"))
    made.form("farid", "cases:close", case.pk)
    made.form(OFFICER, "cases:send", _drafted(made, case).pk)
    closed = case_of(made, survivor(made, "Tofiq Sınaqçı"))
    opening.close_case(**made.as_("farid"), case_id=closed.pk, exit_reason="moved")
    made.form("farid", "cases:reopen", closed.pk)
    referral = _sent(made, case)
    for act in (referring.ReferralAct.ACCEPT, referring.ReferralAct.SERVE):
        referring.answer_referral(
            **made.as_(OFFICER), referral_id=referral.pk, act=act, channel="letter", letter_no="12"
        )
    made.form(OFFICER, "cases:complete", referral.pk)


def _sent(made: Prepared, case: Case) -> Referral:
    need = planning.record_need(
        **made.as_(OFFICER), case_id=case.pk, kind="income", severity="high"
    )
    planning.move_need(**made.as_(OFFICER), need_id=need.pk, act=planning.NeedAct.MEET)
    referral = _drafted(made, case)
    referring.send_referral(**made.as_(OFFICER), referral_id=referral.pk)
    return referral


def _drafted(made: Prepared, case: Case) -> Referral:
    return referring.draft_referral(
        **made.as_(OFFICER), case_id=case.pk, service="Protez", reason="Protez hazırlayın",
        receiver="Reabilitasiya mərkəzi",
    )  # fmt: skip
