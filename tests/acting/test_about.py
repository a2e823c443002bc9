"""The way to act from where one is: on the page of a state, a body, a document, a meeting."""

import pytest
from django.test import Client
from lxml import html

from acting.conftest import LogsIn
from comity.bodies.acts import AnnounceMeeting
from comity.decisions.acts import Adopt, Consent
from comity.meetings.acts import Convene
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.register.acts import EnterDocument
from council import Council
from council.deciding import opened

pytestmark = pytest.mark.usefixtures("morning")


def buttons(client: Client, subject: str) -> list[str]:
    page = html.document_fromstring(client.get(f"/acts/about/{subject}").text)
    return [one.get("href") for one in page.xpath("//p[@class='here__acts']/a")]


@pytest.fixture
def officer(logs_in: LogsIn) -> Client:
    return logs_in("secretariat", "officer")


def test_what_is_permitted_is_a_button_and_what_is_not_is_the_reason(officer: Client) -> None:
    assert "/acts/membership.suspend?state=XA" in buttons(officer, "state:XA")
    page = officer.get("/acts/about/state:XA").text
    assert "Arcadia is not suspended." in page
    assert "/acts/membership.reinstate" not in page


def test_what_is_not_for_the_seat_is_left_out(logs_in: LogsIn) -> None:
    head = logs_in("delegation:XS", "head")
    assert buttons(head, "state:XS") == ["/acts/membership.apply?state=XS"]
    page = head.get("/acts/about/state:XA").text
    assert "No act about this is for your seat." in page
    assert "suspend" not in page


def test_documents_bodies_and_offices_have_their_acts(officer: Client, council: Council) -> None:
    council.does("secretariat", EnterDocument(document="rules", title={"en": "Rules"}, type="decision"))
    assert "/acts/register.add_version?document=rules" in buttons(officer, "document:rules")
    assert "/acts/bodies.announce_meeting?body=ASSEMBLY" in buttons(officer, "body:ASSEMBLY")
    assert "/acts/bodies.appoint?office=harbour-master" in buttons(officer, "office:harbour-master")


def test_a_meeting_that_was_announced_is_reported_on(officer: Client, council: Council) -> None:
    act = AnnounceMeeting(body="ASSEMBLY", first="2030-03-01", last="2030-03-01", city="Ark")
    seq = council.does("secretariat", act).seq
    (button,) = buttons(officer, f"entry:{seq}")
    form = html.document_fromstring(officer.get(button).text)
    assert form.get_element_by_id("id_city").value == "Ark"
    assert form.get_element_by_id("id_announced_entry").value == str(seq)


def test_a_credential_is_ended_by_who_may_give_it(logs_in: LogsIn, council: Council) -> None:
    account = Account.objects.create_user("e@a.example")
    act = IssueCredential(account=account.code, seat="delegation:XA", role="expert")
    seq = council.does("clerk", act).seq
    own, other = logs_in("delegation:XA", "head"), logs_in("delegation:XB", "head")
    assert f"/acts/people.end_credential?credential_entry={seq}&do=try" in buttons(own, f"entry:{seq}")
    assert buttons(other, f"entry:{seq}") == []


@pytest.mark.parametrize("subject", ["state", "state:", "ship:ARGO", "entry:x", "state:XX", "document:nothing"])
def test_what_there_is_not_has_no_acts_or_no_page(officer: Client, subject: str) -> None:
    assert officer.get(f"/acts/about/{subject}").status_code in (200, 404)


def test_pages_lead_there_for_who_sits_and_for_nobody_else(officer: Client) -> None:
    for page, subject in (
        ("/states/XA", "state:XA"),
        ("/bodies/ASSEMBLY", "body:ASSEMBLY"),
        ("/record/2", "entry:2"),
    ):
        assert f'href="/acts/about/{subject}"' in officer.get(page).text
        assert "/acts/about" not in Client().get(page).text
    assert "/acts/about" not in officer.get("/members").text
    assert "htmx" not in Client().get("/states/XA").text


def test_a_list_leads_to_the_act_by_which_one_more_comes(officer: Client, logs_in: LogsIn) -> None:
    assert 'href="/acts/decisions.put_forward">Put a decision forward<' in officer.get("/decisions").text
    assert 'href="/acts/meetings.convene">Convene a meeting<' in officer.get("/meetings").text
    assert "/acts/meetings.convene" not in logs_in("delegation:XA", "head").get("/meetings").text
    assert "/acts/" not in Client().get("/decisions").text


def test_what_can_be_about_a_decision_is_done_to_a_meeting_all_the_same(council: Council, logs_in: LogsIn) -> None:
    """An item of an agenda may have a decision before it, and need not."""
    chair = logs_in("chair", "chair")
    meeting = council.does("secretariat", Convene(body="ASSEMBLY", first="2032-04-01", last="2032-04-01")).seq
    assert f"/acts/meetings.add_item?session={meeting}" in buttons(chair, f"session:{meeting}")


def test_what_no_meeting_can_take_is_a_reason_before_a_meeting_is_chosen(council: Council, officer: Client) -> None:
    """A review without a day of review is offered nowhere, though the form would still ask for the meeting."""
    never, again = opened(council), opened(council, review_on="2031-02-15")
    for decision in (never, again):
        for state, code in (("Arcadia", "XA"), ("Borealia", "XB"), ("Ruritania", "XR")):
            council.does(state, Consent(decision=decision, state=code))
        council.does("chair", Adopt(decision=decision))
    assert f"/acts/meetings.add_review?decision={never}" not in buttons(officer, f"decision:{never}")
    assert (
        "no decision was adopted that is to be looked at again" in officer.get(f"/acts/about/decision:{never}").text
    )
    assert f"/acts/meetings.add_review?decision={again}" in buttons(officer, f"decision:{again}")


def test_htmx_is_given_the_list_alone(officer: Client) -> None:
    answer = officer.get("/acts/about/state:XA", headers={"HX-Request": "true"}).text
    assert "<html" not in answer
    assert "/acts/membership.suspend?state=XA" in answer
