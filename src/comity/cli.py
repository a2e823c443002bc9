"""The command `comity`. A command's module is imported when the command is called, so that each starts fast."""

from importlib import import_module

import click

from comity.folder import CannotStart

COMMANDS = {
    "run": "comity.run:run",
    "new": "comity.charter.starter:new_command",
    "load": "comity.commands:load_command",
    "act": "comity.acting.cli:act_command",
    "submit": "comity.commands:submit_command",
    "rebuild": "comity.commands:rebuild_command",
    "export": "comity.commands:export_command",
    "publish": "comity.publishing.cli:publish_command",
    "verify": "comity.record.cli:verify_command",
    "check": "comity.check:check_command",
    "charter": "comity.charter.cli:charter",
    "tally": "comity.decisions.tally.cli:tally_command",
    "file": "comity.register.cli:file_command",
    "people": "comity.people.cli:people",
    "clerk": "comity.notices.cli:clerk_command",
    "rehearsal": "comity.rehearsal.cli:rehearsal",
}
HELP = {
    "run": "Start the database if need be, load the organisation, and serve it.",
    "new": "Write a charter to begin with, for an organisation of your own.",
    "load": "Load an organisation's charter and its history into an empty record.",
    "act": "Perform an act from a seat, or say what would come of it.",
    "submit": "Submit the acts that a file tells, all or none.",
    "rebuild": "Make every table anew from the record.",
    "export": "Write the published record into a folder, as a transparency log.",
    "publish": "Write the whole public side into a folder, as static files.",
    "verify": "Check a published record from outside.",
    "check": "Say what is wrong with this instance: settings, secrets, rights, record.",
    "charter": "Check a charter, explain it, or show its schema.",
    "tally": "Decide many votes at once, by the rules of a charter.",
    "file": "Keep a file, and enter it into the record as a text of a document.",
    "people": "Invite people, list them, tell or erase what is kept about them.",
    "clerk": "Send what people want to be told, and do what a clock decides.",
    "rehearsal": "Run an exercise: its organiser, its clock, named points, the way back to one.",
}


class Lazy(click.Group):
    """A group that knows where its commands are."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(HELP.items()))

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except CannotStart as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Lazy)
@click.version_option(package_name="comity")
def main() -> None:
    """Comity runs an organisation that decides by consensus."""
