"""Decisions as rows: for the list, for programs, and what each state has said."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from comity.charter import rules as charter_rules
from comity.charter.day import Moment
from comity.decisions import keeping, queries, then, weighing
from comity.decisions.models import Decision, Position
from comity.decisions.stages import ASKED, UNDER_WAY, Held, counted
from comity.decisions.words import POSITIONS, STAGES, TERM_OVER
from comity.membership.queries import state_names
from comity.record.audiences import PUBLIC
from comity.record.doubts import with_doubts
from comity.record.edition import remembered
from comity.record.reading import EVERYTHING, shown_to
from comity.record.sentences import Names, localised
from comity.record.text import LocalisedText

COLUMNS = (
    *("code", "title", "body", "body_name", "competence", "rule", "stage", "stage_name", "version"),
    *("put_forward_on", "dated", "ended_on", "deadline", "manner", "review_on", "entry", "adopted_by", "article"),
    *("irregular", "doubt"),
)
POSITION_COLUMNS = ("decision", "state", "name", "position", "version", "on", "entry", "ended_by")
Row = dict[str, Any]


def known(on: date, body: str = "", stage: str = "") -> QuerySet[Decision]:
    """The decisions that were put forward by a day, the latest first; those of a body, or at a stage on that day."""
    found = Decision.objects.filter(put_forward_on__lte=on)
    if body:
        found = found.filter(body=body)
    return then.at_stage(found, stage, on) if stage else found


def over(found: QuerySet[Decision], on: date) -> QuerySet[Decision]:
    return found.exclude(stage__in=UNDER_WAY).filter(ended_on__lte=on)


def decision_rows(found: Iterable[Decision], moment: Moment) -> list[Row]:
    """Decisions as they are on the day."""
    names = Names(moment.on)
    return with_doubts(row(one, moment, names) for one in then.as_of(found, moment.on))


def row(decision: Decision, moment: Moment, names: Names) -> Row:
    return {
        "code": str(decision.entry),
        "title": localised(decision.title),
        "titles": decision.title,
        "body": decision.body,
        "body_name": names.of("body", decision.body),
        "competence": decision.competence,
        "rule": decision.rule,
        "concerned_state": decision.concerned_state,
        "party_states": decision.party_states,
        "stage": decision.stage,
        "stage_name": stage_name(decision, moment.on),
        "version": decision.version,
        # When it was put forward is not known of what was decided before this record.
        "put_forward_on": None if decision.manner == "history" else decision.put_forward_on,
        "dated": decision.dated,
        "ended_on": decision.ended_on,
        "deadline": decision.deadline,
        "manner": decision.manner,
        "review_on": decision.review_on,
        "entry": decision.entry,
        "adopted_by": decision.adopted_by,
        "article": decision.article,
        "irregular": decision.irregular,
    }


def stage_name(decision: Decision, on: date) -> str:
    return str((TERM_OVER if then.is_term_over(decision, on) else STAGES)[decision.stage])


def positions_shown(decision: Decision) -> bool:
    """Whether the reader may know what each state has said."""
    readers = shown_to().split(",")
    return decision.positions_audience == PUBLIC or bool({decision.positions_audience, EVERYTHING} & set(readers))


def seats(decision: Decision, moment: Moment) -> list[Row]:
    """Every state that is asked, or set aside, with what it has said; in the charter's order."""
    matter = matter_of(decision, moment)
    asked = matter.electorate.states if decision.stage in UNDER_WAY and matter else tuple(decision.electorate)
    aside = matter.electorate.set_aside & set(asked) if matter else frozenset()
    held = standing(decision, moment.on) if positions_shown(decision) else {}
    wording = wordings({*asked, *aside}, moment.on)
    order = charter_rules.seating(moment.charter, wording)
    return [_seat(decision, code, localised(wording[code]), aside, held) for code in order]


def matter_of(decision: Decision, moment: Moment) -> queries.Matter | None:
    """By what it is decided; all that is told of it names the states in the charter's order."""
    found = queries.matter_of(facts_of(decision), moment.charter, moment.on)
    if found is None:
        return None
    ordered = tuple(charter_rules.seating(moment.charter, wordings(found.electorate.states, moment.on)))
    return replace(found, electorate=replace(found.electorate, states=ordered))


