"""Every page of the organisation: its sentence, its language, its day, its cost."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comity.record.edition import Edition, Reading
from comity.site.addresses import in_language, pages
from membership.loaded import MOST_BYTES, MOST_QUERIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]

PAGES = (
    *("", "members", "bodies", "bodies/CHS", "bodies/MINISTERS", "chair", "offices", "offices/secretary-general"),
    *("states/KZ", "states/BY", "states/LK"),
)
LISTS = ("members", "bodies", "bodies/CHS", "chair", "offices", "offices/secretary-general", "states/IN")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("/documents/", "/documents"),
        ("/ru/members//?on=2010-01-01", "/ru/members?on=2010-01-01"),
        ("/akn/aa-sco/act/charter/chs/2002-06-07/cha-1/", "/akn/aa-sco/act/charter/chs/2002-06-07/cha-1"),
        ("/members.json/", "/members.json"),
        ("/documents/%D1%85%0A/", "/documents/%D1%85%0A"),
    ],
)
def test_an_address_with_a_slash_behind_it_leads_to_the_page_for_good(client, written, right):
    answer = client.get(written)
    assert (answer.status_code, answer["Location"]) == (301, right)


@pytest.mark.parametrize("address", ["//example.org/", "/nothing/", "///", "/documents/x"])
def test_nobody_is_sent_to_where_no_page_can_be(client, address):
    assert client.get("/", PATH_INFO=address).status_code == 404


@pytest.mark.parametrize("page", ["", "states/BY", "record", "akn/aa-sco/act/charter/chs/2002-06-07/cha-1"])
def test_a_link_in_a_sentence_keeps_the_day(client, page):
    main = client.get(f"/{page}?on=2024-07-10").content.decode().partition("<main")[2]
    links = re.findall(r'href="(/(?:states|bodies|documents|charter/articles)/[^"]+)"', main)
    named = [link for link in links if not re.search(r"/articles/|\.(?:json|csv|ics)", link)]
    assert named
    assert [link for link in named if not link.endswith("?on=2024-07-10")] == []
    today = client.get(f"/{page}").content.decode().partition("<main")[2]
    assert "?on=" not in "".join(re.findall(r'href="(/(?:states|bodies|documents)/[^"]+)"', today))


@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("on", ["", "?on=2001-06-15", "?on=2023-10-01"])
def test_a_page_asks_little_and_weighs_little(client, language, page, on):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(f"/{language}{page}{on}")
    assert answer.status_code == 200
    assert len(queries) <= MOST_QUERIES
    assert len(answer.content) < MOST_BYTES


def test_every_page_there_is_asks_little_and_weighs_little(client, monkeypatch):
    """In Russian, whose letters take two bytes; and with nothing remembered from an earlier page."""
    asked, costs = [], {}

    def count(execute, statement, *how):
        asked.append(statement)
        return execute(statement, *how)

    with connection.execute_wrapper(count):
        for page in list(pages()):
            monkeypatch.setattr(Reading, "latest", Edition(""))
            asked.clear()
            answer = client.get(in_language(page, "ru"))
            assert answer.status_code == 200
            costs[page] = len(asked), len(answer.content)
    assert len(costs) > 1_000
    assert {page: cost for page, cost in costs.items() if cost[0] > MOST_QUERIES or cost[1] >= MOST_BYTES} == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_to_a_strict_content_policy(client, page):
    """No script or style stands in the page itself, so that the policy may forbid all such."""
    text = client.get(f"/{page}").content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("page", PAGES)
def test_the_language_switch_keeps_the_page_and_the_day(client, page):
    text = client.get(f"/{page}?on=2023-10-01").content.decode()
    assert f'href="/ru/{page}?on=2023-10-01" lang="ru"' in text
    assert f'href="/zh-hans/{page}?on=2023-10-01" lang="zh-hans"' in text


@pytest.mark.parametrize("page", PAGES)
def test_links_on_a_page_keep_the_day(client, page):
    text = client.get(f"/{page}?on=2023-10-01").content.decode()
    inner = re.findall(r'href="(/(?:members|bodies|states|chair|offices)[^"]*)"', text[text.index("<main") :])
    dayless = [address for address in inner if "on=2023-10-01" not in address]
    # A sentence links to what it names, whatever the page; it is made where no page is known.
    # A calendar holds every day.
    assert all(re.search(r"/(states|bodies)/\w+(\.ics)?$", address) for address in dayless)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_when_it_does_not_show_today(client, page):
    assert "As it was on 1 October 2023" in client.get(f"/{page}?on=2023-10-01").content.decode()
    assert "As it was on" not in client.get(f"/{page}").content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_json_and_csv_at_its_address(client, address):
    rows = client.get(f"/{address}.json").json()
    lines = client.get(f"/{address}.csv")
    assert lines["Content-Type"] == "text/csv; charset=utf-8"
    assert rows
    assert lines.content.decode().count("\r\n") == len(rows) + 1
    assert {"entry", "article"} <= set(rows[0]) or "bodies/" in address


def test_home_tells_who_is_in_the_chair_and_what_comes(client):
    text = client.get("/?on=2026-06-01").content.decode()
    assert "10 states are members" in client.get("/").content.decode()
    assert "Kyrgyzstan was in the chair, since 1 September 2025" in text
    assert "Bishkek" in text[text.index('id="coming"') : text.index('id="lately"')]


def test_what_was_to_come_in_a_year_that_is_over_is_not_coming(client):
    text = client.get("/?on=2026-06-01").content.decode()
    assert "Ministers of Defence" not in text[text.index('id="coming"') : text.index('id="lately"')]


def test_what_was_decided_lately_is_what_counts_up_to_the_day(client):
    text = client.get("/?on=2017-06-10").content.decode()
    lately = text[text.index('id="lately"') : text.index('id="figures"')]
    assert "was admitted as member state" in lately
    assert "9 June 2017" in lately
    assert not re.search(r"\d \w+ 2018", lately)


def test_a_state_shows_each_of_its_standings_with_its_entry(client):
    text = client.get("/states/BY").content.decode()
    for row in client.get("/states/BY.json").json():
        assert f'href="/record/{row["entry"]}"' in text
    assert "2010, day not known" in text


def test_one_standing_ends_on_the_day_on_which_the_next_begins(client):
    before, on_the_day = client.get("/states/BY.json?on=2015-07-09"), client.get("/states/BY.json?on=2015-07-10")
    assert [(row["status"], row["until"]) for row in before.json()] == [("dialogue-partner", None)]
    assert [(row["status"], row["until"]) for row in on_the_day.json()] == [
        ("observer", None),
        ("dialogue-partner", "2015-07-10"),
    ]


def test_a_state_on_its_way_in_shows_the_path(client):
    text = client.get("/states/BY?on=2023-10-01").content.decode()
    path = text[text.index('id="path"') : text.index("</ol>", text.index('id="path"'))]
    assert path.count("path__step--taken") == 2
    assert path.count("path__step--next") == 1
    assert "Decision on membership" in path[path.index("path__step--next") :]
    assert 'id="path"' not in client.get("/states/BY").content.decode()


def test_a_gap_in_the_sources_is_told_in_words(client):
    iran = next(row for row in client.get("/members.json").json() if row["code"] == "IR")
    assert (iran["irregular"], iran["doubt"]) == (True, "gap")
    assert "gap in the sources" in client.get("/states/IR").content.decode()


def test_a_state_without_standing_says_so(client):
    assert "has no standing" in client.get("/states/TM").content.decode()


@pytest.mark.parametrize("address", ["/nowhere", "/states/XX", "/states/in", "/ru/nowhere"])
def test_a_wrong_address_gets_a_page_with_ways_out(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert 'href="/ru/help"' in answer.content.decode() or 'href="/help"' in answer.content.decode()


def test_a_wrong_address_of_data_gets_json(client):
    answer = client.get("/states/XX.json")
    assert answer.status_code == 404
    assert "XX" in json.loads(answer.content)["error"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_page_that_is_only_read_says_so(method):
    """With Django's check of forms switched on, as it is outside tests: it may not answer first."""
    answer = getattr(Client(enforce_csrf_checks=True), method)("/members")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert f"/members can be read; nothing can be done there with {method.upper()}." in answer.content.decode()
    assert 'href="/help"' in answer.content.decode()


def test_a_method_that_data_do_not_know_gets_json_and_a_wrong_address_stays_one():
    stranger = Client(enforce_csrf_checks=True)
    assert "POST" in stranger.post("/members.json").json()["error"]
    assert stranger.post("/nowhere").status_code == 404
    assert stranger.head("/members").status_code == 200


def test_the_style_sheet_has_an_address_of_its_version(client):
    text = client.get("/").content.decode()
    address = re.search(r'href="(/assets/comity[^"]+)"', text)[1]
    answer = client.get(address)
    assert "immutable" in answer["Cache-Control"]
    assert answer.content.decode().startswith("/*")
    assert "@layer tokens, base, layout, components, print;" in answer.content.decode()
    assert client.get("/assets/comity.0.css")["Cache-Control"] == "no-cache"
    assert client.get("/assets/secret.0.css").status_code == 404
