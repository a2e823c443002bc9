"""`comity act`: one act from the command line, by the same rules as everywhere."""

import json
import re
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from comity.people.sitting import Sitting
    from comity.record.acts import Act
    from comity.record.seats import Seat


@click.command("act", context_settings={"help_option_names": []})
@click.argument("kind", required=False)
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--as", "seat", metavar="SEAT", help="From which seat, such as secretariat or delegation:IN.")
@click.option(
    "--account", metavar="EMAIL|CODE", help="By the credential of this account; else as the platform itself."
)
@click.option("--on", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="The day from which it counts.")
@click.option("--key", help="Sent twice with the same key, it makes one entry.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option(
    "--list", "listing", is_flag=True, help="List the kinds of act; with --as, those that the seat may begin."
)
@click.option("--help", "helping", is_flag=True, help="Show this, or after a KIND its fields.")
@click.pass_context
def act_command(
    context: click.Context, kind: str | None, fields: tuple[str, ...], helping: bool, listing: bool, **options: Any
) -> None:
    """Perform an act: comity act KIND field=value ... --as SEAT

    A value is JSON where it begins with {, [, a quotation mark or a digit and reads as such; a text in several
    languages is given as name.en=... name.ru=...
    """
    if (helping and not kind) or not (kind or listing):
        click.echo(context.get_help())
        return
    from comity import database

    if helping:
        database.set_up()
        click.echo(_help(kind or ""))
        return
    with database.ready("comity act"):
        click.echo(_list(**options) if listing else _act(kind or "", fields, **options))


def _act(
    kind: str,
    fields: tuple[str, ...],
    seat: str | None,
    account: str | None,
    on: datetime | None,
    key: str | None,
    dry_run: bool,
    as_json: bool,
) -> str:
    """What is to be said of the act. Raises ClickException: the command ends with 1."""
    from comity.acting import telling
    from comity.acting.parsing import BadFields, UnknownKind, parse
    from comity.people.sitting import perform
    from comity.record.entries import TooLong
    from comity.record.reading import everything
    from comity.record.submission import Damaged, Refused, judge, submit

    place, sitting = _seat(seat, account)
    day = on.date() if on else None
    try:
        act = parse(kind, values_of(fields))
        with everything():
            if dry_run:
                told = telling.tell(act, judge(act, place, on=day, authority=sitting))
                return _told(told, as_json)
            entry = perform(act, sitting, on=day, key=key) if sitting else submit(act, place, on=day, key=key)
            return _entered(entry, as_json)
    except Refused as error:
        raise _refused([telling.reason_of(error)], as_json) from error
    except (UnknownKind, BadFields, Damaged) as error:
        raise click.ClickException(str(error)) from error
    except TooLong as error:
        raise click.ClickException(telling.too_long()) from error


def values_of(fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields of an act as they are typed. Raises UsageError."""
    values: dict[str, Any] = {}
    for field in fields:
        name, given, text = field.partition("=")
        if not given or not re.fullmatch(r"\w+(\.[\w-]+)?", name):
            raise click.UsageError(f"“{field}” is no field. Write its name, = and the value, such as state=IN.")
        outer, _, tag = name.partition(".")
        if tag and not isinstance(values.setdefault(outer, {}), dict):
            raise click.UsageError(f"The field {outer} is given twice.")
        if tag:
            values[outer][tag] = text
        else:
            values[outer] = _value(text)
    return values


def _value(text: str) -> Any:
    if text[:1] in ("{", "[", '"') or text[:1].isdigit():
        with suppress(ValueError, RecursionError):
            return json.loads(text)
    return text


def _seat(seat: str | None, account: str | None) -> "tuple[Seat, Sitting | None]":
    """From where the act is made, and by whose credential. Raises UsageError."""
    from comity.people.models import Account
    from comity.people.sitting import sittings
    from comity.record.clock import today
    from comity.record.seats import Seat

    if account:
        found = Account.objects.filter(code=account).first() or Account.objects.filter(email__iexact=account).first()
        seats = sittings(found, today()) if found else []
        chosen = [one for one in seats if seat in (None, one.seat)]
        if len(chosen) != 1:
            held = ", ".join(one.seat for one in seats) or "none"
            raise click.UsageError(
                f"The account {account} has these seats: {held}. Choose one of them with --as SEAT."
            )
        return chosen[0].seat, chosen[0]
    if not seat:
        raise click.UsageError("Say from which seat: --as SEAT, such as secretariat or delegation:IN.")
    try:
        return Seat(seat), None
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _entered(entry: Any, as_json: bool) -> str:
    from comity.record.sentences import Names, sentence

    told = sentence(entry, Names(entry.on))
    if as_json:
        return _json({"seq": entry.seq, "sentence": told, "entry": json.loads(entry.to_bytes())})
    return f"Entry {entry.seq}: {told}"


def _told(told: Any, as_json: bool) -> str:
    from comity.acting import telling
    from comity.record.sentences import article_name

    if not told.permitted:
        raise _refused(told.reasons, as_json)
    if as_json:
        return _json(telling.as_data(told))
    rests = f" It rests on: {article_name(told.article)}." if told.article else ""
    return f"This would be minuted as: {told.sentence}{rests}"


def _refused(reasons: list[Any], as_json: bool) -> click.ClickException:
    if as_json:
        click.echo(_json({"refusals": [vars(reason) for reason in reasons]}))
    return click.ClickException(" ".join(reason.sentence for reason in reasons))


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def _list(seat: str | None, account: str | None, **options: Any) -> str:
    from comity.acting.queries import offered
    from comity.record.acts import KINDS
    from comity.record.words import explained

    if seat or account:
        place, sitting = _seat(seat, account)
        acts = offered(place, authority=sitting)
    else:
        acts = [act for _kind, act in sorted(KINDS.items())]
    return "\n".join(f"{act.kind:<32}{explained(act)}" for act in acts)


def _help(kind: str) -> str:
    """The fields of a kind of act, each with its form and what is said of it. Raises ClickException."""
    from comity.acting.parsing import UnknownKind, kind_of
    from comity.record.words import explained, field_explained

    try:
        act: type[Act] = kind_of(kind)
    except UnknownKind as error:
        raise click.ClickException(str(error)) from error
    schema = act.model_json_schema()
    lines = [f"comity act {kind} FIELD=VALUE ... --as SEAT", "", explained(act), ""]
    for name, field in act.model_fields.items():
        needed = "needed" if field.is_required() else "may be left out"
        lines.append(f"  {name:<20}{_form(schema['properties'][name])}; {needed}")
        if said := field_explained(act, name):
            lines.append(f"  {'':<20}{said}")
    return "\n".join(lines)


def _form(schema: dict[str, Any]) -> str:
    """What a field takes, in a word or two."""
    found = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    if "enum" in found:
        return "one of " + ", ".join(one for one in found["enum"] if one)
    if reference := found.get("$ref", ""):
        return "text by language, such as name.en=..." if reference.endswith("LocalisedText") else "JSON"
    if found.get("format") == "date":
        return "a day, such as 2017-06-08"
    return {"integer": "a number", "array": "a list in JSON", "object": "text by language"}.get(found["type"], "text")
