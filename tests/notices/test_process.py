"""The clerk's process, as it truly runs: it hears of an act, sends once, stops; killed, it loses nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from comity import database
from comity.membership.acts import Apply, NameState
from comity.notices import following
from comity.notices.models import Delivery, Subscription
from comity.people.models import Account, Opening
from comity.record.models import EntryRow
from comity.register.acts import EnterDocument
from comity.register.cli import add
from comity.register.models import FilePiece
from council import Council, found
from notices.servers import Post, post_office

pytestmark = pytest.mark.postgres_server

COMITY = str(Path(sys.executable).with_name("comity"))


@pytest.fixture
def council(fresh_database) -> Council:
    """Its acts are seen by other processes too; Anna and Chen follow everything."""
    council = found()
    for name in ("anna", "chen"):
        account = Account.objects.create_user(f"{name}@council.example")
        Subscription.objects.create(account=account, what="everything", way="mail")
    following.begin()
    return council


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as office:
        yield office


@pytest.fixture
def clerk(fresh_database, post: Post) -> Iterator[Callable[[], subprocess.Popen]]:
    started = []

    def start() -> subprocess.Popen:
        environ = fresh_database.environ | {"COMITY_SMTP_URL": f"smtp://127.0.0.1:{post.port}"}
        process = subprocess.Popen(
            [COMITY, "clerk"], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        assert "at work" in process.stdout.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.wait(10)
        process.stdout.close()


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def letters_to(post: Post) -> list[str]:
    return sorted(letter["To"].partition("@")[0] for letter in post.letters)


def test_two_at_once_send_every_letter_once_and_stop_when_told(council: Council, clerk, post: Post) -> None:
    clerks = [clerk(), clerk()]
    numbers = [council.does("Sylvania", Apply(state="XS")).seq]
    until(lambda: len(post.letters) == 2)
    numbers.append(council.does("secretariat", NameState(state="XT", name={"en": "Tartary"})).seq)
    until(lambda: len(post.letters) == 4)
    time.sleep(0.5)
    assert letters_to(post) == ["anna", "anna", "chen", "chen"]
    for name in ("anna", "chen"):
        theirs = [letter.as_string() for letter in post.letters if letter["To"].startswith(name)]
        assert [sum(f"/record/{number}\n" in text for text in theirs) for number in numbers] == [1, 1]
    for process in clerks:
        process.send_signal(signal.SIGTERM)
    for process in clerks:
        assert process.wait(10) == 0, process.stdout.read()


def test_what_was_under_way_when_it_was_killed_is_sent_by_the_next(
    council: Council, clerk, post: Post, owner_connection
) -> None:
    """Killed while it waits for the mail server, it leaves a job; another sees that its heart has stopped."""
    post.hangs = True
    first = clerk()
    council.does("Sylvania", Apply(state="XS"))
    until(lambda: post.reached)
    first.kill()
    first.wait(10)
    post.hangs = False
    assert Delivery.objects.filter(status="waiting").count() == 2
    owner_connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    owner_connection.execute("DELETE FROM procrastinate_periodic_defers")
    clerk()
    until(lambda: Delivery.objects.filter(status="sent").count() == 2)
    assert letters_to(post) == ["anna", "chen"]


def test_what_is_refused_for_now_comes_a_little_later(council: Council, clerk, post: Post) -> None:
    post.answers = ["451 try later"]
    clerk()
    council.does("Sylvania", Apply(state="XS"))
    until(lambda: len(post.letters) == 2)
    until(lambda: Delivery.objects.filter(status="sent").count() == 2)
    assert letters_to(post) == ["anna", "chen"]
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [1, 2]


def test_it_enters_what_is_due(council: Council, clerk) -> None:
    draft = EnterDocument(document="draft", title={"en": "Draft"}, type="decision", audience="members")
    closed = council.does("secretariat", draft)
    Opening.objects.create(entry=closed.seq, closed_entry=closed.seq, release_on="2020-01-01")
    clerk()
    until(lambda: EntryRow.objects.filter(kind="register.release_document").exists())


def test_it_hears_again_when_the_database_was_away(council: Council, clerk, post: Post) -> None:
    clerk()
    council.does("Sylvania", Apply(state="XS"))
    until(lambda: len(post.letters) == 2)
    connections.close_all()
    with database.connect() as raw:
        others = "datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        raw.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    council.does("secretariat", NameState(state="XT", name={"en": "Tartary"}))
    until(lambda: len(post.letters) == 4)


def test_without_tables_it_says_what_to_do_first(tmp_path: Path) -> None:
    environ = os.environ | {"COMITY_DATA": str(tmp_path), "COMITY_DATABASE_URL": ""}
    done = subprocess.run([COMITY, "clerk"], env=environ, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "Start `comity run` first" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_reads_the_files_that_come(council: Council, clerk, tmp_path: Path) -> None:
    clerk()
    file = tmp_path / "ropes.txt"
    file.write_text("Two hempen ropes.")
    council.does("secretariat", EnterDocument(document="ropes", title={"en": "Ropes"}, type="decision"))
    add("ropes", file, "en", None, None, "secretariat")
    until(FilePiece.objects.exists)
    assert FilePiece.objects.get().wording == "Two hempen ropes."
