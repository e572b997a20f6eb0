"""Every form is sent as it should be, twice, and then in every wrong way."""

from __future__ import annotations

import datetime as dt
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from tests.forms.judging import Answer, left_behind, look, send, undone
from tests.forms.reading import ID, Asked, Control, Page, shape
from tests.forms.values import Typed, Wrong, put, sound, wrong_for
from tests.forms.walking import Found, Walk, kind_of
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
    share: tuple[int, int] = (1, 1)
    """Which of how many shares of the forms are sent in every wrong way here."""
    leads_on: bool = True
    """Whether what a form leads to is examined too."""
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By address, what is typed there that nobody could guess."""
    before: dict[str, Callable[[], Any]] = field(default_factory=dict)
    """By address, what happens before its form is looked at; all of it is undone after."""
    tell: Callable[[str], object] | None = None
    """Where each form and each finding is told at once: a long run is not to end in vain."""
    wrong: list[str] = field(default_factory=list)
    repeated: set[tuple[str, ...]] = field(default_factory=set)
    accepted: set[tuple[str, ...]] = field(default_factory=set)
    refused: dict[tuple[str, ...], str] = field(default_factory=dict)
    done: set[tuple[str, ...]] = field(default_factory=set)
    led_to: set[tuple[str, ...]] = field(default_factory=set)
    met_again: set[tuple[str, ...]] = field(default_factory=set)
    sent: int = 0
    answered: int = 0
    """How many wrong answers were sent, and to how many forms."""
    taken: set[tuple[str, ...]] = field(default_factory=set)

    def examine_all(self) -> None:
        """Examine every form that was found, and those they lead to.

        What no link leads to is looked for at its address; its turn may come only later.
        """
        linked = set(self.walk.forms)
        self.walk.probe(self.missing(), self.who_can)
        self.led_to.update(set(self.walk.forms) - linked)
        self._examine(list(self.walk.forms))

    def _examine(self, keys: Iterable[tuple[str, ...]], *, again: bool = False) -> None:
        for key in keys:
            if again or key not in self.done:
                self.done.add(key)
                self.examine(self.walk.forms[key])

    def missing(self) -> list[Address]:
        """Addresses that nobody has opened yet."""
        return [one for one in self.addresses if kind_of(one) not in self.walk.kinds]

    def examine(self, found: Found) -> None:
        with undone():
            self.before.get(shape(found.form.action), list)()
            if found.form.method == "get":
                typed = self._sound(found)
            else:
                typed = self._as_it_should_be(found)
            if self._is_ours(found):
                self.taken.add(found.form.key)
                self._all_wrong_at_once(found, typed)
                self._one_wrong_at_a_time(found, typed)
        self._say(f"{len(self.done)} of {len(self.walk.forms)}, {self.answered} wrong answers: "
                  f"{found.by} {found.form.method} {shape(found.form.action)}")  # fmt: skip

    def _is_ours(self, found: Found) -> bool:
        """Whether the form falls to this process; which does follows from its fields alone."""
        ours, shares = self.share
        return zlib.crc32(str(found.form.key).encode()) % shares == ours - 1

    def _say(self, sentence: str) -> None:
        if self.tell is not None:
            self.tell(f"{time.monotonic():.0f} s: {sentence}")

    def keep(self, found: Found) -> Answer:
        """Send it as it should be, and leave what it does."""
        return self._send(found, self._sound(found))

    def _sound(self, found: Found, *, only_needed: bool = False) -> Typed:
        form = found.form
        known = self.known.get(shape(form.action), {})
        return sound(form, self.walk.today, known=known, only_needed=only_needed)

    # ---- as it should be

    def _as_it_should_be(self, found: Found) -> Typed:
        """Send it sound, and again; look at what comes of it; return what was typed."""
        as_met = found.form
        for form in self._alike(found):
            found.form = form
            for typed in self._tries(found, often=form is as_met):
                if self._is_accepted(found, typed):
                    return typed
        return self._sound(found)

    def _is_accepted(self, found: Found, typed: Typed) -> bool:
        with undone():
            self.last = answer = self._send(found, typed)
            if answer.fault:
                self._complain(found, "sound", answer.fault)
            elif answer.is_accepted:
                self.accepted.add(found.form.key)
                self._again(found, typed, answer)
                if self.leads_on:
                    self._lead_on(found, answer)
            else:
                self.refused[found.form.key] = said(answer)
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
        whole = self._sound(found)
        yield whole
        yield self._sound(found, only_needed=True)
        typed = dict(whole)
        for tried in range(TRIES_MAX if often else 0):
            flagged = _flagged(self.last, found.form)
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
        self.repeated.add(found.form.key)
        second, has_left = left_behind(lambda: self._send(found, typed))
        is_same = second.is_accepted and second.location == first.location
        if not is_same or has_left:
            self._complain(
                found, "sent twice",
                f"{second.status} {second.location} {second.written} {second.fault}",
            )  # fmt: skip

    def _lead_on(self, found: Found, answer: Answer) -> None:
        """Forms that exist only now, or whose turn comes only now, are examined now."""
        known = set(self.walk.forms)
        url = urljoin(found.form.page, answer.location)
        waiting = {*self.refused, *(self.led_to - self.done)} - self.accepted - self.met_again
        for met in self.walk.go_on(found.by, url, {one[1] for one in waiting}):
            if met.form.key in waiting - self.met_again:
                self.met_again.add(met.form.key)
                self.walk.forms[met.form.key] = met
                self._examine([met.form.key], again=True)
        self.walk.probe(self.missing(), self.who_can)
        new = [key for key in self.walk.forms if key not in known]
        self.led_to.update(new)
        self._examine(new)

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
        self.answered += 1
        answer, has_left = left_behind(lambda: self._send(found, sent))
        if answer.fault or answer.status >= 500:
            self._complain(found, what, answer.fault or str(answer.status))
        elif has_left and not answer.is_accepted and not _signs_in(found.form):
            self._complain(found, what, f"was refused and left something in {answer.written}")
        elif found.form.method == "get":
            # A question of 10,000 letters no server takes.
            if answer.written or answer.status not in (200, 302, 400, 404, 422):
                self._complain(found, what, f"{answer.status}, wrote {answer.written}")
        else:
            self._judge(found, what, answer, typings)

    def _judge(
        self, found: Found, what: str, answer: Answer, typings: list[tuple[Control, Wrong]]
    ) -> None:
        must = any(value.must and one.name not in IGNORED for one, value in typings)
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
        self._judge_refusal(found, what, answer.page, typings)

    def _judge_refusal(
        self, found: Found, what: str, page: Page, typings: list[tuple[Control, Wrong]]
    ) -> None:
        """The summary leads to the fields, each has its sentence, and nothing typed is lost."""
        lost = [href for href in page.summary or [] if href[1:] not in page.ids]
        if lost:
            self._complain(found, what, f"the summary leads nowhere: {lost}")
        for one, value in typings:
            must = value.must and one.name not in IGNORED and one.is_shown
            if must and not _has_error(page, one):
                self._complain(found, f"{one.name}: {value.what}", "has no sentence by the field")
            if not _is_kept(page, found.form, one, value):
                self._complain(found, f"{one.name}: {value.what}", "was typed and is lost")

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
        self._say(f"WRONG {self.wrong[-1]}")


def share(asked: str) -> tuple[int, int]:
    """`2/3` is the second of three shares; anything else is the whole."""
    ours, _, shares = asked.partition("/")
    return (int(ours), int(shares)) if shares else (1, 1)


IGNORED = {"login"}
"""Who cannot sign in is not told whether there is such a name."""


def _signs_in(form: Asked) -> bool:
    """Whether somebody signs in by it: a failed attempt is an event of its own."""
    return any(one.kind == "password" for one in form.fields)


def _has_error(page: Page, one: Control) -> bool:
    """Whether a sentence stands by the field, and the summary leads to it."""
    return any(_is_of(href[1:], one) for href in page.summary or [])


def _is_kept(page: Page, form: Asked, one: Control, value: Wrong) -> bool:
    """Whether what was typed stands in the field again; a browser itself sends no file and no
    password back, no choice that is not offered, and no field that the answer does not ask."""
    asked = [
        again.controls[one.name] for again in page.forms
        if shape(again.action) == shape(form.action) and one.name in again.controls
    ]  # fmt: skip
    if one.kind in ("file", "password", "hidden", "checkbox") or not asked:
        return True
    typed = [
        str(part) for part in (value.value if isinstance(value.value, tuple) else [value.value])
    ]
    if one.options:
        typed = [part for part in typed if part in one.options]
        return any(set(typed) <= set(again.chosen) for again in asked)
    return any(_as_sent(typed) == _as_sent(again.chosen or [""]) for again in asked)


def _as_sent(values: list[str]) -> list[str]:
    """As a browser sends it: no line of a field ends in a carriage return alone."""
    return [value.replace("\r\n", "\n").strip() for value in values]


def _is_of(identifier: str, one: Control) -> bool:
    return identifier == one.id or identifier in (f"id_{one.name}", f"id_{one.name}_0")


def _flagged(answer: Answer, form: Asked) -> list[Control]:
    if answer.page is None:
        return []
    named = [href[1:] for href in answer.page.summary or []]
    return [one for one in form.fields if any(_is_of(name, one) for name in named)]


def said(answer: Answer) -> str:
    """What the summary says, for the one who reads the test's report."""
    block = answer.text.partition("error-summary")[2].partition("</div>")[0]
    said = re.sub(r"<[^>]+>|\s+", " ", block.partition(">")[2])
    return " ".join(said.split())[:300] or f"{answer.status}"
