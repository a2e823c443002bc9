"""Letters to people: in their language, and with nothing in them that is not for everybody's eyes."""

from comity.charter import queries as charters
from comity.record.clock import today
from comity.record.sentences import localised


def organisation() -> str:
    """What the organisation is called, or the program before there is one."""
    found = charters.in_force(today())
    return localised(found[0].organisation.full_name) if found else "Comity"
