"""The pages of an organisation that has hardly begun, and lies in the future."""

import pytest

from comity.meetings.acts import AddItem, Convene, OpenMeeting, SuspendMeeting
from comity.membership.acts import Apply

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "members",
    "bodies",
    "bodies/ASSEMBLY",
    "bodies/BUREAU",
    "chair",
    "offices",
    "offices/harbour-master",
    "states/XA",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_history_is_a_page(client, council, page):
    answer = client.get(f"/{page}?on=2030-03-01")
    assert answer.status_code == 200
    assert "As decided so far for 1 March 2030" in answer.content.decode()


def test_a_body_that_the_charter_alone_knows_has_a_page(client, council):
    """The charter's page links to it, as to every body that it names."""
    page = client.get("/bodies/BUREAU").content.decode()
    assert "The charter provides for this body; no act in the record has established it." in page
    assert "Prepare the Assembly" in page
    assert '<a href="/bodies/ASSEMBLY">Assembly</a>' in page
    assert client.get("/bodies/BUREAU.json").json() == []
    assert client.get("/bodies/HARBOUR").status_code == 404


def test_without_a_day_the_founding_is_shown_as_long_as_it_is_to_come(client, council):
    assert "3 states" in client.get("/members").content.decode()
    assert len(client.get("/members.json").json()) == 3


def test_an_application_begins_the_path(client, council):
    council.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    page = client.get("/states/XS?on=2031-03-03").content.decode()
    assert page.count("path__step--taken") == 1
    assert "Sylvania" in page
    assert 'id="path"' not in client.get("/states/XS?on=2031-03-02").content.decode()


def test_steps_on_the_way_are_not_what_was_decided(client, council):
    day = "2031-03-03"
    meeting = council.on(day).does("chair", Convene(body="ASSEMBLY", first=day, last=day)).seq
    council.does("chair", AddItem(session=str(meeting), title={"en": "Buoys"}))
    council.does("chair", OpenMeeting(session=str(meeting)))
    council.does("chair", SuspendMeeting(session=str(meeting)))
    text = client.get(f"/?on={day}").content.decode()
    lately = text[text.index('id="lately"') : text.index('id="figures"')]
    assert "was convened for 3 March 2031" in lately
    for step in ("Buoys", "opened the meeting", "suspended"):
        assert step not in lately
