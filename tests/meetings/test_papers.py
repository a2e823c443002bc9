"""The documents of record of a meeting: agenda, participants, summary record, in each language."""

from django.test import Client

from comity.meetings.acts import AdoptAgenda, AgreeParticipants, CloseMeeting, Convene, Gavel
from council import Council
from decisions.test_papers import read
from meetings.conftest import item_of


def test_the_agenda_is_provisional_until_it_is_adopted(council: Council, session: str, client: Client) -> None:
    with council.clock():
        before = read(client, f"/meetings/{session}/agenda.pdf")
    council.does("chair", AdoptAgenda(session=session))
    with council.clock():
        after = read(client, f"/meetings/{session}/agenda.pdf")
        russian = read(client, f"/ru/meetings/{session}/agenda.pdf")
    assert "Provisional agenda" in before
    assert "Provisional agenda" not in after
    for words in ("Assembly", "1 March 2031", "Strelsau", "Buoys", "20 minutes"):
        assert words in after, words
    assert "Буи" in russian
    assert "20 минут" in russian


def test_who_takes_part_stands_in_the_list_once_it_is_agreed(council: Council, session: str, client: Client) -> None:
    with council.clock():
        before = read(client, f"/meetings/{session}/participants.pdf")
    council.on("2031-02-01").does("chair", AgreeParticipants(session=session))
    with council.clock():
        after = read(client, f"/meetings/{session}/participants.pdf")
    assert "Borealia" in before
    assert "League of Lighthouses" not in before
    assert "League of Lighthouses guest of the chair" in after


def test_the_summary_record_is_a_document_too(council: Council, opened: str, client: Client) -> None:
    council.does("chair", Gavel(item=item_of(opened), outcome="noted"))
    council.does("chair", CloseMeeting(session=opened))
    with council.clock():
        said = read(client, f"/meetings/{opened}/record.pdf")
        page = client.get(f"/meetings/{opened}").text
    for words in ("Summary record", "Draft.", "1. Buoys", "The meeting took note.", "The chair closed the meeting"):
        assert words in said, words
    assert f'href="/meetings/{opened}/record.pdf"' in page


def test_what_is_not_there_yet_is_no_document(council: Council, session: str, client: Client) -> None:
    with council.clock():
        assert client.get(f"/meetings/{session}/record.pdf").status_code == 404
        assert client.get("/meetings/1/agenda.pdf").status_code == 404


def test_days_and_names_are_joined_as_the_language_does_it(council: Council, client: Client) -> None:
    days = {"first": "2031-04-01", "last": "2031-04-03"}
    code = council.does("chair", Convene(body="ASSEMBLY", languages=("en", "ru"), **days)).seq
    with council.clock():
        english = read(client, f"/meetings/{code}/participants.pdf")
        chinese = read(client, f"/zh-hans/meetings/{code}/participants.pdf").replace(" ", "")
        page = client.get(f"/zh-hans/meetings/{code}").text
    assert "1–3 April 2031" in english
    assert "English, Russian" in english
    assert "2031年4月1日至3日" in chinese
    assert "英文、俄文" in chinese
    assert "2031年4月1日至3日。" in page
