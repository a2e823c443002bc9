"""A decision as a document of record: what was decided, what each state said, and the opinions, in every language."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from comity.decisions.acts import Adopt, Consent, Corrigendum, PlaceOpinion
from council import Council
from council.deciding import opened


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture
def adopted(council: Council) -> int:
    """Arcadia consents and places an opinion; the chair sees no objection."""
    council.on("2031-03-03")
    found = opened(council, text={"en": "Arcadia lies at the quay.", "ru": "Аркадия стоит у причала."})
    council.does("Arcadia", Consent(decision=found, state="XA"))
    council.does("Arcadia", PlaceOpinion(decision=found, state="XA", opinion={"en": "A second quay is needed."}))
    council.on("2031-03-04").does("chair", Adopt(decision=found))
    return found


def test_it_tells_what_was_decided_by_which_rule_and_with_which_opinions(
    council: Council, adopted: int, client: Client
) -> None:
    with council.clock():
        said = read(client, f"/decisions/{adopted}.pdf")
    for words in ("4 March 2031", "Arcadia lies at the quay.", "consents", "A second quay is needed.", "entry"):
        assert words in said, words


def test_it_says_that_its_text_was_corrected(council: Council, adopted: int, client: Client) -> None:
    text, grounds = {"en": "Arcadia lies at the quay of stone."}, {"en": "Two words were missing."}
    council.on("2031-03-09").does("secretariat", Corrigendum(decision=adopted, text=text, grounds=grounds))
    with council.clock():
        said = read(client, f"/decisions/{adopted}.pdf")
        before = read(client, f"/decisions/{adopted}.pdf?on=2031-03-08")
    assert "Arcadia lies at the quay of stone. Corrected on 9 March 2031: Two words were missing." in said
    assert "Corrected" not in before


def test_it_speaks_the_language_of_its_address(council: Council, adopted: int, client: Client) -> None:
    with council.clock():
        russian = read(client, f"/ru/decisions/{adopted}.pdf")
        chinese = read(client, f"/zh-hans/decisions/{adopted}.pdf").replace(" ", "")
        page = client.get(f"/ru/decisions/{adopted}").text
    assert "Аркадия стоит у причала." in russian
    assert "4 марта 2031" in russian
    assert "2031年3月4日" in chinese
    assert f'href="/ru/decisions/{adopted}.pdf"' in page


def test_there_is_none_before_it_is_adopted(council: Council, client: Client) -> None:
    council.on("2031-03-03")
    found = opened(council)
    with council.clock():
        answer = client.get(f"/decisions/{found}.pdf")
        assert ".pdf" not in client.get(f"/decisions/{found}").text
    assert answer.status_code == 404
    assert "once it is adopted" in answer.text
