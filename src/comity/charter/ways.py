"""The way of a state into the organisation and out of it, as the charter lays it down. No Django."""

from typing import Annotated, Literal

from pydantic import Field

from comity.charter.values import Code, CompetenceName, Flag, Provided, Wording


class Step(Provided):
    """A step on the way in."""

    act: CompetenceName
    """The kind of act that takes it."""
    name: Wording
    by: Code
    """Who takes it: `applicant`, `members`, or a body."""
    own_dates: Flag = False
    """It has dates of its own, set on the way; the next step does not wait for it."""


class Criterion(Provided):
    """What a state must fulfil to be admitted."""

    text: Wording


class Accession(Provided):
    """How a state becomes a member."""

    status: Code
    """The status at the end of the way."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    criteria: tuple[Criterion, ...] = ()


class Withdrawal(Provided):
    """How a member leaves of its own will."""

    notice_months: Annotated[int, Field(strict=True, ge=0, le=600)]
    """Whole months between the notice and the day on which it takes effect."""
    to: Literal["depositary", "secretariat", "chair"] = "depositary"
    """To whom the notice goes."""
    obligations: Wording | None = None
    """What still binds a state that leaves."""


class Suspension(Provided):
    """What becomes of a member that does not keep its word."""

    ground: Wording
    """For what."""
    suspended_by: CompetenceName
    """The competence by which its rights come to rest."""
    expelled_by: CompetenceName | None = None
    """The competence by which it is expelled."""
    reinstated_by: CompetenceName | None = None
    """The competence by which it has its rights again."""
