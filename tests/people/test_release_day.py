"""What is closed may name the day from which it opens; it is set, moved and taken back by acts."""

from datetime import date

import pytest

from comity.people.acts import IssueCredential, ReleaseEntry, SetReleaseDay
from comity.people.models import Opening
from comity.people.rules import refuse_past_release
from comity.record.audiences import COMMUNITY, MEMBERS
from comity.record.models import EntryRow
from comity.record.reading import everything
from comity.register.acts import EnterDocument
from council import Council
from record.acts import Confide

DRAFT = {"document": "draft", "title": {"en": "Draft on the Kittiwake"}, "type": "decision"}


@pytest.mark.parametrize(
    ("release_on", "refused"),
    [(None, False), (date(2030, 2, 28), True), (date(2030, 3, 1), True), (date(2030, 3, 2), False)],
)
def test_the_day_is_later_than_today(release_on: date | None, refused: bool) -> None:
    assert bool(refuse_past_release(release_on, date(2030, 3, 1))) is refused


def test_it_is_set_moved_and_taken_back(council: Council) -> None:
    confided = council.does("secretariat", Confide(words="Between us."))
    for day in (date(2030, 6, 1), date(2030, 9, 1), None):
        council.does("chair", SetReleaseDay(closed_entry=confided.seq, release_on=day))
        assert set_days() - {None} == {day} - {None}


def test_whoever_may_not_read_the_entry_does_not_learn_the_day(council: Council) -> None:
    confided = council.does("secretariat", Confide(words="Between us."))
    entry = council.does("chair", SetReleaseDay(closed_entry=confided.seq, release_on="2030-06-01"))
    assert entry.audience == MEMBERS
    assert not EntryRow.objects.filter(seq=entry.seq).exists()
    assert not Opening.objects.exists()


def test_what_is_open_or_not_there_opens_on_no_day(council: Council) -> None:
    seated = IssueCredential(account="annaannaanna", seat="secretariat", role="officer")
    closed = council.does("secretariat", seated)
    assert closed.audience == COMMUNITY
    assert council.refuses("chair", day_of(closed.seq, "2030-03-01")).code == "day_is_past"
    assert council.refuses("chair", day_of(1, "2031-01-01")).code == "open_already"
    assert council.refuses("chair", day_of(10_000, "2031-01-01")).code == "no_entry"
    council.does("chair", ReleaseEntry(closed_entry=closed.seq, grounds={"en": "It is time."}))
    assert council.refuses("chair", day_of(closed.seq, "2031-01-01")).code == "open_already"


class TestDocuments:
    def test_one_that_is_entered_closed_names_its_day(self, council: Council) -> None:
        entry = council.does("secretariat", EnterDocument(**DRAFT, audience=MEMBERS, release_on="2030-06-01"))
        with everything():
            assert list(Opening.objects.values_list("closed_entry", "release_on")) == [(entry.seq, date(2030, 6, 1))]

    def test_one_that_is_open_names_none(self, council: Council) -> None:
        refused = council.refuses("secretariat", EnterDocument(**DRAFT, release_on="2030-06-01"))
        assert refused.code == "nothing_to_open"

    def test_nor_does_it_open_today(self, council: Council) -> None:
        closed = EnterDocument(**DRAFT, audience=MEMBERS, release_on="2030-03-01")
        assert council.refuses("secretariat", closed).code == "day_is_past"


def day_of(seq: int, day: str) -> SetReleaseDay:
    return SetReleaseDay(closed_entry=seq, release_on=day)


def set_days() -> set[date | None]:
    with everything():
        return set(Opening.objects.values_list("release_on", flat=True))
