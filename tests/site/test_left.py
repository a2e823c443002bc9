"""The page of a state that has left: what it was, and no next step until it takes one itself."""

import pytest
from django.test import Client

from comity.membership.acts import Apply, Expel, Suspend
from council import Council


@pytest.fixture
def expelled(council: Council) -> None:
    """Borealia, a founder, was expelled; Sylvania never had a standing."""
    council.on("2034-06-01")
    told = {"state": "XB", "grounds": {"en": "It left its berth."}}
    council.does("secretariat", Suspend(**told, basis=council.decides()))
    council.on("2034-06-10").does("secretariat", Expel(**told, basis=council.decides()))
    council.on("2034-07-01")


@pytest.mark.usefixtures("expelled")
def test_it_was_a_member_and_is_on_no_way(council: Council, client: Client) -> None:
    with council.clock():
        page = client.get("/states/XB").text
    assert "Borealia has no standing in the organisation on this day." in page
    assert "Earlier standing: member, from 1 March 2030 to 10 June 2034." in page
    assert "On the way to membership" not in page
    assert "the next step" not in page


@pytest.mark.usefixtures("expelled")
def test_once_it_applies_anew_its_way_begins_at_the_beginning(council: Council, client: Client) -> None:
    council.does("Borealia", Apply(state="XB"))
    with council.clock():
        page = client.get("/states/XB").text
    path = page.split('<ol class="path">')[1].split("</ol>")[0]
    assert path.count("path__step--taken") == 1
    assert "the next step" in path


@pytest.mark.usefixtures("expelled")
def test_of_a_state_that_never_took_part_nothing_more_is_said(council: Council, client: Client) -> None:
    with council.clock():
        assert "Earlier standing" not in client.get("/states/XS").text
