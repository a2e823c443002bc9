"""`comity tally`: what was decided, of as many votes as one likes."""

import csv
import gc
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from comity.decisions.tally.rows import plainly

if TYPE_CHECKING:
    from comity.decisions.tally.ballots import Ballots, Terms
    from comity.decisions.tally.results import Line
    from comity.decisions.tally.rulebook import Rules

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("tally")
@click.argument("rules", type=FILE)
@click.argument("votes", type=FILE)
@click.option("--rule", metavar="NAME", help="The rule for all votes that name none; the only one, if there is one.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of votes without a date; today otherwise.")
@click.option("--closed", is_flag=True, help="The votes are over: who has no record takes no part any more.")
@click.option("--out", type=FILE, help="Where to write the outcomes; to the terminal otherwise.")
def tally_command(
    rules: Path, votes: Path, rule: str | None, on: datetime | None, closed: bool, out: Path | None
) -> None:
    """Decide every vote of VOTES (CSV, gzip, Parquet) by RULES (a charter, or rules alone).

    The exit status is 1 if rows made no sense; they are told, and the others counted. It is 2 if nothing was counted.
    """
    with uncollected():
        status = tally(rules, votes, rule, on.date() if on else date.today(), closed, out)
    raise SystemExit(status)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: there are none here, and it would look at millions of rows in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def tally(rules: Path, votes: Path, rule: str | None, on: date, closed: bool, out: Path | None) -> int:
    """Decide the votes; the exit status. Raises Unreadable."""
    # Read late, so that `comity --help` does not wait for the schema.
    from comity.decisions.tally import ballots, results, rows, rulebook

    try:
        book = rulebook.read(rules)
        filled = ballots.Ballots(book, usual(book, rule, on), on)
        filled.fill(rows.Table(votes))
    except (rulebook.BadRules, rows.BadTable, ballots.Nonsense) as error:
        raise Unreadable(str(error)) from error
    with opened(out) if out else nullcontext(sys.stdout) as file:
        write(file, results.HEADER, results.Results(book, filled, closed))
    report(votes, filled)
    return 0 if not filled.wrong else 1 if filled.said else 2


@contextmanager
def opened(out: Path) -> Iterator[IO[str]]:
    """The file to which the outcomes are written. Raises Unreadable."""
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise Unreadable(f"{out} cannot be written: {plainly(error)}. Choose another place by --out.") from error


class Unreadable(click.ClickException):
    """Nothing could be counted, or written."""

    exit_code = 2


def usual(book: "Rules", name: str | None, on: date) -> "Terms | None":
    """By what votes are decided that name no rule; None if each has to name one."""
    from comity.decisions.tally.ballots import Terms

    if name and name not in book.rules:
        raise Unreadable(f"There is no rule {name}. Name one of {', '.join(book.rules)}.")
    only = next(iter(book.rules)) if len(book.rules) == 1 else None
    code = name or only
    return Terms(code, on) if code else None


def write(file: IO[str], header: tuple[str, ...], lines: "Iterable[tuple[str, Line]]") -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows((decision, *line) for decision, line in lines)


def report(votes: Path, filled: "Ballots") -> None:
    """The first rows that make no sense, with their lines, and how many there are."""
    for line, sentence in filled.nonsense:
        click.echo(f"{votes}, line {line}: {sentence}", err=True)
    if filled.wrong > len(filled.nonsense):
        click.echo(f"… and {filled.wrong - len(filled.nonsense):,} more.", err=True)
    if filled.wrong:
        click.echo(f"Rows that make no sense and are not counted: {filled.wrong:,}.", err=True)
