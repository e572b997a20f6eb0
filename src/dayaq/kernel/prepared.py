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

import functools
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, Model, QuerySet, Value, Window
from django.db.models.query import ModelIterable, get_related_populators

from dayaq.kernel import db

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

PLANS_MAX = 64
"""Of each question: so many askers, days and codes; the one used longest ago is forgotten."""

SHOWN_MAX = 20
MARKS = tuple(
    UUID(int=0xDA7A_0000_0000_4000_8000_0000_0000_0000 + place) for place in range(6 + SHOWN_MAX)
)
"""What stands for an id while the SQL is worked out; no row has such an id. The last are for the
rows that are shown of many."""


Make = Callable[[Sequence[tuple[Any, ...]]], list[Any]]
"""Turns the rows of an answer into what the queryset is made of."""


class _Plan(Generic[M]):
    """One queryset, compiled: its SQL, where the ids go, and what its rows become."""

    def __init__(
        self, rows: QuerySet[M], marks: Sequence[UUID], asked: Collection[Hashable]
    ) -> None:
        assert not rows._prefetch_related_lookups, "a prefetch is a question of its own"  # type: ignore[attr-defined] # noqa: S101
        compiler: Any = rows.query.get_compiler(using=rows.db)
        self.sql: str | None
        try:
            self.sql, params = compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = None, ()
        else:
            assert set(marks) <= {one for one in params if isinstance(one, UUID)}, self.sql  # noqa: S101
            self.make = _maker(rows, compiler)
        self.params: tuple[Any, ...]
        self.sql, self.params = _with_words(self.sql, tuple(params), asked)
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
        return self.make(db.fetch(self.sql, params))


is_word = re.compile(r"[a-z_]*").fullmatch


def _with_words(
    sql: str | None, params: tuple[Any, ...], asked: Collection[Hashable]
) -> tuple[str | None, tuple[Any, ...]]:
    """The statement with the words and numbers of our own code in it (a status, nothing unpaid),
    not beside it.

    PostgreSQL knows then how rare they are when it makes the one plan it keeps, and that an index
    of the rows with such a value will do; of a value it cannot see it assumes the average, and
    plans anew each time. What was `asked` stays beside.
    """
    if sql is None:
        return sql, params
    values = iter(params)
    written: list[str] = []
    kept: list[Any] = []
    for piece in re.split(r"(%%|%s)", sql):
        value = next(values) if piece == "%s" else None
        ours = None if piece != "%s" else _in_words(value, asked)
        written.append(piece if ours is None else ours)
        if piece == "%s" and ours is None:
            kept.append(value)
    return "".join(written), tuple(kept)


def _in_words(value: object, asked: Collection[Hashable]) -> str | None:
    """How a value of our own code is written in a statement; None for what stays beside it."""
    if isinstance(value, str) and is_word(value) and value not in asked:
        return f"'{value}'"
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return None if int(value) in asked else str(int(value))
    return None


