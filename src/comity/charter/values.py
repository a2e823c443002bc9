"""The kinds of value that a charter is written in: wording, codes, periods, exact numbers. No Django."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from comity.record.text import LocalisedText

PART = re.compile(r"[0-9]{1,9}/[1-9][0-9]{0,8}")

Basis = Literal["seen", "second reading", "first reading"]
"""How a provision is known: it was seen in a source, or two readers know it so without having the text at hand, or
one does."""

Right = Literal[
    "decide", "elect", "propose", "chair", "host", "attend", "speak", "submit-documents", "sign", "record-opinion"
]  # fmt: skip
"""What a status allows a state to do. Who elects chooses those who decide, as a plenary does a smaller council."""


def _worded(text: LocalisedText) -> LocalisedText:
    if not text.root:
        raise PydanticCustomError("no_wording", 'The wording is empty. Write `{{ en = "…" }}`.')
    return text


def _written_date(value: Any) -> Any:
    if isinstance(value, date | str):
        return value
    raise PydanticCustomError("not_a_date", "This is not a date. Write it as year-month-day: `2001-06-15`.")


def _at_most_one(part: str) -> str:
    if Fraction(part) > 1:
        raise PydanticCustomError("over_one", "A part is at most the whole, `1/1`. Write a number without quotes.")
    return part


def _number_or_part(value: Any) -> Any:
    if isinstance(value, str) and PART.fullmatch(value):
        return _at_most_one(value)
    if type(value) is int and 0 <= value <= 10**15:
        return value
    raise PydanticCustomError(
        "no_amount", 'Write a whole number, without quotes: `8`. Or an exact fraction, in quotes: `"2/3"`.'
    )


Wording = Annotated[LocalisedText, AfterValidator(_worded)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Day = Annotated[date, BeforeValidator(_written_date)]
Count = Annotated[StrictInt, Field(ge=1, le=10_000)]
Flag = StrictBool


def _pattern(regex: str, description: str) -> Any:
    return Field(pattern=regex, description=description)


StateCode = Annotated[str, _pattern(r"^[A-Z]{2}$", "A state by the two letters of ISO 3166-1: `CN`.")]
Language = Annotated[
    str, _pattern(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "A language by its BCP 47 tag: `ru`, `zh-hans`.")
]
Code = Annotated[
    str,
    _pattern(
        r"^[A-Za-z][A-Za-z0-9_-]{0,39}$",
        "The name by which tables refer to each other: letters, digits and hyphens, beginning with a letter.",
    ),
]
CompetenceName = Annotated[
    str,
    _pattern(
        r"^[a-z][a-z0-9_-]{0,39}(\.[a-z0-9_-]{1,39}){0,2}$",
        "The kind of act that it empowers (`membership.admit`), or a verb and its object (`approve-budget`).",
    ),
]
Ref = Annotated[str, Field(min_length=1, max_length=120)]
"""A provision: the number of an article, or the name of a regulation."""
Exact = Annotated[
    str, _pattern(r"^[0-9]{1,15}(\.[0-9]{1,9})?$", 'A number to the last digit, written as text: `"17.6"`.')
]
Part = Annotated[
    str,
    _pattern(r"^[0-9]{1,9}/[1-9][0-9]{0,8}$", 'An exact fraction, written as text: `"2/3"`.'),
    AfterValidator(_at_most_one),
]
Amount = Annotated[int | str, BeforeValidator(_number_or_part)]
"""So many, or such a part: `8`, `"2/3"`."""


class Model(BaseModel):
    """A table of the charter: never changed once read, and without a key that nobody knows."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )


class Provided(Model):
    """A rule, with the provision that makes it one."""

    article: Ref
    """The provision on which it rests: `"16"`, or the name of a regulation."""
    basis: Basis | None = None
    """How this rule is known, where it is not known as its provision is."""
    source: Text | None = None
    """Where it was seen, if elsewhere than the provision."""


class Dated(Model):
    """Something that counts for a time: from the day `from` on, until the day before `until`."""

    since: Day | None = Field(default=None, alias="from")
    """The first day on which it counts; without it, from the beginning."""
    until: Day | None = None
    """The first day on which it no longer counts; without it, to this day."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.since and self.until and self.until <= self.since:
            raise PydanticCustomError(
                "ends_before_it_begins",
                "It would end on {until}, before it begins on {since}. `until` is the first day on which it no "
                "longer counts.",
                {"since": self.since.isoformat(), "until": self.until.isoformat()},
            )
        return self


class DatedRule(Dated, Provided):
    """A rule that counts for a time."""


class Scale(DatedRule):
    """What each state pays or weighs, for a time."""

    shares: dict[StateCode, Exact]
    """State by state, exact: `{ CN = "17.6", RU = "17.6" }`."""
