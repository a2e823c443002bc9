"""What was kept aside when everybody was taken back is put back, and what came between is kept in its turn."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from comity.notices.models import Cursor
from comity.people.queries import seats_of
from comity.record import publication
from comity.record.clock import now, today
from comity.record.models import Clock, EntryRow, Head, Node
from comity.record.reading import everything
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from comity.rehearsal import aside, points, running
from comity.rehearsal.models import Point
from comity.rehearsal.rules import Place
from comity.rehearsal.seating import NotPossible, newcomer, seat
from conftest import FreshDatabase
from record.acts import Confide
from rehearsal.test_points import assert_sound, fill, name, played, tables

__all__ = ["played"]


def everything_told() -> tuple:
    with everything():
        rows = list(EntryRow.objects.order_by("seq").values())
    nodes = sorted(map(str, Node.objects.values_list("level", "index", "hash")))
    return tables(), rows, nodes, Head.objects.values().get(), list(Point.objects.values_list("name", "size"))


def taken_back(to: str) -> aside.Aside:
    kept = points.restore(to).kept
    assert kept is not None
    return kept


def test_record_tables_clock_seats_and_points_are_what_they_were(played: FreshDatabase) -> None:
    points.keep("before lunch")
    boris = newcomer("Boris")
    name("XS", "Sylvania")
    seat(boris, Place("chair", "chair"))
    submit(Confide(words="Between us."), SECRETARIAT, key="once")
    running.move_clock_by(timedelta(days=400))
    name("XR", "Greater Ruritania")
    points.keep("afternoon")
    then, clock, turn = everything_told(), now(), Clock.objects.get().turn

    kept = taken_back("before lunch")
    assert seats_of(boris.code, today()) == []
    assert points.go_forward(kept.name) == (kept, None)

    assert everything_told() == then
    assert timedelta(0) <= now() - clock < timedelta(minutes=1)
    assert [row.seat for row in seats_of(boris.code, today())] == ["chair"]
    assert Clock.objects.get().turn == turn + 2
    assert aside.found() == []


def test_what_was_recorded_since_is_kept_in_its_turn(played: FreshDatabase) -> None:
    """So there is a way from each to the other, as often as one likes."""
    points.keep("here")
    name("XS", "Sylvania, as it was")
    first = everything_told()
    kept = taken_back("here")
    name("XS", "Sylvania, otherwise")
    name("XA", "Arcadia")
    points.keep("later")
    second = everything_told()

    _done, other = points.go_forward(kept.name)
    assert everything_told() == first
    assert other is not None
    assert [one.name for one in aside.found()] == [other.name]

    points.go_forward(other.name)
    assert everything_told() == second
    assert len(aside.found()) == 1


def test_one_goes_on_from_there(played: FreshDatabase, tmp_path: Path) -> None:
    points.keep("here")
    fill(300)
    kept = taken_back("here")
    assert Node.objects.count() == 0
    points.go_forward(kept.name)
    assert Node.objects.count() == 1
    assert name("XA", "Arcadia") == 303
    assert publication.export(tmp_path / "log") == 303
    assert_sound(tmp_path / "log")


def test_what_was_told_is_not_told_again(played: FreshDatabase) -> None:
    points.keep("here")
    seq = name("XS", "Sylvania")
    Cursor.objects.create(name="test", seq=seq, day=date(2031, 1, 1))
    kept = taken_back("here")
    points.go_forward(kept.name)
    assert Cursor.objects.get(name="test").seq == seq


def test_a_file_of_before_has_no_clock_and_no_points(played: FreshDatabase) -> None:
    points.keep("here")
    name("XS", "Sylvania")
    then = everything_told()
    kept = taken_back("here")
    change(kept, lambda lines: [lines[0].pop(key) for key in ("clock", "points")])
    points.go_forward(kept.name)
    assert everything_told() == then


def change(kept: aside.Aside, how: Callable[[list[dict]], object]) -> None:
    lines = [json.loads(line) for line in kept.file.read_text().splitlines()]
    how(lines)
    kept.file.write_text("\n".join(json.dumps(line) for line in lines))


@pytest.mark.parametrize(
    "how",
    [
        lambda lines: lines[1].update(content=lines[1]["content"].replace("Sylvania", "Slyvania")),
        lambda lines: lines[1].update(leaf="00" * 32),
        lambda lines: lines[1].pop("leaf"),
        lambda lines: lines[0].update(checkpoint="rehearsal.localhost/log\n3\n"),
        lambda lines: lines[0].update(points=[{"name": "x"}]),
    ],
    ids=["an entry", "a leaf", "no leaf", "the signature", "a point"],
)
def test_what_is_not_what_was_put_aside_is_not_put_back(played: FreshDatabase, how: Callable) -> None:
    points.keep("here")
    name("XS", "Sylvania")
    kept = taken_back("here")
    change(kept, how)
    before = everything_told()
    with pytest.raises(NotPossible, match="not what was put aside"):
        points.go_forward(kept.name)
    assert everything_told() == before
    assert kept.file.exists()


def test_behind_other_entries_it_does_not_stand(played: FreshDatabase) -> None:
    """Taken back further, and gone on otherwise: the signature of then is not over that."""
    points.keep("morning")
    name("XS", "Sylvania")
    points.keep("noon")
    name("XA", "Arcadia")
    kept = taken_back("noon")
    earlier = taken_back("morning")
    with pytest.raises(NotPossible, match="Put back first what was before"):
        points.go_forward(kept.name)
    name("XS", "Sylvania, otherwise")
    before, files = everything_told(), aside.found()
    with pytest.raises(NotPossible, match="not those that were signed"):
        points.go_forward(kept.name)
    assert (everything_told(), aside.found()) == (before, files)
    points.go_forward(earlier.name)
    points.go_forward(kept.name)
    assert EntryRow.objects.count() == 4


@pytest.mark.parametrize("file", ["", "nothing.jsonl", "../../key", "20261122T101500-x-1-2.jsonl"])
def test_there_is_no_such_file(played: FreshDatabase, file: str) -> None:
    with pytest.raises(NotPossible, match="Nothing was kept aside in"):
        points.go_forward(file)
