"""`comity check` finds what is wrong with an instance, says what to do, and is content with what is right."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from comity import cli, findings
from comity import mail as mail_settings
from comity.record.keys import signer
from conftest import FreshDatabase
from council import found
from council.letters import Box

COMITY = Path(sys.executable).with_name("comity")
RIGHT = {
    "COMITY_HOSTS": "record.example.org",
    "COMITY_HTTPS": "yes",
    "COMITY_ADDRESS": "https://record.example.org",
    "COMITY_ORIGIN": "record.example.org/log",
    "COMITY_MAIL_FROM": "comity@example.org",
}


def ids(found: Iterator[Any]) -> list[str]:
    """What was found. Every finding says what to do."""
    listed = list(found)
    assert all(one.hint for one in listed)
    return [one.id for one in listed]


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.COMITY_DATA = tmp_path / "data"
    settings.COMITY_DATA.mkdir(mode=0o700)
    return settings.COMITY_DATA


class TestTheFolder:
    def test_one_that_only_its_owner_opens_is_right(self, data: Path) -> None:
        (data / "record.key").touch(mode=0o600)
        assert ids(findings.folder()) == []
        data.chmod(0o711)
        assert ids(findings.folder()) == []

    def test_one_that_others_open_is_not(self, data: Path) -> None:
        data.chmod(0o755)
        assert ids(findings.folder()) == ["comity.E101"]

    @pytest.mark.parametrize("name", ["record.key", "secret.key", "application.password"])
    def test_nor_a_secret_that_others_read(self, data: Path, name: str) -> None:
        (data / name).touch()
        (data / name).chmod(0o640)
        assert ids(findings.folder()) == ["comity.E102"]

    def test_none_yet_is_told(self, data: Path) -> None:
        data.rmdir()
        assert ids(findings.folder()) == ["comity.W101"]


class TestNames:
    @pytest.mark.parametrize(
        ("hosts", "https", "address", "wrong"),
        [
            (["localhost", "127.0.0.1"], False, "http://127.0.0.1:8000", []),
            (["record.example.org"], True, "https://record.example.org", []),
            ([".example.org"], True, "https://record.example.org", []),
            (["*"], True, "https://record.example.org", ["comity.E201"]),
            (["record.example.org"], True, "record.example.org", ["comity.E202"]),
            (["other.example.org"], True, "https://record.example.org", ["comity.E203"]),
            (["record.example.org"], False, "https://record.example.org", ["comity.E204"]),
            (["record.example.org"], True, "http://record.example.org", ["comity.E205"]),
        ],
    )
    def test_they_hold_together(self, settings: Any, hosts: list[str], https: bool, address: str, wrong: Any) -> None:
        settings.ALLOWED_HOSTS, settings.HTTPS, settings.COMITY_ADDRESS = hosts, https, address
        assert ids(findings.names()) == wrong

    def test_single_sign_on_has_a_secret_and_tls(self, settings: Any) -> None:
        settings.ALLOWED_HOSTS, settings.HTTPS = ["a.example"], True
        settings.COMITY_ADDRESS = "https://a.example"
        app = {"client_id": "comity", "secret": "", "settings": {"server_url": "http://login.example"}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        assert ids(findings.names()) == ["comity.E206", "comity.E207"]


def test_what_is_set_for_ones_own_machine_is_not_enough_for_production(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("COMITY_ADDRESS", raising=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert ids(findings.production()) == [*(f"comity.E30{number}" for number in range(1, 5)), "comity.W301"]


def test_a_mail_server_that_does_not_answer_is_found(settings: Any, box: Box) -> None:
    assert ids(findings.mail()) == []
    for name, value in mail_settings.settings("smtp://127.0.0.1:9").items():
        setattr(settings, name, value)
    assert ids(findings.mail()) == ["comity.E401"]


class TestTheDatabase:
    @pytest.fixture
    def owner(self, owner_connection: psycopg.Connection[Any], settings: Any) -> psycopg.Connection[Any]:
        found()
        return owner_connection

    def all(self) -> list[str]:
        looks = (findings.roles, findings.policies, findings.migrations, findings.record, findings.charter)
        return [one for look in looks for one in ids(look())]

    def test_one_that_is_right_is_right(self, owner: psycopg.Connection[Any]) -> None:
        assert self.all() == []

    def test_what_was_changed_by_hand_is_found(self, owner: psycopg.Connection[Any]) -> None:
        owner.execute("GRANT DELETE ON record_entry TO comity_app")
        owner.execute("ALTER TABLE bodies_holder DISABLE ROW LEVEL SECURITY")
        last = "SELECT max(name) FROM django_migrations WHERE app = 'register'"
        owner.execute(f"DELETE FROM django_migrations WHERE app = 'register' AND name = ({last})")
        owner.execute("CREATE TABLE more (id int)")
        owner.execute("GRANT CREATE ON SCHEMA public TO comity_app")
        with pytest.raises(psycopg.Error):
            owner.execute("ALTER ROLE comity_app SUPERUSER")
        assert self.all() == ["comity.E504", "comity.E505", "comity.W501"]

    def test_another_key_or_name_or_none_is_found(self, owner: psycopg.Connection[Any], settings: Any) -> None:
        settings.COMITY_ORIGIN = "record.example.org/log"
        assert ids(findings.record()) == ["comity.E603"]
        kept, name = Path(settings.COMITY_DATA), settings.COMITY_ORIGIN
        settings.COMITY_DATA = kept / "other"
        settings.COMITY_DATA.mkdir()
        assert ids(findings.record()) == ["comity.E601"]
        assert signer().name == name
        assert ids(findings.record()) == ["comity.E602"]


def test_an_instance_in_production_passes_clean(fresh_database: FreshDatabase, settings: Any, box: Box) -> None:
    """docs/production.md, as it is written."""
    settings.COMITY_ORIGIN = RIGHT["COMITY_ORIGIN"]
    found()
    fresh_database.data.chmod(0o700)
    environ = fresh_database.environ | RIGHT | {"COMITY_SMTP_URL": f"smtp://127.0.0.1:{box.port}"}
    done = subprocess.run([COMITY, "check", "--deploy"], env=environ, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("Nothing to complain about.\n", 0), done.stderr
    environ["COMITY_HTTPS"] = ""
    done = subprocess.run([COMITY, "check", "--deploy"], env=environ, capture_output=True, text=True, timeout=120)
    assert "comity.E301" in done.stdout
    assert "security.W012" in done.stdout
    assert done.returncode == 1


def test_where_nothing_is_yet_nothing_is_made(tmp_path: Path, settings: Any) -> None:
    settings.COMITY_DATA, settings.COMITY_DATABASE_URL = tmp_path / "data", ""
    result = CliRunner().invoke(cli.main, ["check"])
    assert "There is no data folder" in result.output
    assert not (tmp_path / "data").exists()
