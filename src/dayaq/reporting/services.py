"""Submitting a report: its figures are frozen with their definitions and their as-of day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import Refused
from dayaq.kernel.events import record
from dayaq.kernel.files import kinds
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.files.services import issued, store
from dayaq.programme.queries import phases
from dayaq.programme.services import charge_expenses
from dayaq.reporting import catalogue, queries
from dayaq.reporting.domain.report import Parameters, Result, Text, to_json
from dayaq.reporting.models import ReportSubmission

ISSUED: Mapping[catalogue.Format, str] = {"pdf": kinds.PDF, "xlsx": kinds.XLSX, "csv": kinds.CSV}
"""The files that are made when a report is submitted, and handed out as they were made."""


def submit_report(
    *,
    by: Actor,
    on: date,
    at: datetime,
    key: str,
    parameters: Parameters,
    narrative: Mapping[str, str] | None = None,
    language: str = "en",
    reason: str = "",
) -> ReportSubmission:
    """Run the report now and keep what it says for good.

    A second submission of the same period is a new version and says why. Submitting a donor
    report charges the approved expenses of its period: they do not change any more.

    :param narrative: the words under the report's headings, by the key of the heading
    :raises NotAllowed: the actor may not submit
    :raises Refused: the period is not over, or a restatement gives no reason
    """
    by.require("reporting.submit")
    if parameters.to > on:
        raise Refused(_("The period is not over yet. Choose a last day up to today."), field="to")
    versions = queries.versions_of(by.programme_id, key, parameters)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    if last and not reason.strip():
        raise Refused(
            _("This report is submitted already. Say why it is submitted again."), field="reason"
        )
    if catalogue.report(key).is_for_donors:
        _charge(by=by, on=on, at=at, parameters=parameters)
    result = _with_words(catalogue.run(key, parameters, by, language=language), narrative or {})
    with translation.override(language):  # lazy words become the words of the report
        snapshot = to_json(result)
    submission = ReportSubmission.objects.create(
        programme_id=by.programme_id,
        report_key=key,
        phase_key=parameters.phase or "",
        starts_on=parameters.frm,
        ends_on=parameters.to,
        as_of=parameters.as_of,
        version=last + 1,
        language=language,
        snapshot=snapshot,
        digest=digest_of(snapshot),
        reason=reason,
        submitted_by_id=by.user_id,
        submitted_on=on,
        submitted_at=at,
    )
    for output in ISSUED:
        issued_file(submission, output, by=by, at=at)
    record(
        "reporting.report_submitted",
        by=by,
        on=on,
        at=at,
        subjects=[("report", submission.id)],
        data={"key": key, "version": submission.version, "digest": submission.digest},
    )
    return submission


def needed_to_submit(key: str) -> tuple[str, ...]:
    """The capabilities of who is led to freezing a report.

    One to donors charges the approved expenses of its period, if there are any, which asks for
    more; nobody writes its words first and is refused then.
    """
    is_for_donors = catalogue.report(key).is_for_donors
    return ("reporting.submit", *(["programme.approve_expense"] if is_for_donors else []))


def issued_file(
    submission: ReportSubmission, output: catalogue.Format, *, by: Actor | None, at: datetime
) -> StoredFile:
    """The file of a submitted report, made once: the same bytes whenever it is asked for.

    It is made at the submission; for a report submitted by a version that kept no files, at
    the first request.

    :param output: one of `ISSUED`; the JSON is the snapshot itself
    """
    key = f"report:{submission.pk}:{output}"
    name = f"{submission.report_key}-{submission.ends_on:%Y%m%d}-v{submission.version}.{output}"
    return issued(key) or store(
        catalogue.render(submission.result, output, language=submission.language),
        name=name,
        content_type=ISSUED[output],
        by=by,
        at=at,
        key=key,
    )


def digest_of(snapshot: Mapping[str, object]) -> str:
    """SHA-256 of the snapshot: anybody can check that a file is what was submitted."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _with_words(result: Result, narrative: Mapping[str, str]) -> Result:
    sections = tuple(
        replace(section, body=narrative.get(section.key, section.body).strip())
        if isinstance(section, Text)
        else section
        for section in result.sections
    )
    return replace(result, sections=sections)


def _charge(*, by: Actor, on: date, at: datetime, parameters: Parameters) -> None:
    for phase in phases(by.programme_id):
        inside = parameters.phase in (None, phase.key)
        if (
            inside
            and phase.expenses.filter(
                status="approved", on__gte=parameters.frm, on__lte=parameters.to
            ).exists()
        ):
            charge_expenses(
                by=by, on=on, at=at, phase_id=phase.id, frm=parameters.frm, to=parameters.to
            )
