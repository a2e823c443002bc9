"""The charter as a page: each article with what it governs, on any day."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.record.models import EntryRow
from membership.loaded import MOST_BYTES, MOST_QUERIES

pytestmark = pytest.mark.django_db

PAGES = ("charter", "charter?on=2005-01-01", "charter/articles/13", "charter/articles/Agreement on the RATS 2002")


def text(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.usefixtures("loaded")
class TestTheScoCharter:
    def test_every_article_is_there_with_a_page_of_its_own(self, client):
        page = client.get("/charter").content.decode()
        for number in range(1, 27):
            assert f'href="/charter/articles/{number}"' in page
            assert client.get(f"/charter/articles/{number}").status_code == 200

    def test_its_provisions_are_a_list_for_programs_too(self, client):
        rows = client.get("/charter/provisions.json").json()
        assert [row["ref"] for row in rows[:26]] == [str(number) for number in range(1, 27)]
        lines = client.get("/charter/provisions.csv").content.decode().splitlines()
        assert lines[0] == "ref,title,summary,adopted_on,known,source,acts"
        assert len(lines) > 26
        assert 'href="/charter/provisions.csv?on=2020-01-01"' in client.get("/charter?on=2020-01-01").content.decode()

    def test_every_provision_on_which_an_act_rests_has_a_page(self, client):
        refs = {row.entry.findings.get("article") for row in EntryRow.objects.all()} - {None, ""}
        assert "13" in refs
        for ref in refs:
            assert client.get(f"/charter/articles/{ref}").status_code == 200

    def test_what_an_article_governs_leads_to_a_place_that_exists(self, client):
        page = client.get("/charter").content.decode()
        places = set(re.findall(r'href="/charter#([^"]+)"', page)) | set(re.findall(r'href="#([^"]+)"', page))
        assert {"rule-consensus", "status-member", "withdrawal", "main"} <= places
        assert places - set(re.findall(r' id="([^"]+)"', page)) == {"status-observer", "status-dialogue-partner"}

    def test_consensus_is_told_in_words(self, client):
        assert "There is no vote: it is decided when nobody objects." in text(client, "/charter")
        assert "The state concerned is not asked." in text(client, "/charter")

    def test_statuses_are_those_of_the_day(self, client):
        assert "Observer state" in text(client, "/charter?on=2020-01-01")
        assert "SCO partner Decision" not in text(client, "/charter?on=2020-01-01")
        assert 'id="status-observer"' not in client.get("/charter?on=2025-09-02").content.decode()

    @pytest.mark.parametrize(("day", "share"), [("2010-01-01", "24"), ("2025-06-01", "17.6")])
    def test_shares_are_those_of_the_day(self, client, day, share):
        assert f"China {share}" in text(client, f"/charter?on={day}")

    def test_shares_that_no_source_tells_are_not_made_up(self, client):
        assert "The shares of this day are not known." in text(client, "/charter?on=2020-01-01")

    def test_an_article_counts_the_acts_that_rest_on_it(self, client):
        count = int(re.search(r"(\d+) acts in the record rest on it", text(client, "/charter/articles/5"))[1])
        assert count == len(client.get("/record.json?article=5").json()) > 0

    def test_before_it_was_in_force_it_says_so(self, client):
        assert "On this day it was not yet in force" in text(client, "/charter?on=2003-09-18")
        assert "It has been in force since" in text(client, "/charter?on=2003-09-19")

    def test_the_whole_of_it_is_there_as_data(self, client):
        told = client.get("/charter.json").json()
        assert told["charter"]["withdrawal"]["notice_months"] == 12
        assert told["entry"] == 1

    def test_a_provision_that_is_not_there_says_where_to_look(self, client):
        assert "lists its articles, 1 to 26" in text(client, "/charter/articles/27", 404)

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
    def test_a_page_is_cheap(self, client, page, language):
        client.get(f"/{language}{page}")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/{language}{page}")
        assert answer.status_code == 200
        assert len(queries) <= MOST_QUERIES
        assert len(answer.content) < MOST_BYTES
        assert not re.search(r"<style|<script(?![^>]*src=)| style=| on[a-z]+=\"", answer.content.decode())
