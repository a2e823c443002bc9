"""Bodies are established and dissolved and meet; the chair goes round; offices are given and end."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from comity.bodies import queries, rules
from comity.bodies.models import Body, Chairmanship, Holder, Meeting
from comity.charter import rules as charter_rules
from comity.charter.acts import DECIDED_REFUSALS, NO_CHARTER, CharterAct, DecidedAct
from comity.charter.schema import Charter
from comity.membership.acts import DELEGATION_REFUSALS, StateCode
from comity.membership.queries import state_names, states_with
from comity.membership.seats import OfDelegation
from comity.record.acts import Context, Ref
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only
from comity.record.text import LocalisedText

BodyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9+-]{1,39}$")]
OfficeCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,59}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Phase = Literal["operating", "decided"]
Format = Literal["in-person", "videoconference", ""]

BODY_REFUSALS = {
    "already_established": _("There is a body %(body)s already, since %(since)s."),
    "no_such_body": _("There is no body %(body)s on that day. Establish it first."),
}


class OfBody(CharterAct):
    """An act that concerns one body."""

    body: BodyCode

    def subjects(self) -> tuple[str, ...]:
        return (f"body:{self.body}",)


class Establish(OfBody, DecidedAct):
    """A body is established: by the charter itself, or by decision of the competent body (SCO Charter, art. 4).

    phase   "decided" where its establishment was decided and its work has not begun
    """

    kind = "bodies.establish"
    by = Only(SECRETARIAT)
    refusals = DECIDED_REFUSALS | BODY_REFUSALS

    name: LocalisedText
    sort: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,39}$")]
    parent_body: BodyCode | None = None
    phase: Phase = "operating"
    city: str = Field("", max_length=80)
    meets: str = Field("", max_length=400)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if self.body in charter.bodies:
            context.find(article=charter.bodies[self.body].article)
        else:
            yield from super().judge(charter, context)
        since = queries.established(self.body, context.on)
        yield rules.refuse_if_established(self.body, since, context.findings.get("article", ""))

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Body,
            entry=entry.seq,
            code=self.body,
            name=self.name.root,
            kind=self.sort,
            phase=self.phase,
            parent=self.parent_body or "",
            city=self.city,
            meets=self.meets,
            since=entry.on,
            basis=self.basis,
            **marks(entry),
        )

    def sentence(self) -> str | Promise:
        if self.phase == "decided":
            return _("It was decided to establish the %(name)s.")
        return _("The %(name)s was established.")


class Dissolve(OfBody, DecidedAct):
    """A body is dissolved by decision of the competent body."""

    kind = "bodies.dissolve"
    by = Only(SECRETARIAT)
    refusals = DECIDED_REFUSALS | BODY_REFUSALS

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        since = queries.established(self.body, context.on)
        yield rules.refuse_unless_established(self.body, since, context.findings.get("article", ""))

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Body, {"code": self.body, "until": None}, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("The %(body)s was dissolved.")


class TakeChair(CharterAct):
    """A state takes the chair, in the order of the charter as a rule (SCO Charter, art. 5).

    events_planned   how many events the chair plans for its term
    """

    kind = "bodies.take_chair"
    by = OfDelegation(right="chair")
    refusals = (
        NO_CHARTER
        | DELEGATION_REFUSALS
        | {
            "chair_taken": _("%(state)s has been in the chair since %(since)s. It hands the chair over first."),
            "no_chair": _("The charter knows no chair of the organisation."),
            "out_of_turn": _("It is the turn of %(expected_state)s to take the chair."),
        }
    )

    state: StateCode
    slogan: LocalisedText = LocalisedText({})
    events_planned: int | None = Field(None, ge=0, le=10_000)

    def subjects(self) -> tuple[str, ...]:
        return (f"state:{self.state}",)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if charter.chairmanship is None:
            yield Refusal("", "no_chair")
            return
        article = charter.chairmanship.article
        expected = self._expected(charter, context.on)
        context.find(article=article, **({"expected_state": expected} if expected else {}))
        yield rules.refuse_if_chaired(queries.chair(context.on), article)
        yield rules.refuse_out_of_turn(self.state, expected, not charter.chairmanship.as_a_rule, article)

    def _expected(self, charter: Charter, on: date) -> str | None:
        previous = queries.previous_chair(on)
        if previous is None:
            return None
        names = state_names(on)
        members = {
            state: LocalisedText(names[state]) for state in states_with("chair", charter, on) if state in names
        }
        return charter_rules.next_in_rotation(charter, previous, members)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Chairmanship,
            entry=entry.seq,
            state=self.state,
            since=entry.on,
            slogan=self.slogan.root,
            events_planned=self.events_planned,
            expected=entry.findings.get("expected_state", ""),
            article=entry.findings.get("article", ""),
            irregular=bool(entry.irregular),
        )

    def sentence(self) -> str | Promise:
        return _("%(state)s took the chair.")


class HandOverChair(CharterAct):
    """The state in the chair hands it over: its term ends."""

    kind = "bodies.hand_over_chair"
    by = OfDelegation()
    refusals = NO_CHARTER | DELEGATION_REFUSALS | {"not_in_the_chair": _("%(state)s is not in the chair.")}

    state: StateCode

    def subjects(self) -> tuple[str, ...]:
        return (f"state:{self.state}",)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        article = charter.chairmanship.article if charter.chairmanship else ""
        context.find(article=article)
        yield rules.refuse_unless_chairing(queries.chair(context.on), self.state, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Chairmanship, {"state": self.state, "until": None}, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("%(state)s handed over the chair.")


class Appoint(DecidedAct):
    """Somebody is appointed to an office, for the term of the charter (SCO Charter, art. 11).

    state   of which the person is a national
    until   the day on which the term ends, where it is not the charter's term from the first day
    """

    kind = "bodies.appoint"
    by = Only(SECRETARIAT)
    refusals = DECIDED_REFUSALS | {
        "no_such_office": _("The charter knows no office “%(office)s”."),
        "still_held": _("%(person)s has held the office since %(since)s, and the term has not ended by then."),
        "not_renewable": _("The term of %(person)s cannot be extended or renewed."),
        "term_too_long": _("A term that begins on %(since)s ends on %(longest_until)s at the latest."),
    }

    office: OfficeCode
    person: Name
    state: StateCode | None = None
    until: date | None = None

    def competence(self, charter: Charter) -> str:
        return charter.offices[self.office].appointed_by

    def subjects(self) -> tuple[str, ...]:
        return (f"office:{self.office}", *([f"state:{self.state}"] if self.state else []))

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        office = charter.offices.get(self.office)
        if office is None:
            yield Refusal("", "no_such_office", {"office": self.office})
            return
        yield from super().judge(charter, context)
        longest = rules.plus_years(context.on, office.term_years) if office.term_years else None
        until = self.until or longest
        if until:
            context.find(until=until.isoformat())
        previous = queries.last_term(self.office, context.on)
        yield rules.refuse_overlap(context.on, previous, office.article)
        yield rules.refuse_second_term(self.person, previous, office.renewable is not False, office.article)
        yield rules.refuse_long_term(context.on, self.until, longest, office.article)

    def project(self, entry: Entry) -> Iterator[Write]:
        until = entry.findings.get("until")
        yield insert(
            Holder,
            entry=entry.seq,
            office=self.office,
            person=self.person,
            state=self.state or "",
            since=entry.on,
            due=until and date.fromisoformat(until),
            until=until and date.fromisoformat(until),
            basis=self.basis,
            **marks(entry),
        )

    def sentence(self) -> str | Promise:
        return _("%(person)s was appointed %(office)s.")


class EndOffice(CharterAct):
    """An office ends before its term: by resignation, recall or death."""

    kind = "bodies.end_office"
    by = Only(SECRETARIAT)
    refusals = NO_CHARTER | {"not_in_office": _("%(person)s does not hold that office.")}

    office: OfficeCode
    person: Name

    def subjects(self) -> tuple[str, ...]:
        return (f"office:{self.office}",)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        office = charter.offices.get(self.office)
        term = queries.holder(self.office, self.person, context.on)
        article = office.article if office else ""
        context.find(article=article)
        if term is None:
            yield Refusal(article, "not_in_office", {"person": self.person})
        else:
            context.find(since=term.since.isoformat())

    def project(self, entry: Entry) -> Iterator[Write]:
        since = entry.findings.get("since")
        if since:
            where = {"office": self.office, "person": self.person, "since": date.fromisoformat(since)}
            yield change(Holder, where, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("The term of %(person)s as %(office)s ended.")


class Meets(OfBody):
    """What is known of a meeting."""

    first: date
    ordinal: int | None = Field(None, ge=1, le=10_000)
    city: str = Field("", max_length=80)
    host_state: StateCode | None = None
    chair_state: StateCode | None = None
    format: Format = ""

    refusals = (
        NO_CHARTER
        | BODY_REFUSALS
        | {
            "ends_before_it_begins": _("A meeting that begins on %(first)s cannot end on %(last)s."),
        }
    )

    def subjects(self) -> tuple[str, ...]:
        states = {state: None for state in (self.host_state, self.chair_state) if state}
        return (f"body:{self.body}", *(f"state:{state}" for state in states))

    def facts(self, entry: Entry) -> dict[str, object]:
        return {
            "note": entry.provenance.note if entry.provenance else "",
            "body": self.body,
            "first": self.first,
            "ordinal": self.ordinal,
            "city": self.city,
            "country": self.host_state or "",
            "chair": self.chair_state or "",
            "format": self.format,
        }


class AnnounceMeeting(Meets):
    """A meeting of a body is announced. `first` and `last` are its days, known to the `exact_to`."""

    kind = "bodies.announce_meeting"
    by = Only(SECRETARIAT)

    last: date
    exact_to: Literal["day", "month", "year"] = "day"

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if self.body in charter.bodies:
            context.find(article=charter.bodies[self.body].article)
        yield rules.refuse_unless_established(self.body, queries.established(self.body, context.on), "")
        yield rules.refuse_days(self.first, self.last)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Meeting,
            entry=entry.seq,
            last=self.last,
            dated=self.exact_to,
            held=False,
            announced_on=entry.on,
            announced_by=entry.seq,
            **self.facts(entry),
        )

    def sentence(self) -> str | Promise:
        return _("A meeting of the %(body)s was announced.")


class Meet(Meets):
    """A body met, and ended its meeting on the day from which the act counts. What it decided rests on this.

    announced_entry   the entry that announced the meeting, where one did
    """

    kind = "bodies.meet"
    by = Only(SECRETARIAT)
    decides = True

    announced_entry: Ref | None = None

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if self.body in charter.bodies:
            context.find(article=charter.bodies[self.body].article)
        yield rules.refuse_unless_established(self.body, queries.established(self.body, context.on), "")
        yield rules.refuse_days(self.first, context.on)

    def project(self, entry: Entry) -> Iterator[Write]:
        facts = self.facts(entry) | {"entry": entry.seq, "last": entry.on, "dated": entry.dated, "held": True}
        if self.announced_entry:
            yield change(Meeting, {"announced_by": self.announced_entry}, **facts)
        else:
            yield insert(Meeting, **facts)

    def sentence(self) -> str | Promise:
        if self.city:
            return _("The %(body)s met in %(city)s.")
        return _("The %(body)s met.")


def marks(entry: Entry) -> dict[str, object]:
    """What every row says of how well it is founded."""
    return {
        "dated": entry.dated,
        "article": entry.findings.get("article", ""),
        "irregular": bool(entry.irregular),
    }
