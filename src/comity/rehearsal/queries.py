"""Who organises, who came by which code, and what may be sat in."""

from datetime import date

from comity.charter import queries as charters
from comity.charter.rules import seating
from comity.membership.queries import on_day, standings, state_names
from comity.people.models import Account, Credential
from comity.record.reading import everything
from comity.record.text import LocalisedText
from comity.rehearsal.models import Code, Course, Organiser
from comity.rehearsal.rules import Place, places


def course() -> Course:
    return Course.objects.get()


def organises(account: Account | None) -> bool:
    return account is not None and Organiser.objects.filter(account=account).exists()


def bound_to(account: Account | None) -> Place | None:
    """The place of the code by which somebody came; None if they came by none."""
    row = Code.objects.filter(account=account).first() if account else None
    return Place(row.seat, row.role) if row else None


def states_at_table(on: date) -> list[str]:
    """Every state with a standing on a day, those that decide first, each rank in the charter's order.

    Behind them those that have a name and no standing: they may apply.
    """
    found = charters.in_force(on)
    if found is None:
        return []
    charter, names = found[0], state_names(on)
    rank = {code: status.rank for code, status in charter.statuses.items()}
    rows = dict.fromkeys(names, len(rank) + 2)
    rows |= {row.state: rank.get(row.status, len(rank) + 1) for row in standings(on)}
    order = seating(charter, {code: LocalisedText(names.get(code, {"en": code})) for code in rows})
    return sorted(order, key=rows.__getitem__)


def places_on(on: date) -> list[Place]:
    return places(states_at_table(on))


def taken(on: date) -> dict[Place, int]:
    """How many sit in each place on a day. Everybody sees it, as in a hall."""
    counted: dict[Place, int] = {}
    with everything():
        for seat, role in Credential.objects.filter(on_day(on)).values_list("seat", "role"):
            counted[Place(seat, role)] = counted.get(Place(seat, role), 0) + 1
    return counted