def wordings(states: Iterable[str], on: date) -> dict[str, LocalisedText]:
    """What states are called, by their codes."""
    names = state_names(on)
    return {code: LocalisedText(names.get(code, {"en": code})) for code in states}


def facts_of(decision: Decision) -> Any:
    return queries.facts_of(getattr(decision, name) for name in queries.FACTS)


def standing(decision: Decision, on: date) -> dict[str, Position]:
    """The position that stood on a day, by state."""
    return {one.state: one for one in said(decision.entry, on) if one.ended_at is None or one.ended_at.date() > on}


@remembered
def said(decision: int, on: date) -> list[Position]:
    """All that states had said by a day, oldest first. Several parts of a page ask."""
    return list(Position.objects.filter(decision=decision, on__lte=on).order_by("at", "entry"))


def _seat(decision: Decision, code: str, name: str, aside: Iterable[str], said: dict[str, Position]) -> Row:
    held = said.get(code)
    position = held.position if held else "none"
    earlier = held is not None and held.version != decision.version
    if earlier and position != "object":
        position = "none"
    if code in aside:
        position = "aside"
    elif not positions_shown(decision):
        position = "closed"
    return {
        "code": code,
        "name": name,
        "position": position,
        "position_name": str(POSITIONS[position]),
        "earlier": str(POSITIONS[held.position]) if held and earlier else "",
        "version": held.version if held else None,
        "held": held,
        "entry": held.entry if held else None,
    }


def ways_out(decision: Decision, moment: Moment) -> list[dict[str, str]]:
    """The smallest sets of changes by which it would be adopted: what each state would have to say, or no more."""
    matter = matter_of(decision, moment)
    if matter is None or decision.stage not in ASKED or not positions_shown(decision):
        return []
    positions = counted(held_on(decision, moment.on), decision.version)
    if then.is_term_over(decision, moment.on):
        return []
    if decision.stage == "silence":
        return matter.ways_out(matter.in_silence(positions))
    if decision.stage != "written":
        return matter.ways_out(positions)
    # Where all have to answer, it is not enough that one says nothing any more.
    return [] if matter.silent(positions) else matter.ways_out(positions, less="abstain")


def held_on(decision: Decision, on: date) -> list[Held]:
    return [Held(one.entry, one.state, one.position, one.version, one.at) for one in standing(decision, on).values()]


def outcome_of(decision: Decision, moment: Moment) -> dict[str, Any]:
    """What follows by the rule, as it ended, or were the gavel to fall now; empty if the reader may not know."""
    if decision.stage not in UNDER_WAY and (decision.outcome or decision.manner in ("", "history")):
        return dict(decision.outcome)
    matter = matter_of(decision, moment)
    if matter is None or not positions_shown(decision):
        return {}
    positions = counted(held_on(decision, moment.on), decision.version)
    if "silence" in (decision.manner, decision.stage):
        positions = matter.in_silence(positions)
    return keeping.kept(matter.outcome(positions, closed=decision.stage not in ("put-forward", "written")))


def power_rows(decision: Decision, moment: Moment) -> list[Row]:
    """What the vote of each state is worth, where the rule weighs states; in the charter's order."""
    matter = matter_of(decision, moment)
    if matter is None or decision.stage not in UNDER_WAY:
        return []
    weights, scales = matter.electorate.weights, matter.electorate.scales
    found = weighing.worth(matter.rule, matter.electorate)
    return [
        {
            "state": seat["code"],
            "name": seat["name"],
            "weights": {
                name: keeping.figure(Fraction(weights[name].get(seat["code"], 0), scales.get(name, 1)))
                for name in weighing.measures(matter.rule)
            },
            "banzhaf": found[seat["code"]].banzhaf,
            "shapley": found[seat["code"]].shapley,
        }
        for seat in (seats(decision, moment) if found else ())
    ]


def position_rows(decision: Decision, moment: Moment) -> list[Row]:
    """All that states have said, the latest first; what was said before stays visible."""
    names = Names(moment.on)
    return [
        {
            "decision": decision.entry,
            "state": one.state,
            "name": names.of("state", one.state),
            "position": one.position,
            "position_name": str(POSITIONS[one.position]),
            "version": one.version,
            "on": one.on,
            "at": one.at,
            "grounds": one.grounds,
            "note": one.note,
            "entry": one.entry,
            "ended_by": one.ended_by,
        }
        for one in reversed(said(decision.entry, moment.on))
    ]
