"""The pages of decisions: one plain sentence, the table, what stands in the way; to each reader what is theirs."""

import pytest
from django.test import Client

from comity.acting.awaiting import awaiting
from comity.bodies.acts import Meet
from comity.decisions.acts import (
    Adopt,
    Adopted,
    CloseWithoutOutcome,
    Consent,
    NewVersion,
    Object,
    OpenSilence,
    OpenWritten,
    PlaceOpinion,
    PutForward,
    Withdraw,
)
from comity.membership.acts import NameState
from comity.people.models import Account
from comity.record.seats import Seat
from council import Council
from council.deciding import now, opened, put_forward

GROUNDS = {"en": "The berth is ours by custom."}


@pytest.fixture
def decision(council: Council) -> int:
    """Open for positions: Arcadia consents, Borealia objects."""
    council.on("2031-03-03")
    found = opened(council, text={"en": "Arcadia lies at the quay."}, review_on="2032-01-01")
    council.does("Arcadia", Consent(decision=found, state="XA"))
    council.does("Borealia", Object(decision=found, state="XB", grounds=GROUNDS, note="Note 7"))
    return found


def test_the_public_is_told_how_it_stands_and_not_who_said_what(
    council: Council, decision: int, client: Client
) -> None:
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
    assert "It is before the Assembly, and the states are asked for their positions." in page
    assert "the positions are not for everybody to read" in page
    assert "Borealia objects" not in page
    assert "custom" not in page


def test_a_member_sees_each_position_and_what_stands_in_the_way(
    council: Council, decision: int, client: Client, anna: Account
) -> None:
    client.force_login(anna)
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
    assert "Of the states asked (3), 2 have said what they think. Borealia objects." in page
    assert "The berth is ours by custom." in page
    assert "3 March 2031, 10:00:00.000 (Europe/Berlin)" in page
    assert "1 objection stops it: Borealia." in page
    assert "no record" in page, "Ruritania has said nothing"
    assert "It would be adopted if Borealia no longer objects." in page, "it need not consent"


def test_where_all_have_to_answer_it_is_not_enough_to_object_no_more(
    council: Council, decision: int, client: Client, anna: Account
) -> None:
    council.does("chair", OpenWritten(decision=decision, last_day_on="2031-04-01"))
    client.force_login(anna)
    with council.clock():
        awaited = client.get(f"/decisions/{decision}").text
    council.does("Ruritania", Consent(decision=decision, state="XR"))
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
    assert "It would be adopted if" not in awaited, "nobody knows yet what Ruritania answers"
    assert "Their answer is awaited: Ruritania" in awaited
    assert "It would be adopted if Borealia abstains." in page


def test_states_are_named_in_the_charters_order(council: Council, client: Client, anna: Account) -> None:
    """By their names, as at the table, and not by their codes."""
    council.on("2031-03-03").does("secretariat", NameState(state="XB", name={"en": "Zubrowka"}))
    decision = put_forward(council)
    council.does("chair", OpenWritten(decision=decision, last_day_on="2031-04-01"))
    client.force_login(anna)
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
    assert "Their answer is awaited: Arcadia, Ruritania, Zubrowka" in page


def test_under_a_majority_who_is_needed_for_it_has_to_consent(
    council: Council, client: Client, anna: Account
) -> None:
    """Two thirds of those for or against: an objection less is enough for one, and not for the other."""
    council.on("2031-03-03")
    split, lost = (opened(council, competence="fix-dues", title={"en": name}) for name in ("Dues", "Fines"))
    council.does("Arcadia", Consent(decision=split, state="XA"))
    for one, state, code in ((split, "Borealia", "XB"), (lost, "Borealia", "XB"), (lost, "Ruritania", "XR")):
        council.does(state, Object(decision=one, state=code, grounds=GROUNDS))
    client.force_login(anna)
    with council.clock():
        dues, fines = (client.get(f"/decisions/{one}").text for one in (split, lost))
    assert "It would be adopted in any one of these cases" in dues
    assert "<li>Borealia no longer objects</li>" in dues
    assert "<li>Ruritania consents</li>" in dues
    assert "<li>Arcadia consents, Borealia consents</li>" in fines, "one for and one against are no two thirds"


def test_once_it_is_adopted_everybody_reads_who_said_what(council: Council, decision: int, client: Client) -> None:
    council.does("Arcadia", PlaceOpinion(decision=decision, state="XA", opinion={"en": "A second quay is needed."}))
    council.on("2031-03-04").does("Borealia", Consent(decision=decision, state="XB"))
    council.does("chair", Adopt(decision=decision))
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
        before = client.get(f"/decisions/{decision}?on=2031-03-03").text
        listed = client.get("/decisions").text
    assert "The Assembly adopted it on 4 March 2031: the chair saw no objection." in page
    assert "A second quay is needed." in page
    assert "What was said before" in page
    assert "The berth is ours by custom." in page
    assert "Borealia objects" in before, "as it was on that day"
    assert "Berths of the season" in listed


