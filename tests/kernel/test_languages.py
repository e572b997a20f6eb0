"""What was written in two languages is read in one."""

import pytest
from django.utils.translation import override

from dayaq.kernel.languages import in_language


@pytest.mark.parametrize(
    ("reads", "english", "azerbaijani", "shown"),
    [
        ("az", "Pilot", "Pilot mərhələ", "Pilot mərhələ"),
        ("en", "Pilot", "Pilot mərhələ", "Pilot"),
        ("az", "Pilot", "", "Pilot"),
        ("en", "", "Pilot mərhələ", "Pilot mərhələ"),
        (None, "Pilot", "Pilot mərhələ", "Pilot mərhələ"),  # nobody reads: a job, a log
    ],
)
def test_it_is_shown_in_the_readers_language_or_as_it_is_known(
    reads, english, azerbaijani, shown
) -> None:
    with override(reads):
        assert in_language(english, azerbaijani) == shown
