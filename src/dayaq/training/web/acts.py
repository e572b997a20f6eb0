"""Buttons of a page: each posts one act that needs no answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpResponse

from dayaq.kernel.web.views import Request, submit
from dayaq.training.web.forms.courses import ActForm, DatedActForm

F = TypeVar("F", ActForm, DatedActForm)
Act = tuple[str, Callable[[], object], str]
"""The verb, the call of the service, and the message that follows."""


def run_act(
    request: Request, acts: Mapping[str, Act], to: Callable[[Any], str], form: F
) -> tuple[F, HttpResponse | None]:
    """Run the act whose button was pressed; the form carries the refusal, if any."""
    chosen = acts.get(request.POST.get("act", ""))
    if request.method != "POST" or chosen is None or not form.is_valid():
        return form, None
    verb, do, message = chosen
    return form, submit(request, form, verb, do=do, to=to, message=message)
