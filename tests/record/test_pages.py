"""The record's pages: what a reader finds, what a follower reads along, what anybody can check."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comity.record import merkle, publication
from comity.record.models import EntryRow
from comity.record.notes import Verifier
from comity.record.submission import submit
from comity.record.verify import verify
from membership.loaded import MOST_BYTES, MOST_QUERIES
from record.acts import Confide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]


def rows(client, query: str = "") -> list[dict[str, object]]:
    return client.get(f"/record.json?{query}").json()


def found(kind: str, state: str) -> int:
    """The place in the record of the one entry of that kind that concerns the state."""
    return EntryRow.objects.get(kind=kind, subjects__contains=[f"state:{state}"]).seq


def text(client, address: str, status: int = 200) -> str:
    """What a page says, without its markup."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


class TestTheList:
    def test_it_says_how_much_it_holds(self, client):
        assert f"The record holds {publication.size()} acts" in text(client, "/record")

    def test_the_newest_stand_first_and_the_rest_is_reached_page_by_page(self, client):
        seen, address = [], "/record"
        while address:
            page = client.get(address).content.decode()
            seen += [int(seq) for seq in re.findall(r'class="entries__seq"><a href="/record/(\d+)"', page)]
            later = re.search(r'rel="next" href="([^"]+)"', page)
            address = later and later[1]
        assert seen == list(range(publication.size(), 0, -1))

    def test_it_can_be_asked_for_a_kind_a_state_and_a_period_at_once(self, client):
        page = text(client, "/record?kind=membership.admit&state=IN&from=2017-01-01&to=2017-12-31")
        assert "1 of them is what you asked for" in page
        assert "India was admitted as member state." in page
        assert "Pakistan was admitted" not in page

    @pytest.mark.parametrize(
        ("period", "count"), [("to=2017-06-08", 0), ("from=2017-06-10", 0), ("from=2017-06-09&to=2017-06-09", 1)]
    )
    def test_the_ends_of_a_period_are_in_it(self, client, period, count):
        assert len(rows(client, f"kind=membership.admit&state=IN&{period}")) == count

    def test_it_can_be_read_as_it_stood_on_a_day(self, client):
        assert {row["on"] <= "2003-01-01" for row in rows(client, "on=2003-01-01")} == {True}
        assert rows(client, "on=2003-01-01") == rows(client, "to=2003-01-01")
        assert rows(client, "on=2003-01-01&to=2002-01-01") == rows(client, "to=2002-01-01")
        page = client.get("/record?on=2017-06-08").content.decode()
        assert "As it was on 8 June 2017" in page
        assert "/record.csv?on=2017-06-08" in page
        assert "India was admitted as member state." not in page

    def test_it_may_be_read_on_a_day_before_the_founding(self, client):
        assert {row["on"] <= "1999-01-01" for row in rows(client, "on=1999-01-01")} <= {True}
        assert "As it was on 1 January 1999" in text(client, "/record?on=1999-01-01")

    def test_a_page_of_a_day_to_come_leads_to_the_whole_record(self, client):
        to_come = timezone.now().date() + timedelta(days=100)
        assert 'href="/record">Record</a>' in client.get(f"/members?on={to_come}").content.decode()
        assert "an earlier day" in text(client, f"/record?on={to_come}", 400)

    @pytest.mark.parametrize("page", ["record", "record.json", "record/17", "record/17.json", "help", "verify"])
    def test_a_day_that_is_none_is_refused_on_every_page(self, client, page):
        answer = client.get(f"/{page}?on=foo")
        assert answer.status_code == 400
        assert "2017-06-08" in answer.content.decode()

    def test_it_can_be_asked_for_what_rests_on_a_provision(self, client):
        assert found("membership.admit", "IN") in [row["seq"] for row in rows(client, "article=13")]
        assert {row["article"] for row in rows(client, "article=13")} == {"13"}

    def test_a_period_of_which_nothing_is_told_says_what_to_do(self, client):
        assert "Choose another kind, state or period" in text(client, "/record?from=1999-01-01&to=1999-01-02")

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("kind=emperor.crown", "membership.admit"),
            ("state=India", "such as IN"),
            ("from=yesterday", "such as 2017-06-08"),
            ("from=20170608", "such as 2017-06-08"),
            ("from=2018-01-01&to=2017-01-01", "Exchange the two days"),
            ("before=-1", "the number of an entry"),
        ],
    )
    def test_what_cannot_be_asked_is_answered_by_what_can(self, client, query, told):
        assert told in text(client, f"/record?{query}", 400)
        if "before" not in query:
            assert told in client.get(f"/record.json?{query}").json()["error"]


class TestReadingAlong:
    def test_a_follower_reads_on_from_where_it_stopped(self, client):
        first = rows(client)
        assert [row["seq"] for row in first] == list(range(1, publication.size() + 1))
        assert rows(client, "after=100") == first[100:]
        assert rows(client, f"after={publication.size()}") == []

    def test_csv_has_the_rows_of_json(self, client):
        told = list(csv.DictReader(io.StringIO(client.get("/record.csv?state=IN").content.decode())))
        assert [int(row["seq"]) for row in told] == [row["seq"] for row in rows(client, "state=IN")]
        assert list(told[0]) == list(rows(client, "state=IN")[0])

    def test_sentences_are_in_the_language_asked_for(self, client):
        assert "Индия" in rows(client, "kind=membership.admit&state=IN&lang=ru")[0]["sentence"]


