"""How the words for programs in the tables of meetings read: formats, phases, claims, outcomes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FORMATS = {
    "regular": pgettext_lazy("format of a meeting", "regular"),
    "extraordinary": pgettext_lazy("format of a meeting", "extraordinary"),
    "narrow": pgettext_lazy("format of a meeting", "narrow format"),
    "extended": pgettext_lazy("format of a meeting", "extended format"),
    "plus": pgettext_lazy("format of a meeting", "“Plus” format"),
    "in-person": pgettext_lazy("format of a meeting", "in person"),
    "videoconference": pgettext_lazy("format of a meeting", "videoconference"),
}
PHASES = {
    "proposed": pgettext_lazy("phase of a meeting", "proposed"),
    "convened": pgettext_lazy("phase of a meeting", "convened"),
    "open": pgettext_lazy("phase of a meeting", "open"),
    "suspended": pgettext_lazy("phase of a meeting", "suspended"),
    "closed": pgettext_lazy("phase of a meeting", "closed"),
    "called-off": pgettext_lazy("phase of a meeting", "called off"),
}
ANSWERS = {
    "agree": pgettext_lazy("answer to a meeting that is proposed", "agrees"),
    "decline": pgettext_lazy("answer to a meeting that is proposed", "declines"),
    "initiative": pgettext_lazy("answer to a meeting that is proposed", "asked for it"),
    "none": pgettext_lazy("answer to a meeting that is proposed", "no answer yet"),
}
CAPACITIES = {
    "member": pgettext_lazy("participant", "member"),
    "observer": pgettext_lazy("participant", "observer"),
    "partner": pgettext_lazy("participant", "partner"),
    "guest": pgettext_lazy("participant", "guest of the chair"),
    "organisation": pgettext_lazy("participant", "organisation"),
}
NOMINATED = {
    "nominated": pgettext_lazy("participant", "proposed"),
    "agreed": pgettext_lazy("participant", "agreed"),
    "not-agreed": pgettext_lazy("participant", "not agreed"),
}
CLAIMS = {
    "statement": pgettext_lazy("speaking", "statement"),
    "reply": pgettext_lazy("speaking", "right of reply"),
    "order": pgettext_lazy("speaking", "point of order"),
}
OUTCOMES = {
    "": "",
    "adopted": pgettext_lazy("outcome of an item", "decided"),
    "noted": pgettext_lazy("outcome of an item", "noted"),
    "deferred": pgettext_lazy("outcome of an item", "deferred"),
}
PREPARATION = {
    "proposed": pgettext_lazy("preparation of an event", "proposed"),
    "agreed": pgettext_lazy("preparation of an event", "agreed"),
    "preparing": pgettext_lazy("preparation of an event", "in preparation"),
    "ready": pgettext_lazy("preparation of an event", "ready"),
    "held": pgettext_lazy("preparation of an event", "held"),
}

DOES = {
    "change": pgettext_lazy("to an item of the agenda", "change it"),
    "strike": pgettext_lazy("to an item of the agenda", "strike it off"),
}
GIVES_UP = {
    "floor": pgettext_lazy("given up by a speaker", "the floor"),
    "request": pgettext_lazy("given up by a speaker", "the request for the floor"),
}
SPEAKERS_LIST = {
    "open": pgettext_lazy("the list of speakers", "open"),
    "closed": pgettext_lazy("the list of speakers", "closed"),
}
VALUES = {
    "answer": ANSWERS,
    "format": FORMATS,
    "phase": PHASES | NOMINATED,
    "capacity": CAPACITIES,
    "claim": CLAIMS,
    "outcome": OUTCOMES,
    "preparation": PREPARATION,
    "position": {"lift": pgettext_lazy("position on a participant", "lifts its objection")},
    "does": DOES,
    "gives_up": GIVES_UP,
    "speakers_list": SPEAKERS_LIST,
}
"""By the name of a field, what its values are called."""

MINUTED = {
    "convened": _("The %(body)s was convened for %(first)s (%(format)s)."),
    "convened_in": _("The %(body)s was convened for %(first)s in %(city)s (%(format)s)."),
    "called": _("An extraordinary meeting was called for %(first)s: %(body)s."),
    "consented": _("All others had agreed to it."),
    "moved": _("It was moved to %(first)s."),
    "agreed": _("Besides the members took part: %(seats)s."),
    "not_agreed": _("Proposed, and not agreed on: %(seats)s."),
    "opened": _("The chair opened the meeting at %(time)s."),
    "quorum": _("Of the %(entitled)s who decide, %(needed)s had to be there for a decision."),
    "came": _("Were present: %(seats)s."),
    "came_later": _("Came in at %(time)s: %(seats)s."),
    "left": _("Left at %(time)s: %(seats)s."),
    "called_item": _("The item was called at %(time)s."),
    "agenda": _("The agenda was adopted, with %(count)s items."),
    "spoke": _("Statements were made by: %(seats)s."),
    "replied": _("In exercise of the right of reply spoke: %(seats)s."),
    "order": _("Points of order were raised by: %(seats)s."),
    "in_language": _("%(seats)s spoke in %(language)s; it was interpreted into %(into)s."),
    "suspended": _("The meeting was suspended at %(time)s."),
    "resumed": _("The meeting was resumed at %(time)s."),
    "adopted": _("The chair saw no objection, and it was so decided."),
    "noted": _("The meeting took note."),
    "deferred": _("The item was deferred."),
    "closed": _("The chair closed the meeting at %(time)s."),
}
"""The paragraphs of a summary record, by their codes; see `minutes.py`. How speaking was limited, `limited` tells."""

LIMITS = {
    (True, True): _(
        "The chair set limits of speaking: minutes of a statement %(minutes)s, statements on an item %(turns)s."
    ),
    (True, False): _("The chair set a limit of speaking: minutes of a statement %(minutes)s."),
    (False, True): _("The chair set a limit of speaking: statements on an item %(turns)s."),
    (False, False): _("The speakers' list is open, and the chair sets no limit of speaking."),
}
"""By whether minutes were set, and a number of statements."""
LIMITS_AND_CLOSED = {
    (True, True): _(
        "The chair closed the speakers' list. Limits: minutes of a statement %(minutes)s, "
        "statements on an item %(turns)s."
    ),
    (True, False): _("The chair closed the speakers' list. Limit: minutes of a statement %(minutes)s."),
    (False, True): _("The chair closed the speakers' list. Limit: statements on an item %(turns)s."),
    (False, False): _("The chair closed the speakers' list."),
}
LIMITS_OF_ONE = {
    (True, True): _(
        "For %(only_seat)s the chair set limits: minutes of a statement %(minutes)s, statements on an item %(turns)s."
    ),
    (True, False): _("For %(only_seat)s the chair set a limit: minutes of a statement %(minutes)s."),
    (False, True): _("For %(only_seat)s the chair set a limit: statements on an item %(turns)s."),
    (False, False): _("For %(only_seat)s the chair sets no limit of speaking."),
}


def limited(minutes: int | None, turns: int | None, only_seat: str | None, speakers_list: str) -> str | Promise:
    """The sentence by which the chair limits speaking, or limits it no more."""
    told = LIMITS_OF_ONE if only_seat else LIMITS_AND_CLOSED if speakers_list == "closed" else LIMITS
    return told[minutes is not None, turns is not None]
