"""A silence lapses once, however many clerks there are; and a gavel does not fall over an objection made before."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from comity.decisions.acts import Adopt, Object, OpenSilence
from comity.decisions.clerk import lapsed
from comity.record.models import EntryRow
from comity.record.reading import everything
from comity.record.submission import Refused, submit
from council import Council, found
from council.deciding import now, opened, put_forward
from record.rebuilding import assert_rebuild_changes_nothing

pytestmark = pytest.mark.postgres_server


@pytest.fixture
def committed(fresh_database) -> Iterator[Council]:
    """A council whose acts other threads see too."""
    yield found()
    assert_rebuild_changes_nothing()


def at_once(council: Council, *works: Callable[[], None]) -> None:
    """All of them at the same moment, each on a connection of its own."""
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        try:
            with council.clock():
                ready.wait(10)
                work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_of_several_clerks_at_once_one_enters_the_adoption(committed: Council) -> None:
    committed.on("2031-03-03")
    decision = put_forward(committed)
    committed.does("chair", OpenSilence(decision=decision))
    committed.at("2031-03-13 17:00")
    at_once(committed, *[lambda: lapsed()] * 4)
    assert EntryRow.objects.filter(kind="decisions.lapse").count() == 1
    assert now(decision).stage == "adopted"


def test_an_objection_and_a_gavel_at_once_leave_the_one_that_came_first(committed: Council) -> None:
    """Never both: either the objection stands and nothing is adopted, or it came after the adoption."""
    committed.on("2031-03-03")
    decision, refused = opened(committed), []

    def tries(act, seat: str) -> None:
        try:
            submit(act, seat)
        except Refused as reason:
            refused.append(reason.code)

    objection = Object(decision=decision, state="XB", grounds={"en": "No."})
    at_once(
        committed,
        lambda: tries(objection, "delegation:XB"),
        lambda: tries(Adopt(decision=decision), "chair"),
    )
    stage = now(decision).stage
    assert (stage, refused) in (("open", ["objection_stands"]), ("adopted", ["adopted_already"]))
    with everything():
        made = [row.entry for row in EntryRow.objects.filter(kind__in=("decisions.object", "decisions.adopt"))]
    assert len(made) == 1
