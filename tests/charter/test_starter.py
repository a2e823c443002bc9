"""`comity new`: an organisation of one's own, from nothing to a page in the browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from comity.charter import source
from comity.charter.starter import charter_text, initials, new_command

COMITY = [sys.executable, "-c", "from comity.cli import main; main()"]


def new(*arguments: object) -> Result:
    return CliRunner().invoke(new_command, [str(argument) for argument in arguments])


def comity(folder: Path, environ: dict[str, str], *arguments: str) -> str:
    """What the command says, run as a person runs it."""
    done = subprocess.run([*COMITY, *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_the_starter_charter_checks_clean(tmp_path):
    assert new(tmp_path / "river-council").exit_code == 0
    file = tmp_path / "river-council" / "charter.toml"
    assert source.check(file.read_bytes(), str(file)) == []
    organisation = source.load(file.read_bytes(), str(file)).organisation
    assert (organisation.code, organisation.name["en"]) == ("RC", "River Council")
    assert abs(organisation.founded_on - datetime.now(UTC).date()) <= timedelta(days=1)


def test_the_founding_day_can_be_given(tmp_path):
    new(tmp_path / "x", "--founded", "2024-03-01")
    charter = tomllib.loads((tmp_path / "x" / "charter.toml").read_text())
    days = {charter["signed_on"], charter["in_force_on"], charter["organisation"]["founded_on"]}
    assert days == {date(2024, 3, 1)}


def test_name_and_code_can_be_given(tmp_path):
    new(tmp_path / "x", "--name", 'Council "Delta" \\ Ω', "--code", "DELTA")
    organisation = tomllib.loads((tmp_path / "x" / "charter.toml").read_text())["organisation"]
    assert (organisation["code"], organisation["full_name"]["en"]) == ("DELTA", 'Council "Delta" \\ Ω')


@given(st.text(min_size=1).filter(lambda name: name.strip() and name.isprintable()))
def test_any_name_makes_a_charter(name):
    organisation = source.load(charter_text(name, initials(name), "2030-01-01"), "charter.toml").organisation
    assert organisation.name["en"] == " ".join(name.split())


@pytest.mark.parametrize(
    ("name", "code"),
    [("River Council", "RC"), ("Совет", "ORG"), ("One", "ORG"), ("a b c d e f g h i j k l m n", "ABCDEFGHIJKL")],
)
def test_initials(name, code):
    assert initials(name) == code


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "minutes.txt").write_text("kept")
    answer = new(tmp_path)
    assert answer.exit_code == 1
    assert "is not empty, so nothing was written. Name a new folder." in answer.output
    assert [file.name for file in tmp_path.iterdir()] == ["minutes.txt"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--code", "rc", "“rc” is no code"),
        ("--name", "a\nb", "The name has no letters"),
        ("--name", " ", "no letters"),
    ],
)
def test_what_cannot_be_a_code_or_a_name(tmp_path, option, value, said):
    answer = new(tmp_path / "x", option, value)
    assert (answer.exit_code, (tmp_path / "x").exists()) == (1, False)
    assert said in answer.output


def test_a_place_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    answer = new(tmp_path / "file" / "x")
    assert answer.exit_code == 1
    assert "cannot be written: Not a directory. Name another folder." in answer.output


def test_it_loads_without_a_history(tmp_path, fresh_database):
    environ = fresh_database.environ
    assert "comity run --organisation river-council" in comity(tmp_path, environ, "new", "river-council")
    said = comity(tmp_path, environ, "load", "river-council")
    assert said.startswith("1 acts loaded. 0 break a rule of the charter")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def opened(address: str, within: float = 60) -> str:
    """The page, once it is there."""
    end = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text: str = answer.read().decode()
                return text
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_it_is_served_at_once(tmp_path):
    port = free_port()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COMITY_DATABASE")}
    serving = subprocess.Popen(
        [*COMITY, "new", "river-council", "--serve"], cwd=tmp_path, env=environ | {"PORT": str(port)}
    )
    try:
        assert "River Council" in opened(f"http://127.0.0.1:{port}/")
        assert "majority of those who vote" in opened(f"http://127.0.0.1:{port}/charter")
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(30)
    assert (tmp_path / "river-council" / "data" / "record.key").exists()
