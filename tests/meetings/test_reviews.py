"""What a body set itself to look at again comes onto the agenda of its next meeting, once."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connections

from comity.acting.awaiting import awaiting
from comity.decisions.acts import Adopt, Consent
from comity.meetings import clerk, queries
from comity.meetings.acts import (
    AddReview,
    AdoptAgenda,
    AmendItem,
    CallItem,
    CallOff,
    CloseMeeting,
    Convene,
    Gavel,
    OpenMeeting,
)
from comity.meetings.models import Item
from comity.record.models import EntryRow
from comity.record.seats import Seat
from council import Council, found
from council.deciding import opened
from record.rebuilding import assert_rebuild_changes_nothing

DAY, NEXT = "2031-03-01", "2031-06-01"


def convene(council: Council, day: str = DAY) -> str:
    return str(council.does("secretariat", Convene(body="ASSEMBLY", first=day, last=day)).seq)


def adopted(council: Council, review_on: str = "2031-02-15") -> int:
    title = {"en": "Berths", "ru": "Причалы", "zh": "泊位"}
    decision = opened(council, title=title, review_on=review_on)
    for state, code in (("Arcadia", "XA"), ("Borealia", "XB"), ("Ruritania", "XR")):
        council.does(state, Consent(decision=decision, state=code))
    council.does("chair", Adopt(decision=decision))
    return decision


def work(council: Council) -> list:
    with council.clock():
        return clerk.reviewed()


def test_it_comes_onto_the_agenda_by_itself_and_once(council):
    decision, session = adopted(council), convene(council)
    (entry,) = work(council)
    assert (entry.kind, entry.seat) == ("meetings.add_review", "clerk")
    assert work(council) == []
    item = queries.agenda(session).get()
    assert (item.decision, item.review) == (decision, True)
    assert item.title == {"en": "Review of “Berths”", "ru": "Возврат к решению «Причалы»", "zh": "重新审议“泊位”"}
    again = AddReview(session=session, decision=decision)
    assert council.refuses("chair", again).code == "on_an_agenda"


def test_what_is_due_after_the_meeting_waits_for_a_later_one(council):
    adopted(council, review_on="2031-03-02")
    convene(council)
    assert work(council) == []
    later = convene(council, NEXT)
    work(council)
    assert queries.agenda(later).count() == 1


def test_an_agenda_that_is_adopted_only_shows_it(council, client):
    session = convene(council)
    work(council)
    decision = adopted(council)
    first = adopted(council, review_on="2031-02-16")
    council.does("chair", AddReview(session=session, decision=first))
    council.does("chair", AdoptAgenda(session=session))
    assert work(council) == []
    with council.clock():
        page = client.get(f"/meetings/{session}").content.decode()
    assert "To be looked at again by then, and not on the agenda:" in page
    assert council.refuses("chair", AddReview(session=session, decision=decision)).code == "agenda_adopted"
    council.on(DAY).does("chair", OpenMeeting(session=session))
    council.does("chair", AddReview(session=session, decision=decision))
    assert queries.agenda(session).count() == 2


def test_deferred_or_left_over_it_comes_to_the_next_and_concluded_to_none(council):
    decision, session = adopted(council), convene(council)
    work(council)
    later = convene(council, NEXT)
    assert work(council) == []
    item = str(queries.agenda(session).get().entry)
    council.on(DAY).does("chair", OpenMeeting(session=session))
    council.does("chair", CallItem(item=item))
    council.does("chair", Gavel(item=item, outcome="deferred"))
    council.does("chair", CloseMeeting(session=session))
    assert len(work(council)) == 1
    council.on("2031-05-01").does("chair", CallOff(session=later, grounds={"en": "Ice."}))
    last = convene(council, "2031-09-01")
    assert len(work(council)) == 1
    item = str(queries.agenda(last).get().entry)
    council.on("2031-09-01").does("chair", OpenMeeting(session=last))
    council.does("chair", CallItem(item=item))
    council.does("chair", Gavel(item=item, outcome="noted"))
    assert council.refuses("chair", AddReview(session=last, decision=decision)).code == "reviewed_already"
    convene(council, "2031-12-01")
    assert work(council) == []


def test_struck_off_it_does_not_come_back_to_the_same_meeting(council):
    adopted(council)
    session = convene(council)
    work(council)
    item = str(queries.agenda(session).get().entry)
    council.does("chair", AmendItem(item=item, does="strike"))
    assert work(council) == []
    later = convene(council, NEXT)
    assert len(work(council)) == 1
    assert queries.agenda(later).count() == 1


def test_only_what_was_adopted_with_a_day_by_that_body_is_looked_at_again(council):
    session = convene(council)
    never = opened(council)
    assert council.refuses("chair", AddReview(session=session, decision=never)).code == "no_review"
    assert work(council) == []


def test_what_waits_for_the_chair_leads_to_the_meeting(council):
    decision = adopted(council)
    on = date(2031, 2, 1)
    before = [one for one in awaiting(Seat("chair"), "chair", on) if "Berths" in str(one.what)]
    assert [one.subject for one in before] == [f"decision:{decision}"]
    session = convene(council)
    work(council)
    after = [one for one in awaiting(Seat("chair"), "chair", on) if "Berths" in str(one.what)]
    assert [(one.subject, one.due) for one in after] == [(f"session:{session}", date(2031, 3, 1))]


def test_a_day_that_has_passed_without_a_meeting_waits_for_the_chair_until_it_is_done(council):
    decision = adopted(council)
    late, waits = date(2031, 4, 1), f"decision:{decision}"
    assert [one.due for one in awaiting(Seat("chair"), "chair", late) if one.subject == waits] == [date(2031, 2, 15)]
    session = convene(council, NEXT)
    (entry,) = work(council)
    council.on(NEXT)
    for act in (OpenMeeting(session=session), CallItem(item=entry.seq), Gavel(item=entry.seq, outcome="noted")):
        council.does("chair", act)
    after = awaiting(Seat("chair"), "chair", date.fromisoformat(NEXT))
    assert waits not in [one.subject for one in after]


@pytest.fixture
def committed(fresh_database) -> Iterator[Council]:
    """A council whose acts other threads see too."""
    yield found()
    assert_rebuild_changes_nothing()


@pytest.mark.postgres_server
def test_of_several_clerks_at_once_one_enters_it(committed: Council) -> None:
    adopted(committed)
    convene(committed)
    ready = threading.Barrier(3)

    def run() -> None:
        try:
            ready.wait(10)
            work(committed)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert EntryRow.objects.filter(kind="meetings.add_review").count() == 1
    assert Item.objects.filter(review=True).count() == 1
