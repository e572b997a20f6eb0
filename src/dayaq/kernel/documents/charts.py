"""A chart of the pages (kernel.charts), dressed for paper.

On a page its classes get their colours from site.css; on paper a style of its own, whose
tones stay apart when the page is copied in black and white.
"""

from __future__ import annotations

_TONES = ("#0b6b6e", "#9cc3c4", "#16363d", "#d08c3f", "#6f7f85", "#e3c9a4")

_STYLE = (
    "text{fill:#16363d;font-family:'Noto Sans';font-size:13px}.tick{fill:#52646a}"
    ".end{text-anchor:end}.mid{text-anchor:middle}"
    ".axis{stroke:#52646a;stroke-width:1}.rule{stroke:#d5dedf;stroke-width:1}rect{stroke:none}"
    + "".join(
        f".s{number}{{fill:{tone}}}.line.s{number}{{fill:none;stroke:{tone}}}"
        for number, tone in enumerate(_TONES, start=1)
    )
    + ".line{stroke-width:2.5;stroke-linejoin:round}.dash{stroke-dasharray:6 4}"
)


def on_paper(svg: str) -> str:
    """`svg` with a name space and a style of its own; anything but an SVG raises ValueError."""
    start = svg.find("<svg")
    end = svg.find(">", start)
    if start < 0 or end < 0:
        raise ValueError("a chart is an SVG drawing")
    head = svg[start:end]
    if "xmlns=" not in head:
        head += ' xmlns="http://www.w3.org/2000/svg"'
    return f"{head}><style>{_STYLE}</style>{svg[end + 1 :]}"
