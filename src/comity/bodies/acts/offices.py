"""Offices are given for a term, and end."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from comity.bodies import queries, rules
from comity.bodies.acts.organs import marks
from comity.bodies.models import Holder
from comity.charter.acts import DECIDED_REFUSALS, NO_CHARTER, CharterAct, DecidedAct
from comity.charter.schema import Charter
from comity.membership.acts.states import StateCode
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only
from comity.record.text import LocalisedText

OfficeCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,59}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class Appoint(DecidedAct):
    """Somebody is appointed to an office, for the term of the charter (SCO Charter, art. 11).

    called  what the person is called in other languages
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
    called: LocalisedText = LocalisedText({})
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
            called=self.called.root,
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
