"""The seat is on every page, and its holder takes another without JavaScript."""

import pytest
from django.test import Client

from comity.people.acts import IssueCredential
from comity.people.models import Account
from council import Council
from people.conftest import logs_in
from people.test_accounts import SHOWN

pytestmark = pytest.mark.usefixtures("morning")
PAGES = ("/", "/members", "/record", "/record/1", "/documents", "/charter", "/help", "/nowhere")


def test_the_seat_is_on_every_page(client: Client, anna: Account) -> None:
    logs_in(client)
    assert [page for page in PAGES if SHOWN not in client.get(page).text] == []
    assert "делегация" in client.get("/ru/members").text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_everybody_asks_nobody_who_they_are(page: str) -> None:
    answer = Client().get(page)
    assert "sitting__seat" not in answer.text
    assert "Log in" in answer.text
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


def test_one_takes_another_of_ones_seats_and_stays_on_the_page(client, anna: Account, council: Council) -> None:
    other = council.does("clerk", IssueCredential(account=anna.code, seat="secretariat", role="officer"))
    logs_in(client)
    assert SHOWN in client.get("/members").text
    answer = client.post("/seat", {"credential": other.seq, "next": "/members?on=2030-03-01"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/members?on=2030-03-01")
    assert "<strong>secretariat, officer</strong>" in client.get("/members").text


def test_a_page_that_is_for_another_of_ones_seats_says_where_it_may_be(
    client, anna: Account, council: Council
) -> None:
    """The page stayed open, and its reader sat down elsewhere. Whoever has one seat is told nothing of others."""
    logs_in(client)
    assert "another of your seats" not in client.get("/documents/draft").text
    council.does("clerk", IssueCredential(account=anna.code, seat="secretariat", role="officer"))
    answer = client.get("/documents/draft")
    assert answer.status_code == 404
    assert "What is for another of your seats is shown when you sit there." in answer.text


@pytest.mark.parametrize("chosen", ["1", "999", "", "x", "²"])
def test_nobody_takes_a_seat_that_is_not_theirs(client: Client, anna: Account, chosen: str) -> None:
    logs_in(client)
    assert client.post("/seat", {"credential": chosen}).status_code == 400
    assert Client().post("/seat", {"credential": chosen}).status_code == 400


def test_choosing_leads_to_no_other_site(client: Client, anna: Account) -> None:
    logs_in(client)
    mine = client.get("/members").wsgi_request.sittings[0].credential
    for onward in ("https://example.org", "//example.org", "javascript:alert(1)"):
        assert client.post("/seat", {"credential": mine, "next": onward}).headers["Location"] == "/"


def test_a_strict_policy_stands_on_every_page(client: Client) -> None:
    for page in ("/", "/accounts/login", "/nowhere", "/members.json"):
        policy = client.get(page).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