class TestAnEntry:
    def test_it_tells_all_that_is_known_of_the_act(self, client):
        page = text(client, f"/record/{found('membership.admit', 'IN')}")
        assert "India was admitted as member state." in page
        assert "Counts from 9 June 2017" in page
        assert "Charter, Art. 13 (Membership)" in page
        assert "Entered by secretariat" in page
        assert "Source http" in page

    def test_it_shows_what_it_changed(self, client):
        page = text(client, f"/record/{found('membership.admit', 'IN')}")
        assert "A change in the table “standing”" in page  # India's standing as observer ends
        assert "A new row in the table “standing”" in page

    def test_it_leads_to_what_rests_on_it(self, client):
        seq = found("membership.admit", "IN")
        basis = EntryRow.objects.get(seq=seq).entry.body["basis"]
        assert f'/record/{seq}"' in client.get(f"/record/{basis}").content.decode()

    def test_a_gap_in_the_sources_is_told_as_no_breach(self, client):
        gap = EntryRow.objects.filter(irregular=True).first()
        assert gap.entry.irregular[0]["open"]
        page = text(client, f"/record/{gap.seq}")
        assert "A gap in the sources" in page
        assert "Irregular" not in page

    def test_its_proof_leads_to_the_signed_root(self, client):
        told = client.get("/record/17.json").json()
        path = [bytes.fromhex(hash_) for hash_ in told["inclusion"]["path"]]
        head = Verifier.parse(client.get("/log/key").content.decode()).open(publication.checkpoint())
        root = merkle.root_from_inclusion(16, head.size, bytes.fromhex(told["leaf"]), path)
        assert root == head.root
        assert told["inclusion"]["root"] == head.root.hex()
        assert all(hash_.hex() in client.get("/record/17").content.decode() for hash_ in path)

    @pytest.mark.parametrize("seq", [0, 100_000, 10**30])
    def test_one_that_is_not_there_says_how_many_there_are(self, client, seq):
        assert f"The record has {publication.size()} entries" in text(client, f"/record/{seq}", 404)

    def test_one_that_is_not_public_shows_its_seal_and_nothing_else(self, client):
        seq = submit(Confide(words="Between us."), "secretariat").seq
        for page in (text(client, f"/record/{seq}"), text(client, "/record"), str(rows(client, f"after={seq - 1}"))):
            assert "Between us" not in page
            assert "confide" not in page
        assert "An act that is not public" in text(client, f"/record/{seq}")
        seal = client.get(f"/record/{seq}.json").json()["entry"]["sealed"]
        assert seal.encode() in client.get(f"/log/tile/entries/{(seq - 1) // 256:03}.p/{seq % 256}").content
        assert seq not in [row["seq"] for row in rows(client, "from=2000-01-01")]


class TestTheLog:
    def test_it_is_all_that_is_needed_to_verify_the_record(self, client):
        class Served:
            def read(self, address: str) -> bytes | None:
                answer = client.get(f"/log/{address}")
                return answer.content if answer.status_code == 200 else None

        assert verify(Served()).size == publication.size()

    @pytest.mark.parametrize(
        ("address", "kind", "keep"),
        [
            ("key", "text/plain; charset=utf-8", "no-cache"),
            ("checkpoint", "text/plain; charset=utf-8", "no-cache"),
            ("tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"),
            ("tile/entries/000", "application/octet-stream", "public, max-age=31536000, immutable"),
            ("tile/0/001.p/2", "application/octet-stream", "no-cache"),
        ],
    )
    def test_what_never_changes_may_be_kept_for_ever(self, client, address, kind, keep):
        answer = client.get(f"/log/{address}")
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (kind, keep)

    @pytest.mark.parametrize("address", ["tile/0/999", "tile/9/000", "tile/0/0", "secret", "tile/entries/..%2Fkey"])
    def test_nothing_else_is_there(self, client, address):
        assert client.get(f"/log/{address}").status_code == 404

    def test_the_page_shows_key_and_checkpoint_as_they_are_published(self, client):
        page = text(client, "/verify").replace("&#x27;", "'")
        assert " ".join(publication.checkpoint().split()) in page
        assert client.get("/log/key").content.decode().strip() in page


@pytest.mark.parametrize(
    "page", ["record", "record?state=IN", "record?article=13", "record/1", "record/17", "verify", "help"]
)
@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
def test_a_page_is_cheap(client, page, language):
    client.get(f"/{language}{page}")  # what is read once and kept, the charter, is not the page's cost
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/{language}{page}")
    assert answer.status_code == 200
    assert len(queries) <= MOST_QUERIES
    assert len(answer.content) < MOST_BYTES
    assert not re.search(r"<style|<script(?![^>]*src=)| style=| on[a-z]+=\"", answer.content.decode())
