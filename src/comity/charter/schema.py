"""The charter of an organisation as frozen values: what a file `charter.toml` may say. No Django.

Every rule names its `article`. What has changed over time is dated, `from` a day `until` another, half-open.
Tables refer to each other by name; a charter whose names lead nowhere cannot be made (`comity.charter.references`).
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from comity.charter import references
from comity.charter.calendar import Calendar
from comity.charter.clauses import (
    Amendment,
    Depositary,
    Disputes,
    EntryIntoForce,
    LegalCapacity,
    Protocol,
    Reservations,
)
from comity.charter.deciding import Group, Positions, Rule, Weight
from comity.charter.organs import Body, Chairmanship, Competence, Office
from comity.charter.values import (
    Basis,
    Code,
    CompetenceName,
    Count,
    DatedRule,
    Day,
    Flag,
    Language,
    Model,
    Provided,
    Ref,
    Right,
    Scale,
    StateCode,
    Text,
    Wording,
)
from comity.charter.ways import Accession, Suspension, Withdrawal

SeatKind = Literal["chair", "secretariat", "depositary", "clerk"]
"""The seats besides those of delegations."""


class Organisation(Model):
    """Who it is."""

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
    """Its initials, as in document symbols: `SCO`."""
    name: Wording
    full_name: Wording
    founded_on: Day
    """On which it came to be. The charter is enacted as of this day."""
    founders: Annotated[tuple[StateCode, ...], Field(min_length=1)]
    """The states that were members from that day."""
    founding_instrument: Ref
    """By which the founders made it; a name in `[regulation]` or words of its own."""


class Article(Model):
    """An article of the charter, or a regulation, in short words of our own."""

    title: Wording
    summary: Wording
    basis: Basis
    """`"seen"` in a source, else `"second reading"` if two readers know it so, `"first reading"` if one does."""
    source: Text | None = None
    """Where it was seen."""
    adopted_on: Day | None = None
    """Of a regulation: the day on which it was adopted."""


class Status(DatedRule):
    """What a state can be to the organisation."""

    name: Wording
    rank: Count
    """Its place in lists: 1 comes first."""
    rights: tuple[Right, ...]
    """What a state may do that has it."""
    granted_by: CompetenceName | None = None
    """The competence by which it is granted."""
    invited_by: SeatKind | None = None
    """For those who come by invitation: the seat that invites."""
    held_by: Code | None = None
    """For those whom the charter itself names: the table `[group.…]` of them."""
    places: Count | None = None
    """So many states hold it at a time."""
    term_years: Count | None = None
    """It is held for so many years."""
    renewable: Flag = True
    """Whether the same state may hold it again at once."""


class OpinionsOnRecord(Provided):
    """A state may have its point of view entered without stopping the decision."""

    right: Right = "record-opinion"
    """The right that a state needs for it."""
    entered_in: Literal["minutes", "decision"] = "minutes"
    """Where it is entered."""


class OptInProjects(Provided):
    """Those who wish carry a project out; those who do not wish do not stop it."""

    may_join_later: Flag = True
    """Whether those who stayed out may join later."""


class Languages(Provided):
    """In which languages it works."""

    official: Annotated[tuple[Language, ...], Field(min_length=1)]
    """In which its documents are authentic."""
    working: Annotated[tuple[Language, ...], Field(min_length=1)]
    """In which it meets and writes."""
    interface: Annotated[tuple[Language, ...], Field(min_length=1)]
    """In which these pages are offered; every wording of the charter should have them."""


class Seating(Provided):
    """In which order states sit and are listed: by name, in the alphabet of a language."""

    language: Language
    """In whose alphabet: `fr`."""


class Budget(Provided):
    """Who approves the budget, and what part of it each state bears."""

    approved_by: CompetenceName
    """The competence by which the budget is approved."""
    scale: tuple[Scale, ...] = ()
    """Per cent; each scale adds up to 100."""


class Deadlines(Provided):
    """By when papers are there."""

    materials_days_before: Count | None = None
    """Materials of a meeting are sent so many days ahead, unless agreed otherwise."""
    copies_days_after: Count | None = None
    """Certified copies are handed over within so many days of the originals."""


class SeatRule(Model):
    """A seat besides those of delegations, and who sits on it."""

    name: Wording
    article: Ref | None = None
    """The provision that makes it; left out for a seat of this platform alone."""


class Charter(Model):
    """The rules by which an organisation lives."""

    organisation: Organisation
    signed_on: Day
    """The day on which the charter was signed."""
    in_force_on: Day
    """The day on which it entered into force; an act of an earlier day is marked so."""
    articles: dict[Ref, Article] = Field(default={}, alias="article")
    """The articles, by number. An organisation that rests on decisions alone has none."""
    regulations: dict[Ref, Article] = Field(default={}, alias="regulation")
    """Other provisions that rules name, by name."""
    protocols: tuple[Protocol, ...] = Field(default=(), alias="protocol")
    statuses: dict[Code, Status] = Field(alias="status")
    bodies: dict[Code, Body] = Field(alias="body")
    competences: dict[CompetenceName, Competence] = Field(alias="competence")
    rules: dict[Code, Rule] = Field(alias="rule")
    groups: dict[Code, Group] = Field(default={}, alias="group")
    weights: dict[Code, Weight] = Field(default={}, alias="weight")
    offices: dict[Code, Office] = Field(default={}, alias="office")
    positions: Positions | None = None
    """Without it, the members read positions until the adoption, and everybody from then on."""
    languages: Languages
    seating: Seating
    chairmanship: Chairmanship | None = None
    accession: Accession
    withdrawal: Withdrawal | None = None
    """Without it, the charter knows no withdrawal."""
    suspension: Suspension | None = None
    opinions_on_record: OpinionsOnRecord | None = None
    opt_in_projects: OptInProjects | None = None
    depositary: Depositary | None = None
    budget: Budget | None = None
    amendment: Amendment | None = None
    entry_into_force: EntryIntoForce | None = None
    reservations: Reservations | None = None
    disputes: Disputes | None = None
    legal_capacity: LegalCapacity | None = None
    deadlines: Deadlines | None = None
    calendar: Calendar = Calendar()
    seats: dict[SeatKind, SeatRule] = Field(default={}, alias="seat")

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """Every name leads somewhere. The error carries the faults, each with its place, for `source` to unpack."""
        if faults := tuple(references.faults(self)):
            sentences = " ".join(fault.sentence for fault in faults)
            raise PydanticCustomError("faults", "{sentences}", {"sentences": sentences, "faults": faults})
        return self
