"""The page on which one settles what one is told, and the ways that lead there."""

import re

import pytest
from django.test import Client

from comity.membership.acts import Apply
from comity.notices import following
from comity.notices.models import Delivery, Subscription, Webhook
from comity.people import personal
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record.audiences import MEMBERS
from comity.register.acts import EnterDocument
from comity.register.models import Document
from council import Council
from notices.conftest import jobs, send_all

PAGE = "/accounts/notices"
RULES = {"document": "rules", "title": {"en": "Rules on birds", "ru": "Правила о птицах"}, "type": "regulation"}


@pytest.fixture(autouse=True)
def morning(council: Council):
    with council.clock():
        yield


@pytest.fixture
def anna(council: Council) -> Account:
    account = Account.objects.create_user("anna@arcadia.example")
    council.does("clerk", IssueCredential(account=account.code, seat="delegation:XA", role="head"))
    return account


@pytest.fixture
def client(anna: Account) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def follow(client: Client, what: str, way: str = "mail", prefix: str = ""):
    return client.post(prefix + PAGE, {"do": "subscribe", "what": what, "way": way})


def test_whoever_has_not_logged_in_is_asked_to() -> None:
    assert Client().get(PAGE).headers["Location"] == f"/accounts/login?next={PAGE}"


@pytest.mark.parametrize(
    "what", ["everything:", "awaited:", "kind:register", "kind:register.enter_document", "body:ASSEMBLY"]
)
def test_one_follows_something_and_ends_it(client: Client, what: str) -> None:
    assert follow(client, what).status_code == 303
    follow(client, what)
    (one,) = Subscription.objects.all()
    assert f"{one.what}:{one.code}" == what
    client.post(PAGE, {"do": "end", "which": one.pk})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("what", ["", "kind:fly.away", "body:NONE", "document:none", "everything"])
def test_what_is_not_there_is_not_followed(client: Client, what: str) -> None:
    assert follow(client, what).status_code == 422
    assert not Subscription.objects.exists()


class TestTheWayThere:
    def test_from_a_body_and_a_document_for_whoever_is_logged_in(self, council: Council, client: Client) -> None:
        council.does("secretariat", EnterDocument(**RULES))
        address = Document.objects.get(code="rules").address
        for page, what in (("/bodies/ASSEMBLY", "body=ASSEMBLY"), (address, "document=rules")):
            assert "Follow" not in Client().get(page).text
            (way,) = re.findall(r'href="([^"]+)#follow"', client.get(page).text)
            assert way == f"{PAGE}?{what}"
            chosen = f'value="{what.replace("=", ":")}" selected'
            assert chosen in client.get(way).text
        assert follow(client, "document:rules").status_code == 303
        assert "Rules on birds" in client.get(PAGE).text
        assert "Правила о птицах" in client.get(f"/ru{PAGE}").text

    def test_to_a_closed_document_only_for_its_readers(self, council: Council, client: Client) -> None:
        council.does("secretariat", EnterDocument(**RULES, audience=MEMBERS))
        council.does("secretariat", EnterDocument(**RULES | {"document": "theirs"}, audience="delegation:XB"))
        assert follow(client, "document:rules").status_code == 303
        assert follow(client, "document:theirs").status_code == 422
        assert "document:theirs" not in client.get(f"{PAGE}?document=theirs").text


class TestWebhooks:
    def test_its_secret_is_shown_once(self, client: Client) -> None:
        answer = client.post(PAGE, {"do": "add", "address": "https://hooks.example.org/comity"})
        (secret,) = re.findall(r"whsec_[\w+/=]+", answer.text)
        assert Webhook.objects.get().secret == secret
        assert secret not in client.get(PAGE).text

    @pytest.mark.parametrize("address", ["", "http://hooks.example.org/", "https://a:b@hooks.example.org/", "hooks"])
    def test_an_address_that_is_not_safe_is_not_kept(self, client: Client, address: str) -> None:
        answer = client.post(PAGE, {"do": "add", "address": address})
        assert answer.status_code == 422
        assert "field__error" in answer.text
        assert not Webhook.objects.exists()

    def test_it_is_tried_followed_by_and_removed(self, client: Client, anna: Account) -> None:
        client.post(PAGE, {"do": "add", "address": "https://hooks.example.org/comity"})
        made = Webhook.objects.get()
        for _ in range(3):
            client.post(PAGE, {"do": "test", "which": made.pk})
        assert jobs() == [("notices.deliver", "todo")]
        assert "a test" in client.get(PAGE).text
        assert follow(client, "everything:", f"webhook:{made.pk}").status_code == 303
        assert client.get(PAGE).text.count("https://hooks.example.org/comity") >= 3
        client.post(PAGE, {"do": "remove", "which": made.pk})
        assert not Subscription.objects.exists()

    def test_one_that_is_off_is_switched_on_again(self, client: Client, anna: Account) -> None:
        made = Webhook.objects.create(
            account=anna, address="https://hooks.example.org/", off_since="2030-01-01T00:00Z"
        )
        assert "it failed too often" in client.get(PAGE).text
        client.post(PAGE, {"do": "on", "which": made.pk})
        assert "it failed too often" not in client.get(PAGE).text

    @pytest.mark.parametrize("do", ["test", "on", "remove"])
    def test_nobody_touches_that_of_another(self, client: Client, do: str) -> None:
        other = Account.objects.create_user("boris@borealia.example")
        theirs = Webhook.objects.create(account=other, address="https://hooks.example.org/")
        assert client.post(PAGE, {"do": do, "which": theirs.pk}).status_code == 404
        assert follow(client, "everything:", f"webhook:{theirs.pk}").status_code == 422
        assert Webhook.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("sent", [{}, {"do": "fly"}, {"do": "end", "which": "x"}, {"do": "end", "which": "9" * 30}])
def test_what_makes_no_sense_is_told(client: Client, sent: dict[str, str]) -> None:
    assert client.post(PAGE, sent).status_code == 400


def test_nobody_ends_the_subscription_of_another(client: Client) -> None:
    other = Account.objects.create_user("boris@borealia.example")
    theirs = Subscription.objects.create(account=other, what="everything", way="mail")
    client.post(PAGE, {"do": "end", "which": theirs.pk})
    assert Subscription.objects.filter(pk=theirs.pk).exists()


def test_the_last_deliveries_are_listed(council: Council, client: Client, mailoutbox) -> None:
    follow(client, "everything:")
    applied = council.does("Sylvania", Apply(state="XS")).seq
    following.follow()
    assert "on its way" in client.get(PAGE).text
    send_all()
    shown = client.get(PAGE).text
    assert f'<a href="/record/{applied}">' in shown
    assert "sent" in shown


def test_it_is_personal_told_and_erased(council: Council, anna: Account, client: Client) -> None:
    client.post(PAGE, {"do": "add", "address": "https://hooks.example.org/comity"})
    follow(client, "everything:", f"webhook:{Webhook.objects.get().pk}")
    council.does("Sylvania", Apply(state="XS"))
    following.follow()
    kept = personal.export(anna)
    assert kept["subscriptions"][0]["webhook__address"] == "https://hooks.example.org/comity"
    assert (len(kept["webhooks"]), len(kept["deliveries"])) == (1, 1)
    assert "sealed" not in kept["webhooks"][0]
    personal.erase(anna)
    for model in (Subscription, Webhook, Delivery):
        assert not model.objects.exists()
    send_all()
