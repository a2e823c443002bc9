"""What a clock decides becomes an act of the clerk at that moment, and one act however many clerks there are."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client

from comity.notices import clerk
from comity.people.acts import ReleaseEntry, SetReleaseDay
from comity.record.audiences import MEMBERS
from comity.record.clock import clock
from comity.record.models import EntryRow
from comity.register.acts import AddVersion, EnterDocument
from comity.register.models import Document, Version
from council import Council, found
from record.acts import Confide
from record.rebuilding import assert_rebuild_changes_nothing

DRAFT = {"document": "draft", "title": {"en": "Draft on the Kittiwake"}, "type": "decision"}


def acts(council: Council, day: str) -> list[str]:
    """What the clerk does on a day, by kind."""
    with council.on(day).clock():
        return [entry.kind for entry in clerk.act()]


class TestADocumentThatNamesItsDay:
    @pytest.fixture(autouse=True)
    def draft(self, council: Council) -> None:
        council.does("secretariat", EnterDocument(**DRAFT, audience=MEMBERS, release_on="2030-06-01"))
        text = {"number": 1, "language": "en", "wording": "The Kittiwake shall fly."}
        council.does("secretariat", AddVersion(document="draft", **text))

    def test_until_then_only_its_existence_and_its_seal_show(self, council: Council, client: Client) -> None:
        assert acts(council, "2030-05-31") == []
        with council.clock():
            last = EntryRow.objects.order_by("seq").last().seq
            for path in ("/documents", "/record", f"/record/{last + 1}", "/documents.atom"):
                assert "Kittiwake" not in client.get(path).getvalue().decode(), path
            assert client.get(f"/record/{last + 1}.json").json()["entry"]["sealed"]

    def test_from_that_day_on_it_is_open_with_its_texts(self, council: Council, client: Client) -> None:
        assert acts(council, "2030-06-01") == ["register.release_document"]
        assert acts(council, "2030-06-01") == []
        assert Document.objects.get().title["en"] == DRAFT["title"]["en"]
        assert Version.objects.count() == 1
        with council.clock():
            assert "Kittiwake" in client.get("/documents").text
        released = EntryRow.objects.order_by("seq").last()
        assert (released.entry.seat, str(released.entry.on)) == ("clerk", "2030-06-01")

    def test_a_clerk_that_was_away_does_it_when_it_is_back(self, council: Council) -> None:
        assert acts(council, "2030-08-15") == ["register.release_document"]

    def test_nothing_is_left_to_do_where_somebody_was_faster(self, council: Council) -> None:
        council.does("chair", ReleaseEntry(closed_entry=clerk_sees(council), grounds={"en": "It is time."}))
        assert acts(council, "2030-06-01") == []

    def test_a_day_that_is_moved_is_the_one_that_counts(self, council: Council) -> None:
        seq = clerk_sees(council)
        council.does("chair", SetReleaseDay(closed_entry=seq, release_on="2030-07-01"))
        assert acts(council, "2030-06-30") == []
        assert acts(council, "2030-07-01") == ["register.release_document"]

    def test_a_day_that_is_taken_back_never_comes(self, council: Council) -> None:
        council.does("chair", SetReleaseDay(closed_entry=clerk_sees(council)))
        assert acts(council, "2040-01-01") == []


def clerk_sees(council: Council) -> int:
    """The one entry that is to be opened later."""
    day = council.day
    with council.on("2099-01-01").clock():
        (seq,) = clerk.due()
    council.day = day
    return seq


def test_any_other_entry_opens_by_itself_and_says_why(council: Council, client: Client) -> None:
    confided = council.does("secretariat", Confide(words="Between us.")).seq
    council.does("secretariat", SetReleaseDay(closed_entry=confided, release_on="2030-06-01"))
    assert acts(council, "2030-06-01") == ["people.release_entry"]
    with council.clock():
        assert "Between us." in client.get(f"/record/{confided}").text
        assert "The day from which it is open has come." in client.get("/record").text
        assert "公开日期已到" in client.get("/zh-hans/record").text


@pytest.fixture
def committed(fresh_database) -> Iterator[Council]:
    """A council whose acts other processes and threads see too."""
    yield found()
    assert_rebuild_changes_nothing()


@pytest.mark.postgres_server
def test_of_several_clerks_at_once_one_enters_it(committed: Council) -> None:
    """Each has seen that it is due before any has entered it."""
    committed.does("secretariat", EnterDocument(**DRAFT, audience=MEMBERS, release_on="2030-06-01"))
    ready, made = threading.Barrier(4), []
    seen = clerk_sees(committed)

    def work() -> None:
        with committed.clock():
            waiting = clerk.due()
            ready.wait(10)
            made.extend(clerk.opened(seq).seq for seq in waiting)
        connections.close_all()

    committed.on("2030-06-01")
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == 4
    assert len(set(made)) == 1
    assert EntryRow.objects.filter(kind="register.release_document").count() == 1
    assert seen
    assert clock.get() is None
