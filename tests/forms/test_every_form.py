"""Every form of the product, found by following links, sent as it should be and in every wrong way.

Nobody lists the forms: a new one is met because a page leads to it, and its fields are read
from its HTML. `DAYAQ_EVERY_ANSWER=1` sends every wrong value to every field.
"""

from __future__ import annotations

from tests.forms.examining import Examiner

NO_FORM_HERE = {
    "healthz", "account_inactive", "account_signup", "account_email",
    "account_email_verification_sent", "account_reset_password", "account_set_password",
}  # fmt: skip
"""Addresses where nothing is asked."""


def test_a_wrong_answer_is_refused_in_a_sentence_and_changes_nothing(examiner: Examiner) -> None:
    assert examiner.wrong == []


def test_no_page_on_the_way_fails(examiner: Examiner) -> None:
    assert examiner.walk.wrong == []
