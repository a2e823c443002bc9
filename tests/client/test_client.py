"""The client: lists to their end, one thing, acts, problems as exceptions, and nothing asked for twice."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from comity.client import Client, Moved, NotAdmitted, NotFound, Problem, Refused, Unreachable
from comity.people import tokens
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.people.sitting import sittings
from comity.record.models import Head
from comity.register.acts import EnterDocument
from council import Council

ADDRESS = "http://localhost"
Opens = Callable[..., Client]


class Counted(httpx.WSGITransport):
    """The site, without a network between, which counts what it answers."""

    def __init__(self) -> None:
        super().__init__(app=WSGIHandler())
        self.answered: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        self.answered.append(answer.status_code)
        return answer


@pytest.fixture(autouse=True)
def connected(council: Council) -> Iterator[None]:
    """What the test has written outlasts a request, and it is the council's day."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with council.clock():
        yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def opens(council: Council) -> Opens:
    def open_(seat: str = "", role: str = "", scope: str = "act", **options: Any) -> Client:
        secret = ""
        if seat:
            account = Account.objects.create_user(f"{Account.objects.count()}@council.example")
            council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
            (sitting,) = sittings(account, council.day)
            secret = tokens.issue(account, "C", scope=scope, sitting=sitting, days=1, on=council.day)[1]
        return Client(ADDRESS, secret, **({"transport": Counted()} | options))

    return open_


def test_a_list_is_read_to_its_end(opens: Opens, council: Council) -> None:
    for number in range(5):
        council.does("secretariat", EnterDocument(document=f"doc-{number}", title={"en": "On"}, type="decision"))
    with opens() as client:
        assert [row["code"] for row in client.documents(limit=2)] == [f"doc-{number}" for number in (4, 3, 2, 1, 0)]
        assert len(list(client.entries(from_=council.day))) == Head.objects.get().size
        assert [row["code"] for row in client.states(status="member", on=council.day)] == ["XA", "XB", "XR"]
        assert list(client.meetings(held=True)) == []


def test_every_list_and_every_thing_has_a_name(opens: Opens, council: Council) -> None:
    council.does("secretariat", EnterDocument(document="rules", title={"en": "Rules"}, type="regulation"))
    client = opens("delegation:XA", "head")
    for rows in (
        client.statuses(), client.bodies(), client.chairmanships(), client.offices(), client.holders(),
        client.versions("rules"), client.relations("rules"), client.provisions(), client.competences(),
        client.rules(),
    ):  # fmt: skip
        assert all(isinstance(row, dict) for row in rows)
    assert client.charter()["charter"]["organisation"]["code"] == "ICM"
    assert client.state("XA")["name"] == "Arcadia"
    assert client.body("ASSEMBLY")["code"] == "ASSEMBLY"
    assert client.document("rules")["title"] == "Rules"
    assert client.entry(1)["entry"]["seq"] == 1
    assert client.me()["seat"]["seat"] == "delegation:XA"
    assert any(kind["open"] for kind in client.kinds())


def test_names_are_in_the_language_that_was_chosen(opens: Opens) -> None:
    assert opens(language="ru").state("XA")["name"] == "Аркадия"


def test_an_act_is_entered_once_for_one_key(opens: Opens) -> None:
    client = opens("delegation:XS", "head")
    seen = client.head()
    foreseen = client.act("membership.apply", {"state": "XS"}, dry_run=True)
    assert (foreseen["permitted"], client.head()) == (True, seen)
    first, second = (client.act("membership.apply", {"state": "XS"}, key="note-17") for _ in range(2))
    assert first == second
    assert (first["seq"], client.head()) == (seen + 1, seen + 1)
    with pytest.raises(Moved) as moved:
        client.act("membership.apply", {"state": "XS"}, head=seen)
    assert moved.value.size == seen + 1


def test_a_day_may_be_named(opens: Opens) -> None:
    officer = opens("secretariat", "officer")
    meeting = {"body": "ASSEMBLY", "first": "2030-03-01"}
    assert officer.act("bodies.meet", meeting, on="2030-03-01")["entry"]["on"] == "2030-03-01"


def test_problems_are_exceptions_that_say_what_and_why(opens: Opens) -> None:
    client = opens("delegation:XA", "head")
    with pytest.raises(Refused, match="Arcadia has been member") as refused:
        client.act("membership.apply", {"state": "XA"})
    assert (refused.value.status, refused.value.code, refused.value.article) == (409, "already_held", "4")
    with pytest.raises(NotAdmitted) as barred:
        client.act("membership.name_state", {"state": "XT", "name": {"en": "Thule"}})
    assert (barred.value.status, barred.value.name) == (403, "refused")
    with pytest.raises(NotAdmitted, match="may only read"):
        opens("delegation:XA", "head", scope="read").act("membership.apply", {"state": "XA"})
    with pytest.raises(NotAdmitted, match="counts for nothing"):
        Client(ADDRESS, "comity_wrong", transport=Counted()).me()
    with pytest.raises(NotFound):
        client.state("XX")
    with pytest.raises(Problem) as wrong:
        list(client.entries(kind="membership.dance"))
    assert (wrong.value.status, wrong.value.name) == (422, "bad-fields")


def test_what_is_known_is_not_sent_again(opens: Opens, council: Council) -> None:
    site = Counted()
    client = opens(transport=site)
    first = list(client.states())
    first[0]["name"] = "changed by whoever has it"
    assert next(client.states())["name"] == "Arcadia"
    assert site.answered == [200, 304]
    council.does("secretariat", EnterDocument(document="rules", title={"en": "Rules"}, type="regulation"))
    list(client.states())
    assert site.answered == [200, 304, 200]
    forgetful = opens(transport=(other := Counted()), remember=0)
    assert [len(list(forgetful.states())) for _ in range(2)] == [3, 3]
    assert other.answered == [200, 200]


@pytest.mark.parametrize("answer", ["<h1>Bad gateway</h1>", "[1]", ""])
def test_an_answer_that_is_no_problem_is_told_as_one(answer: str) -> None:
    broken = httpx.MockTransport(lambda request: httpx.Response(502, text=answer))
    with pytest.raises(Problem) as problem:
        Client(ADDRESS, transport=broken).charter()
    assert problem.value.status == 502


def test_nobody_there_is_told_and_no_redirect_is_shown_the_token() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(Unreachable, match="does not answer"):
        Client(ADDRESS, transport=httpx.MockTransport(fail)).head()
    asked = []
    elsewhere = {"Location": "https://elsewhere.example/"}

    def redirect(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers=elsewhere)

    with pytest.raises(Problem):
        Client(ADDRESS, "comity_x", transport=httpx.MockTransport(redirect)).me()
    assert asked == ["localhost"]
