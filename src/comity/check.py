"""`comity check`: what is wrong with this instance, and what to do about it. It changes nothing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

COMMAND = "comity check"


@click.command("check")
@click.option("--deploy", is_flag=True, help="Also what matters where an organisation depends on it.")
def check_command(deploy: bool) -> None:
    """Say what is wrong with this instance. The exit code is 1 if anything is."""
    from comity import database

    database.set_up()
    found = [finding for finding in all_findings(deploy) if not finding.is_silenced()]
    for finding in found:
        click.echo(f"{finding.id}: {finding.msg}")
        if finding.hint:
            click.echo(f"    {finding.hint}")
    if found:
        raise SystemExit(1)
    click.echo("Nothing to complain about.")


def all_findings(deploy: bool) -> Iterator["CheckMessage"]:
    """Django's, and ours."""
    from django.core.checks import run_checks

    from comity import findings

    yield from run_checks(include_deployment_checks=deploy)
    for look in (findings.folder, findings.names, *([findings.production] if deploy else []), findings.mail):
        yield from look()
    yield from _in_the_database()


def _in_the_database() -> Iterator["CheckMessage"]:
    """Each look by itself: what one cannot see, another may."""
    from django.core.checks import Error
    from django.db import Error as DatabaseError

    from comity import findings
    from comity.folder import CannotStart

    try:
        with _reached() as there:
            looks = (findings.roles, findings.policies, findings.migrations, findings.record, findings.charter)
            for look in looks if there else ():
                try:
                    yield from look()
                except DatabaseError as error:
                    sentence = f"The database does not answer as it should: {str(error).strip()}"
                    yield Error(sentence, hint="Start `comity run` once, or restore the dump.", id="comity.E500")
    except CannotStart as error:
        yield Error(str(error), id="comity.E500")


@contextmanager
def _reached() -> Iterator[bool]:
    """The database as it is, not migrated: beside `comity run` its server, else started for the moment.

    False if there is none yet. Raises CannotStart.
    """
    from django.conf import settings

    from comity import database, folder
    from comity.postgres import Cluster

    cluster = Cluster(settings.COMITY_DATA / "postgresql")
    with ExitStack() as stack:
        if not settings.COMITY_DATABASE_URL and cluster.folder.exists():
            try:
                stack.enter_context(folder.held(settings.COMITY_DATA, COMMAND))
            except folder.InUse as error:
                if error.holder != database.RUN:
                    raise
            else:
                stack.callback(cluster.stop)
                cluster.start()
        stack.callback(database.close)
        yield bool(settings.COMITY_DATABASE_URL) or cluster.folder.exists()
