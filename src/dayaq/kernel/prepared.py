"""Questions whose SQL is worked out once and then only sent again, with other ids.

Building a queryset and compiling it takes Django longer than PostgreSQL takes to answer, and the
busiest pages ask the same dozens of questions for one person after another:

    @prepared
    def cases_of(person_id: UUID, actor: Actor) -> QuerySet[Case]: ...

    cases_of(person.pk, actor)  # a list of rows

Arguments that are UUIDs are filled in anew each time; all the others (who asks, the day, a code)
are part of the question and must be hashable, so what the asker may see is never shared with
anybody whose sight differs. Rows are read from the database each time: nothing is remembered
of the answer. The function must build the same queryset for any id, and neither slice nor
decide by it. `docs/adr/0020` says what of Django this leans on.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, ParamSpec, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Model, QuerySet, Value, Window

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

PLANS_MAX = 64
"""Of each question: so many askers, days and codes; the one used longest ago is forgotten."""

MARKS = tuple(UUID(int=0xDA7A_0000_0000_4000_8000_0000_0000_0000 + place) for place in range(6))
"""What stands for an id while the SQL is worked out; no row has such an id."""


class _Plan(Generic[M]):
    """One queryset, compiled."""

    def __init__(self, rows: QuerySet[M], marks: Sequence[UUID]) -> None:
        assert not rows._prefetch_related_lookups, "a prefetch is a question of its own"  # type: ignore[attr-defined] # noqa: S101
        self.rows: Any = rows
        self.compiler = self.rows.query.get_compiler(using=rows.db)
        self.converters: dict[int, Any] | None = None
        self.sql: str | None
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = None, ()
        else:
            assert set(marks) <= {one for one in params if isinstance(one, UUID)}, self.sql  # noqa: S101
        self.params: tuple[Any, ...] = tuple(params)
        self.places = [
            (place, marks.index(value))
            for place, value in enumerate(self.params)
            if isinstance(value, UUID) and value in marks
        ]

    def ask(self, ids: Sequence[UUID]) -> list[M]:
        """The rows for these ids, in one statement."""
        if self.sql is None:
            return []
        params = list(self.params)
        for place, which in self.places:
            params[place] = ids[which]
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, tuple(params))
        compiler.get_converters = self._converters_of
        return list(self.rows._iterable_class(_Sent(self.rows, compiler)))

    def _converters_of(self, expressions: Iterable[Any]) -> dict[int, Any]:
        """What turns the database's values into ours; the same for every answer of this SQL."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(expressions)
        return self.converters


class _Query:
    """A query as the iterables of a queryset want it, with the compiler that has its SQL."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class _Sent:
    """A queryset as its iterable wants it."""

    def __init__(self, rows: Any, compiler: Any) -> None:
        self.query = _Query(rows.query, compiler)
        self._rows = rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rows, name)


def prepared(build: Callable[P, QuerySet[M]]) -> Callable[P, list[M]]:
    """Make `build` answer with the rows of its queryset, compiled once for each asker."""

    @functools.lru_cache(maxsize=PLANS_MAX)
    def plan(shape: tuple[Hashable, ...], names: tuple[str, ...]) -> _Plan[M]:
        marks = iter(MARKS)
        values = [next(marks) if one is UUID else one for one in shape]
        used = [one for one in values if isinstance(one, UUID)]
        cut = len(values) - len(names)
        rows: Any = build(*values[:cut], **dict(zip(names, values[cut:], strict=True)))  # type: ignore[arg-type]
        return _Plan(rows, used)

    @functools.wraps(build)
    def asked(*args: P.args, **kwargs: P.kwargs) -> list[M]:
        values: Iterable[Any] = (*args, *kwargs.values())
        ids = [one for one in values if isinstance(one, UUID)]
        shape = tuple(UUID if isinstance(one, UUID) else one for one in (*args, *kwargs.values()))
        return plan(shape, tuple(kwargs)).ask(ids)

    return asked


def counted(rows: QuerySet[M], shown: int) -> QuerySet[M]:
    """The first `shown` of `rows`, each knowing as `of_all` how many there are altogether."""
    every: Any = rows.annotate(of_all=Window(Count("*")))
    return cast("QuerySet[M]", every[:shown])


def number_of(rows: Sequence[Any]) -> int:
    """How many there are altogether, from the answer to a `counted` question."""
    return int(rows[0].of_all) if rows else 0


def how_many(rows: QuerySet[M]) -> QuerySet[M]:
    """The question how many `rows` there are; its answer is one number."""
    bare: Any = rows.order_by()
    if rows.query.annotations:  # they may be grouped, or joined to many others
        bare = rows.model._default_manager.filter(pk__in=bare.values("pk"))
    every = bare.annotate(_all=Value(1)).values("_all").annotate(_number=Count("*"))
    return cast("QuerySet[M]", every.values_list("_number", flat=True))
