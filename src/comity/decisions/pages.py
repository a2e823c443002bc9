"""Decisions: the list, and each with its round table, its time line and what stands in its way."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.charter import rules as charter_rules
from comity.charter.day import Moment, moment_of
from comity.charter.words import rule_words
from comity.decisions import rows, then
from comity.decisions.models import Decision, Draft, Opinion
from comity.decisions.stages import UNDER_WAY
from comity.decisions.words import ADOPTED, POSITIONS, STAGES, moment_told, reasons_told
from comity.membership.round_table import RoundTable, Seated, round_table
from comity.record.clock import ahead
from comity.record.doubts import doubt_of
from comity.record.edition import remembered
from comity.record.lists import data
from comity.record.models import EntryRow
from comity.record.queries import history
from comity.record.resting import resting_on
from comity.record.seats import Seat
from comity.record.sentences import Names, day_told, localised, seat_name, sentence_html
from comity.record.words import audience_name
from comity.register.words import told_day

Row = dict[str, Any]


PAGE = 100
"""Decisions on a page of the list."""


def decisions(request: HttpRequest) -> HttpResponse:
    """What is under way, and a page of what is over."""
    moment = moment_of(request)
    found = narrowed(request, moment.on)
    paged = Paginator(rows.over(found, moment.on), PAGE)
    page = shown_page(paged, request.GET.get("page", ""))
    context = {
        "moment": moment,
        "under_way": rows.decision_rows(then.under_way(found, moment.on)[:PAGE], moment),
        "over": rows.decision_rows(page.object_list, moment),
        "over_count": paged.count,
        "page": page,
        "bodies": bodies_deciding(moment.on),
        "stages": STAGES,
        "body": request.GET.get("body", ""),
        "stage": request.GET.get("stage", ""),
    }
    return render(request, "decisions/decisions.html", context)


def shown_page(paged: "Paginator[Decision]", asked: str) -> "Page[Decision]":
    """Raises Http404 for a page that there is not."""
    try:
        return paged.page(asked or 1)
    except InvalidPage as error:
        values = {"page": asked[:20], "last": paged.num_pages}
        raise Http404(_("There is no page %(page)s: the last one is %(last)s.") % values) from error


def bodies_deciding(on: date) -> dict[str, str]:
    """The bodies before which a decision was put by the day, with their names."""
    names = Names(on)
    return {code: names.of("body", code) for code in _bodies_deciding(on)}


@remembered
def _bodies_deciding(on: date) -> list[str]:
    return list(rows.known(on).order_by("body").values_list("body", flat=True).distinct())


def narrowed(request: HttpRequest, on: date) -> QuerySet[Decision]:
    """Those of a body, or at a stage, as the reader asks. Raises BadRequest for a stage that there is not."""
    body, stage = request.GET.get("body", ""), request.GET.get("stage", "")
    if stage and stage not in STAGES:
        values = {"stage": stage[:40], "known": ", ".join(STAGES)}
        raise BadRequest(_("There is no stage “%(stage)s”. Write one of: %(known)s.") % values)
    return rows.known(on, body, stage)


def decisions_data(request: HttpRequest, form: str) -> HttpResponse:
    moment = moment_of(request)

    def found() -> list[Row]:
        return rows.decision_rows(narrowed(request, moment.on), moment)

    return data("decisions", request, form, rows.COLUMNS, found)


def positions_data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """`/decisions/97.json` and `.csv`: all that states have said, as far as the reader may know it."""
    moment = moment_of(request)
    found = decision_at(int(code), moment)
    return data(f"decision-{code}", request, form, rows.POSITION_COLUMNS, lambda: rows.position_rows(found, moment))


def decision_at(code: int, moment: Moment) -> Decision:
    """Raises Http404."""
    found = Decision.objects.filter(entry=code).first() if code < 2**53 else None
    if found is None or found.put_forward_on > moment.on:
        raise Http404(
            _("No decision was put forward by entry %(code)s, or not by that day. The page Decisions lists them.")
            % {"code": str(code)[:20]}
        )
    (told,) = then.as_of([found], moment.on)
    return told


def decision(request: HttpRequest, code: int) -> HttpResponse:
    moment = moment_of(request)
    found = decision_at(code, moment)
    names, seats = Names(moment.on, moment.query), rows.seats(found, moment)
    outcome, shown = rows.outcome_of(found, moment), rows.positions_shown(found)
    competence = moment.charter.competences.get(found.competence)
    rule = moment.charter.rules.get(found.rule)
    provided = charter_rules.positions(moment.charter, found.competence, found.body)
    context = {
        "moment": moment,
        "decision": found,
        "title": localised(found.title),
        "row": rows.row(found, moment, names),
        "body_name": names.of("body", found.body),
        "competence": competence,
        "rule": rule,
        "rule_words": rule_words(moment.charter, rule) if rule else [],
        "by": seat_name(Seat(found.seat), names),
        "under_way": found.stage in UNDER_WAY,
        "what": what(found, moment, names, seats, shown),
        "deadline": moment_told(found.deadline, moment.charter.calendar.time_zone) if found.deadline else "",
        "ahead": round(ahead().total_seconds()),
        "positions_shown": shown,
        "seats": seats,
        "concerned": names.of("state", found.concerned_state) if found.concerned_state else "",
        "readers": audience_name(found.positions_audience, names),
        "positions_article": provided.article if provided else None,
        "table": table_of(seats),
        "outcome": outcome,
        "reasons": reasons_told(outcome, names),
        "ways_out": ways_told(found, moment, names) if outcome.get("result") == "rejected" else [],
        "awaited": awaited(found, outcome, names),
        "in_the_way": [seat for seat in seats if seat["code"] in outcome.get("in_the_way", ())],
        "earlier": [one for one in rows.position_rows(found, moment) if one["ended_by"]] if shown else [],
        "opinions": [
            (names.of("state", one.state), one)
            for one in Opinion.objects.filter(decision=found.entry, on__lte=moment.on)
        ],
        "drafts": drafts(found, moment, names),
        "said": said(seats),
        "entries": (entries := entries_of(found, moment)),
        "taken_at": taken_at(entries, moment),
        "resting": list(resting(found, moment)),
    }
    return render(request, "decisions/decision.html", context)


def drafts(found: Decision, moment: Moment, names: Names) -> list[tuple[Draft, str]]:
    """The versions of the text, the latest first, each with the title of the document that it is in."""
    texts = Draft.objects.filter(decision=found.entry, on__lte=moment.on).order_by("-number", "-entry")
    return [(text, names.of("document", text.document) if text.document else "") for text in texts]


def awaited(found: Decision, outcome: Row, names: Names) -> str:
    """In a written procedure: the states that have not answered."""
    states = outcome.get("awaited", ()) if found.stage == "written" else ()
    return ", ".join(names.of("state", state) for state in states)


MOST = 6
"""So many ways in which it would be adopted are told."""


def ways_told(found: Decision, moment: Moment, names: Names) -> list[str]:
    """By which changes it would be adopted: each set of them on a line, where they are few."""
    ways = rows.ways_out(found, moment)
    told = [
        ", ".join(f"{names.of('state', state)} ({POSITIONS[position]})" for state, position in way) for way in ways
    ]
    return told if len(told) <= MOST else []


def table_of(seats: list[Row]) -> RoundTable:
    inner = [Seated(seat["code"], seat["name"], seat["position"], seat["position_name"]) for seat in seats]
    return round_table(inner, [])


def said(seats: list[Row]) -> Row:
    """How many were asked, and of how many a position is on record: the figures in the middle of the table."""
    asked = [seat for seat in seats if seat["position"] != "aside"]
    return {"asked": len(asked), "said": sum(seat["held"] is not None and not seat["earlier"] for seat in asked)}


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
    sentence = {
        "put-forward": _("It was put before the %(body)s on %(day)s, and is not open for positions yet."),
        "open": _("It is before the %(body)s, and the states are asked for their positions."),
        "silence": _(
            "It is before the %(body)s in a silence procedure. It is adopted unless a state objects before "
            "%(deadline)s."
        ),
        "written": _("It is before the %(body)s in a written procedure: the states answer by %(deadline)s."),
    }[found.stage]
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
            "Of %(asked)s state asked, %(said)s has said what it thinks.",
            "Of %(asked)s states asked, %(said)s have said what they think.",
            counts["asked"],
        )
        % counts
    )
    if not against:
        return told + " " + _("Nobody objects.")
    objecting = ngettext("%(states)s objects.", "%(states)s object.", len(against))
    return told + " " + objecting % {"states": ", ".join(against)}


def entries_of(found: Decision, moment: Moment) -> list[Row]:
    """Every act on it that the reader may read and that counts by the day, the latest first."""
    first = [row.entry for row in EntryRow.objects.filter(seq=found.entry)]
    entries = [*(one for one in history(f"decision:{found.entry}", moment.on)), *first]
    names = Names(moment.on, moment.query, {"decision": {str(found.entry): found.title}})
    names.expect(entries)
    return [{"entry": one, "sentence": sentence_html(one, names), "doubt": doubt_of(one)} for one in entries]


def resting(found: Decision, moment: Moment) -> Iterator[Row]:
    """The acts that rest on the decision, and count by the day."""
    return lines(resting_on(basis=found.adopted_by) if found.adopted_by else [], moment)


def taken_at(entries: list[Row], moment: Moment) -> list[Row]:
    """The meeting at which a decision of before the record was taken, where the act that tells of it names one."""
    named = [one["entry"].body.get("meeting_entry") for one in entries]
    return list(lines([seq for seq in named if seq], moment))


def lines(seqs: Collection[int], moment: Moment) -> Iterator[Row]:
    names = Names(moment.on, moment.query)
    for row in EntryRow.objects.filter(seq__in=seqs, on__lte=moment.on).order_by("seq"):
        yield {"entry": row.entry, "sentence": sentence_html(row.entry, names), "doubt": doubt_of(row.entry)}