def test_positions_that_stay_closed_are_told_by_no_entry_and_no_row(
    council: Council, client: Client, anna: Account
) -> None:
    """The decision is public and its positions are not, also once it is adopted."""
    council.on("2031-03-03")
    decision = opened(council, opens="never")
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    adopted = council.does("chair", Adopt(decision=decision))
    assert not {"positions", "outcome"} & set(adopted.findings)
    assert (now(decision).positions, now(decision).outcome) == ({}, {})
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
        seats = client.get(f"/api/decisions/{decision}").json()["seats"]
        client.force_login(anna)
        own = client.get(f"/decisions/{decision}").text
    assert "consents" not in page
    assert {seat["position"] for seat in seats} == {"closed"}
    assert "consents" in own
    assert "Nobody objects whose objection stops it." in own


def test_a_silence_shows_when_it_ends_in_the_organisations_own_time(council: Council, client: Client) -> None:
    council.at("2031-03-20 08:00")
    decision = put_forward(council)
    council.does("chair", OpenSilence(decision=decision))
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
    assert "30 March 2031, 18:00 (Europe/Berlin)" in page
    assert 'datetime="2031-03-30T16:00:00+00:00"' in page


def test_what_was_said_to_an_earlier_version_is_asked_again(
    council: Council, decision: int, client: Client, anna: Account
) -> None:
    council.does("Ruritania", NewVersion(decision=decision, text={"en": "Arcadia lies at the pier."}))
    client.force_login(anna)
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
        waiting = client.get("/delegation").text
    assert "to version 1: consents; asked again" in page
    assert "to version 1: objects; asked again" in page, "and yet it stands"
    assert "Borealia objects." in page
    assert "Arcadia lies at the quay." in page, "earlier versions stay visible"
    assert "Arcadia lies at the pier." in page
    assert "The text of “Berths of the season” has changed, and your position is asked for again." in waiting


def test_who_objected_is_asked_whether_the_new_text_meets_it(
    council: Council, decision: int, client: Client, anna: Account
) -> None:
    """Its objection stands and counts; yet nobody else can say whether it still does."""
    council.does("Ruritania", NewVersion(decision=decision, text={"en": "Arcadia lies at the pier."}))
    with council.clock():
        (asked,) = awaiting(Seat("delegation:XB"), "", council.day)
        client.force_login(anna)
        page = client.get(f"/decisions/{decision}").text
    assert "your position is asked for again" in str(asked.what)
    assert [kind for kind, _ in asked.choices] == [
        *("decisions.consent", "decisions.object", "decisions.abstain", "decisions.not_taking_part"),
        "decisions.lift",
    ]
    assert "Of the states asked (3), 1 has said what it thinks. Borealia objects." in page
    council.does("Borealia", Object(decision=decision, state="XB", grounds=GROUNDS))
    with council.clock():
        assert awaiting(Seat("delegation:XB"), "", council.day) == [], "it has said so to the text of now"


def test_a_decision_of_the_members_is_theirs_alone(council: Council, client: Client, anna: Account) -> None:
    council.on("2031-03-03")
    decision = put_forward(council, audience="members")
    with council.clock():
        assert client.get(f"/decisions/{decision}").status_code == 404
        assert "Berths of the season" not in client.get("/decisions").text
        assert client.get("/decisions.json").json() == []
        client.force_login(anna)
        assert client.get(f"/decisions/{decision}").status_code == 200


def test_a_state_that_is_set_aside_sees_that_it_is(council: Council, client: Client, anna: Account) -> None:
    council.on("2032-02-01")
    fields = {"concerned_state": "XA", "competence": "membership.suspend"}
    decision = opened(council, **fields)
    client.force_login(anna)
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
        offered = client.get(f"/acts/about/decision:{decision}").text
    assert "set aside" in page
    assert "In the matter of “Berths of the season” Arcadia is set aside" in offered


def test_the_parties_to_a_dispute_are_named(council: Council, client: Client) -> None:
    decision = opened(council.on("2031-03-03"), party_states=("XA", "XB"))
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
        told = client.get(f"/api/decisions/{decision}").json()
    assert '<dt>Parties to the dispute</dt><dd><a href="/states/XA">Arcadia</a>, <a href="/states/XB">' in page
    assert (told["party_states"], told["concerned_state"]) == (["XA", "XB"], "")


