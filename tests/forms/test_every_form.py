"""Every form of the product, found by following links, sent as it should be and in every wrong way.

Nobody lists the forms: a new one is met because a page leads to it, and its fields are read
from its HTML. What a form needs to be accepted is prepared in `states/`. `DAYAQ_EVERY_ANSWER=1`
sends every wrong value to every field, `1/2` and `2/2` each to a share of the forms.
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
    "people:paper_form", "people:scan", "cases:letter", "training:sheet", "training:hazard_list",
    "training:blank_attendance", "training:certificate",
    "credit:cutover_template", "reporting:submission_file", "reporting:download",
}  # fmt: skip
"""Papers, what is only posted to from another page, and what an installation that is set up
no longer asks."""

SENT_ONCE = {
    # Pages of the sign-in library: tests/safety/test_signing_in.py.
    "/account/login/": "signing in twice is signing in",
    "/account/logout/": "who has signed out is nobody any more",
    "/account/2fa/totp/activate/": "its answer is a code that only the person's telephone knows",
    # Nothing of the programme is written.
    "/language/": "the same language is chosen again",
    "/demonstration/sign-in/<slug:username>/": "signing in twice is signing in",
    # The fund leaves only when no cash and nobody else's money is in it, and here there is some:
    # tests/credit/test_handover_pages.py sends both twice.
    "/credit/handover/<uuid:pk>/transfer/": "cash is in the box and with officers",
    "/credit/handover/<uuid:pk>/close/": "it follows the transfer",
    "/set-up/finish/": "the demonstration is set up: test_set_up.py sends it twice",
    "/credit/products/shipped/": "the demonstration has them all: test_set_up.py sends it twice",
}
"""Forms whose second submit is not looked at here, and why."""


def test_a_wrong_answer_is_refused_in_a_sentence_and_changes_nothing(examiner: Examiner) -> None:
    assert examiner.wrong == []


def test_no_page_on_the_way_fails(examiner: Examiner) -> None:
    assert examiner.walk.wrong == []


def test_no_form_is_out_of_reach(examiner: Examiner) -> None:
    """A new address is led to from somewhere, or its reason stands above."""
    missing = {one.name for one in examiner.missing() if not NO_PAGE.search(one.to())}

    assert missing - OWN_ACCOUNT - NO_QUESTION == set()


def test_every_form_is_accepted_when_it_is_sound_and_once_more_without_effect(
    examiner: Examiner,
) -> None:
    """Without a sound answer the refusals would prove nothing, nor would there be a second."""
    sent = {key for key in examiner.done if key[0] == "post"}
    left = {
        key[1]: examiner.refused.get(key, "")
        for key in sent - examiner.repeated
        if not any(set(key) <= set(wider) for wider in examiner.repeated)
    }

    assert len(sent) > 195
    assert {address: left[address] for address in set(left) - set(SENT_ONCE)} == {}
    assert set(SENT_ONCE) - set(left) == set(), "is looked at after all"
