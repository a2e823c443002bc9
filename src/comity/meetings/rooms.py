"""The room: what is under discussion, who speaks and who waits, the decision in progress. Three views of it.

    GET /meetings/SEQ/room    for whoever takes part, made for a telephone
    GET /meetings/SEQ/chair   the chair's console
    GET /meetings/SEQ/hall    for the projector: large, and without a button
    POST to the first two     one act, with its kind as `act`; then 303 back to the view, or the view with the reason

`?fragment` answers with the view alone. Its element bears `data-live`, its own address: the script of `comity.live`
fetches it again whenever something is recorded, each reader as themselves. Without JavaScript the page does so by
itself every quarter of a minute.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from pydantic import ValidationError

from comity.charter.day import Moment, moment_of
from comity.meetings import buttons, queries, rules, telling
from comity.meetings.models import Session
from comity.meetings.pages import found_session
from comity.people.sitting import Sitting, perform
from comity.record.acts import KINDS, Act
from comity.record.audiences import PUBLIC
from comity.record.clock import now, today
from comity.record.reading import everything
from comity.record.sentences import Names, refusal_sentence
from comity.record.submission import Refused

Row = dict[str, Any]
POSITIONS = ("decisions.consent", "decisions.abstain", "decisions.object", "decisions.lift")
"""Kinds of act by which a delegation says what it thinks of the decision in progress."""
IN_ROOM = frozenset({"meetings.ask_floor", "meetings.yield_floor", "meetings.roll", *POSITIONS})
AT_CHAIR = frozenset(
    {
        *(
            "meetings.open_meeting",
            "meetings.suspend_meeting",
            "meetings.resume_meeting",
            "meetings.close_meeting",
            "meetings.roll",
        ),
        *("meetings.adopt_agenda", "meetings.amend_item", "meetings.call_item", "meetings.gavel"),
        *("decisions.adopt", "decisions.open"),
        *("meetings.give_floor", "meetings.yield_floor", "meetings.limit_speaking", "meetings.agree_participants"),
    }
)
REFRESH = 15
"""Seconds after which the page asks again where no script does."""


def room(request: HttpRequest, seq: int) -> HttpResponse:
    return _acting(request, seq, "room", IN_ROOM, buttons.of_room)


def chair(request: HttpRequest, seq: int) -> HttpResponse:
    return _acting(request, seq, "chair", AT_CHAIR, buttons.of_chair)


def hall(request: HttpRequest, seq: int) -> HttpResponse:
    row = found_session(seq)
    # Whoever operates the projector may read more than those who look at the wall.
    return _drawn(request, "hall", play(row, moment_of(request), {PUBLIC, row.room_audience}))


Buttons = Callable[[Row, Sitting], Row]


def _acting(request: HttpRequest, seq: int, view: str, kinds: frozenset[str], may: Buttons) -> HttpResponse:
    if request.sitting is None:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    row, reason, status = found_session(seq), "", 200
    if request.method == "POST":
        reason = _performed(request, kinds)
        if not reason:
            return HttpResponseRedirect(request.path, status=303)
        row, status = found_session(seq), 409
    context = play(row, moment_of(request))
    with everything():
        # What may be done is judged by all there is; what is shown was read before, as the reader may read.
        context |= may(context, request.sitting)
    return _drawn(request, view, context | {"reason": reason}, status)


def _drawn(request: HttpRequest, view: str, context: Row, status: int = 200) -> HttpResponse:
    template = f"meetings/_{view}.html" if "fragment" in request.GET else f"meetings/{view}.html"
    shown = {"view": view, "live": f"{request.path}?fragment", "refresh": REFRESH}
    response = render(request, template, context | shown, status=status)
    # The clock of whoever speaks runs on without an act.
    response["Cache-Control"] = "private, no-store"
    return response


def _performed(request: HttpRequest, kinds: frozenset[str]) -> str:
    """Perform the act that was sent. Answers with the reason where it is refused; empty where it is done.

    Raises BadRequest for a kind that this view does not have, or fields that make no act.
    """
    kind = request.POST.get("act", "")
    if kind not in kinds or kind not in KINDS:
        raise BadRequest(_("That cannot be done in this place."))
    try:
        acts = [_parsed(kind, request.POST)]
        if kind == "decisions.adopt" and request.POST.get("item"):
            acts.append(_parsed("meetings.gavel", request.POST))
        _perform_all(acts, request.sitting, request.POST.get("key", "")[:40])
    except ValidationError as error:
        raise BadRequest(_("Something is missing or wrong. Go back and try again.")) from error
    except Refused as refused:
        return refusal_sentence(refused.act, refused.refusal)
    return ""


def _perform_all(acts: list[Act], sitting: Sitting, key: str) -> None:
    """All or none. Of one act alone the record is not held longer than it takes. Raises Refused."""
    if len(acts) == 1:
        perform(acts[0], sitting, key=key or None)
        return
    with transaction.atomic():
        for number, act in enumerate(acts):
            perform(act, sitting, key=f"{key}-{number}" if key else None)


def _parsed(kind: str, sent: QueryDict) -> Act:
    """The act with those of its fields that were sent and filled in. Raises ValidationError."""
    act = KINDS[kind]
    fields: dict[str, Any] = {}
    for name, field in act.model_fields.items():
        many = [one for one in sent.getlist(name) if one]
        if many:
            fields[name] = many if str(field.annotation).startswith("tuple") else many[0]
    return act.model_validate(fields)


def play(row: Session, day: Moment, readers: Collection[str] | None = None) -> Row:
    """What is the case in the room at this moment, as the reader may know it.

    readers   of the decision in progress is told what is for these audiences; None: all that the reader may know
    """
    names, moment = Names(today()), now()
    seats = queries.seat_names(row.entry, names)
    agenda = telling.agenda_rows(row.entry)
    item = next((one for one in agenda if one["entry"] == row.item), None)
    return {
        "row": row,
        "session": telling.session_row(row, names),
        "seats": seats,
        "agenda": agenda,
        "item": item,
        "decision": telling.in_progress(item["decision"], day, names, readers) if item else None,
        "speakers": telling.speakers(row.entry, seats, moment),
        "presence": telling.presence(row.entry, names, seats),
        "limit": queries.limits(row.entry).get("", rules.Limit()),
        "now": moment,
    }
