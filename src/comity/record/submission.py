"""The one way in: authorise, check, append, project, in one transaction.

    submit(act, seat)     refuses what the rules forbid and leaves no trace of it
    judge(act, seat)      what `submit` would answer now; nothing is changed
    import_(act, seat)    for an organisation's past: what the rules would have forbidden is kept as *irregular*

How entries are appended stands in `appending.py`, and how those who submit at once share a transaction in
`together.py`.
"""

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import connection

from comity.record.acts import Act, Context, act_of
from comity.record.appending import Appending, appending, entry_of
from comity.record.appending import Damaged as Damaged
from comity.record.clock import now
from comity.record.edition import present_head
from comity.record.entries import Entry, Provenance, TooLong
from comity.record.reading import everything, only_reading
from comity.record.refusals import Refusal
from comity.record.seats import Authority, Seat
from comity.record.together import Together
from comity.record.turns import in_turn

last_seq: ContextVar[int] = ContextVar("last_seq", default=0)
"""The last entry made in this request, so that whoever made it is shown it."""


class Refused(Exception):
    """The act was not admitted, and nothing was changed. `refusal` has the code, the values and the article.

    barred   it is not for this seat, or not for whoever sits there, whatever the act says
    """

    def __init__(self, act: type[Act], refusal: Refusal, *, barred: bool = False) -> None:
        super().__init__(act, refusal, barred)
        self.act, self.refusal, self.barred = act, refusal, barred

    @property
    def code(self) -> str:
        return self.refusal.code

    @property
    def article(self) -> str:
        return self.refusal.article

    def __str__(self) -> str:
        from comity.record.sentences import refusal_sentence

        return refusal_sentence(self.act, self.refusal)


class Moved(Exception):
    """The record has grown since its reader looked at it. Nothing was changed."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


@dataclass(frozen=True)
class Submission:
    """An act that is to be entered, and all that it is judged by.

    at           when it was handed in
    provenance   of an act of the past; what it broke is kept with it then
    """

    act: Act
    seat: Seat
    on: date | None
    key: str | None
    authority: Authority | None = None
    size: int | None = None
    provenance: Provenance | None = None
    at: datetime = field(default_factory=now)


def submit(
    act: Act,
    seat: Seat | str,
    *,
    on: date | None = None,
    key: str | None = None,
    authority: Authority | None = None,
    size: int | None = None,
) -> Entry:
    """Put an act into the record, and bring the tables up to date.

    on          the day from which it counts; today, where it is not given
    key         makes a repeated submission harmless: the first entry is returned
    authority   by what right a person acts from the seat; None where the program itself does
    size        of the record as whoever acts has seen it; None where that does not matter

    Raises Refused, Moved, TooLong, Damaged.
    """
    # What else is done in a transaction of the caller's own has to be kept or undone with the act.
    alone = connection.in_atomic_block and not only_reading()
    with in_turn(act):
        asked = Submission(act, Seat(seat), on, key or None, authority, size)
        entry = _enter_alone(asked) if alone else queue.submit(asked)
    last_seq.set(entry.seq)
    return entry


@dataclass(frozen=True)
class Judgement:
    """What `submit` would answer: the entry that it would make, or why it would make none.

    barred   the seat, or whoever sits there, may not at all; then nothing else was looked at
    """

    entry: Entry
    refusals: list[Refusal]
    barred: bool


@everything()
def judge(act: Act, seat: Seat | str, *, on: date | None = None, authority: Authority | None = None) -> Judgement:
    """What would come of an act now, by the same rules. Nothing is locked, written or told. Raises TooLong."""
    head = present_head()
    context = _context(Seat(seat), on, now(), head.at, authority=authority)
    barred = list(filter(None, bars(act, context, authority)))
    # Whoever may not act learns nothing by trying.
    refusals = barred or list(filter(None, act.check(context)))
    entry = entry_of(act, context, head.size, head.leaf)
    entry.to_bytes()
    return Judgement(entry, refusals, bool(barred))


def bars(act: Act | type[Act], context: Context, authority: Authority | None) -> Iterator[Refusal | None]:
    """Why this seat, or whoever sits there, may not perform an act; of a kind of act, whatever it says."""
    if authority:
        yield from authority.refusals(act, context)
    yield from act.by.refusals(act, context)


def import_(act: Act, seat: Seat | str, *, on: date, key: str, provenance: Provenance) -> Entry:
    """Put an act of the past into the record. What it broke is kept with it as the finding `irregular`.

    Raises TooLong, Damaged.
    """
    return _enter_alone(Submission(act, Seat(seat), on, key, provenance=provenance))


@everything()
def _enter_alone(asked: Submission) -> Entry:
    with appending([asked.key]) as record:
        return _enter(record, asked)


@everything()
def _enter_together(many: list[Submission]) -> list[Entry | Exception]:
    """In one transaction: the entry of each, or why it was not admitted. Raises what fails all of them."""
    with appending(asked.key for asked in many) as record:
        return [_admitted(record, asked) for asked in many]


def _admitted(record: Appending, asked: Submission) -> Entry | Exception:
    try:
        return _enter(record, asked)
    except (Refused, Moved, TooLong) as reason:
        return reason


queue = Together(_enter_alone, _enter_together)


def _enter(record: Appending, asked: Submission) -> Entry:
    """Raises Refused, Moved, TooLong; then nothing was written."""
    if asked.key in record.earlier:
        return _same(asked, Entry.from_bytes(record.earlier[asked.key]))
    if asked.size is not None and asked.size != record.size:
        raise Moved(record.size)
    act = asked.act
    context = _context(asked.seat, asked.on, asked.at, record.at, asked.provenance, asked.authority)
    irregular = []
    for refusal, barred in _reasons(act, context, asked.authority):
        if asked.provenance is None:
            raise Refused(type(act), refusal, barred=barred)
        irregular.append({name: value for name, value in asdict(refusal).items() if value})
    if irregular:
        context.find(irregular=irregular)
    return record.append(act, context, asked.key, asked.provenance)


def _context(
    seat: Seat,
    on: date | None,
    at: datetime,
    last: datetime | None,
    provenance: Provenance | None = None,
    authority: Authority | None = None,
) -> Context:
    """What an act is judged by that was handed in at a moment. `last` is when the last entry was recorded."""
    at = max(at, last or at)
    dated = provenance.dated if provenance else "day"
    return Context(seat, on or at.date(), at, dated, authority.role if authority else "")


def _reasons(act: Act, context: Context, authority: Authority | None) -> Iterator[tuple[Refusal, bool]]:
    """Why the act is not admitted, reason by reason, and whether it is the seat that may not."""
    yield from ((refusal, True) for refusal in bars(act, context, authority) if refusal)
    yield from ((refusal, False) for refusal in act.check(context) if refusal)


def _same(asked: Submission, earlier: Entry) -> Entry:
    """The entry that this key already made, if it was made by the same submission."""
    if (act_of(earlier), earlier.seat, earlier.on) != (asked.act, asked.seat, asked.on or earlier.on):
        raise Refused(type(asked.act), Refusal("", "key_reused", {"key": asked.key, "seq": earlier.seq}))
    return earlier
