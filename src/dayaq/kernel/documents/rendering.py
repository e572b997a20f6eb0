"""Compile a template to PDF, in process, with the fonts that ship with the package.

Data reach a template only as JSON in `sys.inputs`, so that a name can never become markup.
PDF/UA-1 (ISO 14289-1) is asked for: a letter that no font can draw is an error, not a box.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import threading
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise

from dayaq.kernel.clock import BAKU
from dayaq.kernel.documents.charts import on_paper
from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import Money, format_minor
from dayaq.kernel.words import NUMBER_MAX, amount_in_words

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
TEMPLATES = tuple(
    sorted(path.stem for path in (HERE / "templates").glob("*.typ") if path.stem != "lib")
)
LANGUAGES = ("az", "en")
ROWS_MAX = 3_000
"""A longer table is no longer read on paper; it belongs in a spreadsheet."""

log = logging.getLogger(__name__)
_compiling = threading.Lock()


class NotPrintable(Refused):
    """The data hold a letter that none of the fonts can draw."""


def render(
    name: str,
    data: Mapping[str, Any],
    *,
    language: str = "az",
    large_print: bool = False,
    sample: bool | None = None,
) -> bytes:
    """The PDF of the template `name`.

    :param data: as the template's TypedDict in `documents.data` says. Dates print as
        31.12.2011; an integer `x_minor` reaches the template as `x` ("1 000,00") and, at the
        top level, also as `x_words`
    :param language: "az" or "en"; anything else prints in English
    :param sample: print "NÜMUNƏ" across every page; None asks the installation, which does
        so in the demonstration
    :raises NotPrintable: a letter that no font has
    :raises Refused: a table too long for paper
    """
    if name not in TEMPLATES:
        raise ValueError(f"there is no document template {name!r}")
    language = language if language in LANGUAGES else "en"
    if sample is None:
        sample = _is_demonstration()
    with translation.override(language):
        view = for_template(data, language)
    inputs = {
        "data": json.dumps(view, ensure_ascii=False),
        "language": language,
        "large_print": "yes" if large_print else "no",
        "sample": "yes" if sample else "no",
    }
    return _compile(HERE / "templates" / f"{name}.typ", inputs)


def for_template(data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """`data` as the templates take it: every value a text, a number, a list or a mapping."""
    rows = data.get("rows")
    if isinstance(rows, list | tuple) and len(rows) > ROWS_MAX:
        raise Refused(
            N_("This table has %(rows)s rows, too many for paper. Choose the spreadsheet."),
            code="too_long",
            params={"rows": len(rows)},
        )
    currency = str(data.get("currency", "AZN"))
    view = _mapping(data, currency)
    for key, value in data.items():
        # Beyond the named numbers the words are left out; the figures still stand.
        if key.endswith("_minor") and isinstance(value, int) and 0 <= value < NUMBER_MAX:
            view[f"{key.removesuffix('_minor')}_words"] = amount_in_words(value, currency, language)
    return view


def _mapping(data: Mapping[str, Any], currency: str) -> dict[str, Any]:
    currency = str(data.get("currency", currency))
    view: dict[str, Any] = {}
    for key, value in data.items():
        if key.endswith("_minor") and (value is None or isinstance(value, int)):
            view[key.removesuffix("_minor")] = (
                None if value is None else format_minor(value, currency)
            )
        elif key == "chart_svg" and value:
            view[key] = on_paper(str(value))
        else:
            view[key] = _value(value, currency)
    return view


def _value(value: Any, currency: str) -> Any:  # noqa: PLR0911 - one line for each kind
    match value:
        case None | bool() | int():
            return value
        case str() | Promise():
            return printable(str(value))
        case dt.datetime():
            return value.astimezone(BAKU).strftime("%d.%m.%Y %H:%M")
        case dt.date():
            return value.strftime("%d.%m.%Y")
        case Money():
            return format_minor(value.minor, value.currency)
        case Decimal():
            return f"{value}".replace(".", ",")
        case UUID():
            return str(value)
        case Mapping():
            return _mapping(value, currency)
        case list() | tuple():
            return [_value(item, currency) for item in value]
        case _:
            raise TypeError(f"a document cannot print {type(value).__name__}")


def printable(text: str) -> str:
    """`text` in composed letters, without control and direction characters (never visible).

    >>> printable("Zaur\\x00\\u202e Məmmədov")
    'Zaur Məmmədov'
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return "".join(
        letter
        for letter in composed
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


@cache
def _compiler() -> tuple[typst.Compiler, type[typst.TypstError]]:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(HERE / "fonts")],
    )
    compiler = typst.Compiler(root=str(HERE / "templates"), font_paths=fonts)
    return compiler, typst.TypstError


def _compile(path: Path, inputs: dict[str, str]) -> bytes:
    compiler, failure = _compiler()

    def compile_to(standards: list[typst.PDFStandard]) -> object:
        with _compiling:  # one compiler, reused: its font tables are most of its memory
            return compiler.compile(
                input=str(path), format="pdf", sys_inputs=inputs, pdf_standards=standards
            )

    try:
        pdf = compile_to(["ua-1"])
    except failure as error:
        missing = re.search(r"the text `\"(.+?)\"` could not be displayed", str(error))
        if missing is not None:
            raise NotPrintable(
                N_("The letter “%(letter)s” cannot be printed. Write it in Latin or Cyrillic."),
                code="not_printable",
                params={"letter": missing[1]},
            ) from error
        if "PDF/UA-1" not in str(error):
            raise
        # A page break in an unlucky place must not keep a person from their paper.
        log.warning("document without PDF/UA", extra={"template": path.stem, "why": str(error)})
        pdf = compile_to([])
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    return pdf


def _is_demonstration() -> bool:
    from dayaq.kernel.models import Installation

    return Installation.objects.filter(mode=Installation.Mode.DEMONSTRATION).exists()
