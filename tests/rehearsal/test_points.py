"""Taking everybody back to a named point: as sure as all else, and nothing is lost."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from comity.delegation.models import Seen
from comity.membership.acts import NameState
from comity.membership.models import StateName
from comity.notices.models import Cursor
from comity.people.models import Account, Token
from comity.people.queries import seats_of
from comity.record import keys, publication
from comity.record.clock import now, today
from comity.record.exercise import taken_back
from comity.record.models import Clock, EntryRow, Head, Node
from comity.record.reading import everything
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from comity.record.verify import source, verify
from comity.rehearsal import aside, opening, points, running
from comity.rehearsal.models import Point
from comity.rehearsal.rules import Place
from comity.rehearsal.seating import NotPossible, newcomer, seat
from conftest import FreshDatabase
from council import STATES
from record.rebuilding import assert_rebuild_changes_nothing, rows

ORIGIN = "rehearsal.localhost/log"


@pytest.fixture
def played(fresh_database: FreshDatabase) -> Iterator[FreshDatabase]:
    """An exercise with a little history, in a database of its own: to take it back, one has to have committed."""
    keys.make(ORIGIN)
    name("XR", "Ruritania")
    opening.begin()
    yield fresh_database
    assert_rebuild_changes_nothing()


def name(state: str, called: str) -> int:
    return submit(NameState(state=state, name=STATES["XR"] | {"en": called}), SECRETARIAT).seq


def tables() -> dict[str, list]:
    from comity.record.replay import projections

    with everything():
        return {model._meta.label: rows(model) for model in projections()}


def test_record_tables_clock_and_credentials_are_what_they_were(played: FreshDatabase) -> None:
    guest = newcomer("Vera")
    seat(guest, Place("delegation:XR", "head"))
    clock = points.keep("before lunch").at
    then, head = tables(), Head.objects.values().get()
    other = newcomer("Boris")
    name("XS", "Sylvania")
    seat(other, Place("chair", "chair"))
    running.move_clock_by(timedelta(days=400))
    name("XR", "Greater Ruritania")

    done = points.restore("before lunch")

    assert tables() == then
    assert Head.objects.values().get() == head
    assert timedelta(0) <= now() - clock < timedelta(minutes=1)
    assert [row.seat for row in seats_of(guest.code, today())] == ["delegation:XR"]
    assert seats_of(other.code, today()) == []
    assert done.kept is not None
    assert (done.kept.first, done.kept.last) == (head["size"] + 1, head["size"] + 3)


def test_what_is_exported_afterwards_verifies(played: FreshDatabase, tmp_path: Path) -> None:
    points.keep("here")
    name("XS", "Sylvania")
    points.restore("here")
    assert publication.export(tmp_path / "log") == 2
    assert_sound(tmp_path / "log")
    name("XA", "Arcadia")
    publication.export(tmp_path / "log")
    assert_sound(tmp_path / "log")


def test_a_full_tile_that_was_exported_before_is_written_anew(played: FreshDatabase, tmp_path: Path) -> None:
    points.keep("here")
    fill(255)
    publication.export(tmp_path / "log")
    assert Node.objects.count() == 1
    points.restore("here")
    assert Node.objects.count() == 0
    fill(255)
    points.keep("beyond the tile")
    fill(2)
    points.restore("beyond the tile")
    assert name("XS", "Sylvania again") == 258
    publication.export(tmp_path / "log")
    assert_sound(tmp_path / "log")


def fill(count: int) -> None:
    for number in range(count):
        name("XS", f"Sylvania {number}")


def assert_sound(folder: Path) -> None:
    assert verify(source(str(folder))).origin == ORIGIN


def test_what_came_after_is_kept_word_by_word_and_can_be_looked_at(played: FreshDatabase) -> None:
    points.keep("here")
    seq = name("XS", "Sylvania")
    row = EntryRow.objects.get(seq=seq)
    note = Head.objects.get().checkpoint
    kept = points.restore("here").kept
    assert kept is not None
    assert [found.name for found in aside.found()] == [kept.name]
    first, line = map(json.loads, kept.file.read_text().splitlines())
    assert (first["point"], first["checkpoint"]) == ("here", note)
    assert line["content"].encode() == bytes(row.content)
    assert line["leaf"] == bytes(row.leaf).hex()
    assert kept.told()[0][0] == seq
    assert "Sylvania" in kept.told()[0][1]
    assert kept.file.stat().st_mode & 0o077 == 0


def test_nothing_came_after(played: FreshDatabase) -> None:
    points.keep("here")
    assert points.restore("here").kept is None


def test_a_point_that_was_taken_out_is_no_point_any_more(played: FreshDatabase) -> None:
    points.keep("morning")
    name("XS", "Sylvania")
    points.keep("noon")
    points.restore("morning")
    with pytest.raises(NotPossible, match=r"There is no point “noon”\. There are: “morning”"):
        points.restore("noon")


def test_who_keeps_numbers_of_entries_elsewhere_is_told(played: FreshDatabase) -> None:
    heard: list[int] = []

    def hear(size: int, **_: object) -> None:
        assert connection.settings_dict["USER"] != "comity_app"
        heard.append(size)

    points.keep("here")
    name("XS", "Sylvania")
    taken_back.connect(hear)
    try:
        points.restore("here")
    finally:
        taken_back.disconnect(hear)
    assert heard == [2]


def test_what_was_seen_and_told_of_the_later_entries_is_forgotten(played: FreshDatabase) -> None:
    anna = Account.objects.create(email="anna@example.org", name="Anna", code="anna")
    points.keep("here")
    name("XS", "Sylvania")
    Seen.objects.create(account=anna, subject="state:XS", size=3)
    Cursor.objects.create(name="test", seq=3, day=date(2031, 1, 1))
    day = {"since": date(2031, 1, 1), "until": date(2031, 2, 1)}
    Token.objects.create(account=anna, name="early", digest="1", credential=1, **day)
    Token.objects.create(account=anna, name="late", digest="2", credential=3, **day)
    points.restore("here")
    assert (Seen.objects.get().size, Cursor.objects.get(name="test").seq) == (2, 2)
    assert [token.name for token in Token.objects.all()] == ["early"]


def test_entries_that_are_not_those_that_were_signed_are_no_way_back(
    played: FreshDatabase, owner_connection: psycopg.Connection
) -> None:
    points.keep("here")
    name("XS", "Sylvania")
    good = bytes(EntryRow.objects.get(seq=1).leaf)
    owner_connection.execute("UPDATE record_entry SET leaf = sha256('other') WHERE seq = 1")
    before = tables()
    with pytest.raises(NotPossible, match="not those that were signed"):
        points.restore("here")
    assert (tables(), EntryRow.objects.count(), aside.found()) == (before, 3, [])
    owner_connection.execute("UPDATE record_entry SET leaf = %s WHERE seq = 1", [good])


def test_the_application_itself_may_take_nothing_out(played: FreshDatabase) -> None:
    with pytest.raises(Exception, match="permission denied for table record_entry"):
        EntryRow.objects.filter(seq=2).delete()


@pytest.mark.parametrize("wrong", ["", "  ", "x" * 61, "two\x00lines"])
def test_a_point_has_a_name(played: FreshDatabase, wrong: str) -> None:
    with pytest.raises(NotPossible, match="Give the point a name"):
        points.keep(wrong)


def test_two_points_have_two_names(played: FreshDatabase) -> None:
    points.keep("here")
    with pytest.raises(NotPossible, match="There is a point “here” already"):
        points.keep(" here ")


def test_a_record_in_earnest_is_never_taken_back(fresh_database: FreshDatabase) -> None:
    name("XR", "Ruritania")
    head = Head.objects.get()
    with pytest.raises(NotPossible, match="kept in earnest"):
        points.keep("here")
    Point.objects.create(
        name="here", at=datetime.now(UTC), size=0, frontier=b"", leaf=b"", note=head.checkpoint, last=None
    )  # fmt: skip
    with pytest.raises(NotPossible, match="kept in earnest"):
        points.restore("here")
    assert StateName.objects.count() == 1


class TestClock:
    def test_it_goes_forward_for_everybody_and_the_record_with_it(self, played: FreshDatabase) -> None:
        running.move_clock_by(timedelta(days=30))
        machine = datetime.now(UTC)
        assert timedelta(days=30) <= now() - machine < timedelta(days=30, minutes=1)
        entry = submit(NameState(state="XS", name=STATES["XS"]), SECRETARIAT)
        assert entry.on == today() == (datetime.now(UTC) + timedelta(days=30)).date()

    def test_it_does_not_go_back_or_too_far(self, played: FreshDatabase) -> None:
        with pytest.raises(NotPossible, match="forward only"):
            running.move_clock(now() - timedelta(minutes=1))
        with pytest.raises(NotPossible, match="ten years"):
            running.move_clock_by(timedelta(days=3_700))
        assert Clock.objects.get().ahead == 0

    def test_in_earnest_nothing_moves_it(self, fresh_database: FreshDatabase) -> None:
        Clock.objects.update(ahead=86_400)
        assert now() - datetime.now(UTC) < timedelta(seconds=1)
