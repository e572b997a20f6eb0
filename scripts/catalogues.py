"""Message catalogues without GNU gettext.

`update` brings the Azerbaijani catalogue up to date with the sources; `check` fails when a
sentence is missing, untranslated, fuzzy, or has other placeholders than the English one.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "dayaq"
LANGUAGES = ("az",)
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
Found = tuple[str, str | tuple[str, ...], str | None]


def sources() -> Iterator[tuple[Path, str]]:
    """Every Python file and every template, as Python that marks its sentences."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts and "static_root" not in path.parts:
            yield path, path.read_text(encoding="utf-8")
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        if "templates" in path.parts:
            yield path, templatize(path.read_text(encoding="utf-8"), origin=path.name)


def messages() -> Iterator[Found]:
    """Every sentence with the file it stands in."""
    for path, text in sources():
        name = path.relative_to(ROOT).as_posix()
        for _line, function, arguments, _comments in extract_python(
            io.BytesIO(text.encode()), list(KEYWORDS), [], {"encoding": "utf-8"}
        ):
            found = _read(function, arguments)
            if found is not None:
                yield name, *found


def _read(function: str, arguments: object) -> tuple[str | tuple[str, ...], str | None] | None:
    values = list(arguments) if isinstance(arguments, (list, tuple)) else [arguments]
    context = None
    if function in {"pgettext", "pgettext_lazy", "npgettext"}:
        context, values = values[0], values[1:]
    if function.startswith(("ngettext", "npgettext")):
        if len(values) < 2 or not all(isinstance(value, str) for value in values[:2]):
            return None
        return (str(values[0]), str(values[1])), context
    if not values or not isinstance(values[0], str) or not values[0].strip():
        return None
    return values[0], context


def template() -> Catalog:
    """All sentences of the sources."""
    catalogue = Catalog(project="Dayaq", charset="utf-8", fuzzy=False)
    for name, message, context in messages():
        catalogue.add(message, locations=[(name, 0)], context=context)
    return catalogue


def path_of(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The stored catalogue, or an empty one."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Dayaq", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> int:
    """Add new sentences, drop the ones no longer used; keep every translation."""
    wanted = template()
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        catalogue.header_comment = f"# The {language} catalogue of Dayaq. Apache-2.0."
        catalogue.last_translator = catalogue.language_team = "Dayaq"
        catalogue.msgid_bugs_address = "see SECURITY.md and CONTRIBUTING.md"
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(
                file, catalogue, width=100, sort_output=True, omit_header=False,
                include_lineno=False, no_location=True,
            )  # fmt: skip
        left = sum(1 for message in catalogue if message.id and not _translated(message))
        sys.stderr.write(f"{language}: {len(catalogue)} sentences, {left} to translate\n")
    return 0


def check() -> int:
    """Report what is missing, fuzzy or wrongly filled in; 0 if nothing is."""
    problems = []
    wanted = {(_key(m), m.context): m for m in template() if m.id}
    for language in LANGUAGES:
        stored = {(_key(m), m.context): m for m in load(language) if m.id}
        for key, message in wanted.items():
            found = stored.get(key)
            if found is None:
                problems.append(f"{language}: not in the catalogue: {message.id!r}")
            elif found.fuzzy or not _translated(found):
                problems.append(f"{language}: not translated: {message.id!r}")
            elif wrong := _wrong_placeholders(found):
                problems.append(f"{language}: placeholders {wrong} differ: {message.id!r}")
        problems += [
            f"{language}: no longer used: {key[0]!r}" for key in stored if key not in wanted
        ]
    sys.stderr.writelines(f"{line}\n" for line in problems[:50])
    if problems:
        sys.stderr.write(f"{len(problems)} problems; run make messages, then translate\n")
    return 1 if problems else 0


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def _translated(message: Message) -> bool:
    if isinstance(message.string, tuple):
        return all(message.string)
    return bool(message.string)


def _wrong_placeholders(message: Message) -> set[str]:
    identity = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    allowed = {match.group(0) for text in identity for match in PLACEHOLDER.finditer(text)}
    given = {match.group(0) for text in strings for match in PLACEHOLDER.finditer(text)}
    # A singular may leave its number out; nothing may be invented or, in one form, dropped.
    dropped = allowed - given if len(identity) == 1 else set()
    return (given - allowed) | dropped


if __name__ == "__main__":
    settings.configure()
    sys.exit(check() if sys.argv[1:] == ["check"] else update())
