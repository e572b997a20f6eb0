"""Victim status: the authority answers on its page, by letter or by list."""

import datetime as dt
import io

import openpyxl
import pytest

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotAllowed, NotFound, Refused
from dayaq.kernel.events import timeline
from dayaq.kernel.models import Event
from dayaq.people import services
from dayaq.people.models import Person, Registration, VictimStatus
from dayaq.people.services import Answer, Letter, ScanData
from dayaq.people.services.lists import ANSWER, AUTHORITY_ID, CODE, HEADINGS, REASON, ListRefused
from tests import build
from tests.people import helpers

pytestmark = pytest.mark.django_db
ON = dt.date(2010, 2, 20)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def status_of(person: Person) -> str:
    return Registration.objects.get(person=person).status


def test_the_authority_confirms_on_its_page() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    helpers.verify(person, on=ON)
    status = VictimStatus.objects.get(person=person)
    assert (status_of(person), status.channel, status.verified_on) == ("verified", "page", ON)
    assert timeline("person", person.pk)[0].verb == "people.status_verified"


def test_a_refusal_needs_a_reason_and_ends_as_not_eligible() -> None:
    authority = build.actor(Role.AUTHORITY)
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    call = {"by": authority, "on": ON, "at": build.AT, "person_id": person.pk}
    with pytest.raises(Refused):
        services.verify_status(**call, answer=Answer(verification="refused"))
    services.verify_status(**call, answer=Answer(verification="refused", reason="Not in our list"))
    assert status_of(person) == "not_eligible"


def test_an_answer_is_given_once_until_asked_again() -> None:
    manager = build.actor(Role.PROJECT_MANAGER)
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    authority = build.actor(Role.AUTHORITY)
    call = {"on": ON, "at": build.AT, "person_id": person.pk}
    refusal = Answer(verification="refused", reason="Not in our list")
    services.verify_status(by=authority, answer=refusal, **call)
    with pytest.raises(Refused):
        services.verify_status(by=authority, answer=Answer(verification="confirmed"), **call)
    services.resubmit_registration(by=manager, **call)
    services.verify_status(by=authority, answer=Answer(verification="confirmed"), **call)
    assert status_of(person) == "verified"


def test_the_authority_sees_only_what_was_submitted_to_it() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    draft = helpers.register(officer, consent=helpers.consent_data(purposes=["service"]))
    authority = build.actor(Role.AUTHORITY)
    assert not Registration.objects.before_the_authority(authority).exists()
    assert not Person.objects.visible_to(authority).exists()
    with pytest.raises(NotFound):
        helpers.verify(draft, by=authority)


def test_nobody_else_verifies() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    for role in (Role.FIELD_OFFICER, Role.PROJECT_MANAGER, Role.PROGRAMME_OFFICER):
        with pytest.raises(NotAllowed):
            helpers.verify(person, by=build.actor(role))


def test_an_answer_by_letter_keeps_number_date_and_scan() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    services.record_verification_letter(
        by=build.actor(Role.PROGRAMME_OFFICER), on=ON, at=build.AT, person_id=person.pk,
        answer=Answer(verification="confirmed", authority_victim_id="AZ-771"),
        letter=Letter(
            number="03/114", dated_on=dt.date(2010, 2, 18),
            scan=ScanData(content=PDF, name="letter.pdf", content_type="application/pdf"),
        ),
    )  # fmt: skip
    status = VictimStatus.objects.get(person=person)
    assert (status.letter_no, status.letter_on) == ("03/114", dt.date(2010, 2, 18))
    assert status.letter_scan is not None
    assert (status.channel, status.authority_victim_id) == ("letter", "AZ-771")


