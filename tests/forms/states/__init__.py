"""What the demonstration has not come to on 15 March 2011, made by the services the pages call.

The walk finds every form by links, but a form is only accepted in the state it is for: a
half-done application, a registration that waits, cash on its way. Each room's module brings
such states about and says who opens the form then and what is typed that nobody could guess:
a code, a number of a blank, a file.
"""

from __future__ import annotations

from tests.forms.states import cashing, learning, lending, offices, persons
from tests.forms.states.prepared import Prepared


def prepare() -> Prepared:
    """Every state at once, room by room: the later ones lend to whom the earlier ones made."""
    made = Prepared()
    for room in (persons, learning, lending, cashing, offices):
        room.prepare(made)
    return made
