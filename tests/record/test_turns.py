"""What can stop an act is heard before it, if it came before; what comes after waits."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction

from comity.history import BadHistory, submit_file
from comity.record.acts import Act
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.submission import submit
from comity.record.turns import in_turn
from conftest import FreshDatabase
from record.acts import Confide, Moor, Sail

SECRETARIAT = "secretariat"
SOON = 0.3
"""Seconds in which whoever need not wait has long been answered."""
OBJECTION, GAVEL = Sail(berth="quay"), Moor(berth="quay", ship="Argo")


@pytest.fixture(autouse=True)
def turns(fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sail, "stops", True)
    monkeypatch.setattr(Moor, "yields", True)


def gavel() -> Entry:
    return submit(GAVEL, SECRETARIAT)


def closing(action: Callable[[], Entry]) -> Entry:
    try:
        return action()
    finally:
        connection.close()


def is_waiting(future: Future[Entry]) -> bool:
    with pytest.raises(TimeoutError):
        future.result(SOON)
    return True


def test_the_gavel_waits_for_an_objection_that_is_under_way_elsewhere() -> None:
    with ThreadPoolExecutor(1) as pool:
        with in_turn(OBJECTION):  # in another process, it would be here that it is late
            falling = pool.submit(closing, gavel)
            assert is_waiting(falling)
            objection = EntryRow.objects.count()
            entered = submit(Sail(berth="mole"), SECRETARIAT)
        assert (objection, entered.seq) == (0, 1)
        assert falling.result(10).seq == 2
    assert entered.at <= falling.result().at


def test_what_comes_while_the_gavel_falls_waits_behind_it() -> None:
    with ThreadPoolExecutor(1) as pool, in_turn(GAVEL):
        late = pool.submit(closing, lambda: submit(OBJECTION, SECRETARIAT))
        assert is_waiting(late)
        assert EntryRow.objects.count() == 0
    assert late.result(10).seq == 1


def test_objections_do_not_wait_for_each_other() -> None:
    with ThreadPoolExecutor(1) as pool, in_turn(OBJECTION):
        assert pool.submit(closing, lambda: submit(OBJECTION, SECRETARIAT)).result(10).seq == 1


def test_a_turn_ends_with_the_transaction_that_it_was_taken_in() -> None:
    begun, end = threading.Event(), threading.Event()

    def within() -> Entry:
        with transaction.atomic():
            entry = submit(OBJECTION, SECRETARIAT)
            begun.set()
            assert end.wait(10)
            return entry

    with ThreadPoolExecutor(2) as pool:
        objecting = pool.submit(closing, within)
        assert begun.wait(10)
        falling = pool.submit(closing, gavel)
        assert is_waiting(falling)
        end.set()
        assert (objecting.result(10).seq, falling.result(10).seq) == (1, 2)


def a_file(folder: Path, *acts: Act) -> Path:
    """The acts as `comity submit` takes them."""
    lines = [
        f'[[entry]]\nid = "{place}"\nkind = "{act.kind}"\nseat = "{SECRETARIAT}"\n[entry.fields]\n'
        + "".join(f'{name} = "{value}"\n' for name, value in act.to_body().items())
        for place, act in enumerate(acts)
    ]
    file = folder / "acts.toml"
    file.write_text("".join(lines), encoding="utf-8")
    return file


def test_a_file_with_a_gavel_waits_before_it_keeps_others_waiting(tmp_path: Path) -> None:
    """The objection that is under way needs the head, which the file's first act would have taken already."""
    file = a_file(tmp_path, Confide(words="In a file."), GAVEL)
    with ThreadPoolExecutor(1) as pool:
        with in_turn(OBJECTION):
            falling = pool.submit(closing, lambda: submit_file(file)[-1])
            assert is_waiting(falling)
            assert submit(Sail(berth="mole"), SECRETARIAT).seq == 1
        assert falling.result(10).seq == 3


def test_of_a_file_all_or_nothing_is_entered(tmp_path: Path) -> None:
    """In transactions in earnest, and not within that of a test."""
    file = a_file(tmp_path, Confide(words="In a file."), GAVEL, GAVEL)
    with pytest.raises(BadHistory, match="Nothing was entered"):
        submit_file(file)
    assert EntryRow.objects.count() == 0


def test_whoever_holds_the_head_waits_for_no_gavel() -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            submit(Confide(words="Something else."), SECRETARIAT)
            falling = pool.submit(closing, gavel)
            assert is_waiting(falling)
            assert submit(OBJECTION, SECRETARIAT).seq == 2
        assert falling.result(10).seq == 3
