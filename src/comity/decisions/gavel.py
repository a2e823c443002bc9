"""What hinders the gavel besides the rule itself: other packages add to it.

hindrances.append(asked_for_the_floor)      in AppConfig.ready; (decision, context) -> Iterator[Refusal | None]
sentences["floor_asked"] = _("…")           a sentence for every code with which it may refuse
"""

from collections.abc import Callable, Iterator

from django.utils.functional import Promise

from comity.record.acts import Context
from comity.record.refusals import Refusal

Hindrance = Callable[[int, Context], Iterator[Refusal | None]]

hindrances: list[Hindrance] = []
"""Each is asked while the record is locked, with the entry that put the decision forward."""
sentences: dict[str, str | Promise] = {}


def hinders(decision: int, context: Context) -> Iterator[Refusal | None]:
    for hindrance in hindrances:
        yield from hindrance(decision, context)
