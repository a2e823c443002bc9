"""What hinders the gavel besides the rule itself, and who is in the room when it falls: other packages add to it.

hindrances.append(asked_for_the_floor)      in AppConfig.ready; (decision, context) -> Iterator[Refusal | None]
sentences["floor_asked"] = _("…")           a sentence for every code with which it may refuse
"""

from collections.abc import Callable, Collection, Iterator

from django.utils.functional import Promise

from comity.record.acts import Context
from comity.record.refusals import Refusal

Roll = Callable[[int, Context], Collection[str] | None]
Hindrance = Callable[[int, Context], Iterator[Refusal | None]]

hindrances: list[Hindrance] = []
"""Each is asked while the record is locked, with the entry that put the decision forward."""
sentences: dict[str, str | Promise] = {}
rolls: list[Roll] = []
"""Who is in the room in which the decision is before the body: states, or None if it is before no meeting."""


def hinders(decision: int, context: Context) -> Iterator[Refusal | None]:
    for hindrance in hindrances:
        yield from hindrance(decision, context)


def present(decision: int, context: Context) -> Collection[str] | None:
    """The states in the room, for a rule that asks who is there; None where nobody called a roll."""
    found = (roll(decision, context) for roll in rolls)
    return next((states for states in found if states is not None), None)
