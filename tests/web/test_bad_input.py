"""Every kind of bad input gets a sentence that says what to do, by the field it belongs to."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import translation

from dayaq.kernel.clock import Clock
from dayaq.kernel.errors import Refused
from dayaq.kernel.web import fields
from dayaq.kernel.web.forms import Form

CLOCK = Clock.on(dt.date(2011, 3, 15))


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def refusal(field: Any, value: Any) -> str:
    """The sentence for one field, as its form would say it."""
    kind = type("OneField", (Form,), {"field": field})
    data = {"field": value} if not isinstance(value, dict) else value
    form = kind(data, clock=CLOCK)
    assert not form.is_valid(), form.cleaned_data
    return " ".join(form.errors["field"])


def read(field: Any, value: Any) -> Any:
    kind = type("OneField", (Form,), {"field": field})
    data = {"field": value} if not isinstance(value, dict) else value
    form = kind(data, clock=CLOCK)
    assert form.is_valid(), form.errors
    return form.cleaned_data["field"]


def parts(day: str, month: str, year: str) -> dict[str, str]:
    return {"field_day": day, "field_month": month, "field_year": year}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (parts("", "", ""), "Fill this in. It cannot be left empty."),
        (parts("15", "", "2011"), "Write the month too."),
        (parts("15", "3", ""), "Write the year too."),
        (parts("", "3", "2011"), "Write the day too."),
        (parts("15", "mart", "2011"), "Write the month in figures, for example 15 3 2011."),
        (parts("١٥", "3", "2011"), "Write the day in figures, for example 15 3 2011."),
        (parts("15", "3", "11"), "Write the year with four figures, for example 2011."),
        (
            parts("31", "2", "2011"),
            "This day is not in the calendar. Check the day, the month and the year.",
        ),
        (
            parts("16", "3", "2011"),
            "This day has not come yet. Write a day up to today, 15 March 2011.",
        ),
        (
            parts("1", "1", "1899"),
            "This day is too early. Write a day from 1 January 1900 on.",
        ),
        ("2011-03-16T10", "Write the day in figures, for example 15 3 2011."),
    ],
)
def test_a_bad_past_day_is_refused_in_a_sentence(typed: Any, sentence: str) -> None:
    assert refusal(fields.DayField(past=True), typed) == sentence


def test_a_day_that_must_come_may_not_have_passed() -> None:
    assert refusal(fields.DayField(future=True), parts("14", "3", "2011")) == (
        "This day has passed. Write a day from today, 15 March 2011, on."
    )


def test_today_is_neither_past_nor_future_to_a_fault() -> None:
    today = dt.date(2011, 3, 15)

    assert read(fields.DayField(past=True), "2011-03-15") == today
    assert read(fields.DayField(future=True), parts("15", "03", "2011")) == today


def test_a_limit_that_needs_the_clock_is_never_skipped() -> None:
    form = type("F", (Form,), {"field": fields.DayField(past=True)})({"field": "2030-01-01"})

    with pytest.raises(TypeError, match="clock"):
        form.is_valid()


def test_an_approximate_day_is_the_middle_of_what_is_known() -> None:
    field = fields.DayField(past=True, approximate=True)

    year = read(field, parts("", "", "1998"))
    month = read(field, parts("", "5", "1998"))

    assert (year.on, year.precision) == (dt.date(1998, 7, 1), "year")
    assert (month.on, month.precision) == (dt.date(1998, 5, 15), "month")
    assert refusal(field, parts("3", "", "1998")) == "Write the month too."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Fill this in. It cannot be left empty."),
        ("  ", "Fill this in. It cannot be left empty."),
        ("yüz", "Enter an amount in figures, such as 1000 or 83,50."),
        ("1e12", "Enter an amount in figures, such as 1000 or 83,50."),
        ("-5", "Enter an amount of zero or more."),
        ("0", "Enter an amount of 0,01 AZN or more."),
        ("1.0055", "Enter an amount with no more than 2 digits after the comma."),
        ("1,000", "Write thousands without a comma or a point, such as 1000 or 1 000,50."),
        ("1000000000000", "This amount is too large. Check the number of zeros."),
        ("5001", "Enter an amount of 5 000,00 AZN or less."),
    ],
)
def test_a_bad_amount_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    field = fields.MoneyField(min_minor=1, max_minor=500_000)

    assert refusal(field, typed).replace("\u00a0", " ") == sentence


def test_an_amount_is_read_as_whole_minor_units_and_shown_again_as_figures() -> None:
    field = fields.MoneyField()

    assert read(field, "1 000,50") == 100_050
    assert field.prepare_value(100_050) == "1\u00a0000,50"


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u200b", "\ufeff", "\x00", "\x07", "\u2066", "\u00ad"]
)
def test_a_name_with_an_invisible_character_is_refused(hidden: str) -> None:
    assert "There is an invisible character" in refusal(fields.NameField(), f"Zaur{hidden}Məmmədov")


@pytest.mark.parametrize(
    "name", ["Gülnar Həsənova", "Заур Мамедов", "𐒀𐒆𐒂", "محمد علی", "می‌خواهم", "O’Brien-Šůz", "X"]
)
def test_a_name_of_any_script_is_taken_as_it_is_written(name: str) -> None:
    assert read(fields.NameField(), f"  {name} ") == name


def test_a_name_is_kept_composed_so_that_it_is_found_again() -> None:
    assert read(fields.NameField(), "Gu\u0308lnar") == "Gülnar"


def test_a_name_too_long_says_how_long_it_may_be() -> None:
    assert refusal(fields.NameField(max_length=5), "Zaur M") == (
        "Shorten this to 5 characters or fewer. It has 6 now."
    )


def test_a_name_without_a_letter_is_refused() -> None:
    assert "no letter" in refusal(fields.NameField(), "12 34")


def test_a_note_keeps_its_lines_and_loses_nothing_else() -> None:
    assert read(fields.TextField(), " bir \r\n\r\niki\tüç ") == "bir\n\niki üç"
    assert "invisible" in refusal(fields.TextField(), "a\u202eb")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("050 212 34 56", "+994502123456"),
        ("(050) 212-34-56", "+994502123456"),
        ("50 212 34 56", "+994502123456"),
        ("994502123456", "+994502123456"),
        ("00994 50 212 34 56", "+994502123456"),
        ("\u202a+994 50 212 34 56\u202c", "+994502123456"),
        ("+995 32 212 34 56", "+995322123456"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(typed: str, number: str) -> None:
    assert read(fields.PhoneField(), typed) == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("zəng et", "Write the number in figures, for example 050 212 34 56."),
        ("050 212", "Some figures are missing. Write the whole number, such as 050 212 34 56."),
        ("2123456", "Some figures are missing. Write the whole number, such as 050 212 34 56."),
        (
            "050 212 34 56 7",
            "A number of Azerbaijan has nine figures after the 0, such as 050 212 34 56.",
        ),
        ("7" * 11, "Write the number with its country code, such as +995 32 212 34 56."),
        ("+" + "7" * 16, "Write the number with its country code, such as +995 32 212 34 56."),
    ],
)
def test_a_bad_telephone_number_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    assert refusal(fields.PhoneField(), typed) == sentence


def test_a_mistyped_code_does_not_fit_its_last_figure() -> None:
    assert read(fields.CodeField(check_digit=True), " fz-0042-7") == "FZ-0042-7"
    assert "last figure" in refusal(fields.CodeField(check_digit=True), "FZ-0024-7")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (fields.RadioField(choices=[("a", "A")]), "", "Choose one of the answers."),
        (
            fields.ChoiceField(choices=[("a", "A")]),
            "b",
            "This answer is not in the list. Choose one that is.",
        ),
        (fields.CheckboxesField(choices=[("a", "A")]), [], "Choose at least one answer."),
        (fields.YesNoField(), "", "Choose one of the answers."),
        (fields.CheckField(), "", "Tick the box to go on."),
    ],
)
def test_a_missing_or_foreign_answer_is_refused_in_a_sentence(
    field: Any, typed: Any, sentence: str
) -> None:
    assert refusal(field, typed) == sentence


def test_yes_and_no_are_both_answers() -> None:
    assert read(fields.YesNoField(), "no") is False
    assert read(fields.YesNoField(), "yes") is True


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.exe", b"%PDF-1.7", "This is not a file of the right kind. Choose one of: PDF."),
        ("letter.pdf", b"MZ\x90", "This is not a file of the right kind. Choose one of: PDF."),
        ("letter.pdf", b"", "The file is empty. Choose another."),
        ("letter.pdf", b"%PDF-" + b"x" * 99, "The file is too large. Choose one of 0 MB or less."),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(name: str, content: bytes, sentence: str) -> None:
    field = fields.UploadField(kinds=("pdf",), max_bytes=50)
    field.error_messages["empty"] = "The file is empty. Choose another."

    with pytest.raises(ValidationError) as refused:
        field.clean(SimpleUploadedFile(name, content))
    assert refused.value.messages == [sentence]


def test_a_sound_file_arrives_whole() -> None:
    file = SimpleUploadedFile("Məktub.PDF", b"%PDF-1.7 whole")

    assert fields.UploadField(kinds=("pdf",)).clean(file).read() == b"%PDF-1.7 whole"


def test_no_message_of_djangos_own_reaches_a_person() -> None:
    from dayaq.web.styleguide import SampleForm

    form = SampleForm({}, clock=CLOCK)

    said = " ".join(problem.sentence for problem in form.problems())
    assert "This field is required" not in said
    assert len(form.problems()) == 8


def test_a_damaged_command_id_is_refused() -> None:
    form = Form({"command_id": "not-an-id"})

    assert "damaged" in form.problems()[0].sentence


def test_the_command_id_stays_while_the_form_comes_back() -> None:
    fresh = Form()
    again = Form({"command_id": str(fresh.command_id)})

    assert again.command_id == fresh.command_id
    assert fresh.command_id == fresh.command_id
    assert Form().command_id != fresh.command_id
    assert "command_id" not in again.fields


def test_a_refusal_for_an_unknown_field_stands_above_the_form() -> None:
    form = Form({})
    form.is_valid()

    form.add_error("nowhere", str(Refused("The person has an open loan.")))

    assert [p.sentence for p in form.problems()] == ["The person has an open loan."]


def test_a_picture_is_no_letter_of_a_name() -> None:
    assert "no pictures such as 😀" in refusal(fields.NameField(), "Zaur 😀 Məmmədov")


def test_a_year_far_ahead_is_a_slip_of_the_pen() -> None:
    assert refusal(fields.DayField(), "2999-01-01") == (
        "This day is too late. Write a day up to 31 December 2100."
    )
    assert "has not come yet" in refusal(fields.DayField(past=True), "2999-01-01")


def test_a_control_character_in_a_code_is_refused_and_a_mark_of_a_messenger_is_not() -> None:
    assert read(fields.CodeField(), "\u202afz-0042\u202c") == "FZ-0042"
    assert "invisible character" in refusal(fields.CodeField(), "FZ\x07-0042")


def test_a_file_over_the_limit_is_weighed_to_its_end_and_refused(settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.7" + b"x" * 200_000, "application/pdf")
    request = RequestFactory().post("/", {"scan": file})
    form = type("OneFile", (Form,), {"scan": fields.UploadField(max_bytes=100_000, required=False)})

    arrived = form(request.POST, request.FILES)

    assert request.FILES["scan"].size == 200_008
    assert "too large" in arrived.problems()[0].sentence
