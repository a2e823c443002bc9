"""What there is to choose from in the form of an act: things by their names, people whom the actor may know.

Without JavaScript a form offers everything that could be chosen; with it, what fits the field it depends on.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from comity.bodies import queries as bodies
from comity.bodies.models import Holder
from comity.bodies.places import place_name
from comity.charter import queries as charters
from comity.decisions.models import Decision
from comity.meetings import choices as meetings
from comity.meetings.models import Nomination
from comity.membership.models import Standing
from comity.membership.queries import on_day
from comity.people.models import Account, Credential
from comity.people.rules import OF_ORGANISATIONS, ROLES, refuse_seating
from comity.people.rules import sort_of as sort_of_seat
from comity.people.sitting import Sitting
from comity.people.words import ROLE_NAMES
from comity.record.acts import KINDS
from comity.record.clock import today
from comity.record.seats import CHAIR, DEPOSITARY, SECRETARIAT, Seat
from comity.record.sentences import SORTS, Names, day_told, localised, seat_name, sort_of
from comity.record.words import AUDIENCES, audience_name, kind_name, package_name
from comity.register.models import Document
from comity.register.words import AREAS, area_name

Choices = list[tuple[str, str]]
MOST = 300
"""So many things are offered in a list at most; of more, the code is written."""
Chooser = Callable[[str, Sitting], Choices]
"""The choices of a field, by the value of the one that it depends on; that is empty while nothing was chosen."""


def choices_of(name: str, sitting: Sitting) -> Choices:
    """The things of a sort that exist today, by their names; none where there are too many, or none are known."""
    sort, names = sort_of(name), Names(today())
    if name == "state" and sitting.seat.state:
        return [(sitting.seat.state, names.of("state", sitting.seat.state))]
    if name == "seat" and sitting.seat not in (SECRETARIAT, CHAIR):
        return [(str(sitting.seat), seat_name(sitting.seat, names))]
    if sort == "seat":
        return [(seat, seat_name(seat, names)) for seat in seats_to_give(names)]
    if sort == "audience":
        return _audiences(sitting, names)
    if sort == "area":
        return [(area, area_name(area)) for area in AREAS]
    if sort == "document":
        found = dict(Document.objects.values_list("code", "title")[: MOST + 1])
    else:
        found = dict(SORTS[sort].find(names.on, ())) if sort in SORTS else {}
    if len(found) > MOST:
        return []
    return sorted(((code, localised(title)) for code, title in found.items()), key=lambda one: one[1])


def seats_to_give(names: Names) -> Iterator[Seat]:
    """The seats that a credential can be for. Of organisations those of which the record knows."""
    yield from map(Seat, (SECRETARIAT, CHAIR, DEPOSITARY))
    yield from (Seat.delegation(state) for state in sorted(SORTS["state"].find(names.on, ())))
    known = {*Credential.objects.values_list("seat", flat=True), *Nomination.objects.values_list("seat", flat=True)}
    yield from (Seat(seat) for seat in sorted(known) if sort_of_seat(seat) in OF_ORGANISATIONS)


def _audiences(sitting: Sitting, names: Names) -> Choices:
    """Who may read it: everybody first, then the audiences to which whoever acts belongs."""
    mine = sitting.audiences(names.on)
    found = dict.fromkeys([*AUDIENCES, *(one for one in mine if one.startswith(("body:", "delegation:")))])
    return [(audience, audience_name(audience, names)) for audience in found]


def kinds() -> Choices:
    packages = dict.fromkeys(kind.partition(".")[0] for kind in sorted(KINDS))
    whole = [(package, f"{package_name(package)}: *") for package in packages]
    return whole + [(kind, f"{package_name(kind)}: {kind_name(kind)}") for kind in sorted(KINDS)]


# Where one field depends on another


def _roles(seat: str, sitting: Sitting) -> Choices:
    sorts = [sort_of_seat(seat)] if seat else list(ROLES)
    roles = dict.fromkeys(role for sort in sorts for role in ROLES.get(sort, ()))
    return [
        (role, localised(ROLE_NAMES[role]))
        for role in roles
        if not seat or not refuse_seating(sitting.seat, sitting.role, seat, role)
    ]


def _persons(office: str, sitting: Sitting) -> Choices:
    rows = Holder.objects.filter(on_day(today()), **({"office": office} if office else {}))
    return [(person, person) for person in sorted(set(rows.values_list("person", flat=True)))]


def _announced(body: str, sitting: Sitting) -> Choices:
    rows = bodies.coming(today()).filter(**({"body": body} if body else {})).order_by("first", "entry")
    names = Names(today())
    return [
        (
            str(row.announced_by),
            f"{names.of('body', row.body)}, {day_told(row.first)}{row.city and ', ' + place_name(row.city)}",
        )
        for row in rows
        if row.announced_by
    ]


def _statuses(state: str, sitting: Sitting) -> Choices:
    rows = Standing.objects.filter(on_day(today()), **({"state": state} if state else {}))
    names = Names(today())
    return [(status, names.of("status", status)) for status in sorted(set(rows.values_list("status", flat=True)))]


def _competences(body: str, sitting: Sitting) -> Choices:
    """What a body decides by the charter; what any body decides, while none was chosen."""
    found = charters.in_force(today())
    if found is None:
        return []
    charter, names = found[0], Names(today())
    chosen = [charter.bodies[body]] if body in charter.bodies else list(charter.bodies.values())
    codes = dict.fromkeys(code for one in chosen for code in one.competences)
    return sorted(((code, names.of("competence", code)) for code in codes), key=lambda one: one[1])


def _decisions(nothing: str, sitting: Sitting) -> Choices:
    """The latest decisions, those under way first."""
    rows = Decision.objects.order_by("-ended_on", "-entry").values_list("entry", "title")[:MOST]
    return [(str(entry), f"{localised(title)} (№ {entry})") for entry, title in rows]


def _credentials(nothing: str, sitting: Sitting) -> Choices:
    """Those that the seat may end or restrict, by the people who hold them."""
    names, found = Names(today()), []
    rows = Credential.objects.filter(on_day(today())).order_by("seat", "entry")
    mine = [row for row in rows if not refuse_seating(sitting.seat, sitting.role, row.seat, row.role)]
    people = {one.code: one for one in Account.objects.filter(code__in=[row.account for row in mine])}
    for row in mine:
        role, seat = localised(ROLE_NAMES[row.role]), seat_name(Seat(row.seat), names)
        found.append((str(row.entry), f"{people.get(row.account, row.account)} ({seat}, {role})"))
    return found


OF_THE_FLOOR = ("meetings.ask_floor", "meetings.give_floor", "meetings.yield_floor")
DEPENDENT: Mapping[str, Mapping[str, tuple[str, Chooser]]] = {
    "people.issue_credential": {"role": ("seat", _roles)},
    "people.end_credential": {"credential_entry": ("", _credentials)},
    "people.restrict_credential": {"credential_entry": ("", _credentials)},
    "bodies.end_office": {"person": ("office", _persons)},
    "bodies.meet": {"announced_entry": ("body", _announced)},
    "membership.end_status": {"status": ("state", _statuses)},
    **{kind: {"seat": ("session", meetings.taking_part)} for kind in OF_THE_FLOOR},
    "meetings.limit_speaking": {"only_seat": ("session", meetings.taking_part)},
    "meetings.roll": {"arrived_seat": ("session", meetings.away), "left_seat": ("session", meetings.there)},
    "meetings.correct_record": {
        "session": ("", meetings.records),
        "paragraph_entry": ("session", meetings.paragraphs),
    },
    "meetings.circulate_record": {"session": ("", meetings.records)},
    "meetings.approve_record": {"session": ("", meetings.records)},
    "decisions.put_forward": {"competence": ("body", _competences)},
    **{kind: {"decision": ("", _decisions)} for kind, act in KINDS.items() if "decision" in act.model_fields},
}
"""By kind of act and field: the field that it depends on, if it does, and what there is to choose."""


def people_known(sitting: Sitting, on: date) -> dict[str, Account]:
    """The people whom an actor may know, by the codes of their accounts.

    The secretariat gives every seat, and knows all who have ever held one. A delegation knows its own people, of
    today and of before. Nobody is offered the others, and a name or an address of theirs is not recognised either:
    the answer to it is the same as if there were no such account. They are invited (`/delegation`), where the answer
    does not tell either.
    """
    rows = Credential.objects.all()
    if sort_of_seat(sitting.seat) != "secretariat":
        rows = rows.filter(seat=sitting.seat)
    codes = set(rows.values_list("account", flat=True))
    return {one.code: one for one in Account.objects.filter(code__in=codes).order_by("name", "email")}


def recognised(written: str, known: Mapping[str, Account]) -> str:
    """The code of the one account that is meant by a name or an address; what was written, if there is none."""
    wanted = written.casefold().strip()
    meant = [one.code for one in known.values() if wanted in (one.email.casefold(), one.name.casefold())]
    return meant[0] if wanted and len(meant) == 1 else written
