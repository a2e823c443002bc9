"""What the engine takes and gives: rules, electorates, positions, reasons, outcomes. No number is a float."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Position = Literal["consent", "object", "abstain", "absent", "excused"]
"""What a state has said. `excused`: it declared that it takes no part, wherever it sits. Who is not among the
positions has *no record*: it may still say anything."""

Result = Literal["adopted", "rejected", "open"]
Among = Literal["entitled", "present", "voting", "taking-part"]
"""Of whom a part is taken. `present`: in the room; `voting`: who consents or objects; `taking-part`: or abstains."""

Amount = int | Fraction
"""So many (an int), or such a part (a Fraction); never a float. `Fraction(1)` is all of them, `1` is one."""


@dataclass(frozen=True, slots=True)
class Test:
    """So many of those asked have to consent. It has one threshold: `at_least`, `more_than` or `all_but`.

    measure   "count", or the name of a weight of the electorate
    """

    __test__ = False  # pytest takes every class of that name for one of its own

    of: Among = "entitled"
    at_least: Amount | None = None
    more_than: Amount | None = None
    all_but: int | None = None
    measure: str = "count"


@dataclass(frozen=True, slots=True)
class Quorum:
    """So many of the entitled have to be in the room, or have taken a position, for anything to be decided."""

    at_least: Amount | None = None
    more_than: Amount | None = None
    measure: str = "count"


@dataclass(frozen=True, slots=True)
class BlockingMinority:
    """With fewer than so many of the entitled not in favour, the tests count as passed.

    So many are `at_least`; or the fewest states that weigh more than a part of a measure, and `plus` others.
    """

    at_least: int | None = None
    measure: str = "count"
    more_than: Fraction | None = None
    plus: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """How something is decided. All that it asks has to hold; one that combines others asks nothing else.

    objections_block    whose objection stops it: "all", "none", or names of states and of groups of the electorate
    abstention_blocks   whether those may stop it by abstaining too
    blocking_minority   how many have to be not in favour for the tests to fail at all
    set_aside           who has no say; the electorate names them, and a rule that sets nobody aside does not ask
    electorate          the right by which states are entitled
    failing             the code of the rule by which it may still be decided if it could not be by this one
    """

    tests: tuple[Test, ...] = ()
    objections_block: Literal["all", "none"] | tuple[str, ...] = "none"
    abstention_blocks: bool = False
    quorum: Quorum | None = None
    blocking_minority: BlockingMinority | None = None
    set_aside: Literal["none", "state-concerned", "parties-to-dispute"] = "none"
    any_of: tuple["Rule", ...] = ()
    all_of: tuple["Rule", ...] = ()
    code: str = ""
    article: str = ""
    electorate: str = "decide"
    failing: str | None = None


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who decides on a matter.

    states      the entitled, in the order in which states are to be listed
    set_aside   those of them who have no say in this matter, by rules that set somebody aside
    weights     by measure and state, whole numbers; a state that is not listed weighs nothing
    groups      states by the name of their group
    scales      by measure: so many units of its weights are one (`100` where 2.02 is written as 202)
    """

    states: tuple[str, ...]
    set_aside: frozenset[str] = frozenset()
    weights: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a rule asks, and how it stands.

    code     what is asked, with its values:
             nobody_entitled     -
             objections          states (who block now), awaited (who still may)
             test                measure, of, in_favour, base, needed, awaited, and its threshold by its name
             quorum              measure, there, entitled, needed, awaited, and its threshold by its name
             blocking_minority   not_in_favour, needed, awaited; `parts` are the tests that it stands in for
             any_of, all_of      rules (their codes); `parts` are one `rule` each
             rule                rule; `parts` is what that rule asks
    holds    True and False for good, whatever those without a record say; None if it depends on them
    parts    what it is made of
    in_the_way   the states whose position hinders it: who block; who count in the base of a test without being in
             favour; who are missing for a quorum

    `in_favour` is what has consented, `base` of whom the part is taken as things stand; `needed` is what suffices
    whatever those without a record say, and `awaited` how much they are. Weights are given in their own unit.
    """

    code: str
    article: str
    holds: bool | None
    values: Mapping[str, object] = field(default_factory=dict)
    parts: tuple["Reason", ...] = ()
    in_the_way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the positions.

    reasons      all of them have to hold; one that fails is enough for "rejected"
    in_the_way   the states whose position hinders one of the reasons that do not hold
    awaited      the entitled states that have no record
    """

    result: Result
    reasons: tuple[Reason, ...]
    in_the_way: tuple[str, ...]
    awaited: tuple[str, ...]
