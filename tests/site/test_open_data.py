"""The sitemap, and the whole as a data package that its own validator accepts."""

import csv
import io
from pathlib import Path

import frictionless
import pytest
from lxml import etree

from comity.site.addresses import CODES, page_patterns, pages, parameters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


def body(client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_every_page_with_a_parameter_tells_what_it_can_be():
    """A new page is in the sitemap by itself, or this test says what is missing."""
    wanted = {pattern.name for pattern in page_patterns() if parameters(pattern)}
    assert wanted <= set(CODES)


def test_the_sitemap_lists_every_page_in_every_language(client):
    index = etree.fromstring(body(client, "/sitemap.xml"))
    parts = [loc.text.removeprefix("http://testserver") for loc in index.iter(LOC)]
    found = [loc.text for part in parts for loc in etree.fromstring(body(client, part)).iter(LOC)]
    expected = {f"http://testserver{prefix}{page}" for page in pages() for prefix in ("", "/ru", "/zh-hans")}
    assert set(found) == expected
    assert len(found) == len(expected) > 1_000


def test_a_page_of_the_sitemap_names_its_other_languages(client):
    part = etree.fromstring(body(client, "/sitemap-1.xml"))
    named = [{link.get("hreflang") for link in url.iter(LINK)} for url in part]
    assert all(languages == {"en", "ru", "zh-hans", "x-default"} for languages in named)


def test_pages_of_the_sitemap_are_there(client):
    found = [page for page in pages() if not page.startswith("/record/")]
    assert [page for page in found[:60] if client.get(page).status_code != 200] == []


def test_robots_are_shown_the_sitemap(client):
    assert "Sitemap: http://testserver/sitemap.xml" in body(client, "/robots.txt").decode()


def test_a_part_that_the_sitemap_does_not_have_is_not_found(client):
    assert client.get("/sitemap-99.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


@pytest.fixture
def package(client, tmp_path: Path) -> Path:
    """The data package, downloaded as anybody would."""
    description = client.get("/datapackage.json").json()
    for resource in description["resources"]:
        for address in (resource["path"], resource["schema"]):
            file = tmp_path / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body(client, f"/{address}"))
    (tmp_path / "datapackage.json").write_bytes(body(client, "/datapackage.json"))
    return tmp_path


def test_the_data_package_is_valid_for_frictionless(package):
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.flatten(["title", "fieldName", "rowNumber", "note"]) == []
    assert report.valid
    assert {task.name for task in report.tasks} >= {"record", "documents", "relations", "members", "meetings"}
    # A plan is made from now on: history has none.
    assert all(task.stats["rows"] for task in report.tasks if task.name != "plan")


def test_the_validator_sees_a_day_that_is_none(package):
    members = package / "members.csv"
    members.write_text(members.read_text().replace("2001-06-15", "2001-06-35"))
    assert not frictionless.validate(str(package / "datapackage.json")).valid


def test_the_whole_record_is_in_the_package(client):
    rows = body(client, "/dataset/record.csv").decode().splitlines()
    assert len(rows) == client.get("/record.json").json()[-1]["seq"] + 1


def test_the_whole_register_tells_how_each_document_ended(client):
    whole = csv.DictReader(io.StringIO(body(client, "/dataset/documents.csv").decode()))
    ended = {row["code"]: (row["replaced_on"], row["withdrawn_on"]) for row in whole}
    rows = client.get("/documents.json").json()
    assert ended == {row["code"]: (row["replaced_on"] or "", row["withdrawn_on"] or "") for row in rows}
    assert any(replaced for replaced, _withdrawn in ended.values())


def test_every_list_has_a_schema_beside_it(client):
    fields = client.get("/members.schema.json").json()["fields"]
    header = body(client, "/members.csv").decode().splitlines()[0]
    assert ",".join(field["name"] for field in fields) == header
    assert {field["name"]: field["type"] for field in fields}["since"] == "date"
    assert client.get("/dataset/none.schema.json").status_code == 404
