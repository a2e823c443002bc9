"""What states are and have been to the organisation, on any day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from comity.charter import queries as charters
from comity.charter import rules as charter_rules
from comity.charter.schema import Charter
from comity.membership import rules
from comity.membership.models import Standing, StateName, Step, Suspension
from comity.record.edition import remembered, remembered_for_all
from comity.record.lookup import look_up


def on_day(on: date) -> Q:
    """Rows whose half-open period holds the day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def standings(on: date) -> QuerySet[Standing]:
    """Every standing on a day, with `suspended`."""
    suspended = Suspension.objects.filter(on_day(on), state=OuterRef("state"))
    return Standing.objects.filter(on_day(on)).annotate(suspended=Exists(suspended))


def standing(state: str, on: date) -> rules.Standing | None:
    """What a state is on a day; None if it has no standing."""
    return standings_by_state(on).get(state)


@remembered_for_all
def standings_by_state(on: date) -> dict[str, rules.Standing]:
    """What every state is on a day, by its code: few enough, and a page asks for several. The latest counts."""
    return {row[0]: rules.Standing(*row) for row in _standings(on)}


@look_up
def _standings(on: date) -> QuerySet[Standing, tuple[str, str, date, bool]]:
    return standings(on).order_by("since", "entry").values_list("state", "status", "since", "suspended")


def states_with(right: str, charter: Charter, on: date) -> list[str]:
    """The states whose status gives them a right on a day, by their codes; a suspended state has none."""
    statuses = charter_rules.statuses_with(charter, right, on)
    return sorted(
        state for state, held in standings_by_state(on).items() if held.status in statuses and not held.suspended
    )


@remembered
def deciding(on: date) -> tuple[str, ...]:
    """The states that take part in decisions on a day."""
    found = charters.in_force(on)
    return tuple(states_with("decide", found[0], on)) if found else ()


def steps_done(state: str, on: date) -> Collection[str]:
    """The kinds of act by which a state has come along the path of accession up to a day."""
    return set(Step.objects.filter(state=state, on__lte=on).values_list("step", flat=True))


def notice_of_withdrawal(state: str, on: date) -> rules.Notice | None:
    """The last notice of withdrawal that a state gave up to a day."""
    row = Step.objects.filter(state=state, on__lte=on, effective_on__isnull=False).order_by("on", "entry").last()
    return rules.Notice(row.on, row.effective_on) if row and row.effective_on else None


@remembered_for_all
def state_names(on: date) -> dict[str, dict[str, str]]:
    """What each state is called on a day, by its code; before its first name, by that."""
    return names_on(StateName.objects.order_by("since", "entry").values_list("state", "since", "name"), on)


def names_on(rows: Iterable[tuple[str, date, dict[str, str]]], on: date) -> dict[str, dict[str, str]]:
    """The latest name up to the day for each code; before its first, that.

    rows   code, the day from which it is called so, and the name; in the order of days
    """
    names: dict[str, dict[str, str]] = {}
    for code, since, name in rows:
        if since <= on or code not in names:
            names[code] = name
    return names
