"""`comity new`: a folder with a charter to begin with, for an organisation of one's own."""

import json
import os
import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any

import click

TEMPLATE = Path(__file__).parent / "templates" / "charter" / "starter.toml"
CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")


def charter_text(name: str, code: str, founded: str) -> str:
    """A charter for a beginning, in TOML with comments.

    code      the initials: two to twelve capitals and figures
    founded   the day on which the organisation begins, as year-month-day
    """
    # A text in JSON is the same text in TOML, whatever quotes or line ends it holds.
    title = " ".join(name.split())
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=title, name=json.dumps(title, ensure_ascii=False), code=json.dumps(code), founded=founded
    )


def initials(name: str) -> str:
    """`RC` for River Council; `ORG` where the name gives none in Latin letters."""
    letters = "".join(word[0] for word in re.findall(r"[A-Za-z]+", name)).upper()[:12]
    return letters if CODE.fullmatch(letters) else "ORG"


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="What the organisation is called; without it, as the folder is.")
@click.option("--code", help="Its initials, as in document symbols; without it, those of the name.")
@click.option(
    "--founded", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it begins; without it, today."
)  # fmt: skip
@click.option("--serve", is_flag=True, help="Open it in the browser at once.")
@click.pass_context
def new_command(
    context: click.Context, folder: Path, name: str | None, code: str | None, founded: datetime | None, serve: bool
) -> None:
    """Write a charter to begin with into FOLDER, for an organisation of your own."""
    name = _printable(name or folder.resolve().name.replace("-", " ").replace("_", " ").title())
    day = (founded or datetime.now(UTC)).date().isoformat()
    file = write(folder, charter_text(name, _checked(code or initials(name)), day))
    if serve:
        _serve(context, folder)
    else:
        click.echo(_next_steps(folder, file))


def write(folder: Path, text: str) -> Path:
    """Write the charter into a new or an empty folder. Raises ClickException; then nothing was written."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise click.ClickException(f"{folder} is not empty, so nothing was written. Name a new folder.")
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "charter.toml"
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}. Name another folder.") from error
    return file


def _printable(name: str) -> str:
    if name.strip() and name.isprintable():
        return name
    raise click.ClickException("The name has no letters, or some that cannot be printed. Give one with --name.")


def _checked(code: str) -> str:
    if CODE.fullmatch(code):
        return code
    raise click.ClickException(f"“{code}” is no code: it is two to twelve capitals and figures, such as RC.")


def _next_steps(folder: Path, file: Path) -> str:
    shown, data = shlex.quote(str(folder)), shlex.quote(str(folder / "data"))
    return (
        f"{file} is written. Change it to what your charter says, and check it:\n\n"
        f"    comity charter check {shlex.quote(str(file))}\n\n"
        f"Then open it in the browser:\n\n"
        f"    COMITY_DATA={data} comity run --organisation {shown}"
    )


def _serve(context: click.Context, folder: Path) -> None:
    """Run the new organisation, with a data folder of its own inside its folder."""
    # By way of the root command: what runs everything lies above this package and is not imported here.
    root: Any = context.find_root().command
    os.environ["COMITY_DATA"] = str((folder / "data").resolve())
    run: Callable[..., object] = root.get_command(context, "run").main
    run(["--organisation", str(folder)], prog_name="comity run", standalone_mode=False)
