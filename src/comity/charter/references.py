"""What in a charter contradicts itself although every single value is well formed: names that lead nowhere,
shares that do not add up, rules that go round in circles. Pure functions over the charter.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from comity.charter.deciding import Group, Rule, Weight
    from comity.charter.schema import Charter

Path = tuple[str | int, ...]
"""A place in the charter: the names of tables and keys, and the index in a list, from the outside in."""


class Rulebook(Protocol):
    """What decision rules need of a charter; a file of rules alone has it too."""

    @property
    def rules(self) -> "Mapping[str, Rule]": ...
    @property
    def groups(self) -> "Mapping[str, Group]": ...
    @property
    def weights(self) -> "Mapping[str, Weight]": ...


@dataclass(frozen=True)
class Fault:
    """Something wrong or odd at a place; the sentence says what it is and what to do about it.

    at   whether it is the key that is at fault, or its value
    """

    path: Path
    sentence: str
    at: Literal["key", "value"] = "value"


def faults(charter: "Charter") -> Iterator[Fault]:
    """Everything that keeps the charter from being carried out."""
    yield from _lost(references(charter))
    yield from _circles_of_rules(charter)
    yield from _circles_of_bodies(charter)
    yield from _uneven_shares(charter)
    yield from _overlaps(_successions(charter))


def faults_of_rules(book: Rulebook) -> Iterator[Fault]:
    """Everything that keeps rules from being carried out that stand in a file of their own."""
    yield from _lost(_of_rules(book))
    yield from _circles_of_rules(book)
    yield from _overlaps(_successions_of_weights(book))


def _lost(references: "Iterator[Reference]") -> Iterator[Fault]:
    for path, name, known, table in references:
        if name not in known:
            yield Fault(path, f"There is no `[{table}.{quoted(name)}]`. {suggestion(name, known, table)}")


def quoted(name: str) -> str:
    """A key as TOML wants it: bare if it can be, else in quotes."""
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else f'"{name}"'


def suggestion(name: str, known: Collection[str], table: str) -> str:
    """What may have been meant instead of `name`, out of what there is."""
    if close := get_close_matches(name, [str(item) for item in known], n=1, cutoff=0.6):
        return f"Did you mean `{close[0]}`?"
    if not known:
        return f"Add the table `[{table}.{quoted(name)}]`."
    shown = ", ".join(f"`{item}`" for item in sorted(known)[:12])
    return f"Name one of {shown}, or add the table `[{table}.{quoted(name)}]`."


Reference = tuple[Path, str, Collection[str], str]
"""A place, the name that stands there, the names that may stand there, and the table that holds those."""


def references(charter: "Charter") -> Iterator[Reference]:
    """Every place of the charter where one table names another."""
    yield from _of_statuses_and_bodies(charter)
    yield from _of_competences_and_offices(charter)
    yield from _of_rules(charter)
    yield from _of_sections(charter)


def _of_statuses_and_bodies(charter: "Charter") -> Iterator[Reference]:
    for name, status in charter.statuses.items():
        if status.granted_by:
            yield ("status", name, "granted_by"), status.granted_by, charter.competences, "competence"
        if status.held_by:
            yield ("status", name, "held_by"), status.held_by, charter.groups, "group"
    for code, body in charter.bodies.items():
        if body.parent:
            yield ("body", code, "parent"), body.parent, charter.bodies.keys() - {code}, "body"
        if body.meets and body.meets.before:
            yield ("body", code, "meets", "before"), body.meets.before, charter.bodies, "body"
        for place, competence in enumerate(body.competences):
            yield ("body", code, "competences", place), competence, charter.competences, "competence"


def _of_competences_and_offices(charter: "Charter") -> Iterator[Reference]:
    for name, competence in charter.competences.items():
        yield ("competence", name, "rule"), competence.rule, charter.rules, "rule"
        if competence.proposed_by:
            yield ("competence", name, "proposed_by"), competence.proposed_by, charter.bodies, "body"
        if name.startswith("bodies.appoint."):
            yield ("competence", name), name.removeprefix("bodies.appoint."), charter.offices, "office"
    for name, office in charter.offices.items():
        yield ("office", name, "body"), office.body, charter.bodies, "body"
        yield ("office", name, "appointed_by"), office.appointed_by, charter.competences, "competence"
        if office.not_from_state_of:
            yield ("office", name, "not_from_state_of"), office.not_from_state_of, charter.offices, "office"


def _of_rules(book: Rulebook) -> Iterator[Reference]:
    for name, rule in book.rules.items():
        yield from _of_rule(book, ("rule", name), rule)


def _of_rule(charter: Rulebook, path: Path, rule: "Rule") -> Iterator[Reference]:
    for part in ("any_of", "all_of"):
        for place, other in enumerate(getattr(rule, part)):
            yield (*path, part, place), other, charter.rules, "rule"
    if rule.failing:
        yield (*path, "failing"), rule.failing, charter.rules, "rule"
    for place, test in enumerate(rule.tests):
        yield (*path, "tests", place, "measure"), test.measure, {"count", *charter.weights}, "weight"
    if rule.quorum:
        yield (*path, "quorum", "measure"), rule.quorum.measure, {"count", *charter.weights}, "weight"
    if rule.blocking_minority and rule.blocking_minority.measure:
        yield (*path, "blocking_minority", "measure"), rule.blocking_minority.measure, charter.weights, "weight"
    if isinstance(rule.objections_block, tuple):
        for place, name in enumerate(rule.objections_block):
            if not (len(name) == 2 and name.isupper()):
                yield (*path, "objections_block", place), name, charter.groups, "group"


_SECTION_REFERENCES = (
    ("chairmanship", "body", "body"),
    ("accession", "status", "status"),
    ("depositary", "documents", "body"),
    ("depositary", "office", "office"),
    ("budget", "approved_by", "competence"),
    ("amendment", "decided_by", "competence"),
    ("amendment", "including", "group"),
    ("entry_into_force", "including", "group"),
    ("suspension", "suspended_by", "competence"),
    ("suspension", "expelled_by", "competence"),
    ("suspension", "reinstated_by", "competence"),
)


_TABLES: dict[str, Callable[["Charter"], Collection[str]]] = {
    "body": lambda charter: charter.bodies,
    "competence": lambda charter: charter.competences,
    "group": lambda charter: charter.groups,
    "office": lambda charter: charter.offices,
    "status": lambda charter: charter.statuses,
}


def _of_sections(charter: "Charter") -> Iterator[Reference]:
    for section, key, table in _SECTION_REFERENCES:
        name: str | None = getattr(getattr(charter, section), key, None)
        if name:
            yield (section, key), name, _TABLES[table](charter), table
    for place, step in enumerate(charter.accession.steps):
        yield ("accession", "steps", place, "by"), step.by, {"applicant", "members", *charter.bodies}, "body"


def _circles_of_rules(book: Rulebook) -> Iterator[Fault]:
    """Rules made of rules come to an end."""
    rules = {name: set(rule.parts) for name, rule in book.rules.items()}
    for name in _in_a_circle(rules):
        yield Fault(
            ("rule", name),
            f"The rule `{name}` is made of itself. Name other rules in `any_of`, `all_of` and `failing`.",
        )


def _circles_of_bodies(charter: "Charter") -> Iterator[Fault]:
    """Bodies that belong to bodies come to an end."""
    parents = {code: {body.parent} if body.parent else set() for code, body in charter.bodies.items()}
    for code in _in_a_circle(parents):
        yield Fault(("body", code), f"The body `{code}` belongs to itself, by way of its `parent`. Name another.")


def _in_a_circle(steps: dict[str, set[str]]) -> Iterator[str]:
    """The names from which one comes back to them."""
    for start in steps:
        reached: set[str] = set()
        ahead = set(steps[start])
        while ahead:
            name = ahead.pop()
            reached.add(name)
            ahead |= steps.get(name, set()) - reached
        if start in reached:
            yield start


def _uneven_shares(charter: "Charter") -> Iterator[Fault]:
    for place, scale in enumerate(charter.budget.scale if charter.budget else ()):
        total = sum((Decimal(share) for share in scale.shares.values()), Decimal())
        if total != 100:
            yield Fault(
                ("budget", "scale", place, "shares"),
                f"The shares add up to {total} per cent. Correct them so that they add up to 100.",
            )


def _overlaps(successions: "Iterator[Succession]") -> Iterator[Fault]:
    """Of things that follow one another, one at a time is in force."""
    for path, values in successions:
        for place, (first, second) in enumerate(pairwise(values), start=1):
            if first.until is None or second.since is None or second.since < first.until:
                yield Fault(
                    (*path, place),
                    "This one and the one before it are in force at the same time. Give the one before an `until`, "
                    "and this one a `from` of the same day or later.",
                )


Succession = tuple[Path, tuple[Any, ...]]
"""A place, and the dated values that follow one another there."""


def _successions(charter: "Charter") -> Iterator[Succession]:
    for code, body in charter.bodies.items():
        yield ("body", code, "seat"), body.seat
    for name, office in charter.offices.items():
        yield ("office", name, "title"), office.title
    yield from _successions_of_weights(charter)
    if charter.budget:
        yield ("budget", "scale"), charter.budget.scale


def _successions_of_weights(book: Rulebook) -> Iterator[Succession]:
    for name, weight in book.weights.items():
        yield ("weight", name, "scale"), weight.scale
