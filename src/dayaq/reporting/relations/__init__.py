"""Named relations: what indicators and reports may read, scoped to programme and actor.

Each is a common table expression over the rooms' tables. The same names and columns make the
exported loan tape, so an indicator written over them runs there as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from dayaq.reporting.relations.base import Relation
from dayaq.reporting.relations.fund import FUND_RELATIONS
from dayaq.reporting.relations.lending import LENDING
from dayaq.reporting.relations.outreach import OUTREACH
from dayaq.reporting.relations.spending import SPENDING
from dayaq.reporting.relations.turns import TURN_RELATIONS

ASKED = Relation(
    {"frm": "date", "to": "date", "as_of": "date"},
    'SELECT %(frm)s::date AS frm, %(to)s::date AS "to", %(as_of)s::date AS as_of',
)

RELATIONS: dict[str, Relation] = {
    "asked": ASKED,
    **OUTREACH,
    **SPENDING,
    **LENDING,
    **FUND_RELATIONS,
    **TURN_RELATIONS,
}
"""By name, each after those it is built on."""


def with_clause(names: Iterable[str]) -> str:
    """`WITH …` for the relations named and all they are built on.

    :raises KeyError: there is no such relation
    """
    needed: set[str] = set()
    waiting = ["asked", *names]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += RELATIONS[name].built_on
    texts = [f'"{name}" AS (\n{RELATIONS[name].sql}\n)' for name in RELATIONS if name in needed]
    return "WITH " + ",\n".join(texts)
