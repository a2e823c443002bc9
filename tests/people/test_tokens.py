"""Personal access tokens: shown once, bound to a seat, and worth nothing once that is over."""

import json
import logging
import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from comity import cli
from comity.people import personal, tokens
from comity.people.acts import EndCredential, IssueCredential
from comity.people.models import Account, Credential, Token
from comity.people.sitting import sittings
from comity.record.models import EntryRow
from comity.record.reading import everything
from council import Council
from people.conftest import PASSWORD, logs_in
from record.acts import Confide

pytestmark = pytest.mark.usefixtures("morning")
PAGE = "/accounts/tokens"
APPLY = {
    "kind": "people.issue_credential",
    "fields": {"account": "bbrsbbrsbbrs", "seat": "delegation:XA", "role": "expert"},
}


def made(account: Account, council: Council, scope: str = "act", days: int = 30, seat: bool = True) -> str:
    sitting = sittings(account, council.day)[0] if seat else None
    return tokens.issue(account, "Ledger", scope=scope, sitting=sitting, days=days, on=council.day)[1]


def asks(secret: str, address: str = "/api/entries") -> Client:
    return Client(enforce_csrf_checks=True).get(address, headers={"Authorization": f"Bearer {secret}"})


def acts(secret: str, **headers: str):
    given = {"Authorization": f"Bearer {secret}"} | headers
    return Client(enforce_csrf_checks=True).post("/api/acts", APPLY, content_type="application/json", headers=given)


class TestThePage:
    def test_a_token_is_shown_once_and_kept_as_a_digest(self, client: Client, anna: Account) -> None:
        logs_in(client)
        assert "/accounts/reauthenticate" in client.get(PAGE).headers["Location"]
        client.post("/accounts/reauthenticate", {"password": PASSWORD})
        seat = client.get(PAGE).wsgi_request.sittings[0].credential
        answer = client.post(PAGE, {"name": "Ledger", "seat": seat, "scope": "act", "days": "90"})
        secret = re.search(r"comity_[\w-]{43}", answer.text)[0]
        assert "no-store" in answer.headers["Cache-Control"]
        token = Token.objects.get()
        assert (token.name, token.scope, token.credential) == ("Ledger", "act", seat)
        assert (token.until - token.since).days == 90
        assert secret not in str(Token.objects.values().get())
        again = client.get(PAGE).text
        assert secret not in again
        assert f"{token.hint}…" in again
        assert acts(secret).status_code == 201

    def test_one_from_no_seat_sees_what_everybody_sees_and_does_not_act(self, client: Client, anna: Account) -> None:
        logs_in(client)
        client.post("/accounts/reauthenticate", {"password": PASSWORD})
        wrong = client.post(PAGE, {"name": "Ledger", "seat": "", "scope": "act", "days": "30"})
        assert wrong.status_code == 422
        assert "An act is made from a seat." in wrong.text
        for days in ("31", "0", "9999"):
            assert client.post(PAGE, {"name": "L", "seat": "", "scope": "read", "days": days}).status_code == 422
        assert not Token.objects.exists()
        answer = client.post(PAGE, {"name": "Ledger", "seat": "", "scope": "read", "days": "30"})
        assert "comity_" in answer.text
        assert Token.objects.get().credential is None

    def test_nobody_takes_a_seat_that_is_not_theirs(self, client: Client, anna: Account, council: Council) -> None:
        other = council.does("clerk", IssueCredential(account="bbrsbbrsbbrs", seat="secretariat", role="officer"))
        logs_in(client)
        client.post("/accounts/reauthenticate", {"password": PASSWORD})
        asked = {"name": "Ledger", "seat": other.seq, "scope": "act", "days": "30"}
        assert client.post(PAGE, asked).status_code == 422

    def test_who_revokes_one_ends_it_and_nobody_elses(self, client: Client, anna: Account, council: Council) -> None:
        secret = made(anna, council)
        stranger = Client()
        stranger.force_login(Account.objects.create_user("b@council.example"))
        token = Token.objects.get()
        assert stranger.post(f"{PAGE}/{token.pk}/revoke").status_code == 404
        assert asks(secret).status_code == 200
        logs_in(client)
        assert client.post(f"{PAGE}/{token.pk}/revoke").headers["Location"] == PAGE
        assert asks(secret).status_code == 401
        client.post("/accounts/reauthenticate", {"password": PASSWORD})
        assert "revoked" in client.get(PAGE).text

    @pytest.mark.parametrize("prefix", ["", "/ru", "/zh-hans"])
    def test_it_is_there_in_every_language(
        self, client: Client, anna: Account, prefix: str, council: Council
    ) -> None:
        made(anna, council)
        logs_in(client, prefix=prefix)
        client.post("/accounts/reauthenticate", {"password": PASSWORD})
        page = client.get(f"{prefix}{PAGE}")
        assert page.status_code == 200
        assert "Ledger" in page.text
        assert f'href="{prefix}{PAGE}"' in client.get(f"{prefix}/accounts").text


