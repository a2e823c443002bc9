"""Single sign-on by OpenID Connect, against a provider that truly runs: who was invited comes in, nobody else."""

from collections.abc import Iterator

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread

from comity import sign_on
from comity.people.models import Account
from people.conftest import logs_in
from people.test_accounts import SHOWN

pytestmark = pytest.mark.usefixtures("morning")
LOGIN = "/accounts/oidc/sso/login"


@pytest.fixture
def issuer(settings) -> Iterator[str]:
    claims = {
        "anna": {"email": "anna@arcadia.example", "email_verified": True},
        "unverified": {"email": "anna@arcadia.example", "email_verified": False},
        "silent": {},
        "stranger": {"email": "stranger@example.org", "email_verified": True},
    }
    users = [User(sub=sub, claims=found) for sub, found in claims.items()]
    with run_server_in_thread(user_claims=users) as server:
        address = f"http://localhost:{server.server_port}"
        environ = {"COMITY_OIDC_ISSUER": address, "COMITY_OIDC_CLIENT": "comity", "COMITY_OIDC_SECRET": "s"}
        settings.SOCIALACCOUNT_PROVIDERS = sign_on.providers(environ | {"COMITY_OIDC_NAME": "Ministry"})
        yield address


def signs_on(client: Client, who: str, onward: str = "/ru/members", process: str = "login"):
    """Through the provider's own page, and back with what it gave."""
    away = client.post(f"{LOGIN}?process={process}&next={onward}")
    assert away.status_code == 302
    given = requests.post(away.headers["Location"], data={"sub": who}, allow_redirects=False, timeout=10)
    back = given.headers["Location"]
    assert back.startswith(f"http://testserver{LOGIN}/callback?")
    return client.get(back.removeprefix("http://testserver"))


def test_the_page_of_log_in_offers_it_where_it_is_set_up(client: Client, issuer: str) -> None:
    assert "Log in with Ministry" in client.get("/accounts/login").text
    assert f"form-action 'self' {issuer}" in client.get("/accounts/login").headers["Content-Security-Policy"]


def test_nothing_is_offered_where_it_is_not(client: Client) -> None:
    assert sign_on.providers({}) == {}
    assert "/oidc/" not in client.get("/accounts/login").text
    assert client.post(LOGIN).status_code == 404


def test_who_was_invited_comes_in(client: Client, anna: Account, issuer: str) -> None:
    assert signs_on(client, "anna").headers["Location"] == "/ru/members"
    assert SHOWN in client.get("/members").text
    assert SocialAccount.objects.get().user == anna


def test_the_provider_verifies_an_address_that_nobody_has_verified_yet(client, anna: Account, issuer: str) -> None:
    EmailAddress.objects.update(verified=False)
    signs_on(client, "anna")
    assert SHOWN in client.get("/members").text


@pytest.mark.parametrize("who", ["stranger", "unverified", "silent"])
def test_others_are_refused_in_their_language(client: Client, anna: Account, issuer: str, who: str) -> None:
    answer = signs_on(client, who)
    assert answer.headers["Location"] == "/ru/accounts/refused"
    page = client.get(answer.headers["Location"])
    assert page.status_code == 403
    assert "Здесь нет учётной записи" in page.text
    assert SHOWN not in client.get("/members").text
    assert (Account.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_nobody_ties_the_log_in_of_another_to_their_account(client: Client, anna: Account, issuer: str) -> None:
    logs_in(client)
    assert signs_on(client, "stranger", process="connect").headers["Location"] == "/ru/accounts/refused"
    assert not SocialAccount.objects.exists()


def test_an_answer_that_nobody_asked_for_is_not_taken(client: Client, anna: Account, issuer: str) -> None:
    answer = client.get(f"{LOGIN}/callback?code=1&state=1")
    assert "Single sign-on failed" in answer.text
    assert SHOWN not in client.get("/members").text
