"""Every document prints in both languages, with the right letters, and only what belongs there."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NotRequired, get_origin, get_type_hints

import pytest
from pypdf import PdfReader

from dayaq.kernel import documents
from dayaq.kernel.clock import Clock
from dayaq.kernel.documents import data as types
from dayaq.kernel.documents.charts import on_paper
from dayaq.kernel.documents.paper import FORMS, paper_form
from dayaq.kernel.documents.rendering import ROWS_MAX, NotPrintable, for_template
from dayaq.kernel.documents.tables import table_of
from dayaq.kernel.errors import Refused
from dayaq.kernel.files import services as files
from dayaq.kernel.ids import uuid7
from dayaq.kernel.models import Installation
from dayaq.kernel.spreadsheets import Column, Sheet
from tests.kernel import documents_sample as samples

AT = dt.datetime(2011, 3, 15, 9, tzinfo=dt.UTC)


def sample(name: str) -> dict[str, Any]:
    make: Callable[[], dict[str, Any]] = getattr(samples, name.replace("-", "_"))
    return make()


def render(name: str, data: dict[str, Any] | None = None, **options: Any) -> PdfReader:
    options.setdefault("sample", False)
    given = sample(name) if data is None else data
    return PdfReader(io.BytesIO(documents.render(name, given, **options)))


def text_of(pdf: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def fonts_of(pdf: PdfReader) -> set[str]:
    names = set()
    for page in pdf.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            names.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return names


@pytest.mark.parametrize("language", ["az", "en"])
@pytest.mark.parametrize("name", documents.TEMPLATES)
def test_every_document_prints_with_its_own_fonts_and_a_title(name: str, language: str) -> None:
    started = time.perf_counter()
    pdf = render(name, language=language)
    print(f"{name} {language}: {1000 * (time.perf_counter() - started):.0f} ms")  # noqa: T201

    assert fonts_of(pdf)
    assert all(font.startswith("NotoSans") for font in fonts_of(pdf))
    assert pdf.metadata is not None
    assert pdf.metadata.title
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"] == language
    assert b"pdfuaid" in pdf.root_object["/Metadata"].get_object().get_data()
    assert "NÜMUNƏ" not in text_of(pdf)


@pytest.mark.parametrize("name", documents.TEMPLATES)
def test_every_document_prints_large_and_as_a_sample(name: str) -> None:
    pdf = render(name, large_print=True, sample=True)

    assert all("NÜMUNƏ" in page.extract_text() for page in pdf.pages)
    assert b"pdfuaid" in pdf.root_object["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("name", documents.TEMPLATES)
def test_every_template_speaks_both_languages(name: str) -> None:
    if name not in ("table-report", "form", "donor-report"):  # their titles come with the data
        azerbaijani = render(name, language="az").metadata
        english = render(name, language="en").metadata
        assert azerbaijani is not None
        assert english is not None
        assert azerbaijani.title != english.title


def test_letters_of_every_script_of_the_region_are_printed() -> None:
    name = "Əğıİşç Ӱ Заур Мамедов ზაური ₼ №"
    text = text_of(render("paid-in-full", samples.paid_in_full(borrower=name)))

    assert name in text


def test_a_letter_without_a_font_is_refused_and_named() -> None:
    for name in ("Զաուր", "زاور", "Zaur 😀"):
        with pytest.raises(NotPrintable, match="cannot be printed"):
            render("paid-in-full", samples.paid_in_full(borrower=name))


def test_control_and_direction_characters_are_left_out() -> None:
    text = text_of(render("paid-in-full", samples.paid_in_full(borrower="Za\x00ur\u202e M")))

    assert "Zaur M" in text


def test_data_never_become_markup() -> None:
    tricky = '#panic("x") *bold* $x$ <label> @ref \\ "quote" // comment'
    text = text_of(render("referral", samples.referral(request=tricky)))

    assert '#panic("x") *bold* $x$ <label>' in text


def test_an_interest_free_agreement_names_no_interest_rate_and_no_penalty() -> None:
    text = text_of(render("agreement"))

    assert "Faizsiz borc müqaviləsi" in text
    for word in ("aiz dərəcəsi", "ərimə", "illik faktiki"):
        assert word not in text
    assert "bir min manat" in text
    assert "1 000,00 AZN" in text.replace("\u00a0", " ")
    english = text_of(render("agreement", language="en"))
    assert "Interest-free loan agreement" in english
    for word in ("Interest rate", "Penalty", "penalty", "percentage"):
        assert word not in english


def test_an_agreement_with_interest_states_its_price() -> None:
    data = samples.agreement(
        interest_free=False, rate="12 % il", apr="12,68 %", penalty="Cərimə yoxdur",
        total_interest_minor=6_619,
    )  # fmt: skip
    text = text_of(render("agreement", data))

    assert "Mikrokredit müqaviləsi" in text
    assert "Faiz dərəcəsi" in text
    assert "66,19" in text
    assert "12,68 %" in text


def test_every_instalment_and_both_signatories_stand_in_the_agreement() -> None:
    text = text_of(render("agreement"))

    for instalment in samples.agreement()["instalments"]:
        assert f"{instalment['due_on']:%d.%m.%Y}" in text
    for part in ("Elçin Quliyev", "Vüqar Əliyev", "Möhür yeri", "Barmaq izi", "Şahid", "ADA"):
        assert part in text
    assert "012 555 01 23" in text


def test_two_people_sign_for_the_lender_even_if_one_is_not_named_yet() -> None:
    one = samples.agreement()["lender_signatories"][:1]
    text = text_of(render("agreement", samples.agreement(lender_signatories=one)))

    assert text.count("Borcverənin adından") == 2


def test_clauses_that_nobody_signed_off_are_marked() -> None:
    assert "təsdiqlənməyib" in text_of(
        render("agreement", samples.agreement(clauses_approved=False))
    )
    assert "təsdiqlənməyib" not in text_of(render("agreement"))


def test_a_receipt_is_a_copy_and_shows_when_it_was_reversed() -> None:
    text = text_of(render("receipt"))
    assert "surət" in text
    assert "AB" in text
    assert "001237" in text

    reversed_one = samples.receipt(
        reversed_on=dt.date(2011, 4, 20), reversal_reason="yanlış məbləğ"
    )
    assert "ləğv edilib: 20.04.2011" in text_of(render("receipt", reversed_one))


def test_a_referral_says_nothing_but_what_is_asked() -> None:
    text = text_of(render("referral")).lower()

    for word in ("mina", "xəsarət", "amputasiya", "əlillik", "injur", "mine"):
        assert word not in text.replace("minadan zərərçəkənlərin sosial-iqtisadi", "")


def test_a_long_table_runs_over_pages_with_its_header_repeated() -> None:
    rows = [[f"Rayon {number}", str(number), "1,00", "0,0 %"] for number in range(200)]
    pdf = render("table-report", samples.table_report(rows=rows), sample=True)

    assert len(pdf.pages) > 2
    assert all("Aktiv borclar" in page.extract_text() for page in pdf.pages)


def test_a_table_too_long_for_paper_is_refused() -> None:
    rows = [["x", "1", "1", "1"]] * (ROWS_MAX + 1)

    with pytest.raises(Refused, match="spreadsheet"):
        documents.render("table-report", samples.table_report(rows=rows), sample=False)


def test_a_spreadsheets_table_becomes_a_documents_table() -> None:
    columns = [
        Column("Rayon"),
        Column("AZN", "money"),
        Column("PAR", "percent"),
        Column("Gün", "date"),
    ]
    sheet = Sheet("x", columns, [("Füzuli", 100_050, Decimal("0.0455"), dt.date(2011, 3, 15))])

    assert table_of(sheet)["rows"] == [["Füzuli", "1\u00a0000,50", "4,6\u00a0%", "15.03.2011"]]


@pytest.mark.parametrize("language", ["az", "en"])
@pytest.mark.parametrize("key", sorted(FORMS))
def test_every_blank_form_prints_with_its_field_numbers(key: str, language: str) -> None:
    form = paper_form(key, samples.LETTERHEAD, language=language)  # type: ignore[arg-type]
    text = text_of(render("form", dict(form), language=language))

    numbers = [field["number"] for section in form["sections"] for field in section["fields"]]
    assert len(set(numbers)) == len(numbers)
    assert form["title"] in text
    for section in form["sections"]:
        for field in section["fields"]:
            assert f"{field['number']} {field['label'][:12]}".rstrip() in text


def test_the_questions_on_functioning_keep_their_published_words() -> None:
    form = paper_form("registration", samples.LETTERHEAD, language="en")  # type: ignore[arg-type]
    text = text_of(render("form", dict(form), language="en"))

    # Washington Group Short Set on Functioning, question 1 and the answers.
    assert "Do you have difficulty seeing, even if wearing glasses?" in text
    assert "Cannot do at all" in text
    assert "disab" not in text[: text.index("difficulty seeing")].lower()


def test_a_chart_of_the_pages_gets_a_style_for_paper() -> None:
    drawn = on_paper('<svg viewBox="0 0 1 1"><rect class="s1"/></svg>')

    assert drawn.startswith('<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><style>')
    with pytest.raises(ValueError, match="SVG"):
        on_paper("<script>")


def test_amounts_dates_and_words_reach_the_template_as_text() -> None:
    view = for_template(
        {"amount_minor": 123_450, "left_minor": None, "on": AT, "rows": [{"x_minor": 5}]}, "az"
    )

    assert view["amount"] == "1\u00a0234,50"
    assert view["amount_words"] == "bir min iki yüz otuz dörd manat 50 qəpik"
    assert view["left"] is None
    assert view["on"] == "15.03.2011 13:00"
    assert view["rows"] == [{"x": "0,05"}]
    with pytest.raises(TypeError):
        for_template({"rate": 0.5}, "az")


def test_the_heavy_libraries_wait_until_they_are_used() -> None:
    program = (
        "import django, sys; django.setup()\n"
        "import dayaq.kernel.documents, dayaq.kernel.spreadsheets\n"
        "print(sorted({'typst', 'openpyxl', 'xlsxwriter'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert said.stdout.decode().strip() == "[]"


@pytest.mark.django_db
def test_a_document_is_issued_once_and_reprinted_byte_for_byte() -> None:
    made: list[str] = []

    def data() -> dict[str, Any]:
        made.append("once")
        return samples.paid_in_full()

    def issue(**changes: Any) -> Any:
        given = {"key": "letter:1", "subject": "FZ-0042-7", "person_id": person, **changes}
        return documents.issue("paid-in-full", data, by=None, at=AT, sample=False, **given)

    person = uuid7()
    first, again = issue(), issue()

    assert first.id == again.id
    assert made == ["once"]
    assert files.read(first) == files.read(again)
    assert files.name_of(first) == "paid-in-full-FZ-0042-7.pdf"
    assert issue(large_print=True).id != first.id
    assert issue(language="en").id != first.id


@pytest.mark.django_db
def test_the_installation_decides_whether_a_document_is_a_sample() -> None:
    Installation.objects.update_or_create(
        id=1,
        defaults={"mode": "demonstration", "demonstration_on": Clock.at(AT).today},
    )

    assert "NÜMUNƏ" in text_of(render("decision", sample=None))


TYPES: dict[str, Any] = {
    "agreement": types.Agreement,
    "attendance": types.Attendance,
    "business-plan": types.BusinessPlan,
    "cash-order": types.CashOrder,
    "certificate": types.Certificate,
    "collection-sheet": types.CollectionSheet,
    "committee-pack": types.CommitteePack,
    "decision": types.Decision,
    "disclosure": types.Disclosure,
    "donor-report": types.DonorReport,
    "form": types.PaperForm,
    "handover-notice": types.HandoverNotices,
    "monthly-report": types.MonthlyReport,
    "paid-in-full": types.PaidInFull,
    "passbook": types.Passbook,
    "receipt": types.Receipt,
    "referral": types.Referral,
    "table-report": types.TableReport,
    "verification-list": types.VerificationList,
    "voucher": types.Voucher,
}


@pytest.mark.parametrize("name", documents.TEMPLATES)
def test_every_template_prints_from_nothing_but_what_its_type_requires(name: str) -> None:
    # Postponed annotations hide NotRequired from __required_keys__ (PEP 655).
    hints = get_type_hints(TYPES[name], include_extras=True)
    required = {key for key, hint in hints.items() if get_origin(hint) is not NotRequired}
    given = sample(name)

    assert given.keys() <= hints.keys()
    assert required <= given.keys()
    assert render(name, {key: given[key] for key in required}).pages
