"""Why an outcome is what it is, in a few English words for a column of a table: its reasons, with their figures."""

from collections.abc import Callable, Iterable, Mapping
from typing import cast

from comity.decisions.keeping import figure
from comity.decisions.rules import Outcome, Reason

DECISIVE: dict[str, bool | None] = {"adopted": True, "rejected": False, "open": None}


def because(found: Outcome) -> str:
    """The reasons that make it so: all, if it is adopted; those that fail, if it is rejected; those that are open."""
    return told(found.reasons, DECISIVE[found.result])


def told(reasons: Iterable[Reason], holds: bool | None) -> str:
    return "; ".join(WORDS[reason.code](reason) for reason in reasons if reason.holds is holds)


def _objections(reason: Reason) -> str:
    states = cast(tuple[str, ...], reason.values["states"])
    awaited = cast(tuple[str, ...], reason.values["awaited"])
    if states:
        return f"blocked by {' '.join(states)}"
    return f"no record of {' '.join(awaited)}" if awaited else "no objection that blocks"


def _test(reason: Reason) -> str:
    values = reason.values
    measure = "" if values["measure"] == "count" else f"{values['measure']}: "
    favour, base, needed = figure(values["in_favour"]), figure(values["base"]), figure(values["needed"])
    said = f"{measure}{favour} of {base} {values['of']} in favour, {needed} needed"
    return said if reason.holds is not None else f"{said}, {figure(values['awaited'])} without a record"


def _quorum(reason: Reason) -> str:
    there, entitled, needed = (figure(reason.values[name]) for name in ("there", "entitled", "needed"))
    return f"{there} of {entitled} there, {needed} needed for a quorum"


def _minority(reason: Reason) -> str:
    values = reason.values
    short = f"{values['not_in_favour']} not in favour, {values['needed']} needed to block"
    if reason.holds and not all(part.holds for part in reason.parts):
        return short
    return "; ".join(filter(None, (told(reason.parts, reason.holds), "" if reason.holds else short)))


def _combined(reason: Reason) -> str:
    parts = [part for part in reason.parts if part.holds is reason.holds]
    joined = " and " if reason.code == "all_of" and reason.holds else " or " if reason.holds is None else "; "
    return joined.join(f"{part.values['rule']}: {told(part.parts, reason.holds)}" for part in parts)


WORDS: Mapping[str, Callable[[Reason], str]] = {
    "nobody_entitled": lambda reason: "nobody is entitled",
    "objections": _objections,
    "test": _test,
    "quorum": _quorum,
    "blocking_minority": _minority,
    "any_of": _combined,
    "all_of": _combined,
}
