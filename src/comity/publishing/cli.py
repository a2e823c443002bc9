"""`comity publish`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.commands import console, progress_bar

if TYPE_CHECKING:
    from comity.publishing.run import Report


@click.command("publish")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--address", metavar="URL", help="Where readers will find DIR, such as https://example.org/record.")
@click.option("--live", metavar="URL", default="", help="The living site, to which forms and searches lead.")
def publish_command(folder: Path, address: str | None, live: str) -> None:
    """Write the whole public side into DIR as static files: pages, data, feeds, the log."""
    from comity import database

    base = _web_address("--address", address) if address else ""
    live = _web_address("--live", live) if live else ""
    with database.ready("comity publish"):
        from comity.publishing.run import publish

        with progress_bar() as bar:
            task = bar.add_task("Publishing")
            report = publish(
                folder, base or _own(), live, lambda done, of: bar.update(task, completed=done, total=of)
            )
    console.print(_told(report, folder), soft_wrap=True)
    for page, target in report.dead:
        console.print(f"  {page or 'the list of pages'} leads to {target}, where nothing is.", soft_wrap=True)
    if not address:
        console.print(f"Feeds and sitemap say that the site is at {_own()}; --address tells them another place.")


def _web_address(option: str, given: str) -> str:
    if not given.startswith(("http://", "https://")) or "?" in given or "#" in given:
        raise click.UsageError(f"{option} {given}: write a whole web address, such as https://example.org/record.")
    return given.rstrip("/")


def _own() -> str:
    """The address that the site itself has by its settings."""
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    return f"http://{host}" if host in ("localhost", "127.0.0.1", "*") else f"https://{host.lstrip('.')}"


def _told(report: "Report", folder: Path) -> str:
    if report.unchanged:
        return f"{folder} is of the present head already, {report.entries} entries: nothing was written."
    return (
        f"{report.entries} entries published into {folder}: {report.files} files, of which {report.written} are new "
        f"or changed; {report.removed} were taken away. Check the record: comity verify {folder}"
    )
