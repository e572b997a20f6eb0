"""The customary page around one form: show it, run its command once, or show it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpResponse

from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.views import Request, page, submit

T = TypeVar("T")


def form_page(
    request: Request,
    form: Form,
    *,
    verb: str,
    title: Any,
    do: Callable[[], T],
    to: Callable[[T], str],
    message: Any,
    submit_label: Any,
    back_url: str,
    template: str = "generic/form.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer a page whose only purpose is `form`.

    :param do: calls one service; runs only when the form is sent and valid
    :param to: the address that follows, from what `do` returned
    """
    if request.method == "POST" and form.is_valid():
        done = submit(request, form, verb, do=do, to=to, message=message)
        if done is not None:
            return done
    shown = {"form": form, "title": title, "submit": submit_label, "back_url": back_url}
    return page(
        request, template, {**shown, **(context or {})}, status=422 if form.is_bound else 200
    )
