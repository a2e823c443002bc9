"""What a delivery tells of each entry: the sentence of a public one, and of any other only that it is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from comity.notices.models import TEST, Delivery
from comity.notices.outcome import NothingToTell
from comity.notices.queries import Subscriber
from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.reading import reading_as
from comity.record.sentences import Names, sentence

NO_ENTRY = 0
"""Stands for an entry where none made a seat wait, as when the charter does."""


@dataclass(frozen=True)
class Told:
    """One entry. `entry` and `sentence` are those of a public one; else None and empty."""

    seq: int
    link: str
    sentence: str = ""
    entry: Entry | None = None


def told(delivery: Delivery) -> tuple[list[Told], list[Told]]:
    """What is new, and what awaits the reader, in the language that is active.

    Raises NothingToTell if none of it is theirs to read, or not any more.
    """
    asked = [*delivery.entries, *delivery.awaited]
    readable = Subscriber(delivery.account, today()).readable(asked) | ({NO_ENTRY} & set(asked))
    if delivery.reason != TEST and not readable:
        raise NothingToTell
    known = {one.seq: one for one in _public(readable)}
    lines = {seq: known.get(seq) or Told(seq, link_to(seq)) for seq in readable}
    return (
        [lines[seq] for seq in delivery.entries if seq in lines],
        [lines[seq] for seq in delivery.awaited if seq in lines],
    )


def _public(seqs: Iterable[int]) -> Iterator[Told]:
    # Read as everybody: then no name in a sentence is one that only some may know.
    with reading_as([]):
        entries = [row.entry for row in EntryRow.objects.filter(seq__in=list(seqs))]
        for entry in entries:
            yield Told(entry.seq, link_to(entry.seq), sentence(entry, Names(entry.on)), entry)


def link_to(seq: int) -> str:
    return address_of("entry", seq) if seq != NO_ENTRY else address_of("home")


def address_of(page: str, *codes: object) -> str:
    """Where a page is, for whoever is not on our pages now."""
    return settings.COMITY_ADDRESS.rstrip("/") + reverse(page, args=codes)
