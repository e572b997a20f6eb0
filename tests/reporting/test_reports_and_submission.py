"""Reports run, are written in every format, and stay what they were once submitted."""

import datetime as dt
import json
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import NotAllowed, NotFound, Refused
from dayaq.kernel.files.services import read
from dayaq.programme import services as programme
from dayaq.programme.models import Expense
from dayaq.reporting import catalogue, queries
from dayaq.reporting.domain.report import Table, Text
from dayaq.reporting.models import ReportSubmission
from dayaq.reporting.services import digest_of, issued_file, submit_report
from tests import build
from tests.programme import helpers as papers
from tests.reporting.helpers import asked

pytestmark = pytest.mark.django_db
AT = build.AT
KEYS = ["programme-results", "donor-report", "portfolio", "fund", "monthly"]
FIRST_HALF = {"frm": dt.date(2008, 1, 1), "to": dt.date(2008, 6, 30)}


@pytest.fixture
def leyla():
    return papers.officer()


@pytest.fixture
def pilot(leyla):
    """A pilot with two donors, one line, one charged and one draft expense, and two targets."""
    pilot = papers.phase(leyla)
    papers.grants(leyla, pilot, 7050, 2950)
    line = papers.line(leyla, pilot)
    papers.approved(leyla, line, 10_001)
    papers.expense(leyla, line, 55_555, voucher="V-2")
    node = programme.add_result(
        by=leyla, on=papers.MID, at=AT, phase_id=pilot.id, level="output", code="1.2",
        statement="Micro-credits are given", statement_az="Mikrokreditlər verilir",
    )  # fmt: skip
    programme.set_target(
        by=leyla, on=papers.MID, at=AT, node_id=node.id, indicator="micro_credits",
        target_low=60, target_high=80,
    )  # fmt: skip
    return pilot


def test_the_reports_of_the_issue_are_there() -> None:
    assert [report.key for report in catalogue.list_reports()] == KEYS


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("output", list(catalogue.FORMATS))
def test_every_report_is_written_in_every_format(key: str, output, leyla, pilot) -> None:
    result = catalogue.run(key, asked(leyla, **FIRST_HALF), leyla)

    content = catalogue.render(result, output)

    starts = {"pdf": b"%PDF", "xlsx": b"PK", "csv": "\ufeff".encode(), "json": b"{"}
    assert content.startswith(starts.get(output, result.title.encode()))


def test_funding_shows_the_published_share_and_total(leyla, pilot) -> None:
    result = catalogue.run("programme-results", asked(leyla, **FIRST_HALF, phase="pilot"), leyla)
    table = result.table("funding_pilot")

    ada = table.rows[0]
    assert ada[5] == "70,5\xa0%"
    assert table.totals is not None
    assert table.totals[4] == 10_212_766


def test_finance_splits_the_spending_to_the_cent(leyla, pilot) -> None:
    result = catalogue.run("donor-report", asked(leyla, **FIRST_HALF, phase="pilot"), leyla)

    (spent,) = result.table("finance_pilot").rows
    (borne,) = result.table("bearers_pilot").rows

    assert spent[4] == 10_001  # the draft does not count
    assert borne[1:] == (7_051, 2_950, 10_001)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1.2 Micro-credits are given"), ("az", "1.2 Mikrokreditlər verilir")],
)
def test_a_result_is_told_in_the_readers_language(leyla, pilot, language, said) -> None:
    parameters = asked(leyla, **FIRST_HALF, phase="pilot")
    result = catalogue.run("donor-report", parameters, leyla, language=language)

    assert result.table("results_pilot").rows[0][0] == said


def test_a_range_target_states_both_bounds(leyla, pilot) -> None:
    result = catalogue.run("programme-results", asked(leyla, **FIRST_HALF), leyla)

    (row,) = result.table("targets_count").rows

    assert row[2:5] == (60, 80, 0)


def test_the_spreadsheet_and_the_json_show_the_same_figures(leyla, pilot) -> None:
    import openpyxl

    result = catalogue.run("donor-report", asked(leyla, **FIRST_HALF, phase="pilot"), leyla)

    book = openpyxl.load_workbook(BytesIO(catalogue.render(result, "xlsx")))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    data = json.loads(catalogue.render(result, "json"))
    (table,) = [s for s in data["sections"] if s["key"] == "bearers_pilot"]

    assert table["rows"][0][1:3] == [7_051, 2_950]
    assert {70.51, 29.5} <= cells


def test_an_unknown_phase_or_report_is_said_in_a_sentence(leyla, pilot) -> None:
    with pytest.raises(NotFound, match="no phase called"):
        catalogue.parameters_for(leyla.programme_id, today=build.TODAY, phase="third")
    with pytest.raises(NotFound, match="no report"):
        catalogue.run("nothing", asked(leyla), leyla)


def test_a_phase_gives_its_dates_no_further_than_today(leyla, pilot) -> None:
    early = catalogue.parameters_for(leyla.programme_id, today=papers.MID, phase="pilot")
    late = catalogue.parameters_for(leyla.programme_id, today=build.TODAY, phase="pilot")

    assert (early.frm, early.to) == (pilot.starts_on, papers.MID)
    assert (late.to, late.as_of) == (pilot.ends_on, pilot.ends_on)


