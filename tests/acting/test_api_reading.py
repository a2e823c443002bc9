"""Every resource is read by programs: in portions, on any day, and not again while nothing is new."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from acting.conftest import LogsIn
from acting.test_api import is_problem
from comity.acting.programs import api
from comity.bodies.acts import AnnounceMeeting, Meet, TakeChair
from comity.membership.acts import Apply
from comity.people import tokens
from comity.people.acts import EndCredential
from comity.people.models import Account
from comity.people.sitting import sittings
from comity.record.models import Head
from comity.register.acts import AddVersion, EnterDocument, Relate
from council import Council
from record.acts import Confide

pytestmark = pytest.mark.usefixtures("morning")


def read(address: str, client: Client | None = None, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = (client or Client()).get(address, headers=given)
    assert answer.status_code == 200, answer.text
    return answer.json()


def all_of(address: str, client: Client | None = None) -> Iterator[Any]:
    """Everything in a list, by its own links."""
    while address:
        portion = read(address, client)
        yield from portion["items"]
        address = portion["next"]


def enter(council: Council, *codes: str, **fields: Any) -> None:
    for code in codes:
        council.does(
            "secretariat", EnterDocument(document=code, title={"en": f"On {code}"}, type="decision", **fields)
        )


class TestResources:
    def test_the_charter(self, council: Council) -> None:
        assert read("/api/charter")["charter"]["organisation"]["code"] == "ICM"
        provisions = list(all_of("/api/charter/provisions"))
        assert provisions[0]["ref"] == "1"
        assert read("/api/charter/provisions/4") in provisions
        competences = {one["code"]: one for one in all_of("/api/charter/competences")}
        assert competences["membership.admit"]["body"] == "ASSEMBLY"
        rules = {one["code"]: one for one in all_of("/api/charter/rules")}
        assert rules["consensus"]["settings"]["objections_block"] == "all"
        assert competences["membership.admit"]["rule"] in rules
        assert next(all_of("/api/statuses"))["code"] == "member"
        is_problem(Client().get("/api/charter/provisions/999"), 404)

    def test_states(self, council: Council) -> None:
        assert [one["code"] for one in all_of("/api/states")] == ["XA", "XB", "XR"]
        assert [one["code"] for one in all_of("/api/states?status=observer")] == []
        arcadia = read("/api/states/XA", accept_language="ru")
        assert (arcadia["name"], arcadia["names"]["en"]) == ("Аркадия", "Arcadia")
        assert [one["status"] for one in arcadia["standings"]] == ["member"]
        assert read("/api/states/XS")["standings"] == []
        is_problem(Client().get("/api/states/XX"), 404)
        is_problem(Client().get("/api/states/xx1"), 422)

    def test_bodies_chair_offices_and_meetings(self, council: Council) -> None:
        council.does("Arcadia", TakeChair(state="XA"))
        council.does("secretariat", Meet(body="ASSEMBLY", first="2030-03-01"))
        coming = {"first": "2030-06-01", "last": "2030-06-02"}
        council.does("secretariat", AnnounceMeeting(body="ASSEMBLY", **coming))
        assert [one["code"] for one in all_of("/api/bodies?phase=operating")] == ["ASSEMBLY"]
        assembly = read("/api/bodies/ASSEMBLY")
        assert (assembly["phase"], len(assembly["competences"]) > 3) == ("operating", True)
        assert read("/api/bodies/BUREAU")["entry"] is None, "only the charter knows it"
        assert [one["held"] for one in all_of("/api/meetings?body=ASSEMBLY")] == [True, False]
        assert [one["first"] for one in all_of("/api/meetings?held=false")] == ["2030-06-01"]
        assert [one["code"] for one in all_of("/api/chairmanships")] == ["XA"]
        assert [one["code"] for one in all_of("/api/offices")] == ["harbour-master"]
        assert list(all_of("/api/holders?office=harbour-master&state=XA&current=true")) == []
        for address in ("/api/bodies/NONE", "/api/meetings?body=NONE"):
            is_problem(Client().get(address), 404)

    def test_documents_with_texts_and_relations(self, council: Council) -> None:
        enter(council, "moorings", "buoys")
        council.does(
            "secretariat", AddVersion(document="moorings", number=1, language="en", wording="Moor at the quay.")
        )
        council.does("secretariat", Relate(document="buoys", relation="follows", other_document="moorings"))
        assert [one["code"] for one in all_of("/api/documents")] == ["buoys", "moorings"]
        assert [one["code"] for one in all_of("/api/documents?q=quay&type=decision&in_force=yes")] == ["moorings"]
        assert list(all_of("/api/documents?year=1999")) == []
        assert read("/api/documents/moorings")["in_force"] is True
        (text,) = all_of("/api/documents/moorings/versions")
        assert Client().get(text["path"]).text == "Moor at the quay."
        for code in ("moorings", "buoys"):
            (relation,) = all_of(f"/api/documents/{code}/relations")
            assert (relation["document"], relation["relation"], relation["other"]) == ("buoys", "follows", "moorings")
        for rest in ("", "/versions", "/relations"):
            is_problem(Client().get(f"/api/documents/none{rest}"), 404)

    def test_entries_and_one_with_its_proof(self, council: Council) -> None:
        size = Head.objects.get().size
        assert [one["seq"] for one in all_of("/api/entries?limit=4")] == list(range(1, size + 1))
        (found,) = all_of("/api/entries?kind=membership.found&state=XA")
        assert found["sentence"] == "Arcadia founded the organisation with others, as member."
        told = read(f"/api/entries/{found['seq']}")
        assert told["entry"]["body"] == {"state": "XA"}
        assert told["inclusion"]["size"] == size
        is_problem(Client().get(f"/api/entries/{size + 1}"), 404)
        is_problem(Client().get("/api/entries?kind=membership.dance"), 422)
        is_problem(Client().get("/api/entries?from=2031-01-01&to=2030-01-01"), 400)

    def test_who_asks(self, logs_in: LogsIn) -> None:
        is_problem(Client().get("/api/me"), 401, type="/api#nobody")
        told = read("/api/me", logs_in("delegation:XA", "expert"))
        assert (told["seat"]["seat"], told["seat"]["role"], told["token"]) == ("delegation:XA", "expert", None)
        assert "members" in told["audiences"]

    def test_any_day(self, council: Council) -> None:
        council.on("2030-05-01").does("Sylvania", Apply(state="XS"))
        with council.clock():
            before = list(all_of("/api/entries?on=2030-04-30"))
            assert len(before) == len(list(all_of("/api/entries?on=2030-05-01"))) - 1
            for address in ("/api/states", "/api/bodies", "/api/charter", "/api/documents", "/api/meetings"):
                is_problem(Client().get(f"{address}?on=2029-01-01"), 400)
                is_problem(Client().get(f"{address}?on=soon"), 400)


class TestPortions:
    def test_what_is_entered_meanwhile_moves_nothing(self, council: Council) -> None:
        enter(council, "aa", "bb", "cc", "dd")
        first = read("/api/documents?limit=2")
        assert [one["code"] for one in first["items"]] == ["dd", "cc"]
        enter(council, "ee")
        assert [one["code"] for one in all_of(first["next"])] == ["bb", "aa"]

    def test_nor_in_a_list_by_codes(self, council: Council) -> None:
        first = read("/api/states?limit=2")
        assert [one["code"] for one in all_of(first["next"])] == ["XR"]

    def test_the_way_on_stands_in_a_header_too_and_keeps_what_was_asked(self, council: Council) -> None:
        answer = Client().get("/api/states?limit=1&status=member&on=2030-03-01")
        address = answer.json()["next"]
        assert answer.headers["Link"] == f'<{address}>; rel="next"'
        assert "status=member&on=2030-03-01" in address
        assert "Link" not in Client().get("/api/states").headers

    @pytest.mark.parametrize(
        "cursor", ["x", "W10", "WyJhIiwxXQ", "bnVsbA", "%00", "WzFlOTld", "я", "Wy0xXQ", "W3RydWVd"]
    )
    @pytest.mark.parametrize("address", ["/api/states", "/api/entries", "/api/documents"])
    def test_a_cursor_from_elsewhere_is_a_problem(self, council: Council, address: str, cursor: str) -> None:
        is_problem(Client().get(f"{address}?cursor={cursor}"), 400)

    @pytest.mark.parametrize("limit", ["0", "101", "-1", "x"])
    def test_no_portion_is_larger_than_a_hundred(self, council: Council, limit: str) -> None:
        told = is_problem(Client().get(f"/api/entries?limit={limit}"), 422)
        assert told["errors"][0]["field"] == "limit"


class TestTags:
    def test_what_is_known_is_not_told_again(self, council: Council, django_assert_max_num_queries: Any) -> None:
        client = Client()
        tag = client.get("/api/states").headers["ETag"]
        with django_assert_max_num_queries(2):
            answer = client.get("/api/states", headers={"If-None-Match": f'"other", {tag}'})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
        council.does("Sylvania", Apply(state="XS"))
        assert client.get("/api/states", headers={"If-None-Match": tag}).status_code == 200

    def test_a_tag_is_of_one_address_language_and_day(self, council: Council) -> None:
        tag = Client().get("/api/states").headers["ETag"]
        for address, language in (("/api/states?limit=2", "en"), ("/api/bodies", "en"), ("/api/states", "ru")):
            given = {"If-None-Match": tag, "Accept-Language": language}
            assert Client().get(address, headers=given).status_code == 200
        with council.on("2030-03-02").clock():
            assert Client().get("/api/states", headers={"If-None-Match": tag}).status_code == 200

    def test_it_is_of_whoever_asks(self, council: Council, logs_in: LogsIn) -> None:
        council.does("secretariat", Confide(words="Between us."))
        tags = {
            client.get("/api/entries").headers["ETag"] for client in (Client(), logs_in("delegation:XA", "expert"))
        }
        assert len(tags) == 2
        answer = Client().get("/api/entries")
        assert {"Authorization", "Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
        assert answer.headers["Cache-Control"].startswith("private"), "the front keeps nothing of it"

    def test_an_address_that_leads_nowhere_is_told_so_whatever_is_known(self, council: Council) -> None:
        tag = Client().get("/api/states/XA").headers["ETag"]
        assert Client().get("/api/states/XX", headers={"If-None-Match": f"{tag}, *"}).status_code == 404

    def test_only_the_headers_can_be_asked_for(self, council: Council) -> None:
        answer = Client().head("/api/states")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["ETag"]


def test_what_is_closed_is_shown_to_who_may_read_it(council: Council, logs_in: LogsIn) -> None:
    seq = council.does("secretariat", Confide(words="Between us.")).seq
    for client, may in ((Client(), False), (logs_in("delegation:XA", "expert"), True)):
        told = {one["seq"]: one["sentence"] for one in all_of("/api/entries", client)}
        assert (told[seq] == "Between us.") == may
        assert ("sealed" in read(f"/api/entries/{seq}", client)["entry"]) != may


def test_a_token_reads_until_its_seat_is_over(council: Council, sits: Any) -> None:
    sitting = sits("delegation:XA", "expert")
    account = Account.objects.get(code=sitting.account)
    enter(council, "closed", audience="members")
    held = sittings(account, council.day)[0]
    secret = tokens.issue(account, "Ledger", scope="read", sitting=held, days=9, on=council.day)[1]
    bearer = Client(headers={"Authorization": f"Bearer {secret}"})
    assert [one["code"] for one in all_of("/api/documents", bearer)] == ["closed"]
    assert read("/api/me", bearer)["token"]["name"] == "Ledger"
    assert list(all_of("/api/documents")) == []
    council.does("secretariat", EndCredential(credential_entry=sitting.credential))
    is_problem(bearer.get("/api/documents"), 401, type="/api#token")


def test_every_package_tells_programs_what_it_has() -> None:
    described = api.get_openapi_schema()
    tags = {tag for methods in described["paths"].values() for one in methods.values() for tag in one["tags"]}
    assert tags == {"The record", "The charter", "States", "Bodies", "Documents", "Meetings", "Who asks", "Acts"}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], path
            assert operation["description"], path
            assert operation["responses"]["default"]["content"].keys() == {"application/problem+json"}
            assert [one["name"] for one in operation["parameters"] if not one.get("description")] == [], (
                method,
                path,
            )
