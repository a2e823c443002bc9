"""The command `comity`: its commands are where they are said to be, and each starts fast."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from comity import cli
from comity.folder import CannotStart


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_there_and_says_what_it_does(name: str) -> None:
    result = CliRunner().invoke(cli.main, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage: main " + name in result.output


def test_the_list_of_commands_has_a_line_for_each() -> None:
    result = CliRunner().invoke(cli.main, ["--help"])
    assert result.exit_code == 0
    assert set(cli.HELP) == set(cli.COMMANDS)
    assert all(f"\n  {name} " in result.output for name in cli.COMMANDS)


def test_an_unknown_command_is_a_sentence() -> None:
    result = CliRunner().invoke(cli.main, ["dance"])
    assert result.exit_code == 2
    assert "No such command 'dance'" in result.output


def test_what_is_in_the_way_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(holder: str, say: object = None) -> None:
        raise CannotStart("The disk of data is full.")

    monkeypatch.setattr("comity.database.ready", fail)
    result = CliRunner().invoke(cli.main, ["rebuild"])
    assert result.exit_code == 1
    assert result.output == "Error: The disk of data is full.\n"


@pytest.mark.parametrize("arguments", [["--help"], ["charter", "--help"], ["charter", "schema"]])
def test_what_needs_no_database_does_not_import_django(arguments: list[str]) -> None:
    program = (
        "import sys; from comity.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit as end: sys.exit(end.code or ('django' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
