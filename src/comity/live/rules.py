"""What is told to whom, and how it is written. Pure functions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from comity.record.audiences import PUBLIC

SEATING = ("people.", "membership.", "bodies.", "charter.", "rehearsal.")
"""The packages whose acts may change who reads what: `people.queries.audiences_of` asks what they project."""
MOST_SUBJECTS = 20
"""Subjects that one stream may ask for."""
LONGEST_SUBJECT = 80

BEAT = b": still here\nevent: beat\ndata:\n\n"
"""Keeps proxies from closing a quiet stream (the comment), and tells the page that it is connected (the event)."""
ENDED = b"event: ended\ndata:\n\n"
"""The last words to whoever may not listen from this seat any more."""


@dataclass(frozen=True, slots=True)
class News:
    """An entry, as far as it is told: whoever may read more fetches it."""

    seq: int
    kind: str
    subjects: tuple[str, ...]
    audience: str
    at: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who listens, from where, and what they may read besides what is public. Without an account: everybody.

    session, token   how they showed who they are; one of the two
    stamp            a digest that changes with their password
    credential       the entry that gave them the seat from which they listen
    """

    account: str = ""
    session: str = field(default="", repr=False)
    token: int | None = None
    stamp: str = field(default="", repr=False)
    credential: int | None = None
    audiences: frozenset[str] = frozenset()


EVERYBODY = Reader()


def may_read(reader: Reader, audience: str) -> bool:
    """The same as the policies of the database say (`record/policies.py`)."""
    return audience == PUBLIC or audience in reader.audiences


def concerns(about: frozenset[str], news: News) -> bool:
    """Whether an entry is about one of the subjects that are asked for; without any, every entry is."""
    return not about or not about.isdisjoint(news.subjects)


def changes_who_reads(news: Iterable[News]) -> bool:
    return any(one.kind.startswith(SEATING) for one in news)


def as_event(news: News) -> bytes:
    """An entry as one event; its `id` is what the browser names when it comes again (`Last-Event-ID`)."""
    told = json.dumps(as_data(news), ensure_ascii=False, separators=(",", ":"))
    return f"id: {news.seq}\ndata: {told}\n\n".encode()


def as_data(news: News) -> dict[str, object]:
    return {"seq": news.seq, "kind": news.kind, "subjects": list(news.subjects), "at": news.at}


def begun(seq: int, pause: int) -> bytes:
    """The first words of a stream: where the reader stands, and how long to wait before coming again, in ms."""
    place = f"id: {seq}\n" if seq else ""
    return f"retry: {pause}\n{place}event: beat\ndata:\n\n".encode()


def again(seq: int) -> bytes:
    """What was told counts no more, since an exercise was taken back: the record ends with this entry."""
    return f"id: {seq}\nevent: again\ndata:\n\n".encode()


def about_of(asked: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The subjects asked for: `?about=body:chs&about=state:XA`. Raises ValueError for too much."""
    found = frozenset(asked.get("about", ()))
    if len(found) > MOST_SUBJECTS or any(len(subject) > LONGEST_SUBJECT for subject in found):
        raise ValueError("about")
    return found


def since_of(last_event_id: str, asked: Mapping[str, Sequence[str]]) -> int | None:
    """The last entry that the reader heard of: what the browser names by itself, else the address.

    Raises ValueError for what is no number.
    """
    said = last_event_id.strip() or next(iter(asked.get("since", ())), "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal()) or len(said) > 15:
        raise ValueError("since")
    return int(said)
