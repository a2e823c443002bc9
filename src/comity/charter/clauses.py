"""The charter as a treaty among others: who keeps it, when it binds whom, how it is changed. No Django."""

from typing import Annotated, Literal

from pydantic import Field

from comity.charter.values import Code, CompetenceName, Count, Day, Model, Part, Provided, Ref, StateCode, Wording


class Protocol(Model):
    """A treaty that changed the charter."""

    signed_on: Day
    articles: Annotated[tuple[Ref, ...], Field(min_length=1)]
    summary: Wording


class LegalCapacity(Provided):
    """What the organisation may do as a person in law."""

    may: tuple[Literal["conclude-treaties", "hold-property", "sue-and-be-sued", "open-accounts"], ...]


class Depositary(Provided):
    """Who keeps the originals."""

    charter: StateCode
    """The state with which the charter is deposited."""
    documents: Code | None = None
    """The body that keeps what is adopted within the organisation."""


class Amendment(Provided):
    """How the charter is changed."""

    decided_by: CompetenceName
    enters_into_force: Literal["as-charter", "on-decision"]


class EntryIntoForce(Provided):
    """When the charter binds whom."""

    instruments: Count
    """So many instruments of ratification bring it into force."""
    days_after: Annotated[int, Field(strict=True, ge=0, le=1000)]
    """On that day after the last of them."""
    later_ratifier: Literal["on-deposit", "days-after"] = "on-deposit"
    acceding_days_after: Annotated[int, Field(strict=True, ge=0, le=1000)] | None = None
    """For a state that accedes: on that day after the depositary has its instrument."""
    duration: Literal["unlimited"] = "unlimited"


class Reservations(Provided):
    """Which reservations do not hold."""

    not_allowed: Wording
    void_if_objected_by: Part | None = None
    """A reservation is void if that part of the members, or more, objects."""


class Disputes(Provided):
    """How differences over the charter are settled."""

    means: tuple[Literal["consultations", "negotiations", "mediation", "arbitration", "court"], ...]
