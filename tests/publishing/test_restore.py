"""Backup and restore as docs/production.md tells them: dump, wipe, restore, verify."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from comity import database
from comity.membership.acts import Apply
from comity.membership.models import Standing
from comity.messages import catalogues
from comity.postgres import programs
from comity.publishing.run import publish
from comity.record import keys, publication
from comity.record.verify import DoesNotFit, source, verify
from conftest import FreshDatabase
from council import found

GUIDE = (Path(__file__).parents[2] / "docs" / "production.md").read_text()


def guide(command: str) -> list[str]:
    """The options with which the guide calls a program, so that the test fails when the guide goes wrong."""
    line = next(line for line in GUIDE.splitlines() if line.startswith(f"{command} "))
    return re.findall(r"--[a-z-]+(?:=custom)?(?=[ =]|$)", line)


def postgresql(program: str, *arguments: str) -> None:
    """A program of the embedded server, or Debian's where the tests run on a server of that."""
    path = shutil.which(program) if settings.COMITY_DATABASE_URL else str(programs() / program)
    subprocess.run([str(path), *arguments], check=True, capture_output=True, text=True)


def back_up(instance: FreshDatabase, where: Path) -> None:
    where.mkdir()
    options = [option for option in guide("pg_dump") if option != "--file"]
    postgresql("pg_dump", *options, f"--file={where / 'comity.dump'}", instance.url)
    shutil.copy2(instance.data / "record.key", where)
    (where / "checkpoint").write_text(publication.checkpoint())


def wipe(instance: FreshDatabase) -> None:
    """Everything that the instance had: the tables and the data folder."""
    connections.close_all()
    with psycopg.connect(instance.url, autocommit=True) as owner:
        owner.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    shutil.rmtree(instance.data)
    instance.data.mkdir()
    keys._read_or_make.cache_clear()


def restore(instance: FreshDatabase, where: Path, *, key: bool = True) -> None:
    options = [option for option in guide("pg_restore") if option != "--dbname"]
    with psycopg.connect(instance.url, autocommit=True) as owner:
        owner.execute("DROP SCHEMA public")  # as `createdb` leaves it for a dump that brings its own
        owner.execute("CREATE SCHEMA public")
    postgresql("pg_restore", *options, f"--dbname={instance.url}", str(where / "comity.dump"))
    if key:
        shutil.copy2(where / "record.key", instance.data)
    database.bring_up_to_date()


@pytest.mark.postgres_server
def test_a_restored_instance_is_the_one_that_was_dumped(fresh_database, tmp_path):
    icm = found()
    icm.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    before = publication.checkpoint(), publication.size(), list(Standing.objects.values())
    back_up(fresh_database, tmp_path / "backup")
    wipe(fresh_database)
    restore(fresh_database, tmp_path / "backup")

    assert (publication.checkpoint(), publication.size(), list(Standing.objects.values())) == before
    publish(tmp_path / "out", "https://example.org")
    kept = (tmp_path / "backup/checkpoint").read_text()
    assert verify(source(str(tmp_path / "out")), since=kept).size == before[1]


@pytest.mark.postgres_server
def test_a_restored_record_goes_on(fresh_database, tmp_path):
    icm = found()
    back_up(fresh_database, tmp_path / "backup")
    wipe(fresh_database)
    restore(fresh_database, tmp_path / "backup")
    icm.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    publish(tmp_path / "out", "https://example.org")
    kept = (tmp_path / "backup/checkpoint").read_text()
    assert verify(source(str(tmp_path / "out")), since=kept).size == publication.size()


@pytest.mark.postgres_server
def test_the_application_has_no_more_rights_than_before(fresh_database, tmp_path):
    found()
    back_up(fresh_database, tmp_path / "backup")
    wipe(fresh_database)
    restore(fresh_database, tmp_path / "backup")
    with database.connect() as application, pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute("DELETE FROM record_entry")


@pytest.mark.postgres_server
def test_without_the_key_nothing_that_was_kept_fits(fresh_database, tmp_path):
    """That is why the key is in the backup: another one is made, and no one can take it for the first."""
    found()
    back_up(fresh_database, tmp_path / "backup")
    wipe(fresh_database)
    restore(fresh_database, tmp_path / "backup", key=False)
    publish(tmp_path / "out", "https://example.org")
    with pytest.raises(DoesNotFit):
        verify(source(str(tmp_path / "out")))


def fenced(language: str, beginning: str) -> str:
    """A block of the guide."""
    return next(block for block in re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL) if beginning in block)


def test_the_unit_in_the_guide_is_one_that_systemd_reads():
    unit = configparser.ConfigParser(strict=True)
    unit.optionxform = str
    unit.read_string(fenced("ini", "[Service]"))
    assert set(unit.sections()) == {"Unit", "Service", "Install"}
    assert unit["Service"]["ExecStart"].split()[1:2] == ["run"]


def test_systemd_takes_the_units_of_the_guide(tmp_path):
    """`systemd-analyze verify` reads them; it looks for the program, which is Python here."""
    units = re.findall(r"`/etc/systemd/system/(\S+)`:\n\n```ini\n(.*?)```", GUIDE, re.DOTALL)
    assert [name for name, _text in units] == ["comity.service", "comity-clerk.service"]
    for name, text in units:
        assert "/opt/comity/bin/comity" in text
        (tmp_path / name).write_text(text.replace("/opt/comity/bin/comity", sys.executable))
    files = [str(tmp_path / name) for name, _text in units]
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_what_the_guide_installs_speaks_every_language(tmp_path):
    """Git keeps no compiled translations, so a package made of a fresh checkout has to compile them itself."""
    checkout = Path(__file__).parents[2]
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy2(checkout / name, tmp_path)
    without = shutil.ignore_patterns("*.mo", "__pycache__", "*.egg-info")
    shutil.copytree(checkout / "src", tmp_path / "src", ignore=without)
    options = re.search(r"pip install (--no-deps .*) /path/to/comity", GUIDE)[1].split()
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", *options, "--wheel-dir", str(tmp_path), str(tmp_path)]
    subprocess.run(wheel, check=True, capture_output=True, text=True)
    (made,) = tmp_path.glob("*.whl")
    found = {Path(name).parts[2] for name in ZipFile(made).namelist() if name.endswith(".mo")}
    assert found == {file.parts[-3] for file in catalogues()}


def test_the_guide_names_every_setting_and_no_other():
    in_settings = set(re.findall(r"^(COMITY_[A-Z_]+) ", settings_text(), re.MULTILINE))
    assert set(re.findall(r"COMITY_[A-Z_]+(?==)", GUIDE)) == in_settings


def settings_text() -> str:
    import comity.settings

    return comity.settings.__doc__ or ""


def test_behind_a_proxy_that_speaks_tls_addresses_begin_with_https():
    ask = (
        "from comity import database; database.set_up();"
        "from django.test import RequestFactory;"
        "print(RequestFactory(headers={'X-Forwarded-Proto': 'https'}).get('/').scheme)"
    )
    told = [
        subprocess.run([sys.executable, "-c", ask], env=os.environ | extra, capture_output=True, text=True).stdout
        for extra in ({}, {"COMITY_HTTPS": "yes"})
    ]
    assert told == ["http\n", "https\n"]


def test_commands_of_the_guide_are_commands():
    from comity.cli import COMMANDS

    named = set(re.findall(r"(?:^|bin/|`)comity ([a-z]+)", GUIDE, re.MULTILINE))
    assert named <= set(COMMANDS)
    assert {"run", "verify", "publish", "rebuild"} <= named