def filled(content: bytes, answers: dict[str, tuple[str, str, str]]) -> bytes:
    """The list as the authority sends it back."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    columns = {heading: index + 1 for index, heading in enumerate(HEADINGS)}
    for row in range(2, sheet.max_row + 1):
        code = sheet.cell(row, columns[CODE]).value
        told = zip((ANSWER, AUTHORITY_ID, REASON), answers.get(code, ()), strict=False)
        for heading, value in told:
            sheet.cell(row, columns[heading]).value = value or None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def three_waiting() -> list[Person]:
    officer = build.actor(Role.FIELD_OFFICER)
    return [
        helpers.register(officer, given_name=name, surname="Həsənova", sex="female")
        for name in ("Gülnar", "Aygün", "Sevda")
    ]


def test_a_list_goes_out_and_comes_back_with_answers() -> None:
    manager = build.actor(Role.PROJECT_MANAGER)
    first, second, third = three_waiting()
    out = services.export_verification_list(by=manager, on=ON, at=build.AT)
    back = filled(out, {first.code: ("bəli", "V-1", ""), second.code: ("no", "", "Other accident")})
    count = services.import_verification_answers(by=manager, on=ON, at=build.AT, content=back)
    assert count == 2
    assert [status_of(p) for p in (first, second, third)] == [
        "verified", "not_eligible", "submitted",
    ]  # fmt: skip
    assert VictimStatus.objects.get(person=first).authority_victim_id == "V-1"
    assert timeline("person", first.pk)[0].verb == "people.verification_answers_imported"


def test_problems_are_named_by_row_and_column_and_nothing_is_half_done() -> None:
    manager = build.actor(Role.PROJECT_MANAGER)
    first, second, third = three_waiting()
    out = services.export_verification_list(by=manager, on=ON, at=build.AT)
    back = filled(
        out,
        {
            first.code: ("yes", "", ""),
            second.code: ("perhaps", "", ""),
            third.code: ("no", "", ""),
        },
    )
    with pytest.raises(ListRefused) as refusal:
        services.import_verification_answers(by=manager, on=ON, at=build.AT, content=back)
    assert sorted(problem.column for problem in refusal.value.problems) == [ANSWER, REASON]
    assert all(problem.row >= 2 for problem in refusal.value.problems)
    assert {status_of(person) for person in (first, second, third)} == {"submitted"}


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(content: bytes) -> None:
    three_waiting()
    with pytest.raises(Refused):
        services.import_verification_answers(
            by=build.actor(Role.PROJECT_MANAGER), on=ON, at=build.AT, content=content
        )


def test_a_list_of_another_shape_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone"])
    book.active.append(["Zaur", "050"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ListRefused):
        services.import_verification_answers(
            by=build.actor(Role.PROJECT_MANAGER), on=ON, at=build.AT, content=out.getvalue()
        )


def test_the_same_list_sent_twice_is_refused_the_second_time() -> None:
    manager = build.actor(Role.PROJECT_MANAGER)
    first, *_rest = three_waiting()
    out = services.export_verification_list(by=manager, on=ON, at=build.AT)
    back = filled(out, {first.code: ("yes", "", "")})
    services.import_verification_answers(by=manager, on=ON, at=build.AT, content=back)
    with pytest.raises(ListRefused, match="1 problems"):
        services.import_verification_answers(by=manager, on=ON, at=build.AT, content=back)


def test_a_list_asked_for_twice_by_one_form_goes_out_once() -> None:
    manager = build.actor(Role.PROJECT_MANAGER)
    first, second, _third = three_waiting()
    told = {"by": manager, "on": ON, "at": build.AT}
    services.export_verification_list(**told, key="form-1")
    later = helpers.register(build.actor(Role.FIELD_OFFICER), given_name="Aysel")
    helpers.verify(second, on=ON)

    again = services.export_verification_list(**told, key="form-1")
    other = services.export_verification_list(**told, key="form-2")

    assert first.code in codes(again)
    assert not {second.code, later.code} & codes(again)
    assert later.code in codes(other)
    given = Event.objects.filter(verb="people.verification_list_exported")
    assert sorted(given.values_list("data__key", flat=True)) == ["form-1", "form-2"]


def codes(content: bytes) -> set[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return {cell for line in sheet.iter_rows(values_only=True) for cell in line}


def test_a_name_cannot_become_a_formula_in_the_list() -> None:
    helpers.register(build.actor(Role.FIELD_OFFICER), surname="=HYPERLINK(1)")
    out = services.export_verification_list(
        by=build.actor(Role.PROJECT_MANAGER), on=ON, at=build.AT
    )
    sheet = openpyxl.load_workbook(io.BytesIO(out)).worksheets[0]
    assert sheet.cell(2, 2).data_type == "s"
