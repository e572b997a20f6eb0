"""How a page answers: guard, parse, one call, redirect.

`submit` is the one way from a form to a service. It gives every form exactly one effect,
however often it is sent, and turns each refusal into a sentence on the form.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, NoReturn, Protocol, TypeVar, overload
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.clock import Clock
from dayaq.kernel.db import as_refusal, run_command
from dayaq.kernel.errors import N_, Conflict, NotAllowed, NotFound, Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import Model, QuerySet

    from dayaq.kernel.access.models import Programme
    from dayaq.kernel.models import Installation

T = TypeVar("T")
M = TypeVar("M", bound="Model")


class Request(HttpRequest):
    """A request after the middleware: who acts, in which programme, on what day."""

    actor: Actor
    clock: Clock
    installation: Installation | None
    programme: Programme | None


class BoundForm(Protocol):
    @property
    def command_id(self) -> UUID: ...

    def add_error(self, field: str | None, error: Any) -> None: ...


def sentence(refusal: Refused) -> str:
    """The refusal in the reader's language."""
    text = gettext(refusal.message) if isinstance(refusal.message, str) else str(refusal.message)
    return text % refusal.params if refusal.params else text


def needs(
    capability: str | None,
) -> Callable[[Callable[Concatenate[Request, ...], HttpResponse]], Callable[..., HttpResponse]]:
    """Guard a view: sign-in, and `capability` where one is named."""

    def decorate(
        view: Callable[Concatenate[Request, ...], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if capability is not None and not request.actor.can(capability):
                raise PermissionDenied(
                    gettext("Your role does not include this. Ask the programme officer.")
                )
            try:
                answer = view(request, *args, **kwargs)
            except NotFound as refusal:
                return _first_answer(request) or _raise(
                    Http404(_not_found(request, refusal)), refusal
                )
            except NotAllowed as refusal:
                return _first_answer(request) or _raise(
                    PermissionDenied(sentence(refusal)), refusal
                )
            # Acted upon, what the form is about may accept no such form any more.
            is_done = isinstance(answer, HttpResponseRedirect)
            return (None if is_done else _first_answer(request)) or answer

        guarded.capability = capability  # type: ignore[attr-defined] # read by the access tests
        return guarded

    return decorate


def _not_found(request: Request, refusal: NotFound) -> str:
    """The sentence, and to whoever sends a form what may have happened meanwhile."""
    if request.method != "POST":
        return sentence(refusal)
    meanwhile = gettext("Perhaps somebody has dealt with it meanwhile. Nothing was changed now.")
    return f"{sentence(refusal)} {meanwhile}"


def _raise(error: Exception, cause: Exception) -> NoReturn:
    raise error from cause


def _first_answer(request: Request) -> HttpResponse | None:
    """Where this very form led when this person sent it the first time, if they did."""
    if request.method != "POST":
        return None
    try:
        command_id = UUID(request.POST.get("command_id", ""))
    except ValueError:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, digest, result_url FROM kernel_command WHERE id = %s AND user_id = %s",
            [command_id, request.actor.user_id],
        )
        found = cursor.fetchone()
    if found is None or bytes(found[1]) != _digest(found[0], request):
        return None
    return HttpResponseRedirect(found[2])


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page."""
    return render(request, template, dict(context or {}), status=status)


def find(queryset: QuerySet[M], **lookup: Any) -> M:
    """The one row, or the sentence that there is none among those the person may see.

    :raises NotFound: 404; a record out of sight and a missing one look the same
    """
    try:
        return queryset.get(**lookup)
    except (ObjectDoesNotExist, ValueError) as error:
        raise NotFound(N_("There is no such record among those you may see.")) from error


@overload
def paginate(request: HttpRequest, rows: QuerySet[M], per_page: int = ...) -> Page[M]: ...
@overload
def paginate(request: HttpRequest, rows: Sequence[T], per_page: int = ...) -> Page[T]: ...
def paginate(request: HttpRequest, rows: Any, per_page: int = 25) -> Page[Any]:
    """The page that ?page= names; a number out of range gives the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def download(content: bytes, filename: str, content_type: str) -> HttpResponse:
    """A file to keep; the name is ASCII so that every phone can store it."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response


def submit(
    request: Request,
    form: BoundForm,
    verb: str,
    *,
    do: Callable[[], T],
    to: Callable[[T], str],
    message: Any = None,
) -> HttpResponse | None:
    """Run `do` once for this form and go to `to(result)`.

    The form's hidden `command_id` is stored in the same transaction. Sent again, the same
    form leads to the first result and has no second effect; with other content it is refused.

    :return: the redirect, or None when a refusal was put on the form
    """
    command_id = form.command_id
    digest = _digest(verb, request)

    def command() -> str:
        _claim(command_id, verb, digest, request)
        url = to(do())
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE kernel_command SET result_url = %s WHERE id = %s", [url, command_id]
            )
        return url

    try:
        url = run_command(command)
    except _Repeated as repeated:
        return HttpResponseRedirect(repeated.url)
    except Refused as refusal:
        _put_on(form, refusal)
        return None
    if message is not None:
        messages.success(request, str(message))
    return HttpResponseRedirect(url)


class _Repeated(Exception):  # noqa: N818 - not an error: the form was sent before
    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def _claim(command_id: UUID, verb: str, digest: bytes, request: Request) -> None:
    """Take the command id; a concurrent second submit waits here for the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_command (id, verb, digest, result_url, user_id, recorded_at) "
            "VALUES (%s, %s, %s, '', %s, %s) ON CONFLICT (id) DO NOTHING",
            [command_id, verb, digest, request.actor.user_id, request.clock.now],
        )
        if cursor.rowcount == 1:
            return
        cursor.execute(
            "SELECT digest, result_url, user_id FROM kernel_command WHERE id = %s", [command_id]
        )
        first_digest, url, user_id = cursor.fetchone()
    if bytes(first_digest) == digest and user_id == request.actor.user_id:
        raise _Repeated(url)
    raise Conflict(
        N_(
            "This form has been sent already, with other content. "
            "Nothing was changed now; open the page again to make a further change."
        ),
        code="sent_already",
    )


def _digest(verb: str, request: HttpRequest) -> bytes:
    pairs = sorted(
        (key, values) for key, values in request.POST.lists() if key != "csrfmiddlewaretoken"
    )
    files = sorted(
        (key, [(f.name, _fingerprint(f)) for f in request.FILES.getlist(key)])
        for key in request.FILES
    )
    text = json.dumps([verb, request.path, pairs, files], ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def _fingerprint(file: UploadedFile[bytes]) -> str:
    file.seek(0)
    found = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return found


def _put_on(form: BoundForm, refusal: Refused) -> None:
    form.add_error(refusal.field, sentence(refusal))


def refused(request: Request, error: Refused | IntegrityError) -> str:
    """The sentence for a refusal met outside a form."""
    cause = as_refusal(error) if isinstance(error, IntegrityError) else error
    if not isinstance(cause, Refused):
        raise cause
    return sentence(cause)
