"""A long list, a page at a time, in two prepared questions: how many, and the rows shown.

    @listing
    def loans_listed(actor: Actor, status: str, district_id: UUID | None) -> QuerySet[Loan]: ...

    pages = loans_listed(request, actor, status, district_id)

What narrows the list is passed as arguments, which are those of a prepared question
(kernel.prepared): ids are filled in, everything else is part of the question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from dayaq.kernel.prepared import how_many, prepared

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

PER_PAGE = 25


def listing(build: Callable[P, QuerySet[M]]) -> Callable[Concatenate[HttpRequest, P], Page[M]]:
    """Make `build` answer with the page that ?page= names; out of range gives the nearest."""

    @prepared
    def shown(first: int, *args: Any, **kwargs: Any) -> QuerySet[M]:
        rows = build(*args, **kwargs)
        # The order is counted off by ids alone, without what is drawn of a row or joined to it.
        return rows.filter(pk__in=rows.values("pk")[first : first + PER_PAGE])

    @prepared
    def counted(*args: Any, **kwargs: Any) -> QuerySet[M]:
        return how_many(build(*args, **kwargs))

    def listed(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> Page[M]:
        total = cast(int, next(iter(counted(*args, **kwargs)), 0))
        pages = Paginator(range(total), PER_PAGE)
        number = pages.get_page(request.GET.get("page")).number
        rows = shown((number - 1) * PER_PAGE, *args, **kwargs) if total else []
        return Page(rows, number, cast("Paginator[M]", pages))

    return listed
