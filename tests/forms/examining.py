"""Every form is sent as it should be, twice, and then in every wrong way."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tests.forms.judging import Answer, contents, look, send, undone
from tests.forms.reading import ID, Asked, Control, shape
from tests.forms.values import Typed, Wrong, put, sound, wrong_for
from tests.forms.walking import Found, Walk
from tests.safety.addresses import Address

TRIES_MAX = 5
ALIKE_MAX = 6
ROUNDS_SHORT = 2
"""In the short run each form is sent so often with all its fields wrong at the same time: every
field is touched, and the values go round from form to form."""
FIELDS_SHORT = 4
"""In the short run so many fields of a form are wrong one at a time."""
OTHERWISE: dict[str, tuple[str, ...]] = {
    "text": ("1,5", "2", "AB", "A1", "7777777"), "money": ("100", "1000", "1", "0"),
    "number": ("12", "6", "3", "100", "2"), "textarea": ("01.06.2011 Söz", "Söz " * 20),
}  # fmt: skip


@dataclass
class Examiner:
    """What has been looked at, and what is wrong."""

    walk: Walk
    addresses: list[Address]
    who_can: Callable[[str], list[str]]
    everything: bool = False
    wrong: list[str] = field(default_factory=list)
    accepted: set[tuple[str, ...]] = field(default_factory=set)
    refused: dict[tuple[str, ...], str] = field(default_factory=dict)
    done: set[tuple[str, ...]] = field(default_factory=set)
    sent: int = 0

    def examine_all(self) -> None:
        """Examine every form that was found, and those they lead to."""
        self._examine(list(self.walk.forms))

    def _examine(self, keys: Iterable[tuple[str, ...]]) -> None:
        for key in keys:
            if key not in self.done:
                self.done.add(key)
                self.examine(self.walk.forms[key])

    def missing(self) -> list[Address]:
        """Addresses that nobody has opened yet."""
        return [one for one in self.addresses if shape(one.to()) not in self.walk.kinds]

    def examine(self, found: Found) -> None:
        form = found.form
        if form.method == "get":
            typed = sound(form, self.walk.today)
        else:
            typed = self._as_it_should_be(found)
        self._all_wrong_at_once(found, typed)
        self._one_wrong_at_a_time(found, typed)

    # ---- as it should be

    def _as_it_should_be(self, found: Found) -> Typed:
        """Send it sound, and again; look at what comes of it; return what was typed."""
        as_met = found.form
        for form in self._alike(found):
            found.form = form
            for typed in self._tries(found, often=form is as_met):
                if self._is_accepted(found, typed):
                    return typed
        return sound(found.form, self.walk.today)

    def _is_accepted(self, found: Found, typed: Typed) -> bool:
        with undone():
            self.last = answer = self._send(found, typed)
            if answer.fault:
                self._complain(found, "sound", answer.fault)
            elif answer.is_accepted:
                self.accepted.add(found.form.key)
                self._again(found, typed, answer)
                self._lead_on(found, answer)
            else:
                self.refused[found.form.key] = _said(answer)
        return answer.is_accepted

    def _alike(self, found: Found) -> Iterator[Asked]:
        """The form as it was met, and the same of other records: one of them may be in the
        state that it is for."""
        yield found.form
        match = ID.search(found.form.page)
        if match is None:
            return
        begin, end = found.form.page[: match.start()], found.form.page[match.end() :]
        for other in self.walk.ids.get(shape(begin), [])[:ALIKE_MAX]:
            answer = look(self.walk.enter(found.by), f"{begin}{other}{end}")
            forms = answer.page.forms if answer.page else []
            yield from (form for form in forms if form.key == found.form.key)

    def _tries(self, found: Found, *, often: bool) -> Iterator[Typed]:
        """The form filled in whole; in part; and then as its errors ask, a few times."""
        form, today = found.form, self.walk.today
        whole = sound(form, today)
        yield whole
        yield sound(form, today, only_needed=True)
        typed = dict(whole)
        for tried in range(TRIES_MAX if often else 0):
            flagged = _flagged(self.last, form)
            if not flagged:
                return
            for one in flagged:
                self._otherwise(typed, one, tried)
            yield typed

    def _otherwise(self, typed: Typed, one: Control, tried: int) -> None:
        if one.kind == "day":
            on = self.walk.today + dt.timedelta(days=(0, 31, -1, -31, 400, -365, 90)[tried % 7])
            put(typed, one, (str(on.day), str(on.month), str(on.year)))
        elif options := [option for option in one.options if option]:
            value = options[(tried + 1) % len(options)]
            put(typed, one, (value,) if one.kind in ("boxes", "checkbox") else value)
        elif choices := OTHERWISE.get(one.kind, OTHERWISE["text"]):
            put(typed, one, choices[tried % len(choices)])

    def _again(self, found: Found, typed: Typed, first: Answer) -> None:
        """The second submit leads where the first did, and nothing more is stored."""
        if "command_id" not in found.form.controls:
            return
        before = contents(list(first.written))
        second = self._send(found, typed)
        is_same = second.is_accepted and second.location == first.location
        if not is_same or contents(list(before)) != before:
            self._complain(
                found, "sent twice",
                f"{second.status} {second.location} {second.written} {second.fault}",
            )  # fmt: skip

    def _lead_on(self, found: Found, answer: Answer) -> None:
        """Forms that exist only now are examined now."""
        known = set(self.walk.forms)
        url = urljoin(found.form.page, answer.location)
        self.walk.go_on(found.by, url)
        self.walk.probe(self.missing(), self.who_can)
        self._examine([key for key in self.walk.forms if key not in known])

    # ---- in every wrong way

    def _all_wrong_at_once(self, found: Found, typed: Typed) -> None:
        """Each field has its turn with each of its wrong values, all fields at the same time."""
        fields = [one for one in found.form.fields if one.is_shown and one.kind != "file"]
        rounds = max((len(wrong_for(one)) for one in fields), default=0)
        first = zlib.crc32(str(found.form.key).encode())
        for turn in range(rounds if self.everything else min(rounds, ROUNDS_SHORT)):
            number = (first + turn) % rounds
            sent, typings = dict(typed), []
            for one in fields:
                values = wrong_for(one)
                if number < len(values):
                    put(sent, one, values[number].value)
                    typings.append((one, values[number]))
            self._must_refuse(found, sent, typings)

    def _one_wrong_at_a_time(self, found: Found, typed: Typed) -> None:
        fields = found.form.fields
        if not self.everything and len(fields) > FIELDS_SHORT:
            fields = sorted(fields, key=lambda one: zlib.crc32(one.name.encode()))[:FIELDS_SHORT]
            fields += [one for one in found.form.fields if one.kind == "file" and one not in fields]
        for one in fields:
            for value in self._chosen(found, one):
                sent = dict(typed)
                put(sent, one, value.value)
                self._must_refuse(found, sent, [(one, value)])

    def _chosen(self, found: Found, one: Control) -> list[Wrong]:
        """All wrong values, or one of them: which, follows from the names alone."""
        values = wrong_for(one)
        if self.everything or one.kind == "file":
            return values
        return [values[zlib.crc32(f"{found.form.key}{one.name}".encode()) % len(values)]]

    def _must_refuse(self, found: Found, sent: Typed, typings: list[tuple[Control, Wrong]]) -> None:
        what = ", ".join(f"{one.name}: {value.what}" for one, value in typings)
        with undone():
            answer = self._send(found, sent)
            touched = list(answer.written)
            now = contents(touched) if touched and not answer.is_accepted else {}
        if answer.fault or answer.status >= 500:
            self._complain(found, what, answer.fault or str(answer.status))
        elif now != contents(list(now)) and not _signs_in(found.form):
            self._complain(found, what, f"was refused and left something in {touched}")
        elif found.form.method == "get":
            # A question of 10,000 letters no server takes.
            if answer.written or answer.status not in (200, 302, 400, 404, 422):
                self._complain(found, what, f"{answer.status}, wrote {answer.written}")
        else:
            self._judge(found, what, answer, typings)

    def _judge(
        self, found: Found, what: str, answer: Answer, typings: list[tuple[Control, Wrong]]
    ) -> None:
        must = [(one, value) for one, value in typings if value.must and one.name not in IGNORED]
        if answer.is_accepted:
            if must:
                self._complain(found, what, f"was accepted: {answer.written}")
            elif "command_id" in found.form.controls and answer.events < 1:
                self._complain(found, what, f"was accepted without an event: {answer.written}")
            return
        if not answer.is_refused or answer.page is None:
            if must or answer.status not in (200, 403, 404):
                self._complain(found, what, f"{answer.status} without a summary of errors")
            return
        lost = [href for href in answer.page.summary or [] if href[1:] not in answer.page.ids]
        if lost:
            self._complain(found, what, f"the summary leads nowhere: {lost}")
        for one, value in must:
            if one.is_shown and not _has_error(answer, one):
                self._complain(found, f"{one.name}: {value.what}", "has no sentence by the field")

    # ---- helpers

    def _send(self, found: Found, typed: Typed) -> Answer:
        """Submit, and confirm when the answers are shown once more."""
        self.sent += 1
        client = self.walk.enter(found.by)
        answer = send(client, found.form, typed)
        again = next(
            (f for f in answer.page.forms if ("confirmed", "yes") in f.buttons), None
        ) if answer.page and answer.status == 200 else None  # fmt: skip
        if again is None:
            return answer
        return send(client, again, sound(again, self.walk.today, untouched=True))

    def _complain(self, found: Found, what: str, sentence: str) -> None:
        self.wrong.append(f"{found.by} {shape(found.form.action)} [{what}] {sentence}")


IGNORED = {"login"}
"""Who cannot sign in is not told whether there is such a name."""


def _signs_in(form: Asked) -> bool:
    """Whether somebody signs in by it: a failed attempt is an event of its own."""
    return any(one.kind == "password" for one in form.fields)


def _has_error(answer: Answer, one: Control) -> bool:
    """Whether a sentence stands by the field, and the summary leads to it."""
    assert answer.page is not None
    return any(_is_of(href[1:], one) for href in answer.page.summary or [])


def _is_of(identifier: str, one: Control) -> bool:
    return identifier == one.id or identifier in (f"id_{one.name}", f"id_{one.name}_0")


def _flagged(answer: Answer, form: Asked) -> list[Control]:
    if answer.page is None:
        return []
    named = [href[1:] for href in answer.page.summary or []]
    return [one for one in form.fields if any(_is_of(name, one) for name in named)]


def _said(answer: Answer) -> str:
    """What the summary says, for the one who reads the test's report."""
    block = answer.text.partition("error-summary")[2].partition("</div>")[0]
    said = re.sub(r"<[^>]+>|\s+", " ", block.partition(">")[2])
    return " ".join(said.split())[:300] or f"{answer.status}"
