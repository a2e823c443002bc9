"""`comity file`: a file becomes a text of a document; what stands in files is read, so that the search finds it."""

from datetime import date, datetime
from pathlib import Path

import click


@click.group("file")
def file_command() -> None:
    """Add files to the documents of the register."""


@file_command.command("add")
@click.argument("document")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", required=True, help="The language of the text by its BCP 47 tag, such as ru.")
@click.option("--number", type=click.IntRange(1, 1000), help="The version; the next one, if it is not given.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day from which the text counts; today otherwise.")
@click.option("--seat", type=click.Choice(["secretariat", "depositary"]), default="secretariat", show_default=True)
def add_command(document: str, file: Path, language: str, number: int | None, on: datetime | None, seat: str) -> None:
    """Keep FILE in the store, and enter it into the record as a text of DOCUMENT (its code, or its symbol)."""
    from comity import database

    with database.ready("comity file"):
        from comity.record.submission import Refused
        from comity.register.store import BadFile

        try:
            click.echo(add(document, file, language, number, on.date() if on else None, seat))
        except (BadFile, Refused) as error:
            raise click.ClickException(str(error)) from error


@file_command.command("read")
@click.option("--again", is_flag=True, help="Forget what was read, and read all files anew.")
def read_command(again: bool) -> None:
    """Read now what stands in the files, so that the search finds it; the clerk does so by itself."""
    from comity import database

    with database.ready("comity file"):
        from comity.register import filetexts
        from comity.register.words import UNREAD

        if again:
            filetexts.forget()
        read = list(filetexts.read_new())
        for digest, problem in read:
            if problem:
                click.echo(f"{_called(digest)}: {UNREAD[problem]}")
        click.echo(f"{len(read)} {'file was' if len(read) == 1 else 'files were'} read.")


def _called(digest: str) -> str:
    """The symbol of the document, and what the file is called."""
    from comity.record.reading import everything
    from comity.register.models import Document, Version

    with everything():
        version = Version.objects.filter(digest=digest).earliest("entry")
        return f"{Document.objects.get(code=version.document).symbol}, {version.name or digest}"


def add(document: str, file: Path, language: str, number: int | None, on: date | None, seat: str) -> str:
    """Keep the file and submit the act, or neither. Raises BadFile, Refused. Returns what was done, in words."""
    from pydantic import ValidationError

    from comity.record.submission import submit
    from comity.register import adding, addresses, queries, store
    from comity.register.acts import AddVersion
    from comity.register.models import Version

    code = queries.holder_of(document) or document
    with adding.kept(file) as stored:
        try:
            act = AddVersion(**adding.fields(stored, code, language, number))
        except ValidationError as error:
            raise store.BadFile(_told(error)) from error
        entry = submit(act, seat, on=on)
    work = queries.address_of(code)
    return f"Entry {entry.seq}: {addresses.file_of(work, Version.objects.get(entry=entry.seq))}"


def _told(error: Exception) -> str:
    """The first thing that is wrong with what was written, with the name of the field."""
    from pydantic import ValidationError

    assert isinstance(error, ValidationError)
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['input']!r} will not do. {first['msg']}."
