"""Credentials: a seat is given, narrowed down, taken back. And what was closed is opened."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

from comity.membership.queries import state_names
from comity.people import queries, rules
from comity.people.models import Credential, Opening
from comity.record.acts import KINDS, Act, Context, Ref
from comity.record.audiences import COMMUNITY, PUBLIC
from comity.record.entries import Entry
from comity.record.models import Release
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.replay import projections
from comity.record.seats import CHAIR, CLERK, SECRETARIAT, Every, Only, Seat
from comity.record.text import LocalisedText

AccountCode = Annotated[str, Field(pattern=r"^[a-z2-9]{12}$")]


def _seat(name: str) -> str:
    return str(Seat(name))


def _kinds(only: tuple[str, ...]) -> tuple[str, ...]:
    packages = {kind.partition(".")[0] for kind in KINDS}
    for name in only:
        if name not in KINDS and name not in packages:
            raise ValueError(f"“{name}” is neither a kind of act nor a package of them, such as `register`.")
    return tuple(sorted(set(only)))


SEATING_REFUSALS = {
    "no_such_role": _("There is no role %(role)s in the seat %(seat)s. It has: %(roles)s."),
    "not_yours_to_seat": _("The seat %(seat)s, as %(role)s, is given and taken by the secretariat."),
    "no_note": _("The state itself names its %(role)s: give the reference of its note."),
    "ends_before_it_begins": _("The credential would end on %(until)s, before it begins on %(since)s."),
    "unknown_state": _("The record knows no state %(state)s. Name the state first."),
    "already_seated": _("This account holds that seat already, by the credential in entry %(entry)s."),
    "no_credential": _("Entry %(credential_entry)s gave nobody a seat. Name the entry of the credential."),
    "credential_ended": _("The credential in entry %(credential_entry)s is over already."),
}


class OfSeating(Act):
    """What concerns a credential; all who sit at the table may know who else does."""

    by = Every()
    refusals = SEATING_REFUSALS

    def readers(self) -> str:
        return COMMUNITY


class IssueCredential(OfSeating):
    """An account is given a seat, for a period (for a head of delegation: Vienna Convention on the Law of Treaties,
    art. 7, on full powers).

    note    reference of the note by which the state named its head of delegation or its national coordinator
    until   the day on which it is over
    """

    kind = "people.issue_credential"

    account: AccountCode
    seat: Annotated[str, AfterValidator(_seat)]
    role: str = Field(max_length=20)
    until: date | None = None
    note: str = Field("", max_length=200)

    def subjects(self) -> tuple[str, ...]:
        state = Seat(self.seat).state
        return (f"state:{state}",) if state else ()

    def check(self, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_role(self.seat, self.role)
        yield rules.refuse_seating(context.seat, context.role, self.seat, self.role)
        yield rules.refuse_without_note(context.seat, self.seat, self.role, self.note)
        yield rules.refuse_period(context.on, self.until)
        state = Seat(self.seat).state
        if state and state not in state_names(context.on):
            yield Refusal("", "unknown_state", {"state": state})
        for row in queries.seats_of(self.account, context.on):
            if (row.seat, row.role) == (self.seat, self.role):
                yield Refusal("", "already_seated", {"entry": row.entry})

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Credential,
            entry=entry.seq,
            account=self.account,
            seat=self.seat,
            role=self.role,
            since=entry.on,
            until=self.until,
        )

    def sentence(self) -> str | Promise:
        return _("The account %(account)s was seated as %(role)s: %(seat)s.")


class OfCredential(OfSeating):
    """What is done to a credential, by whoever may give it."""

    credential_entry: Ref

    def check(self, context: Context) -> Iterator[Refusal | None]:
        row = queries.credential(self.credential_entry)
        if row is None or not (row.seat == context.seat or queries.reads(context.seat, COMMUNITY, context.on)):
            yield Refusal("", "no_credential", {"credential_entry": self.credential_entry})
            return
        yield rules.refuse_seating(context.seat, context.role, row.seat, row.role)
        if not queries.held(row).holds(context.on):
            yield Refusal("", "credential_ended", {"credential_entry": self.credential_entry})


class RestrictCredential(OfCredential):
    """A credential is narrowed down to some kinds of act; to none, and its holder only reads.

    only   kinds of act such as `register.relate`, or packages of them such as `register`
    """

    kind = "people.restrict_credential"

    only: Annotated[tuple[str, ...], AfterValidator(_kinds)] = ()

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Credential, {"entry": self.credential_entry}, only=list(self.only))

    def sentence(self) -> str | Promise:
        return _("The credential in entry %(credential_entry)s was restricted to: %(only)s.")


class EndCredential(OfCredential):
    """A credential ends before its time."""

    kind = "people.end_credential"

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Credential, {"entry": self.credential_entry}, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("The credential in entry %(credential_entry)s was ended.")


OPENING_REFUSALS = {
    "not_yours_to_open": _("It is closed to the %(seat)s as well. Whoever may read it may open it."),
}


class OfClosed(Act):
    """What concerns an entry that is closed."""

    refusals = OPENING_REFUSALS | {
        "no_entry": _("There is no entry %(closed_entry)s in the record."),
        "open_already": _("Entry %(closed_entry)s is open to everybody already."),
        "day_is_past": _("What is closed can open from tomorrow on, and %(release_on)s is not later than today."),
    }

    closed_entry: Ref

    def check(self, context: Context) -> Iterator[Refusal | None]:
        values = {"closed_entry": self.closed_entry}
        audience = queries.audience_of_entry(self.closed_entry)
        if audience is None:
            yield Refusal("", "no_entry", values)
        elif audience == PUBLIC or queries.is_released(self.closed_entry):
            yield Refusal("", "open_already", values)
        else:
            yield refuse_opening(audience, context)


def refuse_opening(audience: str, context: Context) -> Refusal | None:
    """Nobody opens what they may not read: they would learn by it what is closed to them."""
    if queries.reads(context.seat, audience, context.on):
        return None
    return Refusal("", "not_yours_to_open", {"seat": str(context.seat)})


class ReleaseEntry(OfClosed):
    """An entry that was closed is opened to everybody, with all that follows from it."""

    kind = "people.release_entry"
    by = Only(SECRETARIAT, CHAIR, CLERK)

    grounds: LocalisedText

    def project(self, entry: Entry) -> Iterator[Write]:
        yield from opened(entry, self.closed_entry)

    def sentence(self) -> str | Promise:
        return _("Entry %(closed_entry)s was opened to everybody: %(grounds)s")


class SetReleaseDay(OfClosed):
    """The day is set from which a closed entry is open to everybody; the clerk opens it then.

    release_on   left out: the day that was set is set no more
    """

    kind = "people.set_release_day"
    by = Only(SECRETARIAT, CHAIR)

    release_on: date | None = None

    def subjects(self) -> tuple[str, ...]:
        return queries.subjects_of(self.closed_entry)

    def readers(self) -> str:
        return queries.audience_of_entry(self.closed_entry) or PUBLIC

    def check(self, context: Context) -> Iterator[Refusal | None]:
        yield from super().check(context)
        yield rules.refuse_past_release(self.release_on, context.at.date())

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Opening, {"closed_entry": self.closed_entry}, release_on=None)
        yield insert(Opening, entry=entry.seq, closed_entry=self.closed_entry, release_on=self.release_on)

    def sentence(self) -> str | Promise:
        if self.release_on is None:
            return _("Entry %(closed_entry)s stays closed: the day from which it was to open is set no more.")
        return _("Entry %(closed_entry)s is to open to everybody on %(release_on)s.")


def opened(entry: Entry, seq: int) -> Iterator[Write]:
    """By this entry everybody may read the entry `seq`, and all that follows from it."""
    yield insert(Release, entry=entry.seq, released=seq)
    for model in projections():
        yield change(model, {"entry": seq}, audience=PUBLIC)
