"""`comity charter`: check a charter, and help an editor to write one."""

import json
from pathlib import Path

import click


@click.group()
def charter() -> None:
    """The rules of an organisation, written as charter.toml."""


@charter.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Print everything that is wrong or odd in FILE. The exit code is 1 if something is wrong."""
    # Read late, so that `comity --help` does not wait for the schema.
    from comity.charter.source import check as problems_in

    try:
        problems = problems_in(file.read_bytes(), str(file))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}. Name a charter's file.") from error
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo(_summary(file, errors, len(problems) - errors))
    if errors:
        raise SystemExit(1)


@charter.command()
def schema() -> None:
    """Print the JSON Schema by which an editor completes and checks charter.toml."""
    from comity.charter.explain import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@charter.command()
def reference() -> None:
    """Print every table and key of charter.toml, in Markdown: docs/charter-reference.md."""
    from comity.charter.reference import markdown

    click.echo(markdown(), nl=False)


def _summary(file: Path, errors: int, warnings: int) -> str:
    if errors:
        return f"{file}: {errors} {'error' if errors == 1 else 'errors'}. It is not a charter yet."
    if warnings:
        return f"{file}: {warnings} {'warning' if warnings == 1 else 'warnings'}, no error. It can be enacted."
    return f"{file}: nothing to complain about."
