"""The documents of record of a meeting, as PDF in each language: agenda, list of participants, summary record."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from comity.charter import papers
from comity.charter.day import Moment, moment_of
from comity.meetings import queries, telling
from comity.meetings.models import Session
from comity.meetings.pages import found_session
from comity.record.places import place_name
from comity.record.sentences import Names, listed, localised
from comity.typeset import Paper, Part

Row = telling.Row


def agenda(request: HttpRequest, seq: int) -> HttpResponse:
    """`/meetings/97/agenda.pdf`: provisional until the meeting has adopted it. Raises Http404."""
    moment, row = moment_of(request), found_session(seq)
    items = telling.agenda_rows(seq)
    if not items:
        raise Http404(_("Nothing is on the agenda of this meeting yet."))
    title = _("Agenda") if row.agenda_by else _("Provisional agenda")
    listed = Part(_("Items"), items=tuple((item["title"], ", ".join(beside(item))) for item in items))
    made = of_meeting(row, moment, title, [listed], entry=row.agenda_by or row.entry)
    return papers.answer(request, made, f"meeting-{seq}-agenda")


def beside(item: Row) -> Iterator[str]:
    """What stands with an item: its documents, its time, what became of it."""
    yield from (f"{localised(one['wording'])} ({one['code']})" for one in item["documents"])
    if item["minutes"]:
        yield ngettext("%(count)s minute", "%(count)s minutes", item["minutes"]) % {"count": item["minutes"]}
    if item["outcome"]:
        yield str(item["outcome_name"])


def participants(request: HttpRequest, seq: int) -> HttpResponse:
    """`/meetings/97/participants.pdf`: the members, and those who were agreed on. Raises Http404."""
    moment, row = moment_of(request), found_session(seq)
    names = Names(moment.on)
    seats = queries.seat_names(seq, names)
    head = (pgettext("column", "Delegation"), pgettext("column", "As"))
    members = tuple((seats[seat], pgettext("participant", "member")) for seat in queries.member_seats(moment.on))
    agreed = [one for one in telling.nomination_rows(seq, names) if one["phase"] == "agreed"]
    others = tuple((one["name"], str(one["capacity_name"])) for one in agreed)
    parts = [
        Part(_("Members"), head=head, rows=members, columns=(2, 1)),
        Part(_("Other participants"), head=head, rows=others, columns=(2, 1)),
    ]
    made = of_meeting(row, moment, _("List of participants"), [part for part in parts if part.rows], entry=row.entry)
    return papers.answer(request, made, f"meeting-{seq}-participants")


def record(request: HttpRequest, seq: int) -> HttpResponse:
    """`/meetings/97/record.pdf`: drafted from the acts of the meeting, with what was corrected. Raises Http404."""
    moment, row = moment_of(request), found_session(seq)
    if row.opened_by is None:
        raise Http404(_("This meeting has not been opened, so there is nothing to record yet."))
    names = Names(moment.on)
    seats = queries.seat_names(seq, names)
    sections = telling.record_sections(queries.entries_of(seq), seq, names, seats)
    parts = [Part(heading(section), paragraphs=tuple(paragraphs(section))) for section in sections]
    lead = [_("Approved, with the corrections that were entered in time.") if row.approved_by else _("Draft.")]
    made = of_meeting(row, moment, _("Summary record"), parts, entry=row.approved_by or row.opened_by, lead=lead)
    return papers.answer(request, made, f"meeting-{seq}-record")


def heading(section: Row) -> str:
    if item := section["item"]:
        return f"{item['number']}. {item['title']}"
    closing = section["sort"] == "closing"
    return pgettext("of a meeting", "Closing") if closing else pgettext("of a meeting", "Opening")


def paragraphs(section: Row) -> Iterator[str]:
    for one in section["paragraphs"]:
        yield f"{one['number']}. {one['text']}"
        for correction in one["corrections"]:
            yield _("As corrected by %(name)s:") % correction + f" {correction['wording']}"


def of_meeting(
    row: Session, moment: Moment, title: str, parts: list[Part], *, entry: int, lead: list[str] | None = None
) -> Paper:
    """A paper with what every paper of a meeting says of it."""
    told = telling.session_row(row, Names(moment.on))
    days = telling.days_told(row.first, row.last)
    moved = telling.days_told(row.was_first, row.was_last) if row.was_first and row.was_last else ""
    facts = [
        (_("Body"), told["body_name"]),
        (_("Format"), str(told["format_name"])),
        (_("When"), days),
        (_("Moved from"), moved),
        (_("Where"), ", ".join(filter(None, (place_name(row.city), told["country_name"])))),
        (_("Languages"), listed(told["language_names"])),
    ]
    said = [_("The meeting was called off; it does not take place.")] if row.called_off_by else lead
    return papers.paper(moment, title, entry=row.called_off_by or entry, lead=said or (), facts=facts, parts=parts)
