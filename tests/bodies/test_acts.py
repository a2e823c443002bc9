"""Bodies, chair and offices of the invented council."""

from datetime import date

from comity.bodies.acts import (
    AnnounceMeeting,
    Appoint,
    Dissolve,
    EndOffice,
    Establish,
    HandOverChair,
    Meet,
    TakeChair,
)
from comity.bodies.models import Body, Chairmanship, Holder, Meeting
from comity.bodies.queries import chair, established, holder

COMMITTEE = {"en": "Committee on Ropes"}


def test_a_body_of_the_charter_needs_no_decision_and_another_one_does(council):
    council.does("secretariat", Establish(body="BUREAU", name={"en": "Bureau"}, sort="secretariat"))
    ropes = Establish(body="ROPES", name=COMMITTEE, sort="working-group", parent_body="ASSEMBLY")
    assert council.refuses("secretariat", ropes).code == "no_basis"
    decision = council.on("2031-03-01").decides()
    entry = council.does("secretariat", ropes.model_copy(update={"basis": decision}))
    assert Body.objects.get(code="ROPES").entry == entry.seq
    assert council.refuses("secretariat", ropes).code in {"already_established", "no_basis"}


def test_a_body_is_dissolved_by_decision_and_met_until_then(council):
    decision = council.on("2031-03-01").decides()
    council.does("secretariat", Establish(body="ROPES", name=COMMITTEE, sort="working-group", basis=decision))
    council.does("secretariat", Meet(body="ROPES", first=date(2031, 3, 1)))
    council.on("2032-03-01").does("secretariat", Dissolve(body="ROPES", basis=decision))
    assert established("ROPES", date(2032, 2, 29)) == date(2031, 3, 1)
    assert council.refuses("secretariat", Meet(body="ROPES", first=date(2032, 3, 1))).code == "no_such_body"
    assert council.refuses("secretariat", Dissolve(body="ROPES", basis=decision)).code == "no_such_body"


def test_the_chair_goes_from_hand_to_hand_and_says_whose_turn_it_was(council):
    """Charter, art. 2: in alphabetical order, as a rule."""
    council.on("2030-04-01").does("Arcadia", TakeChair(state="XA", slogan={"en": "Fair winds"}))
    assert council.on("2031-04-01").refuses("Ruritania", TakeChair(state="XR")).code == "chair_taken"
    assert council.refuses("Ruritania", HandOverChair(state="XR")).code == "not_in_the_chair"
    council.does("Arcadia", HandOverChair(state="XA"))
    council.does("Ruritania", TakeChair(state="XR"))
    assert chair(date(2031, 3, 31)).state == "XA"
    assert chair(date(2031, 4, 1)).state == "XR"
    assert Chairmanship.objects.get(state="XR").expected == "XB"


def test_only_a_member_takes_the_chair(council):
    assert council.refuses("Sylvania", TakeChair(state="XS")).code == "no_right"


def test_an_office_is_held_for_the_term_of_the_charter(council):
    """Charter, art. 7: three years, once."""
    decision = council.on("2031-03-01").decides()
    appoint = Appoint(office="harbour-master", person="Ann Chandler", state="XA", basis=decision)
    council.does("secretariat", appoint)
    assert Holder.objects.get().due == date(2034, 3, 1)
    other = Appoint(office="harbour-master", person="Ben Lighter", basis=decision)
    assert council.on("2034-02-28").refuses("secretariat", other).code == "still_held"
    assert council.on("2034-03-01").refuses("secretariat", appoint).code == "not_renewable"
    council.does("secretariat", other)


def test_no_term_is_longer_than_the_charter_allows(council):
    decision = council.on("2031-03-01").decides()
    long = Appoint(office="harbour-master", person="Ann Chandler", until=date(2034, 3, 2), basis=decision)
    assert council.refuses("secretariat", long).refusal.values["longest_until"] == "2034-03-01"


def test_an_office_can_end_before_its_term(council):
    decision = council.on("2031-03-01").decides()
    council.does("secretariat", Appoint(office="harbour-master", person="Ann Chandler", basis=decision))
    council.on("2032-01-01").does("secretariat", EndOffice(office="harbour-master", person="Ann Chandler"))
    assert holder("harbour-master", "Ann Chandler", date(2031, 12, 31))
    again = EndOffice(office="harbour-master", person="Ann Chandler")
    assert council.refuses("secretariat", again).code == "not_in_office"


def test_an_office_that_the_charter_does_not_know_is_given_to_nobody(council):
    refused = council.refuses("secretariat", Appoint(office="admiral", person="Ann Chandler"))
    assert refused.code == "no_such_office"


def test_an_announced_meeting_becomes_a_meeting_that_was_held(council):
    days = {"first": date(2031, 6, 1), "last": date(2031, 6, 2)}
    announced = council.on("2031-01-01").does(
        "secretariat", AnnounceMeeting(body="ASSEMBLY", city="Port Mary", **days)
    )
    assert not Meeting.objects.get().held
    met = Meet(body="ASSEMBLY", first=date(2031, 6, 1), city="Port Mary", announced_entry=announced.seq)
    council.on("2031-06-03").does("secretariat", met)
    meeting = Meeting.objects.get()
    assert (meeting.held, meeting.last, meeting.announced_by) == (True, date(2031, 6, 3), announced.seq)


def test_a_meeting_does_not_end_before_it_begins(council):
    early = Meet(body="ASSEMBLY", first=date(2031, 6, 2))
    assert council.on("2031-06-01").refuses("secretariat", early).code == "ends_before_it_begins"
