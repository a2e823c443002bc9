"""What may be done in the room and at the chair's console here and now, or why it may not be.

`play` is what is the case in the room (`rooms.play`). Every button asks its act first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comity.meetings import hindrance, queries, rules, telling
from comity.people.sitting import Sitting
from comity.record.acts import KINDS
from comity.record.sentences import refusal_sentence
from comity.record.submission import judge

Row = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """Something that may be done here and now, or why it may not be.

    fields   of the act, as a form sends them
    kept     whether it is shown although it is refused, with the reason
    """

    kind: str
    label: str
    fields: Mapping[str, str]
    reason: str = ""


def _button(kind: str, label: str, sitting: Sitting, **fields: str) -> Button | None:
    """The button of an act; None if it is not for who sits there at all."""
    if kind not in KINDS:
        return None
    judgement = judge(KINDS[kind].model_validate(fields), sitting.seat, authority=sitting)
    if judgement.barred:
        return None
    refusal = next(iter(judgement.refusals), None)
    return Button(kind, label, fields, refusal_sentence(KINDS[kind], refusal) if refusal else "")


def of_room(play: Row, sitting: Sitting) -> Row:
    own = {"session": str(play["session"]["entry"]), "seat": str(sitting.seat)}
    roll = {"session": own["session"]}
    return {
        "ask": [
            _button("meetings.ask_floor", _("Ask for the floor"), sitting, **own),
            _button("meetings.ask_floor", _("Right of reply"), sitting, claim="reply", **own),
            _button("meetings.ask_floor", _("Point of order"), sitting, claim="order", **own),
        ],
        "end": _permitted(_button("meetings.yield_floor", _("We have ended"), sitting, **own)),
        "place": _place(play, sitting),
        "leave_list": _permitted(
            _button("meetings.yield_floor", _("Strike us off the list"), sitting, gives_up="request", **own)
        ),
        "arrive": _permitted(_many("meetings.roll", _("We are here"), sitting, "arrived_seat", **roll)),
        "leave": _permitted(_many("meetings.roll", _("We leave"), sitting, "left_seat", **roll)),
        "positions": _positions(play, sitting),
    }


def _place(play: Row, sitting: Sitting) -> int:
    """Which place whoever sits there has on the speakers' list; 0: none."""
    waiting = [turn["seat"] for turn in play["speakers"]["waiting"]]
    return waiting.index(str(sitting.seat)) + 1 if str(sitting.seat) in waiting else 0


def _many(kind: str, label: str, sitting: Sitting, field: str, **fields: str) -> Button | None:
    """A button whose field takes several, here the seat of whoever sits there."""
    act = KINDS[kind].model_validate({**fields, field: [str(sitting.seat)]})
    judgement = judge(act, sitting.seat, authority=sitting)
    if judgement.refusals:
        return None
    return Button(kind, label, {**fields, field: str(sitting.seat)})


def _permitted(button: Button | None) -> Button | None:
    return button if button and not button.reason else None


def _positions(play: Row, sitting: Sitting) -> list[Button]:
    """The positions that a delegation may take on the decision in progress; an objection needs grounds, so a form."""
    item = play["item"]
    if not item or not item["decision"] or sitting.seat.state is None:
        return []
    labels = {
        "decisions.consent": _("Consent"),
        "decisions.abstain": _("Abstain"),
        "decisions.lift": _("Lift the objection"),
    }
    known = {"decision": item["decision"], "state": sitting.seat.state}
    found = []
    for kind, label in labels.items():
        if kind in KINDS:
            fields = {name: str(value) for name, value in known.items() if name in KINDS[kind].model_fields}
            found.append(_permitted(_button(kind, label, sitting, **fields)))
    return [button for button in found if button]


def of_chair(play: Row, sitting: Sitting) -> Row:
    session = {"session": str(play["session"]["entry"])}
    plain = (
        ("meetings.agree_participants", _("Settle who takes part")),
        ("meetings.adopt_agenda", _("Adopt the agenda")),
        ("meetings.open_meeting", _("Open the meeting")),
        ("meetings.resume_meeting", _("Resume")),
        ("meetings.suspend_meeting", _("Suspend")),
        ("meetings.close_meeting", _("Close the meeting")),
    )
    course = [_permitted(_button(kind, label, sitting, **session)) for kind, label in plain]
    return {
        "course": [button for button in course if button],
        "gavels": (gavels := _gavels(play, sitting)),
        "open_decision": _opening(play, sitting),
        "gavel_waits": list(dict.fromkeys(button.reason for button in gavels if button.reason)),
        "presides": sitting.seat in queries.PRESIDING,
        "roll": _roll(play, sitting),
        "agenda": _movable(play) if sitting.seat in queries.PRESIDING else play["agenda"],
        "to_review": telling.review_rows(play["row"], sitting.seat in queries.PRESIDING),
        "next": play["speakers"]["waiting"][:1],
    }


def _roll(play: Row, sitting: Sitting) -> list[Row]:
    """Whom whoever presides has still to enter as present, until the roll was called: those who take part."""
    if sitting.seat not in queries.PRESIDING or play["row"].phase not in (rules.OPEN, rules.SUSPENDED):
        return []
    away = [one for one in play["presence"]["listed"] if not one["present"]]
    return away if not queries.roll_called(play["row"].entry) else []


def _movable(play: Row) -> list[Row]:
    """The items, and the numbers to which those that were not called yet can be moved by one step."""
    called = play["session"]["item"]
    waiting = {row["number"] for row in play["agenda"] if not row["outcome"] and row["entry"] != called}

    def to(number: int) -> int | None:
        return number if number in waiting else None

    return [
        row | {"moves": to(row["number"]), "up": to(row["number"] - 1), "down": to(row["number"] + 1)}
        for row in play["agenda"]
    ]


def _gavels(play: Row, sitting: Sitting) -> list[Button]:
    """How the item under discussion may be concluded. Where a decision is before the meeting, that is adopted."""
    item = play["item"]
    if not item:
        return []
    fields = {"item": str(item["entry"])}
    if item["decision"] and hindrance.refuse_undecided(item["decision"]):
        adopt = _adopting(item["decision"], fields, sitting)
    else:
        adopt = _button("meetings.gavel", _("So decided"), sitting, outcome="adopted", **fields)
    noted = _button("meetings.gavel", _("Took note"), sitting, outcome="noted", **fields)
    deferred = _button("meetings.gavel", _("Defer"), sitting, outcome="deferred", **fields)
    return [button for button in (adopt, noted, deferred) if button]


def _opening(play: Row, sitting: Sitting) -> Button | None:
    """Where the decision before the meeting waits for that: its opening, for states to say what they think of it."""
    item = play["item"]
    if not item or not item["decision"] or not hindrance.refuse_undecided(item["decision"]):
        return None
    label = _("Open the decision for positions")
    return _permitted(_button("decisions.open", label, sitting, decision=str(item["decision"])))


def _adopting(decision: int, fields: Mapping[str, str], sitting: Sitting) -> Button | None:
    """The gavel that adopts the decision and concludes the item in one stroke."""
    found = _button("decisions.adopt", _("So decided"), sitting, decision=str(decision))
    return found and Button(found.kind, found.label, {**found.fields, **fields}, found.reason)
