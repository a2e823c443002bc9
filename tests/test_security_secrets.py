"""No secret comes into a log, onto an error page or into the repository; what docs/security.md names is there."""

import ast
import logging
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from comity.people.invitations import send_invitation
from comity.people.models import Account
from council.delegates import PASSWORD, link_in_the_letter, logs_in

ROOT = Path(__file__).parents[1]
THREATS = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
WRONG = "a wrong one that was mistyped"
KEYS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY",
    r"PRIVATE\+KEY\+\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40}",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{36}",
)

MADE_HERE = {".venv", "data", ".git", "__pycache__"}


@pytest.fixture
def secrets(morning: None, anna: Account, client: Client, caplog: Any, monkeypatch: Any) -> list[str]:
    """What was written, sent and shown while somebody was invited, mistyped, came in, failed and left."""
    caplog.set_level(logging.INFO)
    send_invitation(anna)
    logs_in(client, password=WRONG)
    logs_in(client)
    session = client.cookies["sessionid"].value
    client.post("/accounts/reauthenticate", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/app/activate").context["form"].secret
    client.post("/accounts/2fa/app/activate", {"code": "000000"})
    return [PASSWORD, WRONG, session, secret, link_in_the_letter(0).rpartition("/")[2], str(settings.SECRET_KEY)]


def test_what_is_logged_holds_no_secret(secrets: list[str], caplog: Any, capfd: Any) -> None:
    written = caplog.text + "".join(capfd.readouterr())
    assert [secret for secret in secrets if secret in written] == []


def test_an_error_shows_nothing_and_logs_no_secret(
    secrets: list[str], client: Client, caplog: Any, monkeypatch: Any
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("The table people_account is gone")

    monkeypatch.setattr("comity.people.pages.choose", fail)
    client.raise_request_exception = False
    logging.getLogger("django").addHandler(caplog.handler)
    page = client.post("/seat", {"credential": "1", "password": PASSWORD})
    logging.getLogger("django").removeHandler(caplog.handler)
    assert page.status_code == 500
    assert "RuntimeError" in caplog.text, "whoever runs it is told"
    assert [secret for secret in secrets if secret in caplog.text] == []
    for told in (*secrets, "RuntimeError", "people_account", "Traceback", ".py", "choose"):
        assert told not in page.text


def test_letters_hold_no_password(secrets: list[str]) -> None:
    assert mail.outbox
    assert all(secret not in letter.body for letter in mail.outbox for secret in (PASSWORD, WRONG))


def test_no_key_is_in_the_repository() -> None:
    files = kept_files()
    assert ROOT / "pyproject.toml" in files
    assert not {"record.key", "secret.key", "application.password"} & {file.name for file in files}
    for file in files:
        text = file.read_bytes().decode(errors="ignore")
        assert not any(re.search(key, text) for key in KEYS), file


def kept_files() -> list[Path]:
    """What git keeps; of a copy that it does not know, all files but those that are made here."""
    known = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = [ROOT / name for name in known.split("\0") if name] or ROOT.rglob("*")
    return [file for file in files if file.is_file() and not MADE_HERE.intersection(file.relative_to(ROOT).parts)]


def test_each_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", THREATS)
    assert len(named) > 40
    missing = [f"{file}::{test}" for file, test in named if test not in names_in(ROOT / "tests" / file)]
    assert missing == []


def names_in(file: Path) -> set[str]:
    if not file.exists():
        return set()
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_threat_has_a_test() -> None:
    rows = [line for line in THREATS.splitlines() if line.startswith("| ") and not line.startswith(("| who", "|--"))]
    assert len(rows) > 20
    assert [row for row in rows if "::test_" not in row] == []
