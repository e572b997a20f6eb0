"""Whatever the log says is said in words: a code of ours is no word."""

from __future__ import annotations

import re

import pytest

from dayaq.kernel.events import EventType, event_types

SAID_IN_WORDS = {
    "answer", "kind", "method", "outcome", "pathway", "reason", "role", "status", "step", "result",
}  # fmt: skip


@pytest.mark.parametrize("kind", event_types().values(), ids=lambda kind: kind.verb)
def test_no_code_stands_in_a_sentence(kind: EventType) -> None:
    named = set(re.findall(r"%\((\w+)\)s", str(kind.sentence)))

    assert named & SAID_IN_WORDS <= set(kind.words)
