"""The pages of an organisation that has hardly begun, and lies in the future."""

import pytest

from comity.membership.acts import Apply

pytestmark = pytest.mark.django_db

PAGES = ("", "members", "bodies", "bodies/ASSEMBLY", "chair", "offices", "offices/harbour-master", "states/XA")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_history_is_a_page(client, council, page):
    answer = client.get(f"/{page}?on=2030-03-01")
    assert answer.status_code == 200
    assert "As decided so far for 1 March 2030" in answer.content.decode()


def test_without_a_day_the_founding_is_shown_as_long_as_it_is_to_come(client, council):
    assert "3 states" in client.get("/members").content.decode()
    assert len(client.get("/members.json").json()) == 3


def test_an_application_begins_the_path(client, council):
    council.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    page = client.get("/states/XS?on=2031-03-03").content.decode()
    assert page.count("path__step--taken") == 1
    assert "Sylvania" in page
    assert 'id="path"' not in client.get("/states/XS?on=2031-03-02").content.decode()
