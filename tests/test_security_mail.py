"""The letters of an account, through a mail server that truly listens; and the sessions that they speak of."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client, override_settings
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from comity import mail
from comity.people.devices import COOKIE, _touched, device_name
from comity.people.invitations import send_invitation
from comity.people.models import Account
from council.delegates import PASSWORD, logs_in
from council.letters import Box
from people.test_accounts import SHOWN, code_of

pytestmark = pytest.mark.usefixtures("morning")

NEW_PASSWORD = "eight white storks leaving"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def at_work(anna: Account, client: Client) -> Client:
    """A browser in which Anna has logged in before, and just now again."""
    logs_in(client)
    client.post("/accounts/logout")
    logs_in(client)
    client.post("/accounts/reauthenticate", {"password": PASSWORD})
    return client


def change(client: Client) -> None:
    client.post(
        "/accounts/password/change", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )


def add_passkey(client: Client) -> None:
    """What the browser does: make a key pair, and show its public half beside the challenge (WebAuthn, 7.1)."""
    headers = {"host": "localhost"}
    page = client.get("/accounts/passkeys/add", headers=headers)
    asked = page.context["js_data"]["creation_options"]["publicKey"]
    said = CollectedClientData.create("webauthn.create", asked["challenge"], "http://localhost")
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(Aaguid.NONE, b"passkey of Anna", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    shown = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, made)
    response = {
        "clientDataJSON": websafe_encode(said),
        "attestationObject": websafe_encode(AttestationObject.create("none", shown, {})),
    }
    name = websafe_encode(made.credential_id)
    credential = {
        "id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {},
    }  # fmt: skip
    answer = client.post(
        "/accounts/passkeys/add", {"name": "Key", "credential": json.dumps(credential)}, headers=headers
    )
    assert answer.status_code == 302, answer.context["form"].errors


class TestLetters:
    def test_an_invitation_and_a_new_password_arrive(self, box: Box, anna: Account, client: Client) -> None:
        send_invitation(anna)
        client.post("/accounts/password/reset", {"email": anna.email})
        assert [letter["To"] for letter in box.letters] == [anna.email] * 2
        assert all("/accounts/password/reset/key/" in letter.get_content() for letter in box.letters)

    def test_a_changed_password_is_told(self, box: Box, at_work: Client) -> None:
        change(at_work)
        assert "The password of your account was changed." in box.says()
        assert "127.0.0.1" in box.says()
        assert "/accounts/password/reset" in box.says()
        assert NEW_PASSWORD not in box.says()

    @pytest.mark.parametrize(("language", "says"), [("ru", "Пароль вашей учётной записи"), ("zh-hans", "密码")])
    def test_in_the_language_of_its_reader(self, box: Box, at_work: Client, language: str, says: str) -> None:
        Account.objects.update(language=language)
        change(at_work)
        assert says in box.says()
        assert f"/{language}/accounts/sessions" in box.says()
        assert "account" not in box.says().replace("/accounts/", "")
        assert "account" not in box.letters[-1]["Subject"]

    def test_second_factors_that_come_and_go_are_told(
        self, box: Box, at_work: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        secret = at_work.get("/accounts/2fa/app/activate").context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):
            at_work.post("/accounts/2fa/app/activate", {"code": code_of(secret)})
            at_work.post("/accounts/2fa/codes/generate")
            at_work.post("/accounts/2fa/app/deactivate")
        told = " ".join(letter.get_content() for letter in box.letters)
        assert "An app now gives the second factor" in told
        assert "New recovery codes were made" in told
        assert "no longer gives a second factor" in told
        assert secret not in told

    def test_passkeys_that_come_and_go_are_told(
        self, box: Box, at_work: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            add_passkey(at_work)
        assert "A passkey was added to your account." in box.letters[0].get_content()
        (passkey,) = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
        with django_capture_on_commit_callbacks(execute=True):
            at_work.post(f"/accounts/passkeys/{passkey.pk}/remove", headers={"host": "localhost"})
        assert not Authenticator.objects.filter(pk=passkey.pk).exists()
        removed = [letter for letter in box.letters if "A passkey was removed" in letter.get_content()]
        assert [letter["To"] for letter in removed] == ["anna@arcadia.example"]
        assert "127.0.0.1" in removed[0].get_content()
        assert "/accounts/sessions" in removed[0].get_content()

    def test_another_address_is_asked_and_the_one_that_was_left_is_told(self, box: Box, at_work: Client) -> None:
        at_work.post("/accounts/email", {"email": "anna@new.example", "action_add": ""})
        assert box.letters[-1]["To"] == "anna@new.example"
        link = next(line for line in box.says().splitlines() if "/accounts/email/confirm/" in line)
        at_work.post(link[link.index("/accounts") :])
        told = {letter["To"]: letter.get_content() for letter in box.letters}
        assert "now has the address anna@new.example" in told["anna@arcadia.example"]

    def test_a_letter_that_cannot_be_sent_undoes_nothing(self, at_work: Client, anna: Account, caplog: Any) -> None:
        with override_settings(**mail.settings("smtp://127.0.0.1:9")):
            change(at_work)
        anna.refresh_from_db()
        assert anna.check_password(NEW_PASSWORD)
        assert "could not be sent" in caplog.text


class TestLogIns:
    def test_the_first_is_expected(self, box: Box, client: Client, anna: Account) -> None:
        logs_in(client)
        assert box.letters == []

    def test_one_from_elsewhere_is_told_once(self, box: Box, client: Client, anna: Account) -> None:
        logs_in(client)
        elsewhere = Client(headers={"User-Agent": FIREFOX})
        logs_in(elsewhere)
        assert "a browser that it was not used with before" in box.says()
        assert "Firefox · Linux" in box.says()
        elsewhere.post("/accounts/logout")
        logs_in(elsewhere)
        assert len(box.letters) == 1

    def test_a_browser_cannot_say_of_itself_that_it_is_known(self, box: Box, client: Client, anna: Account) -> None:
        logs_in(client)
        forger = Client()
        forger.cookies[COOKIE] = f'["{anna.code}"]'
        logs_in(forger)
        assert len(box.letters) == 1

    def test_a_wrong_password_makes_no_browser_known(self, client: Client, anna: Account) -> None:
        logs_in(client, password="wrong")
        assert COOKIE not in client.cookies


class TestSessions:
    @pytest.fixture
    def elsewhere(self, at_work: Client) -> Client:
        browser = Client(headers={"User-Agent": FIREFOX})
        logs_in(browser)
        return browser

    def test_the_list_says_where_and_when(self, at_work: Client, elsewhere: Client) -> None:
        page = at_work.get("/accounts/sessions").text
        assert "Firefox · Linux" in page
        assert "127.0.0.1" in page
        assert f"{timezone.now():%H:}" in page

    def test_one_is_ended_and_the_others_stay(self, at_work: Client, elsewhere: Client) -> None:
        third = Client()
        logs_in(third)
        session = UserSession.objects.get(user_agent=FIREFOX).pk
        assert at_work.post("/accounts/sessions/end", {"session": session}).status_code == 303
        assert [SHOWN in one.get("/members").text for one in (at_work, elsewhere, third)] == [True, False, True]

    def test_ones_own_is_logging_out(self, at_work: Client) -> None:
        session = UserSession.objects.get().pk
        at_work.post("/accounts/sessions/end", {"session": session})
        assert SHOWN not in at_work.get("/members").text

    @pytest.mark.parametrize("number", ["", "x", "999999", "²"])
    def test_nobody_ends_anothers(self, at_work: Client, elsewhere: Client, number: str) -> None:
        boris = Account.objects.create_user("boris@borealia.example", PASSWORD)
        browser = Client()
        browser.force_login(boris)
        for one in (number, UserSession.objects.get(user_agent=FIREFOX).pk):
            assert browser.post("/accounts/sessions/end", {"session": one}).status_code == 400
        assert SHOWN in elsewhere.get("/members").text

    def test_a_new_password_ends_the_others(self, at_work: Client, elsewhere: Client) -> None:
        change(at_work)
        assert SHOWN in at_work.get("/members").text
        assert SHOWN not in elsewhere.get("/members").text
        assert "Firefox" not in at_work.get("/accounts/sessions").text

    def test_when_it_was_last_used_is_kept_to_some_minutes(self, at_work: Client) -> None:
        for minutes, kept_anew in ((3, False), (30, True)):
            before = timezone.now() - timedelta(minutes=minutes)
            UserSession.objects.update(last_seen_at=before)
            _touched.clear()  # as if another process answered
            at_work.get("/members")
            assert (UserSession.objects.get().last_seen_at > before) == kept_anew


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"),
        ("A lost telephone", "A lost telephone"),
        ("", ""),
    ],
)
def test_a_browser_has_a_short_name(agent: str, name: str) -> None:
    assert device_name(agent) == name
