"""Decisions: the list, and each with its round table, its time line and what stands in its way."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.charter import rules as charter_rules
from comity.charter.day import Moment, moment_of
from comity.charter.telling import rule_words
from comity.decisions import rows, telling, then
from comity.decisions.models import Decision, Draft, Opinion
from comity.decisions.stages import TIMED, UNDER_WAY
from comity.decisions.words import STAGES, moment_told, reasons_told
from comity.membership.round_table import RoundTable, Seated, round_table
from comity.record.clock import ahead, today
from comity.record.doubts import doubt_of
from comity.record.edition import remembered
from comity.record.lists import data
from comity.record.models import EntryRow
from comity.record.queries import history
from comity.record.resting import resting_on
from comity.record.seats import Seat
from comity.record.sentences import Names, localised, seat_name, sentence_html
from comity.record.words import audience_name

Row = dict[str, Any]


PAGE = 100
"""Decisions on a page of the list."""


def decisions(request: HttpRequest) -> HttpResponse:
    """What is under way, and a page of what is over."""
    moment = moment_of(request)
    found = narrowed(request, moment.on)
    paged = Paginator(rows.over(found, moment.on), PAGE)
    page = shown_page(paged, request.GET.get("page", ""))
    under_way = list(then.under_way(found, moment.on)[:PAGE])
    context = {
        "moment": moment,
        "under_way": rows.decision_rows(under_way, moment),
        "over": rows.decision_rows(page.object_list, moment),
        "over_count": paged.count,
        "page": page,
        "bodies": bodies_deciding(moment.on),
        "stages": STAGES,
        "body": request.GET.get("body", ""),
        "stage": request.GET.get("stage", ""),
    }
    return until_the_term_ends(render(request, "decisions/decisions.html", context), under_way)


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
    context = {
        "moment": moment,
        "decision": found,
        "title": localised(found.title),
        "row": rows.row(found, moment, names),
        "under_way": found.stage in UNDER_WAY,
        **stands(found, moment, names, seats),
        **round_the_table(found, moment, names, seats),
        **weighed(found, moment, names, seats),
        **provided(found, moment, names),
        **told_by_the_record(found, moment, names),
    }
    return until_the_term_ends(render(request, "decisions/decision.html", context), [found])


def until_the_term_ends(response: HttpResponse, told: Iterable[Decision]) -> HttpResponse:
    """Nobody keeps a page on which a term ends today: it may be that no act tells the front that it has ended."""
    if any(one.stage in TIMED and one.deadline and one.deadline.date() == today() for one in told):
        response["Cache-Control"] = "private, no-cache"
    return response


def stands(found: Decision, moment: Moment, names: Names, seats: list[Row]) -> Row:
    """How it stands, and until when."""
    zone = moment.charter.calendar.time_zone
    return {
        "body_name": names.of("body", found.body),
        "what": telling.what(found, moment, names, seats, rows.positions_shown(found)),
        "deadline": moment_told(found.deadline, zone) if found.deadline else "",
        "over": then.is_term_over(found, moment.on),
        "zone": zone,
        "ahead": round(ahead().total_seconds()),
    }


def round_the_table(found: Decision, moment: Moment, names: Names, seats: list[Row]) -> Row:
    """What each state says, what it said before, and the opinions on record."""
    shown = rows.positions_shown(found)
    opinions = Opinion.objects.filter(decision=found.entry, on__lte=moment.on)
    return {
        "seats": seats,
        "table": table_of(seats),
        "said": telling.said(seats),
        "positions_shown": shown,
        "earlier": [one for one in rows.position_rows(found, moment) if one["ended_by"]] if shown else [],
        "opinions": [(names.of("state", one.state), one) for one in opinions],
    }


def weighed(found: Decision, moment: Moment, names: Names, seats: list[Row]) -> Row:
    """What follows by the rule, and what stands in the way."""
    outcome = rows.outcome_of(found, moment)
    return {
        "outcome": outcome,
        "reasons": reasons_told(outcome, names),
        "ways_out": telling.ways_told(found, moment, names) if outcome.get("result") == "rejected" else [],
        "awaited": telling.awaited(found, outcome, names),
        "in_the_way": [seat for seat in seats if seat["code"] in outcome.get("in_the_way", ())],
    }


def provided(found: Decision, moment: Moment, names: Names) -> Row:
    """By which competence and which rule it is decided, who put it forward, who may read the positions."""
    charter = moment.charter
    rule = charter.rules.get(found.rule)
    readers = charter_rules.positions(charter, found.competence, found.body)
    return {
        "competence": charter.competences.get(found.competence),
        "rule": rule,
        "rule_words": rule_words(charter, rule) if rule else [],
        **telling.power(rows.power_rows(found, moment), names),
        "by": seat_name(Seat(found.seat), names),
        "concerned": names.of("state", found.concerned_state) if found.concerned_state else "",
        "parties": [(code, names.of("state", code)) for code in found.party_states],
        "readers": audience_name(found.positions_audience, names),
        "positions_article": readers.article if readers else None,
    }


def told_by_the_record(found: Decision, moment: Moment, names: Names) -> Row:
    """The texts, the acts on it, and those that rest on it."""
    entries = entries_of(found, moment)
    return {
        "drafts": drafts(found, moment, names),
        "entries": entries,
        "titled_by": entries[-1]["entry"],
        "taken_at": taken_at(entries, moment),
        "resting": list(resting(found, moment)),
    }


def drafts(found: Decision, moment: Moment, names: Names) -> list[tuple[Draft, str]]:
    """The versions of the text, the latest first, each with the title of the document that it is in."""
    texts = Draft.objects.filter(decision=found.entry, on__lte=moment.on).order_by("-number", "-entry")
    return [(text, names.of("document", text.document) if text.document else "") for text in texts]


def table_of(seats: list[Row]) -> RoundTable:
    inner = [Seated(seat["code"], seat["name"], seat["position"], seat["position_name"]) for seat in seats]
    return round_table(inner, [])


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
