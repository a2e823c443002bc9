"""The charter as a treaty among others: who keeps it, when it binds whom, how it is changed. No Django."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from comity.charter.values import (
    Amount,
    Code,
    CompetenceName,
    Count,
    Day,
    Model,
    Part,
    Provided,
    Ref,
    StateCode,
    Wording,
)


class Protocol(Model):
    """A treaty that changed the charter."""

    signed_on: Day
    """The day on which it was signed."""
    articles: Annotated[tuple[Ref, ...], Field(min_length=1)]
    """The articles that it changed."""
    summary: Wording


class LegalCapacity(Provided):
    """What the organisation may do as a person in law."""

    may: tuple[Literal["conclude-treaties", "hold-property", "sue-and-be-sued", "open-accounts"], ...]
    """In its own name."""


class Depositary(Provided):
    """Who keeps the originals."""

    charter: StateCode | None = None
    """The state with which the charter is deposited."""
    office: Code | None = None
    """The office that keeps the charter, where it is no state."""
    documents: Code | None = None
    """The body that keeps what is adopted within the organisation."""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.charter is None) == (self.office is None):
            raise PydanticCustomError(
                "one_depositary", "One keeps the charter. Name either a state in `charter`, or an `office`."
            )
        return self


class Amendment(Provided):
    """How the charter is changed."""

    decided_by: CompetenceName
    """The competence by which an amendment is adopted."""
    enters_into_force: Literal["as-charter", "on-decision", "on-ratification"]
    """As the charter did; with the decision; or once as many members as `ratifications` says have ratified it."""
    ratifications: Amount | None = None
    """So many members, or such a part of them: `"2/3"`; all of them: `"1/1"`."""
    including: Code | None = None
    """The table `[group.…]` of those without whose ratification it does not enter into force."""

    @model_validator(mode="after")
    def _says_how_many(self) -> Self:
        if (self.enters_into_force == "on-ratification") != (self.ratifications is not None):
            raise PydanticCustomError(
                "how_many_ratifications",
                "An amendment that enters into force on ratification says by how many. Write both `enters_into_force "
                '= "on-ratification"` and `ratifications = "2/3"`, or neither.',
            )
        return self


class EntryIntoForce(Provided):
    """When the charter binds whom."""

    instruments: Count
    """So many instruments of ratification bring it into force."""
    including: Code | None = None
    """The table `[group.…]` of those whose instruments have to be among them."""
    days_after: Annotated[int, Field(strict=True, ge=0, le=1000)]
    """On that day after the last of them."""
    later_ratifier: Literal["on-deposit", "days-after"] = "on-deposit"
    """For a state that ratifies later: with its deposit, or as many days after it."""
    acceding_days_after: Annotated[int, Field(strict=True, ge=0, le=1000)] | None = None
    """For a state that accedes: on that day after the depositary has its instrument."""
    duration: Literal["unlimited"] = "unlimited"
    """For how long."""


class Reservations(Provided):
    """Which reservations do not hold."""

    not_allowed: Wording
    void_if_objected_by: Part | None = None
    """A reservation is void if that part of the members, or more, objects."""


class Disputes(Provided):
    """How differences over the charter are settled."""

    means: tuple[Literal["consultations", "negotiations", "mediation", "arbitration", "court"], ...]
    """In which ways."""
