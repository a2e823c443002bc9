"""A decision under discussion: the floor holds up its adoption, and who is there counts."""

import pytest
from django.test import Client

from comity.decisions.acts import Adopt, Consent, Object, Open
from comity.meetings import hindrance, queries
from comity.meetings.acts import (
    AddItem,
    AskFloor,
    CallItem,
    Convene,
    Gavel,
    GiveFloor,
    OpenMeeting,
    Roll,
    YieldFloor,
)
from comity.people.acts import IssueCredential
from comity.people.models import Account
from council.deciding import now, put_forward

DAY = "2031-03-01"
ARCADIA, BOREALIA, RURITANIA = "delegation:XA", "delegation:XB", "delegation:XR"


@pytest.fixture
def decision(council) -> int:
    council.on("2031-02-01")
    decision = put_forward(council)
    council.does("chair", Open(decision=decision))
    return decision


@pytest.fixture
def session(council, decision) -> str:
    """The Assembly is open, and has the decision under discussion."""
    session = str(council.does("secretariat", Convene(body="ASSEMBLY", first=DAY, last=DAY)).seq)
    item = council.does("chair", AddItem(session=session, title={"en": "A berth"}, decision=decision))
    council.on(DAY).does("chair", OpenMeeting(session=session))
    council.does("secretariat", Roll(session=session, arrived_seat=(ARCADIA, BOREALIA, RURITANIA, "secretariat")))
    council.does("chair", CallItem(item=str(item.seq)))
    return session


def sits(council, seat: str, role: str) -> Client:
    account = Account.objects.create_user(f"{role}@{seat.replace(':', '.')}.example")
    council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
    client = Client()
    client.force_login(account)
    return client


def test_nothing_is_adopted_while_somebody_waits_for_the_floor(council, session, decision):
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    refused = council.refuses("chair", Adopt(decision=decision))
    assert refused.code == "floor_asked"
    assert "Somebody has asked for the floor" in str(refused)
    council.does("chair", GiveFloor(session=session, seat=ARCADIA))
    council.does("Arcadia", YieldFloor(session=session, seat=ARCADIA))
    council.does("chair", Adopt(decision=decision))
    assert now(decision).stage == "adopted"


def test_the_item_is_concluded_when_its_decision_is(council, session, decision):
    item = str(queries.agenda(session).get().entry)
    assert council.refuses("chair", Gavel(item=item)).code == "undecided"
    council.does("chair", Adopt(decision=decision))
    council.does("chair", Gavel(item=item))


def test_an_item_names_what_was_put_forward_and_nothing_else(council, session):
    wrong = AddItem(session=session, title={"en": "Nothing"}, decision=1)
    assert council.refuses("chair", wrong).code == "no_decision"


def test_who_is_there_is_told_to_the_rule(council, session, decision):
    assert hindrance.in_the_room(decision, None) == ["XA", "XB", "XR"]
    council.does("Borealia", Roll(session=session, left_seat=(BOREALIA,)))
    assert hindrance.in_the_room(decision, None) == ["XA", "XR"]
    assert hindrance.in_the_room(1, None) is None


def test_a_delegation_takes_its_position_in_the_room_and_the_chair_decides_in_one_stroke(council, session, decision):
    delegate, chair = sits(council, ARCADIA, "head"), sits(council, "chair", "chair")
    room, console = f"/meetings/{session}/room", f"/meetings/{session}/chair"
    item = str(queries.agenda(session).get().entry)
    with council.clock():
        page = delegate.get(room).content.decode()
        assert "Object, with grounds" in page
        assert f"decision:{decision}" in page
        sent = {"act": "decisions.consent", "decision": decision, "state": "XA"}
        assert delegate.post(room, sent).status_code == 303
        assert "So decided" in chair.get(console).content.decode()
        stroke = {"act": "decisions.adopt", "decision": decision, "item": item}
        assert chair.post(console, stroke).status_code == 303
    assert now(decision).stage == "adopted"
    assert queries.item(item).outcome == "adopted"


def test_the_chair_opens_the_decision_of_an_item_from_the_console(council, session):
    chair, console = sits(council, "chair", "chair"), f"/meetings/{session}/chair"
    unopened = put_forward(council, title={"en": "Fog signals"})
    item = council.does("chair", AddItem(session=session, title={"en": "Fog"}, decision=unopened))
    council.does("chair", CallItem(item=str(item.seq)))
    with council.clock():
        page = chair.get(console).content.decode()
        assert "is not open for positions yet" in page
        assert "Open the decision for positions" in page
        assert chair.post(console, {"act": "decisions.open", "decision": unopened}).status_code == 303
        page = chair.get(console).content.decode()
    assert now(unopened).stage == "open"
    assert "Open the decision for positions" not in page


def test_what_is_refused_concludes_nothing(council, session, decision):
    grounds = {"en": "The berth is ours."}
    council.does("Borealia", Object(decision=decision, state="XB", grounds=grounds))
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    chair = sits(council, "chair", "chair")
    item = str(queries.agenda(session).get().entry)
    with council.clock():
        stroke = {"act": "decisions.adopt", "decision": decision, "item": item}
        answer = chair.post(f"/meetings/{session}/chair", stroke)
    assert answer.status_code == 409
    assert "Borealia objected" in answer.content.decode()
    assert queries.item(item).outcome == ""


def test_every_view_tells_how_the_decision_stands_and_the_projector_what_is_for_all_in_the_hall(
    council, session, decision, client
):
    """Whoever operates the projector may read more than a guest before the wall."""
    council.does("Borealia", Object(decision=decision, state="XB", grounds={"en": "It is too near."}))
    chair, delegate = sits(council, "chair", "chair"), sits(council, ARCADIA, "head")
    with council.clock():
        views = {view: chair.get(f"/meetings/{session}/{view}").content.decode() for view in ("chair", "hall")}
        views["room"] = delegate.get(f"/meetings/{session}/room").content.decode()
        views["wall"] = client.get(f"/meetings/{session}/hall").content.decode()
    for view, page in views.items():
        assert "It is before the Assembly, and the states are asked for their positions." in page, view
        assert ("Borealia objects." in page) == (view in ("chair", "room")), view
