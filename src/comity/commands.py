"""`comity load`, `comity submit` and `comity rebuild`: filling a record, and making its tables anew."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from comity.history import Report
    from comity.record.entries import Entry

console = Console(highlight=False)


def progress_bar(silent: bool = not console.is_terminal, transient: bool = True) -> Progress:
    """A bar on the terminal for a slow step.

    silent      nothing is shown, as where the output is no terminal
    transient   it is taken away once the step is done
    """
    columns = (TextColumn("{task.description:<30}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=transient, disable=silent)


@click.command("load")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--report", "reporting", is_flag=True, help="Print every act that is irregular or not exactly dated.")
def load_command(folder: Path | None, reporting: bool) -> None:
    """Load an organisation from FOLDER (charter.toml, history/*.toml) into an empty record.

    Without FOLDER, --report tells of what the record holds already.
    """
    if folder is None and not reporting:
        raise click.UsageError("Name the FOLDER of the organisation, or ask with --report about what is loaded.")
    from comity import database

    with database.ready("comity load"):
        from comity import history
        from comity.charter.source import CharterError

        try:
            report = _loaded(folder) if folder else history.report()
        except (history.BadHistory, CharterError) as error:
            raise click.ClickException(str(error)) from error
        console.print(summary(report))
        if reporting:
            print_report(report)


def _loaded(folder: Path) -> "Report":
    from comity import history

    with progress_bar() as bar:
        task = bar.add_task("Replaying the history")
        return history.load(folder, lambda done, of: bar.update(task, completed=done, total=of))


@click.command("submit")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def submit_command(file: Path) -> None:
    """Submit the acts that FILE tells, in the form of a history file: all of them, or none if one is refused."""
    from comity import database

    with database.ready("comity submit"):
        from comity import history
        from comity.record.sentences import Names, sentence

        try:
            entries = history.submit_file(file)
        except history.BadHistory as error:
            raise click.ClickException(str(error)) from error
        for entry in entries:
            click.echo(f"Entry {entry.seq}: {sentence(entry, Names(entry.on))}")


@click.command("rebuild")
def rebuild_command() -> None:
    """Throw away every table that follows from the record, and make it anew."""
    from comity import database

    with database.ready("comity rebuild"):
        from comity.record.replay import rebuild

        with progress_bar() as bar:
            task = bar.add_task("Rebuilding")
            size = rebuild(lambda done, of: bar.update(task, completed=done, total=of))
        console.print(f"Rebuilt every table from {size} entries.")


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_command(folder: Path) -> None:
    """Write the published record into FOLDER/log, in the form of a transparency log that anyone can check."""
    from comity import database

    with database.ready("comity export"):
        from comity.record.publication import export

        try:
            console.print(f"{export(folder)} entries written to {folder / 'log'}. Check them: comity verify {folder}")
        except OSError as error:
            raise click.ClickException(f"{folder} cannot be written: {error.strerror}.") from error


def summary(report: "Report") -> str:
    broken, open_, inexact = len(report.broken), len(report.open), len(report.inexact)
    return (
        f"{len(report.entries)} acts loaded. {broken} break a rule of the charter, {open_} rest on something that "
        f"the sources do not tell, {inexact} have no exact day."
    )


def print_report(report: "Report") -> None:
    """What is to be said of the acts that were loaded, act by act."""
    from comity.record.sentences import Names, irregularities

    def why(entry: "Entry") -> str:
        return " ".join(irregularities(entry, Names(entry.on)))

    def note(entry: "Entry") -> str:
        return f"Known to the {entry.dated}." if entry.dated in ("month", "year") else "The day is not known."

    def turn(entry: "Entry") -> str:
        expected = Names(entry.on).of("state", entry.findings["expected_state"])
        return f"By the charter's order it was the turn of {expected}."

    print_entries("These acts break a rule of the charter", report.broken, why)
    print_entries("These rest on something that the sources do not tell", report.open, why)
    print_entries("These have no exact day; they count from the first day they can mean", report.inexact, note)
    print_entries("These depart from what is the rule, which the charter allows", report.out_of_turn, turn)


def print_entries(title: str, entries: list["Entry"], comment: Callable[["Entry"], str]) -> None:
    from comity.record.sentences import Names, sentence

    console.print(f"\n[bold]{title}: {len(entries)}[/bold]" if entries else f"\n[bold]{title}: none[/bold]")
    for entry in entries:
        console.print(f"{entry.seq:>5}  {entry.on}  {sentence(entry, Names(entry.on))}", soft_wrap=True)
        console.print(f"       {comment(entry)}", style="dim", soft_wrap=True)
