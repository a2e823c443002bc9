"""`comity verify` and `comity rebuild`."""

from pathlib import Path

import click

from comity.record.verify import DoesNotFit, Unreachable, source, verify, verify_entry


@click.command("verify")
@click.argument("where", metavar="URL-or-DIR")
@click.option("--since", metavar="CHECKPOINT", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--entry", metavar="SEQ", type=int, help="Check one entry by its proof alone.")
@click.option("--key", metavar="KEY", help="The verifier key, if you know it from elsewhere.")
def verify_command(where: str, since: Path | None, entry: int | None, key: str | None) -> None:
    """Check a published record from outside: signature, entries, tree, and that it grew from CHECKPOINT."""
    try:
        if entry is not None:
            head = verify_entry(source(where), entry, key=key)
        else:
            head = verify(
                source(where), key=key, since=since.read_text(encoding="utf-8", errors="replace") if since else None
            )
    except Unreachable as error:
        raise click.ClickException(str(error)) from error
    except DoesNotFit as error:
        place = f"First entry that does not fit: {error.seq}. " if error.seq else ""
        raise click.ClickException(f"{place}{error}") from error
    checked = f"entry {entry} is in it" if entry is not None else "every entry fits"
    click.echo(f"{head.origin}: {head.size} entries, {checked}; the signature holds. Root {head.root.hex()}.")
