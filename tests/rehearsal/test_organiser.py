"""The organiser's page: codes on slips, the clock, who may take which seat; closed to everybody else."""

import csv
import io

import pytest
from django.test import Client

from comity.people.models import Account
from comity.rehearsal import opening
from comity.rehearsal.models import Code, Course, Organiser, Point
from council import Council


class TestTheLink:
    def test_it_is_opened_once(self, exercise: Council) -> None:
        link, first, second = opening.new_organisers_link(), Client(), Client()
        assert b"Become the organiser" in first.get(link).content
        assert Organiser.objects.count() == 0
        answer = first.post(link)
        assert (answer.status_code, answer["Location"]) == (303, "/rehearsal/organiser")
        assert first.get("/rehearsal/organiser").status_code == 200
        assert second.get(link).status_code == second.post(link).status_code == 410
        assert Organiser.objects.count() == 1

    def test_a_newer_one_takes_its_place(self, exercise: Council, client: Client) -> None:
        old, new = opening.new_organisers_link(), opening.new_organisers_link()
        assert client.post(old).status_code == 410
        assert client.post(new).status_code == 303

    def test_the_secret_is_kept_as_a_digest_alone(self, exercise: Council) -> None:
        secret = opening.new_organisers_link().rpartition("/")[2]
        assert secret not in Course.objects.get().link

    def test_whoever_sits_already_organises_with_the_same_account(self, exercise: Council, client: Client) -> None:
        client.post("/rehearsal/sit", {"place": "chair/chair"})
        client.post(opening.new_organisers_link())
        assert Account.objects.count() == 1


@pytest.mark.parametrize("page", ["", "/slips", "/codes.csv", "/aside/20261122T101500-x-1-2.jsonl"])
def test_to_others_there_is_no_such_page(exercise: Council, client: Client, page: str) -> None:
    address = f"/rehearsal/organiser{page}"
    assert client.get(address).status_code == 404
    client.post("/rehearsal/sit", {"place": "secretariat/secretary-general"})
    assert client.get(address).status_code == 404
    assert client.post("/rehearsal/organiser", {"do": "restore", "name": "x", "sure": "yes"}).status_code == 404


class TestCodes:
    def test_thirty_for_a_class_in_one_go(self, organiser: Client) -> None:
        wanted = {
            f"delegation:{state}/{role}": "5" for state in ("XA", "XB") for role in ("head", "coordinator", "expert")
        }
        answer = organiser.post("/rehearsal/organiser", wanted | {"do": "codes"}, follow=True)
        assert b"30 codes were made." in answer.content
        assert len({row.code for row in Code.objects.all()}) == 30

    def test_they_are_printed_on_slips_with_the_address(self, organiser: Client) -> None:
        organiser.post("/rehearsal/organiser", {"do": "codes", "delegation:XR/head": "1"})
        code = Code.objects.get().code
        page = organiser.get("/rehearsal/organiser/slips").content.decode()
        assert f"{code[:4]}-{code[4:]}" in page
        assert "Delegation of Ruritania, head of delegation" in page
        assert "http://testserver/rehearsal" in page

    def test_they_are_a_table_too(self, organiser: Client) -> None:
        organiser.post("/rehearsal/organiser", {"do": "codes", "chair/chair": "1"})
        code = Code.objects.get().code
        Client().post("/rehearsal/join", {"code": code, "name": "=HYPERLINK()"})
        answer = organiser.get("/rehearsal/organiser/codes.csv")
        [row] = csv.DictReader(io.StringIO(answer.content.decode()))
        assert (row["seat"], row["name"]) == ("chair", "'=HYPERLINK()")
        assert row["link"] == f"http://testserver/rehearsal?code={code[:4]}-{code[4:]}"
        assert row["rehearsal"].startswith("This is a rehearsal")
        assert "rehearsal-codes.csv" in answer["Content-Disposition"]

    def test_a_used_slip_is_not_printed_again(self, organiser: Client) -> None:
        organiser.post("/rehearsal/organiser", {"do": "codes", "chair/chair": "1"})
        Client().post("/rehearsal/join", {"code": Code.objects.get().code, "name": "Zhanna"})
        assert b'class="slip"' not in organiser.get("/rehearsal/organiser/slips").content
        assert b"Zhanna" in organiser.get("/rehearsal/organiser").content

    @pytest.mark.parametrize("count", ["", "0", "-1", "x", "501", "9" * 30])
    def test_how_many_has_to_be_said(self, organiser: Client, count: str) -> None:
        answer = organiser.post("/rehearsal/organiser", {"do": "codes", "chair/chair": count})
        assert answer.status_code == 409
        assert Code.objects.count() == 0


class TestTheRest:
    def test_one_click_is_switched_off_and_on(self, organiser: Client) -> None:
        organiser.post("/rehearsal/organiser", {"do": "any_seat", "allowed": "no"})
        assert Client().post("/rehearsal/sit", {"place": "chair/chair"}).status_code == 409
        assert organiser.post("/rehearsal/sit", {"place": "chair/chair"}).status_code == 303
        organiser.post("/rehearsal/organiser", {"do": "any_seat", "allowed": "yes"})
        assert Client().post("/rehearsal/sit", {"place": "chair/chair"}).status_code == 303

    @pytest.mark.parametrize("to", ["", "tomorrow", "2031-02-30T10:00", "2001-01-01T00:00", "9999-12-31T23:59"])
    def test_a_time_that_the_clock_does_not_go_to(self, organiser: Client, to: str) -> None:
        assert organiser.post("/rehearsal/organiser", {"do": "clock", "to": to}).status_code == 409

    def test_a_point_is_kept_and_named_on_the_page(self, organiser: Client) -> None:
        answer = organiser.post("/rehearsal/organiser", {"do": "checkpoint", "name": "Before <lunch>"}, follow=True)
        assert b"Before &lt;lunch&gt;" in answer.content
        assert Point.objects.get().name == "Before <lunch>"

    def test_taking_everybody_back_wants_to_be_meant(self, organiser: Client) -> None:
        organiser.post("/rehearsal/organiser", {"do": "checkpoint", "name": "here"})
        answer = organiser.post("/rehearsal/organiser", {"do": "restore", "name": "here"})
        assert answer.status_code == 409
        assert b"Say that you are sure" in answer.content

    def test_so_does_putting_back_what_was_kept_aside(self, organiser: Client) -> None:
        name = "20261122T101500-x-1-2.jsonl"
        answer = organiser.post("/rehearsal/organiser", {"do": "forward", "name": name})
        assert (answer.status_code, b"Say that you are sure" in answer.content) == (409, True)
        answer = organiser.post("/rehearsal/organiser", {"do": "forward", "name": name, "sure": "yes"})
        assert (answer.status_code, b"Nothing was kept aside in" in answer.content) == (409, True)

    def test_what_nobody_can_do(self, organiser: Client) -> None:
        assert organiser.post("/rehearsal/organiser", {"do": "anything"}).status_code == 400
