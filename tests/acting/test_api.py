"""Acts by programs: one entry each, refusals as problem details, and the record to read along."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from acting.conftest import LogsIn
from comity.acting.guide import PROBLEMS
from comity.record.acts import KINDS
from comity.record.entries import Entry
from comity.record.models import EntryRow, Head
from comity.site.addresses import pages
from council import Council
from record.acts import Confide

pytestmark = pytest.mark.usefixtures("morning")
APPLY = {"kind": "membership.apply", "fields": {"state": "XS"}}


def sent(client: Client, line: object, query: str = "", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/api/acts{query}", line, content_type="application/json", headers=named)


def is_problem(response: Any, status: int, **members: object) -> Mapping[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    assert told["title"]
    assert members.items() <= told.items()
    return told


@pytest.fixture
def head(logs_in: LogsIn) -> Client:
    return logs_in("delegation:XS", "head")


@pytest.fixture
def officer(logs_in: LogsIn) -> Client:
    return logs_in("secretariat", "officer")


class TestPerforming:
    def test_an_act_makes_an_entry_and_says_where_it_is(self, head: Client) -> None:
        response = sent(head, APPLY)
        assert response.status_code == 201
        seq = Head.objects.get().size
        assert (response.headers["Location"], response.headers["ETag"]) == (f"/record/{seq}", f'"{seq}"')
        told = response.json()
        assert told["sentence"] == "Sylvania applied for the status of member."
        assert told["entry"] == json.loads(bytes(EntryRow.objects.get(seq=seq).content))
        assert "seen" in response.cookies

    def test_the_day_may_be_named(self, officer: Client) -> None:
        meeting = {"kind": "bodies.meet", "on": "2030-02-01", "fields": {"body": "ASSEMBLY", "first": "2030-02-01"}}
        told = is_problem(sent(officer, meeting), 409, code="no_such_body")
        assert told["type"] == "/api#refused"
        assert sent(officer, meeting | {"on": "2030-03-01"}).json()["entry"]["on"] == "2030-03-01"

    def test_the_same_key_makes_one_entry(self, head: Client) -> None:
        first, second = (sent(head, APPLY, idempotency_key="a-1").json() for _ in range(2))
        assert first == second
        assert EntryRow.objects.filter(kind="membership.apply").count() == 1
        other = APPLY | {"fields": {"state": "XS", "status": "observer"}}
        is_problem(sent(head, other, idempotency_key="a-1"), 422, code="key_reused")

    def test_an_act_for_an_earlier_record_is_not_entered(self, head: Client, council: Council) -> None:
        seen = head.get("/api/head").headers["ETag"]
        council.does("secretariat", Confide(words="Meanwhile."))
        for query in ("", "?dry-run"):
            response = sent(head, APPLY, query, if_match=seen)
            told = is_problem(response, 412, type="/api#moved")
            assert response.headers["ETag"] == f'"{told["size"]}"'
        assert sent(head, APPLY, if_match=f'"1", {response.headers["ETag"]}').status_code == 201
        assert sent(head, APPLY, if_match="*").status_code == 201
        is_problem(sent(head, APPLY, if_match="soon"), 412)

    def test_a_dry_run_says_what_would_happen(self, head: Client) -> None:
        before = Head.objects.values().get()
        told = sent(head, APPLY, "?dry-run").json()
        assert told["permitted"]
        assert told["sentence"] == "Sylvania applied for the status of member."
        assert told["rests_on"] == "Charter, Art. 4"
        assert {change["table"] for change in told["changes"]} == {"step"}
        assert Head.objects.values().get() == before

    def test_a_dry_run_tells_every_reason(self, officer: Client) -> None:
        line = {"kind": "membership.sign_memorandum", "fields": {"state": "XA"}}
        told = is_problem(sent(officer, line, "?dry-run"), 409, code="already_held", article="4")
        assert [other["code"] for other in told["others"]] == ["step_missing"]


class TestRefusing:
    def test_what_the_rules_forbid_is_told_with_the_article(self, logs_in: LogsIn) -> None:
        line = {"kind": "membership.apply", "fields": {"state": "XA"}}
        told = is_problem(sent(logs_in("delegation:XA", "head"), line), 409, code="already_held", article="4")
        assert told["detail"] == "Arcadia has been member since 1 March 2030. (Charter, Art. 4)"
        assert told["values"]["state"] == "XA"

    def test_in_the_readers_language(self, logs_in: LogsIn) -> None:
        line = {"kind": "membership.apply", "fields": {"state": "XA"}}
        client = logs_in("delegation:XA", "head")
        for language, word in (("ru", "Аркадия"), ("zh", "阿卡迪亚"), ("fr", "Arcadia")):
            response = sent(client, line, accept_language=language)
            assert word in is_problem(response, 409)["detail"]
            assert "Accept-Language" in response.headers["Vary"]

    def test_what_is_not_for_the_seat_is_forbidden(self, head: Client) -> None:
        for query in ("", "?dry-run"):
            line = {"kind": "membership.name_state", "fields": {"state": "XT", "name": {"en": "Thule"}}}
            is_problem(sent(head, line, query), 403, code="not_your_seat")

    def test_nobody_acts_without_a_seat(self, council: Council, logs_in: LogsIn) -> None:
        response = sent(Client(), APPLY)
        is_problem(response, 401, type="/api#nobody")
        assert response.headers["WWW-Authenticate"]

    def test_a_browser_that_was_tricked_into_it_is_refused(self, logs_in: LogsIn) -> None:
        client = logs_in("delegation:XS", "head", enforce_csrf_checks=True)
        is_problem(sent(client, APPLY), 403)
        assert not EntryRow.objects.filter(kind="membership.apply").exists()

    @pytest.mark.parametrize(
        ("line", "errors"),
        [
            ({"kind": "membership.dance", "fields": {}}, {"kind": "There is no kind of act “membership.dance”."}),
            ({"fields": {}}, {"kind": "This is needed."}),
            ({"kind": "membership.apply"}, {"fields": "This is needed."}),
            ({"kind": "membership.apply", "fields": {"state": "XSX"}}, {"state": "Write the two letters"}),
            (APPLY | {"on": "soon"}, {"on": "Write the year"}),
            (APPLY | {"by": "me"}, {"by": "There is no such field."}),
            (
                {"kind": "membership.name_state", "fields": {"state": 1, "name": {"en": ""}}},
                {"state": "Write text.", "name.en": "Write at least 1"},
            ),
        ],
    )
    def test_wrong_fields_are_told_one_by_one(self, head: Client, line: object, errors: dict[str, str]) -> None:
        told = is_problem(sent(head, line), 422, type="/api#bad-fields")
        assert [error["field"] for error in told["errors"]] == list(errors)
        for error in told["errors"]:
            assert error["sentence"].startswith(errors[error["field"]])

    def test_of_thousands_of_wrong_fields_only_some_are_told(self, officer: Client) -> None:
        flood = {f"field{number}": 1 for number in range(20_000)}
        told = is_problem(sent(officer, APPLY | {"fields": flood}), 422, type="/api#bad-fields")
        assert 0 < len(json.dumps(told)) < 50_000

    def test_what_is_no_object_is_told_in_words(self, officer: Client) -> None:
        answer = officer.post("/api/acts", "[]", content_type="application/json", headers={"Accept-Language": "ru"})
        assert is_problem(answer, 422)["detail"] == "Отправьте один объект JSON в кодировке UTF-8."

    @pytest.mark.parametrize("body", ["{", "[]", "1", '"x"', "\xff", "null", '{"kind": []}', "[" * 5_000])
    def test_what_is_no_act_is_a_problem_and_no_failure(self, head: Client, body: str) -> None:
        response = head.post("/api/acts", body.encode("latin-1"), content_type="application/json")
        is_problem(response, response.status_code)
        assert response.status_code in (400, 422)

    def test_what_is_too_long_is_told_so(self, officer: Client) -> None:
        for length in (70_000, 3_000_000):
            line = {"kind": "membership.name_state", "fields": {"state": "XT", "name": {"en": "T" * length}}}
            is_problem(sent(officer, line), 413, type="/api#too-long")

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_no_other_method_is_known(self, head: Client, method: str) -> None:
        response = getattr(head, method)("/api/acts")
        is_problem(response, 405)
        assert response.headers["Allow"] == "GET, HEAD, POST"
        is_problem(head.post("/api/head"), 405)

    def test_an_address_that_is_none_is_a_problem_too(self, head: Client) -> None:
        is_problem(head.get("/api/nothing"), 404)


class TestReading:
    def test_the_kinds_say_what_they_are_and_whether_they_are_open(self, head: Client) -> None:
        kinds = {kind["kind"]: kind for kind in head.get("/api/acts").json()}
        assert set(kinds) == set(KINDS)
        apply = kinds["membership.apply"]
        assert (apply["open"], kinds["membership.admit"]["open"]) == (True, False)
        assert (apply["title"], apply["package"]) == ("apply for a status", "membership")
        assert apply["help"] == "A state asks to be given a status: membership, unless it names another."
        assert apply["fields"]["required"] == ["state"]
        russian = Client().get("/api/acts", headers={"Accept-Language": "ru"}).json()
        assert not any(kind["open"] for kind in russian)
        assert next(kind for kind in russian if kind["kind"] == "membership.apply")["help"].startswith("Государство")

    def test_the_head_has_its_size_as_tag(self, head: Client) -> None:
        response = Client().get("/api/head")
        size = Head.objects.get().size
        assert response.json()["size"] == size
        assert response.json()["checkpoint"].splitlines()[1] == str(size)
        assert response.headers["ETag"] == f'"{size}"'

    def test_the_description_is_openapi(self) -> None:
        described = Client().get("/api/openapi.json").json()
        assert described["openapi"] == "3.1.0"
        body = described["paths"]["/api/acts"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body["discriminator"]["propertyName"] == "kind"
        assert {kind for kind in KINDS if not kind.startswith("test.")} <= set(body["discriminator"]["mapping"])


@pytest.mark.parametrize("prefix", ["", "/ru", "/zh-hans"])
def test_a_page_explains_every_address_and_every_problem(council: Council, prefix: str) -> None:
    page = Client().get(f"{prefix}/api").text
    assert "POST /api/acts" in page
    assert all(f'id="{name}"' in page for name in PROBLEMS)


def test_it_is_no_part_of_what_is_published(council: Council) -> None:
    assert not [address for address in pages() if address.startswith(("/api", "/acts"))]


def test_an_entry_can_be_made_again_from_what_was_answered(head: Client) -> None:
    told = sent(head, APPLY).json()
    assert Entry.from_bytes(json.dumps(told["entry"]).encode()).to_bytes() == bytes(
        EntryRow.objects.get(seq=told["seq"]).content
    )
