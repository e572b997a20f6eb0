"""Every form of the product, found by following links, sent as it should be and in every wrong way.

Nobody lists the forms: a new one is met because a page leads to it, and its fields are read
from its HTML. `DAYAQ_EVERY_ANSWER=1` sends every wrong value to every field.
"""

from __future__ import annotations

import pytest

from tests.forms.examining import Examiner
from tests.forms.walking import NO_PAGE

pytestmark = pytest.mark.xdist_group("demonstration")

OWN_ACCOUNT = {
    "account_inactive", "account_reauthenticate", "account_change_password", "account_signup",
    "account_email", "account_email_verification_sent", "account_set_password",
    "account_reset_password", "account_logout", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
"""Pages of the sign-in library behind a password, a second step or nothing at all:
tests/safety/test_signing_in.py."""

NO_QUESTION = {
    "healthz", "search", "styleguide", "setup:begin", "language", "accounts:demonstration_sign_in",
    "people:paper_form", "people:scan", "cases:letter", "training:sheet",
    "training:blank_attendance", "training:certificate", "cash:order",
    "credit:cutover_template", "reporting:submission_file", "reporting:download",
}  # fmt: skip
"""Papers, what is only posted to from another page, and what an installation that is set up
no longer asks."""

STATE_NOT_MET = {
    # A workbook that can be read: tests/credit/test_cutover_pages.py.
    "credit:cutover", "credit:cutover_columns", "credit:cutover_borrowers",
    "credit:cutover_sign", "credit:cutover_undo",
    # A statement whose columns are unknown; cash on its way: tests/cash/test_pages.py.
    "cash:columns", "cash:by_paper", "cash:receive", "cash:receive_owed", "cash:count_bag",
    # Typed cash that its officer signs for; an account: tests/credit/test_collecting.py and
    # tests/ledger/test_pages.py.
    "credit:confirm_cash", "ledger:change_account",
    # Attendance of a session today: tests/training/test_pages.py.
    "training:attendance", "training:correct", "training:hazard_list",
    # Somebody without a case; a registration that waits: tests/people and tests/cases.
    "cases:open", "people:verify", "credit:declare_relative",
    # An application on its way: tests/credit/test_pages.py and test_lending.py.
    "credit:complete", "credit:appraise", "credit:submit", "credit:withdraw", "credit:appeal",
    # A proposal that waits: tests/credit/test_following.py and test_product_life.py.
    "credit:reschedule_decide", "credit:relief_decide", "credit:write_off_decide",
}  # fmt: skip
"""Forms for a state that neither the demonstration nor what is sent here comes to: if one is
reached after all, it is examined like any other."""


def test_a_wrong_answer_is_refused_in_a_sentence_and_changes_nothing(examiner: Examiner) -> None:
    assert examiner.wrong == []


def test_no_page_on_the_way_fails(examiner: Examiner) -> None:
    assert examiner.walk.wrong == []


def test_no_form_is_out_of_reach(examiner: Examiner) -> None:
    """A new address is led to from somewhere, or its reason stands above."""
    missing = {one.name for one in examiner.missing() if not NO_PAGE.search(one.to())}

    assert missing - OWN_ACCOUNT - NO_QUESTION - STATE_NOT_MET == set()


def test_enough_forms_are_accepted_when_they_are_sound(examiner: Examiner) -> None:
    """If nothing were accepted, the refusals would prove nothing, nor the second submits."""
    sent = [key for key in examiner.done if key[0] == "post"]

    assert len(sent) > 170
    assert len(examiner.accepted) > 0.6 * len(sent), sorted(examiner.refused)
