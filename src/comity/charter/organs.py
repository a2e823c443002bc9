"""What an organisation acts through, as the charter lays it down: bodies and what they decide, the chair, offices.

No Django.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from comity.charter.deciding import Positions
from comity.charter.values import (
    Code,
    CompetenceName,
    Count,
    Dated,
    DatedRule,
    Flag,
    Language,
    Model,
    Provided,
    StateCode,
    Wording,
)


class Title(Dated):
    """A name for a time."""

    name: Wording


class Site(Dated):
    """Where a body sits, for a time."""

    city: Wording
    country: StateCode


class Extraordinary(Model):
    """How a meeting out of turn comes about."""

    on_initiative_of: Count
    """So many members have to ask for it."""
    consent_of_all_others: Flag = False
    """Whether all others have to agree."""


class Meets(Model):
    """How often a body meets."""

    at_least_yearly: Count | None = None
    """So many regular meetings a year, or more."""
    months_before: Annotated[int, Field(strict=True, ge=1, le=12)] | None = None
    """Regularly so many months before the meeting of the body named in `before`."""
    before: Code | None = None
    """The body before whose meeting it meets."""
    as_agreed: Flag = False
    """Dates and places are agreed each time."""
    notice_days: Count | None = None
    """A meeting is convened so many days before it begins, or earlier."""
    extraordinary: Extraordinary | None = None


class Body(DatedRule):
    """An organ of the organisation."""

    name: Wording
    kind: Literal[
        "council", "ministerial", "standing", "secretariat", "contact-group", "working-group", "non-governmental"
    ]
    """What sort of organ it is. A `standing` one, a `secretariat`, a `non-governmental` one need not decide."""
    parent: Code | None = None
    """The body to which it belongs."""
    composition: Wording | None = None
    meets: Meets | None = None
    chaired_by: Literal["host-of-meeting", "state-in-chair", "own-rotation", "elected", "office"] | None = None
    """The state hosting the meeting; the state in the chair of the organisation; a turn of its own; whom the body
    elects; or who holds an office of the organisation."""
    seat: tuple[Site, ...] = ()
    competences: tuple[CompetenceName, ...] = ()
    """What it decides: names of tables `[competence.…]`."""
    positions: Positions | None = None
    """Who may read what states say to what it decides, where that is not as elsewhere."""


class Competence(DatedRule):
    """What a body may decide, and how. Its name is the kind of act that it empowers, where there is one."""

    name: Wording
    rule: Code
    """How it is decided: the name of a table `[rule.…]`."""
    proposed_by: Code | None = None
    """The body on whose proposal it is decided."""
    positions: Positions | None = None
    """Who may read what states say to such a decision, where that is not as with others."""


class Chairmanship(Provided):
    """Which state is in the chair of the organisation."""

    body: Code
    """The body over which the state in the chair presides; if the chair changes with its regular session, the state
    that hosts the next one."""
    rotation_language: Language | None = None
    """The turn goes by the alphabet of this language."""
    order: tuple[StateCode, ...] = ()
    """The turn goes by this list; after its last state the first has its turn again."""
    as_a_rule: Flag = False
    """Whether another order may be agreed."""
    changes_with: Literal["regular-session", "calendar-year", "half-year", "month"]
    """When the chair passes on: at the end of the regular session; on 1 January; on 1 January and 1 July; on the
    first of every month."""

    @model_validator(mode="after")
    def _has_one_order(self) -> Self:
        if self.rotation_language and self.order:
            raise PydanticCustomError(
                "two_orders", "The chair passes on in one order. Keep either `rotation_language` or `order`."
            )
        return self


class Office(Provided):
    """A post that one person holds for a term."""

    title: Annotated[tuple[Title, ...], Field(min_length=1)]
    body: Code
    """The body in which the post is."""
    term_years: Count | None = None
    """It is held for so many years."""
    renewable: Flag = True
    """Whether the same person may serve again at once."""
    rotation_language: Language | None = None
    """The states take turns by the alphabet of this language."""
    appointed_by: CompetenceName
    """The competence by which it is filled, `bodies.appoint.` and the office's name."""
    not_from_state_of: Code | None = None
    """The office whose holder is of another state."""
