"""How a decision stands, in sentences: what it waits for, who has said something, what would alter it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.charter.day import Moment
from comity.decisions import rows, then
from comity.decisions.models import Decision
from comity.decisions.stages import UNDER_WAY
from comity.decisions.words import ADOPTED, INSTEAD, moment_told, weight_told
from comity.record.sentences import Names, day_told, listed
from comity.register.words import told_day

Row = dict[str, Any]


def said(seats: list[Row]) -> Row:
    """How many were asked, and of how many a position is on record: the figures in the middle of the table."""
    asked = [seat for seat in seats if seat["position"] != "aside"]
    return {"asked": len(asked), "said": sum(seat["position"] not in ("none", "closed") for seat in asked)}


def what(found: Decision, moment: Moment, names: Names, seats: list[Row], shown: bool) -> str:
    """How it stands, in one plain sentence or two."""
    body = names.of("body", found.body)
    if found.stage == "adopted":
        return str(ADOPTED[found.manner]) % {
            "body": body,
            "day": told_day(found.ended_on, found.dated) if found.ended_on else "",
        }
    if found.stage not in UNDER_WAY:
        sentence = {
            "withdrawn": _("It was withdrawn on %(day)s, and is before the %(body)s no more."),
            "closed": _("The %(body)s closed it without outcome on %(day)s. It can be taken up again."),
        }[found.stage]
        return sentence % {"body": body, "day": day_told(found.ended_on) if found.ended_on else ""}
    over = "-over" if then.is_term_over(found, moment.on) else ""
    sentence = {
        "put-forward": _("It was put before the %(body)s on %(day)s, and is not open for positions yet."),
        "open": _("It is before the %(body)s, and the states are asked for their positions."),
        "silence": _(
            "It is before the %(body)s in a silence procedure. It is adopted unless a state objects before "
            "%(deadline)s."
        ),
        "written": _("It is before the %(body)s in a written procedure: the states answer by %(deadline)s."),
        "silence-over": _(
            "It is before the %(body)s in a silence procedure, which ended on %(deadline)s: it is not adopted, and "
            "the chair concludes it."
        ),
        "written-over": _(
            "It is before the %(body)s in a written procedure, the term of which ended on %(deadline)s: no answer is "
            "taken any more, and the chair concludes it."
        ),
    }[found.stage + over]
    zone = moment.charter.calendar.time_zone
    told = sentence % {
        "body": body,
        "day": day_told(found.put_forward_on),
        "deadline": moment_told(found.deadline, zone) if found.deadline else "",
    }
    return f"{told} {_how_many(seats)}" if shown and found.stage != "put-forward" else told


def _how_many(seats: list[Row]) -> str:
    """How many have said something, and whether somebody objects."""
    counts = said(seats)
    against = [seat["name"] for seat in seats if seat["position"] == "object"]
    told = (
        ngettext(
            "Of the states asked (%(asked)s), %(said)s has said what it thinks.",
            "Of the states asked (%(asked)s), %(said)s have said what they think.",
            counts["said"],
        )
        % counts
    )
    if not against:
        return told + " " + _("Nobody objects.")
    objecting = ngettext("%(states)s objects.", "%(states)s object.", len(against))
    return told + " " + objecting % {"states": listed(against)}


def awaited(found: Decision, outcome: Row, names: Names) -> str:
    """In a written procedure: the states that have not answered."""
    states = outcome.get("awaited", ()) if found.stage == "written" else ()
    return listed(names.of("state", state) for state in states)


def power(rows: list[Row], names: Names) -> Row:
    """What each vote is worth, as a table: what the weights are called, and parts of a hundred."""
    measures = [names.of("weight", name) for name in (rows[0]["weights"] if rows else ())]
    told = [
        row
        | {
            "shares": [weight_told(share) for share in row["weights"].values()],
            "banzhaf": float(100 * row["banzhaf"]),
            "shapley": float(100 * row["shapley"]),
        }
        for row in rows
    ]
    return {"measures": measures, "power": told}


MOST = 6
"""So many ways in which it would be adopted are told."""


def ways_told(found: Decision, moment: Moment, names: Names) -> list[str]:
    """By which changes it would be adopted: each set of them on a line, where they are few."""
    told = [
        listed(str(INSTEAD[position]) % {"state": names.of("state", state)} for state, position in way.items())
        for way in rows.ways_out(found, moment)
    ]
    return told if len(told) <= MOST else []
