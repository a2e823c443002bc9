"""RULES.toml: a whole charter, or a file of rules alone.

A file of rules has the charter's tables `[rule.…]`, `[group.…]`, `[weight.…]`, in which `name` and `article` may be
left out, and, if it is to be known who was entitled when, `[state.…]`:

    [state.XA]                                     # entitled at all times
    [state.XB]
    entitled = [{ from = 2001-06-15, until = 2017-06-09 }, { from = 2020-01-01 }]
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from comity.charter.deciding import Group, Rule, Weight
from comity.charter.explain import faults_of
from comity.charter.references import Fault, faults_of_rules
from comity.charter.rules import counts
from comity.charter.source import CharterError, load
from comity.charter.values import Code, Dated, Model
from comity.decisions.tally.rows import plainly


class BadRules(Exception):
    """A file that tells no rules; the message says why, a line for each fault."""


class State(Model):
    """One that votes."""

    entitled: tuple[Dated, ...] = ()
    """The times at which it may; without any, always."""

    def is_entitled(self, on: date) -> bool:
        return not self.entitled or any(counts(period, on) for period in self.entitled)


class Rules(Model):
    """Decision rules with what they name. `states` is empty where who has a row is who is entitled."""

    rules: dict[Code, Rule] = Field(alias="rule")
    groups: dict[Code, Group] = Field(default={}, alias="group")
    weights: dict[Code, Weight] = Field(default={}, alias="weight")
    states: dict[Code, State] = Field(default={}, alias="state")

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if faults := tuple(faults_of_rules(self)):
            sentences = " ".join(fault.sentence for fault in faults)
            raise PydanticCustomError("faults", "{sentences}", {"sentences": sentences, "faults": faults})
        return self


def read(path: Path) -> Rules:
    """The rules of a file. Raises BadRules."""
    try:
        text = path.read_bytes()
        data = tomllib.loads(text.decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadRules(f"{path} cannot be read: {plainly(error)}.") from error
    try:
        if "organisation" in data:
            charter = load(text, str(path))
            return Rules.model_construct(
                rules=charter.rules, groups=charter.groups, weights=charter.weights, states={}
            )
        return Rules.model_validate(_provided(data))
    except CharterError as error:
        raise BadRules(str(error)) from error
    except ValidationError as error:
        raise BadRules("\n".join(_told(path, fault) for fault in faults_of(error, data))) from error


def _told(path: Path, fault: Fault) -> str:
    place = ".".join(map(str, fault.path))
    return f"{path}, {place}: {fault.sentence}" if place else f"{path}: {fault.sentence}"


def _provided(data: dict[str, Any]) -> dict[str, Any]:
    """With the name and the article that each table of rules has in a charter."""
    for kind in ("rule", "group", "weight"):
        tables = data.get(kind)
        for code, table in tables.items() if isinstance(tables, dict) else ():
            scales = table.get("scale", []) if isinstance(table, dict) else []
            for each in (table, *(scales if isinstance(scales, list) else ())):
                if isinstance(each, dict):
                    each.setdefault("article", code)
            if isinstance(table, dict):
                table.setdefault("name", {"en": code})
    return data
