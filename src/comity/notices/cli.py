"""`comity clerk`: the clerk by itself, beside a `comity run` that was started without one."""

import logging
from pathlib import Path

import click

from comity.folder import CannotStart


@click.command("clerk")
def clerk_command() -> None:
    """Send what people want to be told, and do what a clock decides, until Ctrl-C.

    The database has to be up to date, as `comity run` leaves it.
    """
    from django.conf import settings

    from comity import database

    database.set_up()
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    refuse_unready(settings.COMITY_DATA)
    from comity.notices import process

    click.echo("The clerk is at work – Ctrl-C stops it.")
    process.run()


def refuse_unready(data: Path) -> None:
    """Raise CannotStart where the database does not answer, or has no tables for us."""
    import psycopg

    from comity import database

    try:
        with database.connect() as connection:
            connection.execute("SELECT 1 FROM notices_cursor")
    except psycopg.Error as error:
        raise CannotStart(
            f"The database does not answer as it has to ({str(error).strip()}). Start `comity run` first, with the "
            f"same COMITY_DATA ({data}) and COMITY_DATABASE_URL."
        ) from error
