"""`comity people`: who has an account, inviting them, and what data protection asks for."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from comity.people.models import Account

LANGUAGES = ("en", "ru", "zh-hans")


@click.group("people")
def people() -> None:
    """Invite people, list them, tell or erase what is kept about them."""


@people.command("invite")
@click.argument("email")
@click.option("--seat", required=True, help="The seat, such as delegation:IN or secretariat.")
@click.option("--role", required=True, help="What they are in it, such as head, expert or officer.")
@click.option("--note", default="", help="The reference of the note by which a state named them.")
@click.option("--name", default="", help="What they are called.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the credential is over.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the letter.")
def invite_command(
    email: str, seat: str, role: str, note: str, name: str, until: datetime | None, language: str
) -> None:
    """Give the holder of EMAIL a seat, and send them the link to their account."""
    from comity import database

    with database.ready("comity people"):
        from pydantic import ValidationError

        from comity.people.invitations import invite, send_invitation
        from comity.record.submission import Refused

        refuse_no_address(email)
        last = until.date() if until else None
        try:
            account, entry = invite(email, seat, role, note=note, until=last, name=name, language=language)
        except ValidationError as error:
            raise click.ClickException(error.errors()[0]["msg"]) from error
        except Refused as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"Entry {entry.seq}: {account.code} sits in {seat} as {role}.")
        try:
            send_invitation(account)
        except OSError as error:
            raise click.ClickException(
                f"The letter could not be sent ({error}). Set COMITY_SMTP_URL right, and let them ask for a new "
                "password on the page Log in: that letter has the same link."
            ) from error


def refuse_no_address(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError as error:
        raise click.ClickException(f"“{email}” is no e-mail address.") from error


@people.command("token")
@click.argument("email")
@click.option("--name", required=True, help="Which program has it.")
@click.option("--seat", default="", help="The seat from which it speaks; without one it sees what everybody sees.")
@click.option("--act", "acts", is_flag=True, help="It may perform acts too, and not only read.")
@click.option("--days", type=click.IntRange(1, 365), default=90, show_default=True, help="For how long it counts.")
def token_command(email: str, name: str, seat: str, acts: bool, days: int) -> None:
    """Make a token for a program of the holder of EMAIL, and print it. It is kept nowhere, and never shown again."""
    from comity import database

    with database.ready("comity people"):
        from comity.people import tokens
        from comity.people.sitting import sittings
        from comity.record.clock import today

        account = the_account(email)
        sitting = next((one for one in sittings(account, today()) if one.seat == seat), None)
        if seat and sitting is None:
            raise click.ClickException(f"They do not sit in {seat} today. `comity people list` tells their seats.")
        scope = tokens.ACT if acts else tokens.READ
        try:
            made = tokens.issue(account, name[:60], scope=scope, sitting=sitting, days=days, on=today())
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        click.echo(made[1])


@people.command("list")
def list_command() -> None:
    """Every account: its code, address and name, and the seats that it holds today."""
    from comity import database

    with database.ready("comity people"):
        from comity.people.models import Account
        from comity.people.queries import seats_of
        from comity.record.clock import today

        for account in Account.objects.order_by("email"):
            seats = ", ".join(f"{row.seat} ({row.role})" for row in seats_of(account.code, today())) or "no seat"
            state = "" if account.last_login else ", has not logged in yet"
            click.echo(f"{account.code}  {account.email}  {account.name}  {seats}{state}")


@people.command("export")
@click.argument("email")
def export_command(email: str) -> None:
    """Print all that is kept about the holder of EMAIL, as JSON."""
    from comity import database

    with database.ready("comity people"):
        from comity.people import personal

        kept = personal.export(the_account(email))
        click.echo(json.dumps(kept, default=str, ensure_ascii=False, indent=2))


@people.command("erase")
@click.argument("email")
@click.confirmation_option(prompt="Their account cannot be brought back. Erase it?")
def erase_command(email: str) -> None:
    """End the seats of the holder of EMAIL, and delete all that is kept about them. The record stays as it is."""
    from comity import database

    with database.ready("comity people"):
        from comity.people import personal

        ended = personal.erase(the_account(email))
        acts = f"Entries {', '.join(map(str, ended))} end their seats." if ended else "They held no seat."
        click.echo(f"Erased. {acts}")


def the_account(email: str) -> "Account":
    """The account with this address. Raises ClickException if there is none."""
    from comity.people.invitations import account_of

    account = account_of(email)
    if account is None:
        raise click.ClickException(f"No account has the address {email}. `comity people list` lists them.")
    return account
