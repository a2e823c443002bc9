"""In a rehearsal, and only there, a visitor takes any seat with one click; or that of a code, and no other."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import get_resolver

from comity.people.acts import EndCredential
from comity.people.models import Account, Credential
from comity.record.models import EntryRow
from comity.record.publication import size
from comity.record.reading import everything
from comity.rehearsal import running
from comity.rehearsal.models import Code
from comity.rehearsal.opening import URLS
from comity.rehearsal.rules import Place
from comity.rehearsal.urls import data, pages
from council import Council

HEAD, CHAIR, EXPERT = Place("delegation:XR", "head"), Place("chair", "chair"), Place("delegation:XA", "expert")
ADDRESSES = (
    *("/rehearsal", "/ru/rehearsal", "/zh-hans/rehearsal", "/rehearsal/sit", "/rehearsal/join"),
    *("/rehearsal/organiser", "/rehearsal/organiser/link/secret", "/rehearsal/organiser/slips"),
    *("/rehearsal/organiser/codes.csv", "/rehearsal/organiser/aside/20261122T101500-x-1-2.jsonl"),
    "/rehearsal.txt",
)


def clicks(client: Client, place: Place, prefix: str = ""):
    return client.post(f"{prefix}/rehearsal/sit", {"place": place.key})


def sits_as(client: Client) -> str:
    return " ".join(
        client.get("/").content.decode().partition('<p class="sitting__seat">')[2].partition("</p>")[0].split()
    )


class TestInEarnest:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_there_is_no_such_address(self, council: Council, client: Client, address: str) -> None:
        with council.clock():
            before = size()
            assert client.get(address).status_code == 404
            assert Client(enforce_csrf_checks=True).post(address, {"place": HEAD.key}).status_code in (404, 405)
            assert client.post(address, {"place": HEAD.key, "do": "restore"}).status_code in (404, 405)
            assert (size(), Account.objects.count()) == (before, 0)

    def test_no_page_offers_it(self, council: Council, client: Client) -> None:
        with council.clock():
            for address in ("/", "/help", "/accounts/login", "/record", "/nowhere"):
                page = client.get(address)
                assert b"rehearsal" not in page.content.lower()
                assert "Comity-Rehearsal" not in page.headers

    def test_every_address_of_the_exercise_was_walked(self) -> None:
        patterns = [str(pattern.pattern) for pattern in [*pages, *data]]
        for pattern in patterns:
            plain = pattern.partition("<")[0]
            assert any(address.startswith(f"/{plain}") for address in ADDRESSES), pattern
        known = {pattern.name for pattern in [*pages, *data]}
        assert known <= set(get_resolver(URLS).reverse_dict)
        assert not known & set(get_resolver().reverse_dict)


class TestOneClick:
    def test_a_visitor_sits_and_acts(self, exercise: Council, client: Client) -> None:
        answer = clicks(client, HEAD)
        assert (answer.status_code, answer["Location"]) == (303, "/delegation")
        assert "delegation of Ruritania, head of delegation" in sits_as(client)
        with everything():
            issued = EntryRow.objects.order_by("-seq").first().entry
        assert (issued.kind, issued.seat) == ("people.issue_credential", "secretariat")
        assert client.get("/acts").status_code == 200

    def test_whoever_sits_sees_the_time_of_the_exercise_too(self, exercise: Council, client: Client) -> None:
        assert b"Day of the exercise: 1 March 2030<" in client.get("/").content
        clicks(client, HEAD)
        assert b"Clock of the exercise: 1 March 2030, 09:00 UTC" in client.get("/").content

    def test_nothing_of_the_person_is_kept(self, exercise: Council, client: Client) -> None:
        clicks(client, HEAD)
        account = Account.objects.get()
        assert account.email == f"{account.code}@rehearsal.invalid"
        assert (account.name, account.has_usable_password()) == ("", False)
        assert {(row.ip, row.user_agent) for row in UserSession.objects.all()} <= {("0.0.0.0", "")}

    @pytest.mark.parametrize(("prefix", "called"), [("", "Visitor"), ("/ru", "Посетитель"), ("/zh-hans", "访客")])
    def test_whoever_reads_is_told_of_a_visitor_in_their_language(
        self, exercise: Council, client: Client, prefix: str, called: str
    ) -> None:
        clicks(Client(), HEAD, "/ru" if prefix == "/zh-hans" else "/zh-hans")
        clicks(client, HEAD)
        beside = client.get(f"{prefix}/delegation").content.decode().partition('id="beside"')[2]
        assert beside.count(called) == 2

    def test_the_page_of_the_account_shows_no_address_that_is_none(self, exercise: Council, client: Client) -> None:
        clicks(client, HEAD)
        assert "rehearsal.invalid" not in client.get("/accounts").content.decode()

    def test_whose_seat_is_gone_is_led_to_another(self, exercise: Council, client: Client) -> None:
        clicks(client, HEAD)
        exercise.does("secretariat", EndCredential(credential_entry=size()))
        page = client.get("/delegation").content.decode()
        assert "Take a seat" in page.partition("<main")[2]
        assert "rehearsal.invalid" not in page

    def test_a_visitor_switches_and_comes_back(self, exercise: Council, client: Client) -> None:
        clicks(client, HEAD)
        clicks(client, CHAIR)
        assert "chair" in sits_as(client)
        held = size()
        clicks(client, HEAD)
        assert "Ruritania" in sits_as(client)
        assert (size(), Account.objects.count()) == (held, 1)

    def test_everybody_sees_how_many_sit_where(self, exercise: Council, client: Client) -> None:
        clicks(Client(), CHAIR)
        clicks(Client(), CHAIR)
        page = client.get("/rehearsal").content.decode()
        place = page.partition('value="chair/chair"')[2].partition("</button>")[0]
        assert ">2</span>" in place

    @pytest.mark.parametrize("place", ["", "delegation:XR", "delegation:XX/head", "clerk/clerk", "chair/head", "/"])
    def test_there_is_no_such_seat(self, exercise: Council, client: Client, place: str) -> None:
        answer = client.post("/rehearsal/sit", {"place": place})
        assert answer.status_code == 409
        assert b"There is no such seat" in answer.content
        assert Account.objects.count() == 0

    def test_a_state_that_may_apply_has_a_seat_apart(self, exercise: Council, client: Client) -> None:
        page = client.get("/rehearsal").text
        apart = page.partition("<h2>Others</h2>")[2]
        assert 'value="delegation:XS/head"' in apart
        assert 'value="delegation:XA/head"' not in apart
        assert clicks(client, Place("delegation:XS", "head")).status_code == 303
        with everything():
            assert Credential.objects.get().seat == "delegation:XS"
        assert client.get("/acts/membership.apply?state=XS").status_code == 200

    def test_a_form_of_another_site_seats_nobody(self, exercise: Council) -> None:
        assert clicks(Client(enforce_csrf_checks=True), HEAD).status_code == 403
        assert Account.objects.count() == 0

    def test_a_link_seats_nobody(self, exercise: Council, client: Client) -> None:
        assert client.get("/rehearsal/sit", {"place": HEAD.key}).status_code == 302
        assert Account.objects.count() == 0

    def test_it_is_slowed_down(self, exercise: Council, client: Client, settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"rehearsal_seat": "2/m/ip"}
        assert [clicks(client, place).status_code for place in (HEAD, CHAIR, EXPERT)] == [303, 303, 429]

    def test_it_speaks_the_language_of_the_page(self, exercise: Council, client: Client) -> None:
        answer = clicks(client, HEAD, "/zh-hans")
        assert answer["Location"] == "/zh-hans/delegation"
        assert Account.objects.get().language == "zh-hans"


class TestCodes:
    @pytest.fixture
    def code(self, exercise: Council) -> str:
        running.let_take_any_seat(False)
        [made] = running.make_codes({EXPERT: 1})
        return made.code

    def join(self, client: Client, code: str, name: str = "Zhanna"):
        return client.post("/rehearsal/join", {"code": code, "name": name})

    def test_a_student_sits_where_the_code_says(self, code: str, client: Client) -> None:
        assert self.join(client, f" {code[:4].upper()}-{code[4:].upper()} ").status_code == 303
        assert "delegation of Arcadia, expert" in sits_as(client)
        assert Code.objects.get().account.name == "Zhanna"
        with everything():
            assert Credential.objects.count() == 1

    def test_and_nowhere_else(self, code: str, client: Client) -> None:
        self.join(client, code)
        running.let_take_any_seat(True)
        refused = clicks(client, CHAIR)
        assert refused.status_code == 409
        assert b"sit in the seat that it names: no other" in refused.content
        assert "Arcadia" in sits_as(client)

    def test_without_a_code_nobody_sits(self, code: str, client: Client) -> None:
        assert b'name="place"' not in client.get("/rehearsal").content
        assert clicks(client, CHAIR).status_code == 409

    def test_a_code_is_for_one(self, code: str, client: Client) -> None:
        self.join(client, code)
        second = self.join(Client(), code, "Boris")
        assert second.status_code == 409
        assert b"was used already" in second.content
        assert self.join(client, code).status_code == 303

    def test_a_visitor_who_sat_elsewhere_leaves_that_behind(self, code: str, client: Client) -> None:
        running.let_take_any_seat(True)
        clicks(client, CHAIR)
        self.join(client, code)
        assert "delegation of Arcadia, expert" in sits_as(client)
        assert b"Sit in another seat" not in client.get("/").content

    @pytest.mark.parametrize(("given", "name", "word"), [("zzzzzzzz", "Zhanna", "no such code"), ("", "", "no such")])
    def test_a_wrong_code(self, code: str, client: Client, given: str, name: str, word: str) -> None:
        answer = self.join(client, given, name)
        assert answer.status_code == 409
        assert word in answer.content.decode()

    def test_a_name_is_needed(self, code: str, client: Client) -> None:
        assert self.join(client, code, "  ").status_code == 409
        assert Code.objects.get().account is None

    def test_guessing_is_slowed_down_and_nobody_else_is(self, code: str, client: Client, settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"rehearsal_code": "2/m/ip"}
        more = [row.code for row in running.make_codes({EXPERT: 3})]
        assert [self.join(Client(), one).status_code for one in more] == [303, 303, 303]
        assert [self.join(client, "zzzzzzzz").status_code for _ in range(3)] == [409, 409, 429]