def submit(by, **more):
    given = {"on": dt.date(2008, 7, 10), "at": AT, "key": "donor-report"}
    given |= {"parameters": asked(by, **FIRST_HALF, phase="pilot")}
    return submit_report(by=by, **{**given, **more})


def test_a_submitted_report_keeps_its_figures_when_the_books_go_on(leyla, pilot) -> None:
    submission = submit(leyla, narrative={"summary": "Two courses were held."})
    before = submission.result

    line = pilot.budget_lines.get()
    papers.approved(leyla, line, 777, voucher="V-LATE", on=dt.date(2008, 6, 20))

    opened = queries.submission(leyla, submission.id).result
    now = catalogue.run("donor-report", asked(leyla, **FIRST_HALF, phase="pilot"), leyla)
    assert opened == before
    assert opened.table("finance_pilot").rows[0][4] == 10_001
    assert now.table("finance_pilot").rows[0][4] == 10_778


def test_the_words_are_frozen_with_the_figures_and_definitions(leyla, pilot) -> None:
    submission = submit(leyla, narrative={"summary": "Two courses were held."})

    words = {s.key: s.body for s in submission.result.sections if isinstance(s, Text)}
    assert words["summary"] == "Two courses were held."
    assert submission.result.definitions
    assert submission.digest == digest_of(submission.snapshot)


@pytest.mark.parametrize("output", ["pdf", "xlsx", "csv"])
def test_the_file_of_a_submitted_report_is_the_same_bytes_for_ever(
    output, leyla, pilot, monkeypatch
) -> None:
    submission = submit(leyla)
    first = read(issued_file(submission, output, by=leyla, at=AT))

    # What a later version draws otherwise: another mark at the head, other words of the program.
    papers.grants(leyla, papers.phase(leyla, key="second"), 10_000)
    monkeypatch.setattr(catalogue, "render", lambda *_given, **_more: b"%PDF-drawn anew")

    assert read(issued_file(submission, output, by=None, at=AT + dt.timedelta(days=400))) == first


def test_a_submitted_report_is_served_as_it_was_issued(leyla, pilot, client) -> None:
    submission = submit(leyla)
    client.force_login(User.objects.get(pk=leyla.user_id))
    page = f"/reports/submitted/{submission.pk}/"

    answers = {output: client.get(f"{page}{output}") for output in ("pdf", "xlsx", "csv", "json")}

    for output in ("pdf", "xlsx", "csv"):
        kept = issued_file(submission, output, by=None, at=AT)
        assert answers[output].content == read(kept)
        assert answers[output]["Content-Type"] == kept.content_type
    assert answers["json"].json() == submission.snapshot


def test_the_database_refuses_to_change_a_submitted_report(leyla, pilot) -> None:
    submission = submit(leyla)

    refused = r"submitted report never changes|permission denied"
    with (
        pytest.raises(DatabaseError, match=refused),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE reporting_reportsubmission SET digest = 'x'")
    assert ReportSubmission.objects.get().digest == submission.digest


def test_a_restatement_is_a_new_version_and_says_why(leyla, pilot) -> None:
    submit(leyla)

    with pytest.raises(Refused, match="Say why"):
        submit(leyla)
    second = submit(leyla, reason="A voucher came late.")

    assert second.version == 2
    assert ReportSubmission.objects.count() == 2


def test_submitting_charges_the_expenses_of_the_period(leyla, pilot) -> None:
    submit(leyla)

    states = dict(Expense.objects.values_list("voucher", "status"))
    assert states == {"V-1": "charged", "V-2": "draft"}


def test_a_period_that_is_not_over_is_not_submitted(leyla, pilot) -> None:
    with pytest.raises(Refused, match="not over yet"):
        submit(leyla, on=dt.date(2008, 6, 29))
    assert not ReportSubmission.objects.exists()


def test_a_donor_reads_submitted_donor_reports_and_nothing_else(leyla, pilot) -> None:
    donor_report = submit(leyla)
    submit(leyla, key="monthly")
    helga = build.actor(Role.DONOR)

    assert [row.id for row in queries.submissions(helga)] == [donor_report.id]
    with pytest.raises(NotAllowed):
        catalogue.run("donor-report", asked(helga, **FIRST_HALF), helga)
    with pytest.raises(NotAllowed):
        submit(helga)


def test_another_programmes_report_is_not_found(leyla, pilot) -> None:
    submission = submit(leyla)
    stranger = build.actor(Role.PROGRAMME_OFFICER, programme_code="other")

    with pytest.raises(NotFound):
        queries.submission(stranger, submission.id)


def test_a_report_in_azerbaijani_has_its_own_words(leyla, pilot) -> None:
    result = catalogue.run("fund", asked(leyla), leyla, language="az")

    assert all(isinstance(section.title, str) for section in result.sections)
    assert any(isinstance(section, Table) for section in result.sections)
