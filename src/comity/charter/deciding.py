"""Decision rules: one general form, of which consensus, silence, majorities and vetoes are settings. No Django.

A decision is taken when nobody whose objection blocks has objected, and every test is passed, and a quorum is
there. `silence_days` lets it be taken without a meeting, by the end of a term; `any_of` and `all_of` put rules
together. The settings of the usual ones:

    consensus              objections_block = "all"
    consensus minus one    objections_block = "all", set_aside = "state-concerned"
    silence                objections_block = "all", silence_days = 10
    unanimity              tests = [{ of = "entitled", at_least = "1/1" }]
    simple majority        tests = [{ of = "voting", more_than = "1/2" }]
    two thirds             tests = [{ of = "voting", at_least = "2/3" }]
    double majority        tests = [{ of = "entitled", at_least = "11/20" },
                                    { measure = "population", of = "entitled", at_least = "13/20" }]
    veto                   tests = [{ of = "entitled", at_least = 9 }], objections_block = ["permanent"]
    blocking minority      blocking_minority = { at_least = 4 }, beside tests
    all but three          tests = [{ of = "entitled", all_but = 3 }]
    reverse consensus      tests = [{ of = "present", at_least = 1 }]: only if nobody is in favour is it not taken

`failing` names the rule by which a matter is put to the vote once it could not be decided by this one.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from comity.charter.values import (
    Amount,
    Code,
    Count,
    DatedRule,
    Flag,
    Model,
    Part,
    Provided,
    Right,
    Scale,
    StateCode,
    Wording,
)

Everyone = Literal["all", "none"]
Among = Literal["entitled", "present", "voting", "taking-part"]
"""Of whom a part is taken: all who may decide; those in the room; those for or against; those who joined."""


def _some_silence(days: int) -> int:
    if 1 <= days <= 1000:
        return days
    raise PydanticCustomError(
        "no_silence",
        "A silence procedure lasts at least one day, at most a thousand. To do without it, delete `silence_days`.",
    )


class Test(Model):
    """So many of those asked must be in favour."""

    __test__ = False  # pytest takes every class of that name for one of its own

    measure: Code = "count"
    """`"count"` counts states; otherwise the name of a table `[weight.…]`."""
    of: Among = "entitled"
    """Of whom: `"entitled"`, `"present"`, `"voting"` or `"taking-part"`."""
    at_least: Amount | None = None
    """That many or more: a number, or an exact fraction such as `"2/3"`."""
    more_than: Amount | None = None
    """More than that: a number, or an exact fraction such as `"1/2"`."""
    all_but: Count | None = None
    """All but so many, at most: `3`. It counts states."""

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if sum(value is not None for value in (self.at_least, self.more_than, self.all_but)) != 1:
            raise PydanticCustomError(
                "one_threshold", "A test has one threshold. Write one of `at_least`, `more_than` and `all_but`."
            )
        if self.all_but is not None and self.measure != "count":
            raise PydanticCustomError(
                "weighed_all_but", "`all_but` counts states. Delete `measure`, or write `at_least` with a fraction."
            )
        return self


class Quorum(Model):
    """How many must be there for a decision to be taken at all."""

    of: Literal["entitled"] = "entitled"
    """Of all who may decide."""
    measure: Code = "count"
    """`"count"` counts states; otherwise the name of a table `[weight.…]`."""
    at_least: Amount | None = None
    """That many or more: a number of states, or an exact fraction such as `"2/3"`."""
    more_than: Amount | None = None
    """More than that: a number of states, or an exact fraction such as `"1/2"`."""

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.at_least is None) == (self.more_than is None):
            raise PydanticCustomError(
                "one_threshold", "A quorum has one threshold. Write either `at_least` or `more_than`, not both."
            )
        return self


class BlockingMinority(Model):
    """With fewer than so many states not in favour, the tests count as passed, whatever those states weigh."""

    at_least: Count | None = None
    """So many states."""
    measure: Code | None = None
    """Or as many as it takes at the least, the heaviest first, to weigh more than `more_than` of this table
    `[weight.…]`."""
    more_than: Part | None = None
    """Of what all who may decide weigh: an exact fraction such as `"35/100"`."""
    plus: Count | None = None
    """And so many states besides."""

    @model_validator(mode="after")
    def _counts_in_one_way(self) -> Self:
        weighed = {self.measure is not None, self.more_than is not None}
        if weighed != {self.at_least is None} or (self.plus and self.at_least):
            raise PydanticCustomError(
                "one_minority",
                "A blocking minority is counted in one way. Write `at_least`, or `measure` with `more_than` and, "
                "if need be, `plus`.",
            )
        return self


class Rule(Provided):
    """How a body decides. A rule that combines others (`any_of`, `all_of`) sets nothing else."""

    name: Wording
    electorate: Right = "decide"
    """The right that a state needs to be asked."""
    set_aside: Literal["none", "state-concerned", "parties-to-dispute"] = "none"
    """Who is entitled as a rule, but not in this matter."""
    objections_block: Everyone | Annotated[tuple[Code, ...], Field(min_length=1)] = "none"
    """Whose objection stops it: `"all"`, `"none"`, or a list of states and of tables `[group.…]`."""
    abstention_blocks: Flag = False
    """Whether those whose objection blocks stop it by abstaining too."""
    tests: tuple[Test, ...] = ()
    """All of them have to be passed."""
    blocking_minority: BlockingMinority | None = None
    """How many have to be not in favour for the tests to fail at all."""
    quorum: Quorum | None = None
    silence_days: Annotated[StrictInt, AfterValidator(_some_silence)] | None = None
    """After so many days without an objection it is taken."""
    silence_as_set: Flag = False
    """The term of a silence is set case by case; `silence_days`, if it is there too, is the shortest."""
    any_of: tuple[Code, ...] = ()
    """Other rules, one of which is enough."""
    all_of: tuple[Code, ...] = ()
    """Other rules, all of which are needed."""
    failing: Code | None = None
    """The rule by which it may still be decided if it could not be by this one: consensus, failing which a vote."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The other rules on which it falls back or of which it is made."""
        return (*self.any_of, *self.all_of, *([self.failing] if self.failing else []))

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        self._refuse_mixture()
        self._refuse_emptiness()
        self._refuse_deaf_silence()
        self._refuse_minority_without_majority()
        return self

    def _refuse_mixture(self) -> None:
        own = {
            "tests",
            "blocking_minority",
            "quorum",
            "objections_block",
            "set_aside",
            "abstention_blocks",
            "silence_days",
            "silence_as_set",
        }
        if (self.any_of or self.all_of) and (own & self.model_fields_set or (self.any_of and self.all_of)):
            raise PydanticCustomError(
                "mixed_rule",
                "A rule either combines others or sets its own terms. Keep one of `any_of` and `all_of` and delete "
                "the rest, or put the terms into a rule of their own and name that one.",
            )

    def _refuse_emptiness(self) -> None:
        if self.objections_block == "none" and not (self.tests or self.any_of or self.all_of):
            raise PydanticCustomError(
                "empty_rule",
                'By this rule everything would be decided at once. Write `objections_block = "all"` for consensus, '
                'or `tests = [{{ of = "voting", more_than = "1/2" }}]` for a majority.',
            )

    def _refuse_deaf_silence(self) -> None:
        if (self.silence_days or self.silence_as_set) and self.objections_block == "none":
            raise PydanticCustomError(
                "deaf_silence",
                'In a silence procedure somebody must be able to object. Write `objections_block = "all"`.',
            )

    def _refuse_minority_without_majority(self) -> None:
        if self.blocking_minority and not self.tests:
            raise PydanticCustomError(
                "no_majority", "A blocking minority keeps tests from being passed. Write `tests`, or delete it."
            )


class Positions(Provided):
    """Who may read what states say to a decision. Whoever puts one forward may close more of it, and open no more."""

    read_by: Literal["public", "community", "members"]
    """Until it is adopted: everybody; members, observers and partners; or the members."""
    opens: Literal["on-adoption", "never"] = "on-adoption"
    """Whether everybody may read them once it is adopted."""

    @model_validator(mode="after")
    def _closes_nothing_again(self) -> Self:
        if self.read_by == "public" and self.opens == "never":
            raise PydanticCustomError(
                "open_already",
                "What everybody reads before the adoption is open for good. Delete `opens`, or write "
                '`read_by = "members"`.',
            )
        return self


class Group(DatedRule):
    """States that a rule names together, such as permanent members."""

    name: Wording
    states: Annotated[tuple[StateCode, ...], Field(min_length=1)]
    """Their codes."""


class Weight(Provided):
    """What a state weighs in a decision: population, shares, votes."""

    name: Wording
    scale: Annotated[tuple[Scale, ...], Field(min_length=1)]
