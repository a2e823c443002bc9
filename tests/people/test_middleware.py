"""From a seat one is shown more than everybody, and only there."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from comity.people.acts import EndCredential, IssueCredential
from comity.people.middleware import CHOSEN
from comity.people.models import Account, Credential
from comity.record.edition import reading, remembered
from comity.record.models import EntryRow
from comity.record.reading import everything
from council import Council
from record.acts import Confide

Seated = Callable[..., Client]


@pytest.fixture(autouse=True)
def morning(council: Council) -> Iterator[None]:
    """It is the council's first day for the pages too."""
    with council.clock():
        yield


@pytest.fixture
def seated(council: Council) -> Seated:
    """A browser in which somebody who holds these seats has logged in."""

    def log_in(*seats: tuple[str, str]) -> Client:
        account = Account.objects.create_user(f"{len(Account.objects.all())}@council.example")
        for seat, role in seats:
            council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
        client = Client()
        client.force_login(account)
        return client

    return log_in


@pytest.fixture
def confided(council: Council) -> int:
    return council.does("secretariat", Confide(words="Between us.")).seq


def test_members_read_what_is_for_members(seated: Seated, confided: int) -> None:
    assert "Between us" in seated(("delegation:XA", "expert")).get(f"/record/{confided}").text
    assert "Between us" in seated(("secretariat", "officer")).get("/record").text


OTHERS = [("delegation:XS", "head"), ("observer:unodc", "observer"), ("guest:asean", "guest")]


@pytest.mark.parametrize("seat", OTHERS)
def test_others_do_not(seated: Seated, confided: int, seat: tuple[str, str]) -> None:
    assert "Between us" not in seated(seat).get(f"/record/{confided}").text


def test_nor_does_an_account_without_a_seat(seated: Seated, confided: int) -> None:
    assert "Between us" not in seated().get(f"/record/{confided}").text
    assert "Between us" not in Client().get(f"/record/{confided}").text


def test_one_reads_from_the_seat_that_one_chose(seated: Seated, confided: int) -> None:
    client = seated(("delegation:XA", "expert"), ("guest:asean", "guest"))
    assert "Between us" in client.get(f"/record/{confided}").text
    session = client.session
    session[CHOSEN] = client.get("/record").wsgi_request.sittings[1].credential
    session.save()
    assert "Between us" not in client.get(f"/record/{confided}").text


def test_what_one_is_shown_is_kept_by_nobody(seated: Seated) -> None:
    response = seated(("delegation:XA", "expert")).get("/members")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


def test_a_page_for_everybody_may_be_kept(council: Council) -> None:
    response = Client().get("/members")
    assert "Vary" not in response.headers or "Cookie" not in response.headers["Vary"]


def test_a_seat_that_is_over_shows_no_more(seated: Seated, confided: int, council: Council) -> None:
    client = seated(("delegation:XA", "expert"))
    assert "Between us" in client.get(f"/record/{confided}").text
    with everything():
        over = EndCredential(credential_entry=Credential.objects.get().entry)
    council.does("secretariat", over)
    assert "Between us" not in client.get(f"/record/{confided}").text


def test_what_was_remembered_for_one_is_not_told_to_another(council: Council) -> None:
    """Names are remembered from page to page, each for those who may know them."""

    @remembered
    def known() -> int:
        return EntryRow.objects.count()

    council.does("secretariat", Confide(words="Between us."))
    with reading():
        before = known()
        with everything():
            assert known() == before + 1
        assert known() == before
