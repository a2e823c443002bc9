"""Accounts: by invitation, with a password of one's own, and nothing for whoever tries."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from comity.people.models import Account, Attempt
from people.conftest import PASSWORD, link_in_the_letter, logs_in

pytestmark = pytest.mark.usefixtures("morning")

SHOWN = "You sit as <strong>delegation of Arcadia, head of delegation</strong>"


def test_with_address_and_password_one_sits_in_ones_seat(client: Client, anna: Account) -> None:
    assert SHOWN not in client.get("/members").text
    assert logs_in(client).headers["Location"] == "/delegation"
    assert SHOWN in client.get("/members").text
    assert anna.password.startswith("argon2")


HOME = "/delegation"
"""Where one comes after log-in."""


def test_the_way_on_is_kept_and_leads_nowhere_else(client: Client, anna: Account) -> None:
    for onward, leads_to in (("/ru/record", "/ru/record"), ("https://example.org/", HOME), ("//example.org", HOME)):
        answer = client.post("/accounts/login", {"login": anna.email, "password": PASSWORD, "next": onward})
        assert answer.headers["Location"] == leads_to
        client.post("/accounts/logout")


@pytest.mark.parametrize(("prefix", "says"), [("", "not correct"), ("/ru", "неверны"), ("/zh-hans", "不正确")])
def test_a_wrong_password_is_told_in_the_readers_language(client, anna, prefix: str, says: str) -> None:
    assert says in logs_in(client, password="wrong", prefix=prefix).text
    assert says in logs_in(client, "nobody@arcadia.example", "wrong", prefix).text


def test_five_wrong_passwords_close_the_door_for_all_processes(client: Client, anna: Account) -> None:
    for _attempt in range(5):
        logs_in(client, password="wrong")
    assert "Too many" in logs_in(client).text
    assert "sessionid" not in client.cookies
    assert Attempt.objects.exists(), "counted in the database, not in this process"


def test_nobody_signs_up(client: Client) -> None:
    page = client.get("/accounts/invitation-only").text
    assert "by invitation" in page
    client.post("/accounts/invitation-only", {"email": "x@example.org", "password1": PASSWORD})
    assert not Account.objects.exists()
    assert client.get("/accounts/signup").status_code == 404


def test_there_is_no_default_password() -> None:
    assert not Account.objects.exists()
    assert not Account.objects.create_user("x@example.org").has_usable_password()


def test_an_address_that_was_not_verified_does_not_let_in(client: Client, anna: Account) -> None:
    EmailAddress.objects.update(verified=False)
    assert logs_in(client).headers["Location"] == "/accounts/email/sent"
    assert client.get("/accounts").status_code == 302
    assert "Is this your address?" in mail.outbox[0].subject


def test_whoever_asks_for_a_new_password_learns_nothing_of_who_has_an_account(client: Client, anna: Account) -> None:
    asked = [client.post("/accounts/password/reset", {"email": one}) for one in (anna.email, "x@example.org")]
    assert {answer.headers["Location"] for answer in asked} == {"/accounts/password/reset/sent"}
    assert [letter.to for letter in mail.outbox] == [[anna.email]]


def test_a_new_password_ends_the_sessions_of_the_old_one(client: Client, anna: Account) -> None:
    logs_in(client)
    elsewhere = Client()
    elsewhere.post("/accounts/password/reset", {"email": anna.email})
    chosen(elsewhere, link_in_the_letter(), "eight white storks leaving")
    assert SHOWN in elsewhere.get("/members").text
    assert SHOWN not in client.get("/members").text


@pytest.mark.parametrize("weak", ["short", "password1234", "anna@arcadia.example"])
def test_a_weak_password_is_not_taken(client: Client, anna: Account, weak: str) -> None:
    client.post("/accounts/password/reset", {"email": anna.email})
    answer = chosen(client, link_in_the_letter(), weak)
    assert answer.status_code == 200
    assert "field__error" in answer.text


def test_the_codes_of_an_app_are_asked_for_after_the_password(client: Client, anna: Account) -> None:
    logs_in(client)
    assert "/accounts/reauthenticate" in client.get("/accounts/2fa/app/activate").headers["Location"]
    client.post("/accounts/reauthenticate", {"password": PASSWORD})
    page = client.get("/accounts/2fa/app/activate")
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/app/activate", {"code": code_of(secret)})
    assert done.headers["Location"] == "/accounts/2fa/codes"
    codes = client.get("/accounts/2fa/codes").context["unused_codes"]
    assert len(codes) == 10
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept, "whoever reads the database alone has no second factor"

    client.post("/accounts/logout")
    assert logs_in(client).headers["Location"] == "/accounts/2fa/authenticate"
    assert SHOWN not in client.get("/members").text
    assert "field__error" in client.post("/accounts/2fa/authenticate", {"code": "000000"}).text
    assert client.post("/accounts/2fa/authenticate", {"code": codes[0]}).headers["Location"] == "/delegation"
    assert SHOWN in client.get("/members").text
    client.post("/accounts/logout")
    logs_in(client)
    assert "field__error" in client.post("/accounts/2fa/authenticate", {"code": codes[0]}).text, "it works once"


def test_sessions_are_listed_and_ended(client: Client, anna: Account) -> None:
    elsewhere = Client(headers={"User-Agent": "A lost telephone"})
    logs_in(client)
    logs_in(elsewhere)
    assert "A lost telephone" in client.get("/accounts/sessions").text
    client.post("/accounts/sessions")
    assert SHOWN in client.get("/members").text
    assert SHOWN not in elsewhere.get("/members").text


def test_a_closed_account_lets_nobody_in(client: Client, anna: Account) -> None:
    Account.objects.update(is_active=False)
    logs_in(client)
    assert "sessionid" not in client.cookies or SHOWN not in client.get("/members").text


def test_forms_ask_for_the_token_against_forgery(anna: Account) -> None:
    stranger = Client(enforce_csrf_checks=True)
    for address in ("/accounts/login", "/accounts/logout", "/seat", "/accounts/passkeys/login"):
        assert stranger.post(address).status_code == 403


@pytest.mark.parametrize("page", ["login", "password/reset", "2fa", "sessions", "password/reset/sent", "refused"])
def test_account_pages_are_kept_by_nobody(client: Client, page: str) -> None:
    assert "no-store" in client.get(f"/accounts/{page}").headers["Cache-Control"]


PAGES = (
    "",
    "/password/change",
    "/2fa",
    "/passkeys",
    "/passkeys/add",
    "/email",
    "/sessions",
    "/2fa/app/activate",
    "/tokens",
)


@pytest.mark.parametrize("prefix", ["", "/ru", "/zh-hans"])
@pytest.mark.parametrize("page", [*PAGES, "/logout"])
def test_every_page_of_the_account_is_ours_and_says_who_sits(
    client: Client, anna: Account, prefix: str, page: str
) -> None:
    logs_in(client, prefix=prefix)
    client.post("/accounts/reauthenticate", {"password": PASSWORD})
    answer = client.get(f"{prefix}/accounts{page}")
    assert answer.status_code == 200
    assert 'class="masthead"' in answer.text
    assert "sitting__seat" in answer.text
    assert f'lang="{prefix[1:] or "en"}"' in answer.text


def test_crawlers_are_kept_out_and_the_sitemap_lists_none(client: Client) -> None:
    robots = client.get("/robots.txt").text
    assert [f"Disallow: {prefix}/accounts/" in robots for prefix in ("", "/ru", "/zh-hans")] == [True] * 3
    assert "accounts" not in b"".join(client.get("/sitemap-1.xml")).decode()


def chosen(client: Client, link: str, password: str):
    """The answer to whoever opened the link and wrote a password."""
    form = client.get(link).headers["Location"]
    return client.post(form, {"password1": password, "password2": password})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
