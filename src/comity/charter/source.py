"""A charter as its author wrote it: read from TOML, with the line and column of everything that is wrong.

    charter = load(Path("charter.toml").read_bytes(), "charter.toml")
    problems = check(text, "charter.toml")

Three passes, each only if the one before found nothing: syntax (tomllib), shape and references (the schema), and
for `check` what is odd though allowed (`comity.charter.check`).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from comity.charter.check import oddities
from comity.charter.explain import faults_of
from comity.charter.positions import Place, Positions, positions
from comity.charter.references import Fault
from comity.charter.schema import Charter

LONGEST = 1_000_000
"""In characters. The SCO's charter has a twentieth of it; what is longer is another file."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong (`error`) or odd (`warning`) in a file. Line and column count from 1, columns in characters."""

    line: int
    column: int
    sentence: str
    excerpt: str
    name: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else ", warning"
        shown = f"`{self.excerpt}`. " if self.excerpt else ""
        return f"{self.name}, line {self.line}, column {self.column}{mark}: {shown}{self.sentence}"


class CharterError(Exception):
    """A file that is no charter. `problems` are all that were found; the message is all of them, a line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def load(text: bytes | str, name: str) -> Charter:
    """The charter in a file. `name` is what messages call it. Raises CharterError."""
    return _Source(text, name).charter()


def check(text: bytes | str, name: str) -> list[Problem]:
    """All errors in a file; if there is none, all warnings; in the order of the lines."""
    try:
        source = _Source(text, name)
        charter = source.charter()
    except CharterError as error:
        return error.problems
    return sorted(source.problems(oddities(charter), "warning"))


class _Source:
    """A file whose syntax is right."""

    def __init__(self, text: bytes | str, name: str) -> None:
        self.name = name
        self.text = _decoded(text, name)
        self.lines = self.text.split("\n")
        self.data = _parsed(self.text, self.lines, name)

    def charter(self) -> Charter:
        try:
            return Charter.model_validate(self.data)
        except ValidationError as error:
            faults = faults_of(error, self.data)
        raise CharterError(self.problems(faults, "error"))

    def problems(self, faults: Iterable[Fault], severity: Severity) -> Iterator[Problem]:
        places = positions(self.text)
        for fault in faults:
            place = _place(places, fault)
            excerpt = _excerpt(self.lines, place.line) if fault.path else ""
            yield Problem(place.line, place.column, fault.sentence, excerpt, self.name, severity)


def _place(places: Positions, fault: Fault) -> Place:
    return places.of_key(fault.path) if fault.at == "key" else places.of_value(fault.path)


def _decoded(text: bytes | str, name: str) -> str:
    """The text, without a byte order mark. Raises CharterError if it is no Unicode, or far too long."""
    try:
        data = text.encode() if isinstance(text, str) else text
        decoded = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeError as error:
        raise CharterError([_not_unicode(error, name)]) from error
    if len(decoded) > LONGEST:
        sentence = (
            f"The file has {len(decoded):,} characters; a charter has {LONGEST:,} at most. Check the file's name."
        )
        raise CharterError([Problem(1, 1, sentence, "", name)])
    return decoded


def _not_unicode(error: UnicodeError, name: str) -> Problem:
    before = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
    line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return Problem(line, column, "The file is not written in UTF-8. Save it as UTF-8.", "", name)


def _parsed(text: str, lines: list[str], name: str) -> dict[str, Any]:
    """The values of a TOML document. Raises CharterError.

    tomllib raises ValueError itself, not its own error, for a number with thousands of digits.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        sentence = "Tables or lists are nested too deeply. A charter needs six levels at most."
        problem = Problem(1, 1, sentence, "", name)
    except ValueError as error:
        problem = _syntax_problem(str(error), lines, name)
    raise CharterError([problem])


def _syntax_problem(message: str, lines: list[str], name: str) -> Problem:
    """tomllib tells the place at the end of its message only: `… (at line 3, column 7)`."""
    place = re.search(r"\(at line (\d+), column (\d+)\)$", message)
    if place:
        line, column = int(place[1]), int(place[2])
    elif message.endswith("(at end of document)"):
        line, column = len(lines), len(lines[-1]) + 1
    else:
        line, column = 1, 1
    said = message.rpartition(" (at ")[0] or message
    hint = next(
        (hint for pattern, hint in SYNTAX_HINTS if pattern in said), "Correct the line by the rules of TOML 1.0."
    )
    return Problem(line, column, f"This is not TOML: {said[:200]}. {hint}", _excerpt(lines, line), name)


SYNTAX_HINTS = (
    ("Expected '='", "Write a key, then `=`, then its value; text in a comment begins with `#`."),
    ("Invalid value", 'Text stands in quotes, `"…"`; days are written 2001-06-15.'),
    ("Cannot overwrite", "The key stands there already. Delete one of the two."),
    ("Cannot declare", "The table stands there already. Put its keys together under one heading."),
    ("Expected newline", "One key and value stand on a line."),
    ("Exceeds the limit", "No number in a charter is that long."),
    ("Invalid date", "Write a day of the calendar: 2001-06-15."),
    ("Expected ']'", "Close the heading with `]`."),
)


def _excerpt(lines: list[str], line: int) -> str:
    written = lines[line - 1].strip() if line <= len(lines) else ""
    return written if len(written) <= 80 else f"{written[:79]}…"
