"""Ask once per page: several panels of one page want the same row.

    @once
    def registration(actor, person_id): ...

Answers are kept while one page is read (GET) and forgotten with it; everywhere else, in
services, commands and tests, the function is simply called.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def reading_a_page() -> Iterator[None]:
    """From here to the end, answers are kept; the middleware wraps each GET in it."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(question: Callable[P, T]) -> Callable[P, T]:
    """Make `question` keep its answer for the page, by its (hashable) arguments."""

    @functools.wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        kept = _kept.get()
        if kept is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = question(*args, **kwargs)
        answer: T = kept[key]
        return answer

    return asked
