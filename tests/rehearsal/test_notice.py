"""Every page and every export of a rehearsal says that it is one; a record in earnest says nothing of the kind."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest
from django.test import Client, RequestFactory

from comity.bodies.acts import Meet
from comity.publishing.site import Site
from comity.record import publication
from comity.record.exercise import begun
from comity.register.acts import EnterDocument
from comity.site.dataset import lists
from comity.site.errors import failed
from council import Council

NOTICE = "This is a rehearsal. Nothing in it is the position of any state."
IN_RUSSIAN = "Это учебная модель. Ничто в ней не является позицией какого-либо государства."
IN_CHINESE = "本站为模拟演练，其中任何内容均不代表任何国家的立场。"
PAGES = (
    *("/", "/members", "/states/XR", "/bodies", "/bodies/ASSEMBLY", "/chair", "/offices", "/documents", "/record"),
    *("/record/1", "/verify", "/charter", "/help", "/accounts/login", "/rehearsal", "/api"),
    *("/nowhere", "/record?kind=nonsense", "/akn/aa-icm/nothing"),
)


@pytest.fixture
def played(exercise: Council) -> Council:
    """Something was done in the exercise: a meeting, and a document."""
    exercise.does("secretariat", Meet(body="ASSEMBLY", first=exercise.day))
    rules = EnterDocument(document="rules", title={"en": "Rules on Moorings"}, type="regulation")
    exercise.does("secretariat", rules)
    return exercise


def banner(page: bytes) -> str:
    return page.decode().partition('<div class="rehearsal"')[2].partition("</div>")[0]


class TestPages:
    @pytest.mark.parametrize("address", PAGES)
    def test_each_bears_the_banner(self, played: Council, client: Client, address: str) -> None:
        page = client.get(address)
        assert NOTICE in banner(page.content)
        assert "1 March 2030" in banner(page.content)
        assert page["Comity-Rehearsal"] == NOTICE
        assert page["X-Robots-Tag"] == "noindex"
        assert b'<meta name="robots" content="noindex">' in page.content

    def test_it_speaks_the_readers_language(self, played: Council, client: Client) -> None:
        assert IN_RUSSIAN in banner(client.get("/ru/members").content)
        assert IN_CHINESE in banner(client.get("/zh-hans/members").content)
        assert client.get("/ru/members")["Comity-Rehearsal"] == NOTICE

    def test_what_failed_says_so_without_asking_the_database(self, exercise: Council, django_db_blocker) -> None:
        request = RequestFactory().get("/members")
        with django_db_blocker.block():
            assert NOTICE in banner(failed(request).content)

    def test_an_address_that_is_refused_says_so(self, played: Council, client: Client) -> None:
        page = client.get("/", headers={"host": "elsewhere.example"})
        assert page.status_code == 400
        assert NOTICE in banner(page.content)

    def test_what_is_published_says_so(self, played: Council) -> None:
        assert NOTICE in banner(Site("https://example.org").not_found())

    def test_what_was_made_in_the_exercise_is_told_from_history(self, played: Council, client: Client) -> None:
        first, rows = begun(), client.get("/record.json").json()
        assert {row["seq"] for row in rows if row["sentence"].startswith("Rehearsal: ")} == {
            row["seq"] for row in rows if row["seq"] >= first
        }
        assert "Rehearsal: " in client.get("/record").content.decode()

    def test_in_earnest_no_page_has_it(self, council: Council, client: Client) -> None:
        with council.clock():
            for address in PAGES:
                page = client.get(address)
                assert banner(page.content) == ""
                assert NOTICE not in page.content.decode()


class TestExports:
    def test_every_list_in_every_row(self, played: Council, client: Client) -> None:
        for name in lists():
            address = f"/{name.removesuffix('_data')}"
            found = client.get(f"{address}.csv")
            if found.status_code != 200:
                continue
            rows = list(csv.DictReader(io.StringIO(found.content.decode())))
            assert all(row["rehearsal"] == NOTICE for row in rows)
            assert 'filename="rehearsal-' in found["Content-Disposition"]
            assert all(row["rehearsal"] == NOTICE for row in client.get(f"{address}.json").json())
            assert client.get(f"{address}.schema.json").json()["fields"][-1]["name"] == "rehearsal"

    def test_in_the_language_asked_for(self, played: Council, client: Client) -> None:
        assert client.get("/members.json?lang=ru").json()[0]["rehearsal"] == IN_RUSSIAN

    @pytest.mark.parametrize("table", ["record", "documents", "relations"])
    def test_what_is_written_whole(self, played: Council, client: Client, table: str) -> None:
        found = client.get(f"/dataset/{table}.csv")
        lines = list(csv.reader(io.StringIO(found.getvalue().decode())))
        assert {line[-1] for line in lines[1:]} <= {NOTICE}
        columns = [field["name"] for field in client.get(f"/dataset/{table}.schema.json").json()["fields"]]
        assert lines[0] == columns
        assert columns[-1] == "rehearsal"

    @pytest.mark.parametrize("address", ["/record/1.json", "/charter.json", "/datapackage.json"])
    def test_an_object(self, played: Council, client: Client, address: str) -> None:
        assert client.get(address).json()["rehearsal"] == NOTICE

    def test_the_data_package(self, played: Council, client: Client) -> None:
        assert client.get("/datapackage.json").json()["description"] == NOTICE

    @pytest.mark.parametrize("address", ["/feed.atom", "/documents.atom"])
    def test_a_feed(self, played: Council, client: Client, address: str) -> None:
        feed = ElementTree.fromstring(client.get(address).content)
        atom = "{http://www.w3.org/2005/Atom}"
        assert feed.findtext(f"{atom}subtitle") == NOTICE
        assert "tag:rehearsal.localhost," in feed.findtext(f"{atom}entry/{atom}id")

    def test_a_calendar_and_each_meeting_in_it(self, played: Council, client: Client) -> None:
        calendar = icalendar.Calendar.from_ical(client.get("/meetings.ics").content)
        assert NOTICE in calendar["description"]
        [meeting] = calendar.walk("VEVENT")
        assert meeting["comment"] == NOTICE
        assert meeting["uid"].endswith("@rehearsal.localhost")

    def test_a_citation(self, played: Council, client: Client) -> None:
        address = client.get("/documents.json").json()[0]["address"]
        assert "note = {" + NOTICE + "}" in client.get(f"{address}.bib").content.decode()
        assert client.get(f"{address}.csl.json").json()[0]["note"] == NOTICE
        assert NOTICE in client.get(address).content.decode().partition("</header>")[2]

    def test_a_problem_of_the_api(self, played: Council, client: Client) -> None:
        answer = client.post("/api/acts", {"kind": "membership.found"}, "application/json")
        assert answer.json()["rehearsal"] == NOTICE
        assert answer["Comity-Rehearsal"] == NOTICE

    def test_the_log_by_its_name_and_by_an_entry(self, played: Council, client: Client) -> None:
        assert client.get("/log/checkpoint").content.decode().startswith("rehearsal.localhost/log\n")
        bundle = publication.resource(f"tile/entries/000.p/{publication.size()}")
        assert NOTICE.encode() in bundle

    def test_a_folder_of_an_export(self, played: Council, client: Client, tmp_path: Path) -> None:
        publication.export(tmp_path)
        said = (tmp_path / "rehearsal.txt").read_text()
        assert said.splitlines() == [NOTICE, IN_RUSSIAN, IN_CHINESE, "", "rehearsal.localhost/log"]
        assert client.get("/rehearsal.txt").content.decode() == said

    def test_in_earnest_no_export_has_it(self, council: Council, client: Client) -> None:
        with council.clock():
            for address in (
                "/members.json",
                "/members.csv",
                "/members.schema.json",
                "/datapackage.json",
                "/feed.atom",
            ):
                answer = client.get(address)
                assert "rehearsal" not in answer.content.decode().lower()
                assert "rehearsal" not in json.dumps(dict(answer.headers)).lower()
            assert "rehearsal" not in json.dumps(client.get("/record/1.json").json())
