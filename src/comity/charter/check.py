"""What is odd in a charter though it can be carried out: pure functions over the charter.

A charter with oddities is a charter. Each is worth a look: most often a name was forgotten somewhere.
"""

from collections.abc import Iterator
from difflib import get_close_matches

from comity.charter import rules
from comity.charter.references import Fault, Path, quoted
from comity.charter.schema import Charter
from comity.charter.values import Dated
from comity.record.text import LocalisedText

CARRY_OUT = ("standing", "secretariat", "non-governmental")
"""Kinds of body that carry out what others decide."""


def oddities(charter: Charter) -> Iterator[Fault]:
    """Everything that is odd."""
    yield from idle_bodies(charter)
    yield from unreachable_statuses(charter)
    yield from unused_rules(charter)
    yield from homeless_competences(charter)
    yield from missing_provisions(charter)
    yield from missing_languages(charter)
    yield from nobody_asked(charter)
    yield from repeated_positions(charter)


def idle_bodies(charter: Charter) -> Iterator[Fault]:
    """Bodies that meet to decide and have nothing to decide."""
    for code, body in charter.bodies.items():
        if not body.competences and body.kind not in CARRY_OUT:
            yield Fault(
                ("body", code), f"The body `{code}` decides nothing. List its `competences`, or delete the table."
            )


def unreachable_statuses(charter: Charter) -> Iterator[Fault]:
    """Statuses that nobody grants and to which nobody is invited."""
    decided = {name for body in charter.bodies.values() for name in body.competences}
    for name, status in charter.statuses.items():
        if not (status.invited_by or status.held_by or status.granted_by in decided):
            yield Fault(
                ("status", name),
                f"Nobody can reach the status `{name}`. Name in `granted_by` a competence that a body has, in "
                "`invited_by` the seat that invites, or in `held_by` the group of those who have it.",
            )


def unused_rules(charter: Charter) -> Iterator[Fault]:
    """Rules by which nothing is decided, and groups and weights that no rule names."""
    combined = {name for rule in charter.rules.values() for name in rule.parts}
    used = {competence.rule for competence in charter.competences.values()} | combined
    for name in charter.rules.keys() - used:
        yield Fault(
            ("rule", name), f"By the rule `{name}` nothing is decided. Name it in a competence, or delete it."
        )
    for table, unused in (("group", _unused_groups(charter)), ("weight", _unused_weights(charter))):
        for name in unused:
            yield Fault((table, name), f"Nothing names the {table} `{name}`. Name it where it counts, or delete it.")


def _unused_groups(charter: Charter) -> set[str]:
    blocking = (rule.objections_block for rule in charter.rules.values())
    used = {name for names in blocking if isinstance(names, tuple) for name in names}
    used |= {status.held_by for status in charter.statuses.values() if status.held_by}
    used |= {
        clause.including for clause in (charter.amendment, charter.entry_into_force) if clause and clause.including
    }
    return charter.groups.keys() - used


def _unused_weights(charter: Charter) -> set[str]:
    asked = ((*rule.tests, rule.quorum, rule.blocking_minority) for rule in charter.rules.values())
    measured = (part for parts in asked for part in parts if part)
    return charter.weights.keys() - {part.measure for part in measured}


def homeless_competences(charter: Charter) -> Iterator[Fault]:
    """Competences that belong to no body, or to two at one time."""
    for name, competence in charter.competences.items():
        having = [code for code, body in charter.bodies.items() if name in body.competences]
        together = [code for code in having if _overlap(competence, charter.bodies[code])]
        if not together:
            yield Fault(
                ("competence", name),
                f"The competence `{name}` belongs to no body. List it in a body's `competences`.",
            )
        elif any(_overlap(charter.bodies[a], charter.bodies[b]) for a in together for b in together if a < b):
            shown = " and ".join(f"`{code}`" for code in together)
            yield Fault(("competence", name), f"The competence `{name}` belongs to {shown}. Leave it to one of them.")


def _overlap(one: Dated, other: Dated) -> bool:
    """Whether both are in force on some day."""
    return not (
        (one.until and other.since and one.until <= other.since)
        or (other.until and one.since and other.until <= one.since)
    )


def missing_provisions(charter: Charter) -> Iterator[Fault]:
    """Provisions that are named and not in the file."""
    known = [*charter.articles, *charter.regulations]
    named = [(path, ref) for path, ref, _ in rules.provided(charter)]
    named += [
        (("protocol", place, "articles", inner), ref)
        for place, protocol in enumerate(charter.protocols)
        for inner, ref in enumerate(protocol.articles)
    ]
    for path, ref in named:
        if ref not in known:
            yield Fault(path, f"The file has no such provision. {_instead(ref, known)}")


def _instead(ref: str, known: list[str]) -> str:
    close = [] if ref[:1].isdigit() else get_close_matches(ref, known, n=1)
    table = "article" if ref[:1].isdigit() else "regulation"
    return f"Did you mean `{close[0]}`?" if close else f"Add `[{table}.{quoted(ref)}]`, or correct the number."


def missing_languages(charter: Charter) -> Iterator[Fault]:
    """Wording that lacks a language in which pages are offered."""
    for path, value in rules.places(charter):
        if isinstance(value, LocalisedText):
            lacking = [tag for tag in charter.languages.interface if tag not in value.root]
            if lacking:
                shown = ", ".join(f"`{tag}`" for tag in lacking)
                yield Fault(path, f"The wording lacks {shown}, in which pages are offered. Add it.")


def nobody_asked(charter: Charter) -> Iterator[Fault]:
    """Rules whose electorate is empty, because no status gives the right."""
    for name, rule in charter.rules.items():
        if not any(rule.electorate in status.rights for status in charter.statuses.values()):
            path: Path = ("rule", name)
            yield Fault(path, f"No status gives the right `{rule.electorate}`, so by this rule nobody is asked.")


def repeated_positions(charter: Charter) -> Iterator[Fault]:
    """Bodies and competences of which is said who may read positions, and it is what is said of all."""
    usual = charter.positions
    told = {("body", code): body.positions for code, body in charter.bodies.items()}
    told |= {("competence", name): competence.positions for name, competence in charter.competences.items()}
    for path, own in told.items():
        if own and usual and (own.read_by, own.opens) == (usual.read_by, usual.opens):
            yield Fault((*path, "positions"), "This is what `[positions]` says of all. Delete it here.")
