"""Where one lands after an act: on the page of what it is about, where the entry is told of and linked."""

import pytest
from django.test import Client

from acting.conftest import LogsIn
from comity.record.models import Head
from council import Council
from council.deciding import opened

TITLE = {"title.en": "Berths"}
CONVENED = {"body": "ASSEMBLY", "first": "2031-06-01", "last": "2031-06-01"}


@pytest.fixture
def officer(council: Council, logs_in: LogsIn) -> Client:
    council.on("2031-03-03")
    return logs_in("secretariat", "officer")


def enters(council: Council, client: Client, kind: str, **fields: str) -> str:
    """Where the browser is sent, without the number of the entry."""
    with council.clock():
        response = client.post(f"/acts/{kind}", {**fields, "do": "enter"})
        assert response.status_code == 303, response.text
        assert "Entered into the record:" in client.get(response.headers["Location"], follow=True).text
    return response.headers["Location"].replace(str(Head.objects.get().size), "N")


@pytest.mark.parametrize(
    ("kind", "fields", "page"),
    [
        ("decisions.put_forward", TITLE | {"body": "ASSEMBLY", "competence": "fix-dues"}, "/decisions/N"),
        ("register.enter_document", TITLE | {"document": "ropes", "type": "strategy"}, "/documents/ropes"),
        ("meetings.convene", CONVENED, "/meetings/N"),
        ("membership.name_state", {"state": "XT", "name.en": "Thule"}, "/states/XT"),
    ],
)
def test_one_lands_on_what_comes_to_be(
    council: Council, officer: Client, kind: str, fields: dict[str, str], page: str
) -> None:
    assert enters(council, officer, kind, **fields) == page


def test_one_lands_on_what_one_acted_on(council: Council, officer: Client) -> None:
    decision = opened(council)
    assert enters(council, officer, "decisions.remind", decision=str(decision)) == f"/decisions/{decision}"


def test_the_entry_leads_to_what_it_began(council: Council, officer: Client) -> None:
    decision = opened(council)
    with council.clock():
        page = officer.get(f"/record/{decision}").text
    assert f'<dt>About</dt><dd><a href="/decisions/{decision}">Berths of the season</a></dd>' in page


def test_what_is_not_for_the_reader_is_not_named(council: Council, client: Client) -> None:
    """An entry for everybody about a decision that is not."""
    decision = opened(council, audience="members")
    with council.clock():
        assert "Berths of the season" not in client.get(f"/record/{decision}").text