class TestShowingOne:
    def test_it_reads_and_acts_from_its_seat_without_a_form_s_token(self, anna: Account, council: Council) -> None:
        closed = council.does("secretariat", Confide(words="Between us.")).seq
        secret = made(anna, council)
        assert "Between us." in asks(secret).text
        assert "Between us." not in asks(made(anna, council, "read", seat=False)).text
        assert acts(secret).json()["entry"]["seat"] == "delegation:XA"
        with everything():
            assert EntryRow.objects.filter(seq__gt=closed).count() == 1
        assert Token.objects.first().used_on is not None

    def test_the_session_of_a_browser_counts_for_nothing_beside_it(self, anna: Account, council: Council) -> None:
        council.does("secretariat", Confide(words="Between us."))
        client = Client()
        logs_in(client)
        public = made(anna, council, "read", seat=False)
        shown = client.get("/api/entries", headers={"Authorization": f"Bearer {public}"})
        assert "Between us." not in shown.text

    @pytest.mark.parametrize("secret", ["", "comity_", "comity_" + "a" * 43, "\xff", "x y"])
    def test_one_that_is_none_is_a_problem(self, council: Council, secret: str) -> None:
        answer = asks(secret)
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert answer.json()["type"] == "/api#token"

    def test_it_is_over_on_its_day(self, anna: Account, council: Council) -> None:
        secret = made(anna, council, days=1)
        assert asks(secret).status_code == 200
        with council.on("2030-03-02").clock():
            assert asks(secret).status_code == 401

    def test_it_ends_with_the_credential(self, anna: Account, council: Council) -> None:
        secret = made(anna, council)
        with everything():
            over = EndCredential(credential_entry=Credential.objects.get().entry)
        council.does("secretariat", over)
        assert asks(secret).status_code == 401
        assert acts(secret).status_code == 401

    def test_it_ends_with_the_account(self, anna: Account, council: Council) -> None:
        secret = made(anna, council)
        Account.objects.update(is_active=False)
        assert asks(secret).status_code == 401

    def test_one_that_only_reads_does_not_act(self, anna: Account, council: Council) -> None:
        secret = made(anna, council, "read")
        told = acts(secret).json()
        assert (told["status"], told["code"]) == (403, "reads_only")
        assert not any(kind["open"] for kind in asks(secret, "/api/acts").json())
        assert acts(made(anna, council, "read", seat=False)).json()["type"] == "/api#no-seat"

    def test_it_opens_no_page(self, anna: Account, council: Council) -> None:
        """Pages are for people; a token that was found somewhere opens no account."""
        secret = made(anna, council)
        for page in ("/accounts", "/acts", PAGE):
            assert asks(secret, page).status_code == 302
        assert "You sit as" not in asks(secret, "/members").text

    def test_what_it_is_told_is_for_it_alone(self, anna: Account, council: Council) -> None:
        answer = asks(made(anna, council))
        assert answer.headers["Cache-Control"].startswith("private")
        assert "Authorization" in answer.headers["Vary"]

    def test_no_log_tells_it(self, anna: Account, council: Council, caplog: pytest.LogCaptureFixture) -> None:
        secret = made(anna, council)
        with caplog.at_level(logging.DEBUG):
            asks(secret)
            asks(secret + "x")
            acts(secret, **{"Idempotency-Key": "a"})
        assert secret not in caplog.text
        assert secret[12:] not in caplog.text


def test_it_is_told_without_its_secret_and_goes_with_the_account(anna: Account, council: Council) -> None:
    secret = made(anna, council)
    (told,) = personal.export(anna)["tokens"]
    assert (told["name"], told["scope"], told["hint"]) == ("Ledger", "act", secret[:12])
    written = json.dumps(personal.export(anna), default=str)
    assert secret not in written
    assert Token.objects.get().digest not in written
    personal.erase(anna)
    assert not Token.objects.exists()
    assert asks(secret).status_code == 401


@pytest.mark.parametrize(("days", "scope"), [(366, "read"), (0, "read"), (30, "act")])
def test_none_lasts_for_more_than_a_year_or_acts_from_nowhere(anna, council: Council, days: int, scope: str) -> None:
    with pytest.raises(ValueError, match=r"days|seat"):
        made(anna, council, scope, days, seat=False)


class TestHowMany:
    """An account has twenty in force at most."""

    @pytest.fixture(autouse=True)
    def twenty(self, anna: Account, council: Council) -> None:
        for _number in range(20):
            made(anna, council)

    def test_one_more_is_refused_on_the_page(self, client: Client, anna: Account) -> None:
        logs_in(client)
        client.post("/accounts/reauthenticate", {"password": PASSWORD})
        asked = {"name": "Ledger", "seat": "", "scope": "read", "days": "30"}
        answer = client.post(PAGE, asked)
        assert answer.status_code == 422
        assert "An account has 20 tokens in force at most. Revoke one" in answer.text
        assert Token.objects.count() == 20
        client.post(f"{PAGE}/{Token.objects.first().pk}/revoke")
        assert client.post(PAGE, asked).status_code == 200
        assert client.post(PAGE, asked).status_code == 422

    def test_and_on_the_command_line(self, anna: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("comity.database.ready", lambda holder: nullcontext())
        words = ["people", "token", "anna@arcadia.example", "--name", "Ledger"]
        told = CliRunner().invoke(cli.main, words)
        assert told.exit_code == 1
        assert "20 tokens in force at most" in told.output

    def test_those_that_are_over_do_not_count(self, anna: Account, council: Council) -> None:
        council.on(str(council.day + timedelta(days=30)))
        assert made(anna, council)

    def test_nor_do_those_of_others(self, council: Council) -> None:
        other = Account.objects.create_user("b@council.example")
        assert made(other, council, "read", seat=False)


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("comity.database.ready", lambda holder: nullcontext())

    def make(self, *options: str):
        return CliRunner().invoke(cli.main, ["people", "token", "anna@arcadia.example", "--name", "Ledger", *options])

    def test_it_prints_the_token(self, anna: Account) -> None:
        assert acts(self.make("--seat", "delegation:XA", "--act").output.strip()).status_code == 201
        assert asks(self.make().output.strip()).status_code == 200

    def test_it_makes_none_for_a_seat_that_they_do_not_hold(self, anna: Account) -> None:
        assert "They do not sit in secretariat today." in self.make("--seat", "secretariat").output
        assert "An act is made from a seat" in self.make("--act").output
        assert not Token.objects.exists()
