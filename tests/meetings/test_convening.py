"""Convening by the charter: notice, initiative, quorum."""

import pytest

from comity.meetings import queries
from comity.meetings.acts import AddItem, CallItem, Convene, Gavel, OpenMeeting, Roll
from comity.meetings.models import Session
from meetings.conftest import ARCADIA, BOREALIA


def convene(first: str, **more) -> Convene:
    return Convene(body="ASSEMBLY", first=first, last=first, **more)


@pytest.mark.usefixtures("stricter")
def test_a_meeting_is_convened_thirty_days_ahead(council):
    refused = council.refuses("secretariat", convene("2030-05-30"))
    assert (refused.code, refused.article) == ("short_notice", "2")
    assert refused.refusal.values["earliest_on"] == "2030-05-31"
    council.does("secretariat", convene("2030-05-31"))


@pytest.mark.usefixtures("stricter")
def test_two_members_ask_for_an_extraordinary_meeting(council):
    alone = convene("2030-07-01", format="extraordinary", initiative_state=("XA",))
    assert council.refuses("chair", alone).code == "few_initiators"
    council.does("chair", convene("2030-07-01", format="extraordinary", initiative_state=("XA", "XB")))


@pytest.mark.usefixtures("stricter")
def test_nothing_is_adopted_without_a_quorum_and_notes_are_taken(council):
    session = str(council.does("chair", convene("2030-07-01")).seq)
    items = [str(council.does("chair", AddItem(session=session, title={"en": name})).seq) for name in ("A", "B")]
    council.on("2030-07-01").does("chair", OpenMeeting(session=session))
    row = Session.objects.get()
    assert (row.entitled, row.quorum) == (3, 2)
    council.does("secretariat", Roll(session=session, arrived_seat=(ARCADIA,)))
    council.does("chair", CallItem(item=items[0]))
    refused = council.refuses("chair", Gavel(item=items[0]))
    assert (refused.code, refused.refusal.values["present"], refused.refusal.values["needed"]) == ("no_quorum", 1, 2)
    council.does("Borealia", Roll(session=session, arrived_seat=(BOREALIA,)))
    council.does("chair", Gavel(item=items[0]))
    council.does("Borealia", Roll(session=session, left_seat=(BOREALIA,)))
    council.does("chair", CallItem(item=items[1]))
    council.does("chair", Gavel(item=items[1], outcome="noted"))
    assert queries.members_present(session, council.day) == 1


def test_where_the_charter_asks_for_nothing_a_meeting_is_convened_for_today(council):
    council.does("secretariat", convene("2030-03-01", format="extraordinary"))
    assert (
        council.refuses("secretariat", Convene(body="NAVY", first="2030-04-01", last="2030-04-01")).code
        == "no_such_body"
    )
    backwards = Convene(body="ASSEMBLY", first="2030-04-02", last="2030-04-01")
    assert council.refuses("secretariat", backwards).code == "ends_before_it_begins"


def test_a_meeting_is_held_in_the_working_languages_unless_others_are_named(council):
    council.does("secretariat", convene("2030-03-01"))
    assert Session.objects.get().languages == ["en"]
