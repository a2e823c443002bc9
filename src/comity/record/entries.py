"""An entry of the record, and the exact bytes that stand for it in the Merkle tree.

A public entry is published as its canonical JSON (RFC 8785). Of any other one only the commitment
`SHA-256(salt || bytes)` is published: whoever is shown the bytes and the salt can check them against it, and nobody
else learns more than that an entry exists. Each entry names the leaf before it, so that the first one that does
not fit can be told.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import rfc8785

from comity.record.audiences import PUBLIC
from comity.record.merkle import Hash, leaf_hash
from comity.record.seats import Seat

LONGEST = 65_535
"""Bytes: an entry bundle gives the length of each entry in 16 bits (C2SP tlog-tiles)."""


class TooLong(ValueError):
    """An entry that no bundle could carry."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The act would take {length:,} bytes in the record, and an entry holds {LONGEST:,} at most. "
            "Shorten it, or put the long text into a document and name that."
        )


DATED = ("day", "month", "year", "unknown")
"""How exactly a day can be known."""


@dataclass(frozen=True)
class Provenance:
    """Where an imported act is known from.

    source     an address, or the name of a file
    note       what the source leaves open, or says besides
    dated      how exactly `on` is known: "day", "month", "year", or "unknown" (then `on` is the earliest possible)
    seen       where its wording in a language was seen, besides `source`: an address by the language's tag
    rendered   the languages in which its wording is that of whoever compiled the history, and not the official one
    """

    source: str
    note: str = ""
    dated: str = "day"
    seen: Mapping[str, str] = field(default_factory=dict)
    rendered: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.dated not in DATED:
            raise ValueError(f"“{self.dated}” does not tell how a day is known. Write one of: {', '.join(DATED)}.")
        if both := sorted(set(self.seen) & set(self.rendered)):
            raise ValueError(
                f"The wording in “{both[0]}” was seen in a source, so it is no rendering. Keep one of both."
            )


@dataclass(frozen=True)
class Entry:
    """One act in the record. `on` is the day from which it counts, `at` the moment it was recorded (aware UTC).

    seq        its place, from 1, without gaps; its leaf has the index `seq - 1`
    body       the act's own fields, as JSON carries them
    findings   what was worked out when it was judged, `article` and `irregular` among it
    subjects   what it concerns: "state:IN", "body:CHS"
    previous   the leaf of the entry before it, hexadecimal; empty for the first
    """

    seq: int
    kind: str
    version: int
    on: date
    at: datetime
    seat: Seat
    body: dict[str, Any]
    findings: dict[str, Any] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    audience: str = PUBLIC
    provenance: Provenance | None = None
    previous: str = ""

    def to_bytes(self) -> bytes:
        """The canonical bytes (RFC 8785). Raises TooLong."""
        fields = {name: value for name, value in vars(self).items() if value not in (None, (), {}, "")}
        fields |= {"on": self.on.isoformat(), "at": _stamp(self.at), "body": self.body}
        if self.provenance:
            fields["provenance"] = {name: text for name, text in asdict(self.provenance).items() if text}
        canonical = rfc8785.dumps(fields)
        if len(canonical) > LONGEST:
            raise TooLong(len(canonical))
        return canonical

    @classmethod
    def from_bytes(cls, canonical: bytes) -> "Entry":
        fields = json.loads(canonical)
        fields |= {
            "on": date.fromisoformat(fields["on"]),
            "at": datetime.fromisoformat(fields["at"]),
            "seat": Seat(fields["seat"]),
            "subjects": tuple(fields.get("subjects", ())),
        }
        if told := fields.get("provenance"):
            fields["provenance"] = Provenance(**{**told, "rendered": tuple(told.get("rendered", ()))})
        return cls(**fields)

    @property
    def dated(self) -> str:
        """How exactly `on` is known: "day", "month", "year" or "unknown"."""
        return self.provenance.dated if self.provenance else "day"

    @property
    def rendered(self) -> tuple[str, ...]:
        """The languages in which its wording is not the official one."""
        return self.provenance.rendered if self.provenance else ()

    @property
    def irregular(self) -> list[dict[str, Any]]:
        """The rules it broke when it was imported, each with `article`, `code`, `values`, `open`."""
        return list(self.findings.get("irregular", ()))


def published(entry_bytes: bytes, seq: int, previous: str, salt: bytes | None) -> bytes:
    """What the log shows of an entry: its bytes if it is public (no salt), else the commitment to them."""
    return entry_bytes if salt is None else sealed(seq, previous, sha256(salt + entry_bytes).hexdigest())


def sealed(seq: int, previous: str, commitment: str) -> bytes:
    """What the log shows of an entry that is not public."""
    return rfc8785.dumps({"seq": seq, "previous": previous, "sealed": commitment})


def leaf_of(entry_bytes: bytes, seq: int, previous: str, salt: bytes | None) -> Hash:
    return leaf_hash(published(entry_bytes, seq, previous, salt))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
