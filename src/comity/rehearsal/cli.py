"""`comity rehearsal`: the organiser's link, clock and named points. Beside a running `comity run`, or without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click


@click.group("rehearsal")
def rehearsal() -> None:
    """Run an exercise: its organiser, its clock, named points, the way back to one."""


@contextmanager
def _exercise() -> Iterator[None]:
    """The database of a rehearsal. Raises ClickException where the record is none, or for what is not possible."""
    from comity import database

    with database.ready("comity rehearsal"):
        from comity.rehearsal.opening import refuse_in_earnest
        from comity.rehearsal.seating import NotPossible

        refuse_in_earnest()
        try:
            yield
        except NotPossible as error:
            raise click.ClickException(str(error)) from error


@rehearsal.command("organiser")
def organiser_command() -> None:
    """Print a link that makes whoever opens it first the organiser."""
    with _exercise():
        from django.conf import settings

        from comity.rehearsal.opening import new_organisers_link

        click.echo(f"Open this once: {settings.COMITY_ADDRESS.rstrip('/')}{new_organisers_link()}")


@rehearsal.command("clock")
@click.argument("moment", required=False, type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]))
def clock_command(moment: datetime | None) -> None:
    """Move the exercise's clock forward to MOMENT (UTC), such as 2031-03-20T18:00; without one, say what it shows."""
    with _exercise():
        from comity.record.clock import now
        from comity.rehearsal import running

        if moment:
            running.move_clock(moment.replace(tzinfo=UTC))
        click.echo(f"In the exercise it is {now():%Y-%m-%d %H:%M} UTC.")


@rehearsal.command("checkpoint")
@click.argument("name")
def checkpoint_command(name: str) -> None:
    """Call the present point of the exercise NAME, so that everybody can be taken back to it."""
    with _exercise():
        from comity.rehearsal import points

        point = points.keep(name)
        click.echo(f"“{point.name}”: {point.size} entries, {point.at:%Y-%m-%d %H:%M} UTC.")


@rehearsal.command("restore")
@click.argument("name")
def restore_command(name: str) -> None:
    """Take everybody back to the point NAME. What came after it is kept aside in a file."""
    with _exercise():
        from comity.rehearsal import points

        done = points.restore(name)
        click.echo(f"Everybody is back at “{done.point.name}”: {done.point.size} entries.")
        if done.kept:
            click.echo(f"Entries {done.kept.first} to {done.kept.last} are kept in {done.kept.file}.")


@rehearsal.command("forward")
@click.argument("file")
def forward_command(file: str) -> None:
    """Put back what was kept aside in FILE. What was recorded since is kept aside in its turn."""
    with _exercise():
        from comity.rehearsal import points

        done, kept = points.go_forward(file)
        click.echo(f"Entries {done.first} to {done.last} are in the record again.")
        if kept:
            click.echo(f"Entries {kept.first} to {kept.last}, of since then, are kept in {kept.file}.")


@rehearsal.command("list")
def list_command() -> None:
    """Every named point, and what was kept aside."""
    with _exercise():
        from comity.rehearsal import aside
        from comity.rehearsal.models import Point

        for point in Point.objects.all():
            click.echo(f"{point.name}  {point.size} entries  {point.at:%Y-%m-%d %H:%M} UTC")
        for kept in aside.found():
            click.echo(f"kept aside: {kept.name}  entries {kept.first} to {kept.last}")


@rehearsal.command("aside")
@click.argument("file")
def aside_command(file: str) -> None:
    """Tell what was kept aside in FILE, entry by entry; `comity rehearsal list` names the files."""
    with _exercise():
        from comity.rehearsal import aside

        found = aside.named(file)
        if found is None:
            raise click.ClickException(f"Nothing was kept aside in {file}. `comity rehearsal list` names the files.")
        for seq, sentence in found.told():
            click.echo(f"{seq:>6}  {sentence}")
