"""The forms of a page, read from its HTML as a browser would: nobody lists them anywhere."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from django.urls import Resolver404, resolve

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
ROW = re.compile(r"^row-\d+-")
COMMAND = "command_id"
DAY_PARTS = ("_day", "_month", "_year")


@dataclass
class Control:
    """What one name of a form asks for; a day in three boxes is one control."""

    name: str
    kind: str
    id: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    least: str = ""
    accept: str = ""
    optional: bool = False
    is_code: bool = False

    @property
    def is_shown(self) -> bool:
        return self.kind != "hidden"


@dataclass
class Asked:
    """One form of one page, as it came."""

    page: str
    method: str
    action: str
    is_multipart: bool = False
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        """What is the same form wherever it stands: its address, its fields, its button."""
        names = {ID.sub("<id>", ROW.sub("row-0-", name)) for name in self.controls}
        first = [name for name, _value in self.buttons[:1] if name]
        return self.method, shape(self.action), *sorted(names), *first

    @property
    def fields(self) -> list[Control]:
        """The controls once: of a sheet of rows, those of its first row."""
        return [
            one for one in self.controls.values()
            if one.name != COMMAND and (not ROW.match(one.name) or one.name.startswith("row-0-"))
        ]  # fmt: skip


@functools.cache
def shape(address: str) -> str:
    """An address without its ids and question: the entry of the URL conf that answers it."""
    path = address.partition("?")[0].partition("#")[0]
    try:
        return "/" + resolve(path).route
    except Resolver404:
        return ID.sub("<id>", path)


TAG = re.compile(
    r"<(?P<end>/?)(?P<tag>a|div|p|label|legend|span|form|option|button|input|select|textarea"
    r"|fieldset)(?=[\s/>])(?P<attrs>[^>]*)>"
)
ATTRIBUTE = re.compile(r"""([^\s=/"']+)(?:="([^"]*)"|='([^']*)')?""")
IDENTIFIER = re.compile(r"""\sid="([^"]*)\"""")


class Page:
    """Forms, links and ids of a page, and what its summary of errors leads to.

    Our templates escape every sign that would end a tag or an attribute, so that only the tags
    that matter are looked at: a parser of all there is costs a tenth of the walk.
    """

    def __init__(self, html: str, url: str) -> None:
        self.url = url
        self.forms: list[Asked] = []
        self.links: list[str] = []
        self.ids = {unescape(name) for name in IDENTIFIER.findall(html)}
        self.summary: list[str] | None = None
        self.errors: set[str] = set()
        self._optional: set[str] = set()
        self._open: Asked | None = None
        self._select: Control | None = None
        self._text: Control | None = None
        self._label = ""
        self._legend = False
        self._legend_optional = False
        self._summary_depth = 0
        self._feed(html)
        for form in self.forms:
            for one in form.controls.values():
                one.optional = one.optional or one.id in self._optional

    def _feed(self, html: str) -> None:
        for found in TAG.finditer(html):
            if found["end"]:
                self._ended(found["tag"])
                continue
            given = {
                name: unescape(double or single)
                for name, double, single in ATTRIBUTE.findall(found["attrs"])
            }
            self._started(found["tag"], given)
            if self._text is not None:  # the first line break belongs to the tag
                end = html.index("</textarea", found.end())
                self._text.chosen = [unescape(html[found.end() : end].removeprefix("\n"))]
                self._text = None

    def _started(self, tag: str, given: dict[str, str]) -> None:
        css = given.get("class", "").split()
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
            if self._summary_depth and self.summary is not None:
                self.summary.append(given["href"])
        elif tag == "div" and ("error-summary" in css or self._summary_depth):
            self._summary_depth += 1
            self.summary = self.summary or []
        elif tag == "p" and "error" in css:
            self.errors.add(given.get("id", ""))
        elif tag == "label":
            self._label = given.get("for", "")
        elif tag == "legend":
            self._legend, self._legend_optional = True, False
        elif tag == "span" and "optional" in css:
            self._optional.add(self._label)
            self._legend_optional = self._legend_optional or self._legend
        elif tag == "form":
            self._open = Asked(
                self.url, given.get("method", "get").lower(), given.get("action") or self.url,
                given.get("enctype") == "multipart/form-data",
            )  # fmt: skip
            self.forms.append(self._open)
        elif self._open is not None and "disabled" not in given:
            self._read(tag, given)

    def _ended(self, tag: str) -> None:
        if tag == "div" and self._summary_depth:
            self._summary_depth -= 1
        elif tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "label":
            self._label = ""
        elif tag == "legend":
            self._legend = False
        elif tag == "fieldset":
            self._legend_optional = False

    def _read(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
            if "selected" in given:
                self._select.chosen.append(given.get("value", ""))
        elif tag == "button" and given.get("type", "submit") == "submit":
            assert self._open is not None
            self._open.buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag in ("input", "select", "textarea") and given.get("name"):
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], tag if tag != "input" else given.get("type", "text")
        part = next((p for p in DAY_PARTS if name.endswith(p)), "")
        if part and kind == "text" and given.get("inputmode") == "numeric":
            self._day(name.removesuffix(part), given)
        elif name != "csrfmiddlewaretoken" and kind not in ("submit", "button", "reset"):
            one = self._named(name, kind, given)
            if kind in ("radio", "checkbox"):
                one.options.append(given.get("value", "on"))
                one.chosen += [given.get("value", "on")] if "checked" in given else []
            elif tag == "select":
                self._select = one
                one.kind = "select-multiple" if "multiple" in given else "select"
            elif tag == "textarea":
                self._text = one
            elif "value" in given:
                one.chosen = [given["value"]]

    def _day(self, name: str, given: dict[str, str]) -> None:
        assert self._open is not None
        day = self._open.controls.setdefault(name, Control(name, "day", given.get("id", "")))
        day.chosen.append(given.get("value", ""))
        day.optional = self._legend_optional or bool(ROW.match(name))

    def _named(self, name: str, kind: str, given: dict[str, str]) -> Control:
        """The control of this name; of several boxes of one name it is one."""
        assert self._open is not None
        one = self._open.controls.get(name)
        if one is None:
            is_money = kind == "text" and given.get("inputmode") == "decimal"
            one = self._open.controls[name] = Control(
                name, "money" if is_money else kind, given.get("id", ""),
                least=given.get("min", ""), accept=given.get("accept", ""),
                optional=self._legend_optional or bool(ROW.match(name)),
                is_code=given.get("autocapitalize") == "characters",
            )  # fmt: skip
        elif kind == "checkbox":
            one.kind = "boxes"
        return one


def answered(form: Asked) -> Iterator[tuple[str, list[str]]]:
    """What a browser would send if nobody touched the form."""
    for one in form.controls.values():
        if one.kind == "day":
            for part, text in zip(DAY_PARTS, one.chosen, strict=True):
                yield one.name + part, [text]
        elif one.kind == "select" and not one.chosen:
            yield one.name, one.options[:1]
        elif one.kind != "file" and (one.chosen or one.kind in ("text", "money", "textarea")):
            yield one.name, one.chosen or [""]
