"""The Atom feeds, read by a feed parser."""

import re
from html import unescape
from urllib.parse import urlsplit

import feedparser
import pytest

from comity.decisions.models import Decision
from comity.record.models import EntryRow
from comity.register.models import Document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]


def feed(client, address: str):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


def test_the_feed_begins_with_the_latest_act(client):
    parsed = feed(client, "/feed.atom")
    last = EntryRow.objects.last()
    assert parsed.entries[0].link == f"http://testserver/record/{last.seq}"
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries) == 50
    assert all(entry.title and entry.updated for entry in parsed.entries)


def test_a_feed_has_the_sentences_of_the_record(client):
    parsed = feed(client, "/feed.atom?kind=membership.admit")
    rows = client.get("/record.json?kind=membership.admit").json()
    assert [entry.title for entry in parsed.entries] == [row["sentence"] for row in reversed(rows)]
    assert rows


def test_a_feed_can_be_of_one_state(client):
    parsed = feed(client, "/feed.atom?state=BY")
    assert {int(entry.link.rpartition("/")[2]) for entry in parsed.entries} == {
        row["seq"] for row in client.get("/record.json?state=BY").json()
    }


def test_a_reader_can_go_back_to_the_first_act(client):
    address, seen = "/feed.atom", []
    while address:
        parsed = feed(client, address)
        seen += [entry.link for entry in parsed.entries]
        address = next((link.href for link in parsed.feed.links if link.rel == "next"), None)
    assert len(seen) == len(set(seen)) == EntryRow.objects.count()


def test_an_act_whose_day_is_not_known_claims_no_day(client):
    row = next(row for row in client.get("/record.json").json() if row["dated"] == "year")
    parsed = feed(client, f"/feed.atom?before={row['seq'] + 1}")
    assert "published" not in parsed.entries[0]


def test_the_documents_have_a_feed_that_leads_to_their_permanent_addresses(client):
    parsed = feed(client, "/documents.atom")
    last = Document.objects.order_by("entry").last()
    assert parsed.entries[0].link == f"http://testserver{last.address}"
    assert parsed.entries[0].title.startswith(last.symbol)


def test_a_feed_of_documents_tells_what_each_is(client):
    for language, told in (
        ("en", "Charter of 7 June 2002, Council of Heads of State, St Petersburg."),
        ("ru", "Хартия, 7 июня 2002, Совет глав государств, Санкт-Петербург."),
    ):
        (entry,) = feed(client, f"/documents.atom?type=charter&lang={language}").entries
        assert entry.summary == told
    assert "summary" not in feed(client, "/feed.atom").entries[0]


def test_documents_can_be_followed_by_type_and_body(client):
    parsed = feed(client, "/documents.atom?type=treaty")
    assert len(parsed.entries) == Document.objects.filter(type="treaty").count() > 0


def test_what_is_decided_can_be_followed_for_one_body_in_the_language_of_the_list(client):
    page = client.get("/ru/decisions?body=CHS").content.decode()
    followed = unescape(re.search(r'href="(/decisions\.atom[^"]*)"', page)[1])
    parsed = feed(client, followed)
    newest = Decision.objects.filter(body="CHS", stage="adopted").order_by("-adopted_by").first()
    assert parsed.entries[0].link == f"http://testserver/ru/decisions/{newest.entry}"
    assert parsed.entries[0].title == newest.title.get("ru", newest.title["en"])
    seen = 0
    while followed:
        parsed = feed(client, followed)
        seen += len(parsed.entries)
        followed = next((link.href for link in parsed.feed.links if link.rel == "next"), None)
    assert seen == Decision.objects.filter(body="CHS", stage="adopted").count() > 50


@pytest.mark.parametrize(
    "query",
    ["q=cooperation&type=strategy", "body=CHS&year=2025", "area=security&in_force=yes", "on=2010-01-01&q=trade"],
)
def test_a_list_that_was_narrowed_down_can_be_followed_as_it_is(client, query):
    """What a reader searched for is what the feed goes on telling them."""
    page = client.get(f"/documents?{query}&sort=title").content.decode()
    address, seen = unescape(re.search(r'<a href="(/documents\.atom[^"]*)"', page)[1]), []
    while address:
        parsed = feed(client, address)
        seen += [urlsplit(entry.link).path for entry in parsed.entries]
        address = next((link.href for link in parsed.feed.links if link.rel == "next"), None)
    assert set(seen) == {row["address"] for row in client.get(f"/documents.json?{query}").json()}
    assert seen


def test_a_feed_says_what_it_follows_and_leads_back_to_the_list(client):
    parsed = feed(client, "/documents.atom?q=energy&type=strategy&on=2024-01-01&lang=ru")
    assert parsed.feed.title.endswith(": Документы: “energy”, стратегия")
    assert parsed.feed.link == "http://testserver/ru/documents?q=energy&type=strategy&on=2024-01-01"


def test_the_head_of_a_list_names_its_feed(client):
    page = client.get("/ru/documents?type=treaty").content.decode()
    named = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', page)
    assert [unescape(address) for address in named][-1] == "/documents.atom?type=treaty&lang=ru"


def test_a_feed_speaks_the_language_of_its_page(client):
    assert feed(client, "/feed.atom?lang=ru").feed.language == "ru"
    page = client.get("/ru/members").content.decode()
    assert 'type="application/atom+xml"' in page
    assert 'href="/feed.atom?lang=ru"' in page
    assert 'href="/meetings.ics?lang=ru"' in page


@pytest.mark.parametrize(
    "address", ["/feed.atom?kind=x", "/feed.atom?lang=fr", "/documents.atom?type=x", "/documents.atom?on=x"]
)
def test_what_no_feed_can_be_is_refused(client, address):
    assert client.get(address).status_code == 400