def _maker(rows: Any, compiler: Any) -> Make:
    """What a compiled queryset makes of the rows of its answer, worked out once.

    As the iterables of a queryset do it for each answer anew: `ModelIterable` for models, and
    its own iterable for anything else (`values`, `values_list`).
    """
    fields = [column[0] for column in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(fields)
    assert not compiler.has_composite_fields(fields), "no key of two columns is asked for here"  # noqa: S101

    def converted(answer: Sequence[tuple[Any, ...]]) -> Iterable[Sequence[Any]]:
        return compiler.apply_converters(answer, converters) if converters else answer

    if not issubclass(rows._iterable_class, ModelIterable):
        return lambda answer: list(rows._iterable_class(_Answered(rows, converted(answer))))
    model = compiler.klass_info["model"]
    assert not rows._known_related_objects, "a question does not start from a row"  # noqa: S101
    selected = compiler.klass_info["select_fields"]
    own = slice(selected[0], selected[-1] + 1)
    names = [column[0].target.attname for column in compiler.select[own]]
    joined = get_related_populators(compiler.klass_info, compiler.select, rows.db)  # type: ignore[call-arg] # the types are of a later Django
    annotations = tuple((compiler.annotation_col_map or {}).items())

    def make(answer: Sequence[tuple[Any, ...]]) -> list[Any]:
        made = []
        for row in converted(answer):
            one = model.from_db(rows.db, names, row[own])
            for populator in joined:
                populator.populate(row, one)
            for name, place in annotations:
                setattr(one, name, row[place])
            made.append(one)
        return made

    return make


class _Answered:
    """A queryset as its iterable wants it, whose answer has come already."""

    def __init__(self, rows: Any, answer: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self._answer = answer

    @property
    def query(self) -> _Answered:
        return self

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> _Answered:
        return self

    def results_iter(
        self, *_args: Any, tuple_expected: bool = False, **_kwargs: Any
    ) -> Iterable[Sequence[Any]]:
        return map(tuple, self._answer) if tuple_expected else self._answer

    def __getattr__(self, name: str) -> Any:
        try:
            return getattr(self._rows.query, name)
        except AttributeError:
            return getattr(self._rows, name)


def prepared(build: Callable[P, QuerySet[M]]) -> Callable[P, list[M]]:
    """Make `build` answer with the rows of its queryset, compiled once for each asker."""

    @functools.lru_cache(maxsize=PLANS_MAX)
    def plan(shape: tuple[Hashable, ...], names: tuple[str, ...]) -> _Plan[M] | _FirstRows[M]:
        marks = iter(MARKS)
        values = [next(marks) if one is UUID else one for one in shape]
        used = [one for one in values if isinstance(one, UUID)]
        cut = len(values) - len(names)
        rows: Any = build(*values[:cut], **dict(zip(names, values[cut:], strict=True)))  # type: ignore[arg-type]
        asked = {one for one in values if isinstance(one, str | int)}
        return (_FirstRows if isinstance(rows, _Counted) else _Plan)(rows, used, asked)

    @functools.wraps(build)
    def asked(*args: P.args, **kwargs: P.kwargs) -> list[M]:
        values: Iterable[Any] = (*args, *kwargs.values())
        ids = [one for one in values if isinstance(one, UUID)]
        shape = tuple(UUID if isinstance(one, UUID) else one for one in (*args, *kwargs.values()))
        return plan(shape, tuple(kwargs)).ask(ids)

    return asked


@dataclass(frozen=True, slots=True)
class _Counted(Generic[M]):
    """A queryset of which only the first rows are shown."""

    rows: QuerySet[M]
    shown: int


def counted(rows: QuerySet[M], shown: int) -> QuerySet[M]:
    """As the answer of a prepared question: the first `shown` of `rows`, at most `SHOWN_MAX`,
    each knowing as `of_all` how many there are altogether."""
    assert shown <= SHOWN_MAX  # noqa: S101
    return cast("QuerySet[M]", _Counted(rows, shown))


class _FirstRows(Generic[M]):
    """The first rows of many: found and counted by their ids, and only those shown are read.

    Sorting whole rows with all that is joined to them takes the database twice as long.
    """

    def __init__(
        self, many: _Counted[M], marks: Sequence[UUID], asked: Collection[Hashable]
    ) -> None:
        bare: Any = many.rows.select_related(None)
        ids = bare.annotate(of_all=Window(Count("*"))).values_list("pk", "of_all")
        self.shown = many.shown
        places = MARKS[-many.shown :]
        self.found: _Plan[Any] = _Plan(ids[: many.shown], marks, asked)
        self.read: _Plan[M] = _Plan(many.rows.filter(pk__in=places), (*marks, *places), asked)

    def ask(self, ids: Sequence[UUID]) -> list[M]:
        """The rows for these ids, in two statements, or in one when there are none."""
        found = [(row[0], row[1]) for row in self.found.ask(ids)]
        if not found:
            return []
        first = [pk for pk, _of_all in found]
        rows: dict[Any, Any] = {
            row.pk: row for row in self.read.ask([*ids, *padded(first, self.shown)])
        }
        for pk, of_all in found:
            if pk in rows:
                rows[pk].of_all = of_all
        return [rows[pk] for pk in first if pk in rows]


def padded(ids: Sequence[UUID], count: int) -> list[UUID]:
    """At least one id and at most `count`, as `count` of them: one question for any number."""
    return [*ids, *[ids[-1]] * (count - len(ids))]


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