def test_why_it_was_closed_or_withdrawn_is_told(council: Council, client: Client) -> None:
    closed, withdrawn, silently = (opened(council.on("2031-03-03")) for _ in range(3))
    council.does("chair", CloseWithoutOutcome(decision=closed, grounds={"en": "The quay has sunk."}))
    council.does("Ruritania", Withdraw(decision=withdrawn, grounds={"en": "We have another quay."}))
    council.does("chair", CloseWithoutOutcome(decision=silently))
    with council.clock():
        pages = [client.get(f"/decisions/{one}").text for one in (closed, withdrawn, silently)]
    assert "was closed without outcome: The quay has sunk." in pages[0]
    assert "was withdrawn: We have another quay." in pages[1]
    assert "was closed without outcome. " in " ".join(pages[2].split())


def test_what_was_decided_stands_above_what_each_state_said(council: Council, client: Client) -> None:
    decision = opened(council.on("2031-03-03"), text={"en": "Arcadia lies at the quay."})
    council.does("chair", Adopt(decision=decision))
    with council.clock():
        page = client.get(f"/decisions/{decision}").text
    assert page.index("Arcadia lies at the quay.") < page.index("What each state said")


def test_the_list_is_narrowed_down_and_is_data(council: Council, decision: int, client: Client) -> None:
    with council.clock():
        assert [row["stage"] for row in client.get("/decisions.json?stage=open").json()] == ["open"]
        assert client.get("/decisions.json?stage=adopted").json() == []
        assert client.get("/decisions?stage=lost").status_code == 400
        assert client.get(f"/decisions/{decision}.json").json() == [], "positions are not for everybody yet"
        assert client.get("/decisions/999").status_code == 404
        assert client.get(f"/decisions/{decision}?on=2031-03-02").status_code == 404


def test_programs_are_told_the_same(council: Council, decision: int, client: Client, anna: Account) -> None:
    with council.clock():
        public = client.get(f"/api/decisions/{decision}").json()
        client.force_login(anna)
        told = client.get(f"/api/decisions/{decision}").json()
        (listed,) = client.get("/api/decisions").json()["items"]
    assert listed["title"] == "Berths of the season"
    assert {seat["position"] for seat in public["seats"]} == {"closed"}
    assert (public["outcome"], public["positions"]) == ({}, [])
    assert [(seat["code"], seat["position"]) for seat in told["seats"]] == [
        ("XA", "consent"),
        ("XB", "object"),
        ("XR", "none"),
    ]
    assert told["outcome"]["in_the_way"] == ["XB"]


def test_the_chair_is_told_what_is_ready_for_the_gavel(council: Council, decision: int) -> None:
    from comity.acting.awaiting import awaiting
    from comity.record.seats import CHAIR, Seat

    def told(seat: str) -> list[str]:
        with council.clock():
            return [str(one.what) for one in awaiting(Seat(seat), "", council.day)]

    ready = "Nothing stands in the way of “Berths of the season”: it is ready for the gavel."
    assert ready not in told(CHAIR)
    council.does("Borealia", Consent(decision=decision, state="XB"))
    assert ready in told(CHAIR)
    assert "Your position on “Berths of the season” is asked for." in told("delegation:XR")
    assert "Your position on “Berths of the season” is asked for." not in told("delegation:XA")
    council.does("chair", Adopt(decision=decision))
    council.on("2031-12-01")
    assert "The Assembly looks again at “Berths of the season”." in told(CHAIR)


def test_only_the_body_that_has_the_competence_is_asked(council: Council) -> None:
    told = {"title": {"en": "Berths"}, "body": "BUREAU", "competence": "settle-berths"}
    assert council.refuses("Ruritania", PutForward(**told)).code == "other_body"


def test_what_was_decided_before_the_record_leads_to_the_meeting_that_decided_it(
    council: Council, client: Client
) -> None:
    meeting = council.on("2030-03-01").does("secretariat", Meet(body="ASSEMBLY", first="2030-03-01")).seq
    told = {"title": {"en": "Berths"}, "body": "ASSEMBLY", "competence": "settle-berths"}
    found = council.does("secretariat", Adopted(**told, meeting_entry=meeting)).seq
    with council.on("2031-03-01").clock():
        page = client.get(f"/decisions/{found}").text
    assert "What each state had said is not published." in page
    assert "met." in page.split("<dt>Rests on</dt>")[1].split("</dd>")[0]
    assert f'href="/record/{meeting}"' in page
    bare = council.on("2030-03-01").refuses("secretariat", Adopted(**told, meeting_entry=1))
    assert bare.code == "basis_decides_nothing"
