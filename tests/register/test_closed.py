"""A document may be closed: its readers find it, and to everybody else nothing tells of it, until it is released."""

import pytest
from django.test import Client

from comity.record.audiences import MEMBERS
from comity.record.models import EntryRow
from comity.record.reading import reading_as
from comity.register.acts import AddVersion, CorrectDocument, EnterDocument, Relate, ReleaseDocument, WithdrawDocument
from comity.register.models import Document, Relation, Version
from council import Council

WORD = "Kittiwake"
GROUNDS = {"en": f"{WORD} is misspelt."}
CLOSED = {"document": "draft", "title": {"en": f"Draft on the {WORD}"}, "type": "decision", "body": "ASSEMBLY"}
PLACES = (
    *("/", "/documents", "/documents?q=kittiwake", "/documents?type=decision", "/documents.json", "/documents.csv"),
    *("/documents.atom", "/feed.atom", "/record", "/record.json", "/record.csv", "/sitemap.xml", "/documents/draft"),
    *("/documents.json?q=kittiwake", "/bodies/ASSEMBLY", "/documents.atom?q=kittiwake", "/dataset/documents.csv"),
)


@pytest.fixture(autouse=True)
def draft(council: Council) -> None:
    council.on("2031-03-01").does("secretariat", EnterDocument(**CLOSED, audience=MEMBERS))
    council.does(
        "secretariat", AddVersion(document="draft", number=1, language="en", wording=f"The {WORD} shall fly.")
    )
    rules = {"document": "rules", "title": {"en": "Rules on birds"}, "type": "regulation", "body": "ASSEMBLY"}
    council.does("secretariat", EnterDocument(**rules))
    council.does("secretariat", Relate(document="draft", relation="rests-on", other_document="rules"))
    council.does("secretariat", CorrectDocument(document="draft", place="Strelsau", grounds=GROUNDS))


@pytest.mark.parametrize("place", PLACES)
def test_nothing_tells_of_it(council: Council, client: Client, place: str) -> None:
    with council.clock():
        found = client.get(place).getvalue().decode()
    assert WORD not in found
    assert "draft" not in found.replace(place, "").replace("“draft”", "").lower()


def test_nor_does_what_it_rests_on(council: Council, client: Client) -> None:
    with council.clock():
        address = Document.objects.get(code="rules").address
        for form in ("", ".json", ".bib"):
            assert WORD not in client.get(address + form).content.decode()


def test_it_is_not_counted_either(council: Council, client: Client) -> None:
    with council.clock():
        assert "1 document" in client.get("/documents").text
        assert "type=decision" not in client.get("/documents").text


def test_its_readers_find_it(council: Council, client: Client) -> None:
    with council.clock(), reading_as([MEMBERS]):
        assert WORD in client.get("/documents?q=kittiwake").text
        address = Document.objects.get(code="draft").address
        assert "shall fly" in client.get(f"{address}?from=1-en&to=1-en").text


def test_released_it_is_there_with_its_text_and_its_relations(council: Council, client: Client) -> None:
    before = EntryRow.objects.count()
    council.on("2031-04-01").does("chair", ReleaseDocument(document="draft"))
    with council.clock():
        assert WORD in client.get("/documents?q=fly").text
        assert WORD in client.get(Document.objects.get(code="rules").address).text
    assert Version.objects.filter(document="draft").count() == 1
    assert EntryRow.objects.count() == before + 5


def test_what_names_another_closed_document_stays_closed(council: Council) -> None:
    other = CLOSED | {"document": "other", "title": {"en": "Another draft"}}
    council.does("secretariat", EnterDocument(**other, audience=MEMBERS))
    council.does("secretariat", Relate(document="draft", relation="follows", other_document="other"))
    council.does("secretariat", ReleaseDocument(document="draft"))
    assert not Relation.objects.filter(other="other").exists()
    council.does("secretariat", ReleaseDocument(document="other"))
    assert Relation.objects.filter(other="other").exists()


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (ReleaseDocument(document="rules"), "open_already"),
        (ReleaseDocument(document="none"), "no_such_document"),
        (Relate(document="draft", relation="replaces", other_document="rules"), "closed_replaces_open"),
    ],
)
def test_what_would_tell_of_it_is_refused(council: Council, act: object, code: str) -> None:
    assert council.refuses("secretariat", act).code == code


def test_two_closed_to_different_readers_are_not_related(council: Council) -> None:
    council.does("secretariat", EnterDocument(**CLOSED | {"document": "other"}, audience="delegation:XA"))
    related = Relate(document="draft", relation="follows", other_document="other")
    assert council.refuses("secretariat", related).code == "two_audiences"


def test_what_is_done_to_a_closed_document_is_closed_too(council: Council) -> None:
    withdrawn = council.does("secretariat", WithdrawDocument(document="draft", grounds=GROUNDS))
    assert withdrawn.audience == MEMBERS


def test_an_audience_that_is_none_is_no_act() -> None:
    with pytest.raises(ValueError, match="audience"):
        EnterDocument(**CLOSED, audience="delegation:xa")
