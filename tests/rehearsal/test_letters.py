"""Whoever came with a click or a code left no address: no letter is offered to them, and none is sent."""

import pytest
from django.core import mail
from django.test import Client

from comity.membership.acts import Apply
from comity.notices import following
from comity.notices.models import GIVEN_UP, NEWS, SENT, Delivery, Subscription, Webhook
from comity.notices.rules import MAIL
from comity.people.mail import NEW_LOG_IN, send_notice
from comity.people.models import Account
from comity.rehearsal.seating import newcomer
from council import Council
from notices.conftest import send_all

PAGE = "/accounts/notices"


@pytest.fixture
def visitor(exercise: Council) -> Account:
    return newcomer("Vera")


@pytest.fixture
def client(visitor: Account) -> Client:
    client = Client()
    client.force_login(visitor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def follow(client: Client, way: str):
    return client.post(PAGE, {"do": "subscribe", "what": "everything:", "way": way})


class TestAVisitor:
    def test_is_offered_no_letters_and_told_why(self, client: Client) -> None:
        page = client.get(PAGE).content.decode()
        assert 'value="mail"' not in page
        assert 'value="digest"' not in page
        assert "You came without an e-mail address" in page

    @pytest.mark.parametrize("way", ["mail", "digest"])
    def test_cannot_ask_for_one(self, client: Client, way: str) -> None:
        assert follow(client, way).status_code == 422
        assert not Subscription.objects.exists()

    def test_is_told_by_a_webhook(self, client: Client, visitor: Account) -> None:
        webhook = Webhook.objects.create(account=visitor, address="https://example.org/comity", sealed="")
        page = client.get(PAGE).content.decode()
        assert f'value="webhook:{webhook.pk}"' in page
        assert "You came without an e-mail address" in page
        assert follow(client, f"webhook:{webhook.pk}").status_code == 303

    def test_whoever_has_an_address_is_offered_both(self, exercise: Council) -> None:
        client = Client()
        client.force_login(Account.objects.create_user("anna@council.example"))
        page = client.get(PAGE).content.decode()
        assert 'value="mail"' in page
        assert "You came without an e-mail address" not in page


class TestNothingIsSent:
    @pytest.mark.parametrize("way", ["mail", "digest"])
    def test_for_a_subscription_of_before(self, exercise: Council, visitor: Account, way: str) -> None:
        anna = Account.objects.create_user("anna@council.example")
        following.begin()
        for account in (visitor, anna):
            Subscription.objects.create(account=account, what="everything", way=way)
        exercise.does("Sylvania", Apply(state="XS"))
        following.follow()
        with exercise.on("2030-03-02").clock():
            following.daily()
        assert {one.account for one in Delivery.objects.all()} == {anna}

    def test_of_a_letter_that_was_queued_before(self, exercise: Council, visitor: Account) -> None:
        following.queued(Delivery(account=visitor, way=MAIL, reason=NEWS, entries=[1]))
        send_all()
        assert Delivery.objects.get().status == GIVEN_UP
        assert mail.outbox == []

    def test_of_what_was_done_with_the_account(self, visitor: Account) -> None:
        send_notice(visitor, NEW_LOG_IN, {"device": "Firefox", "ip": "192.0.2.1"})
        assert mail.outbox == []

    def test_by_which_a_password_would_be_chosen(self, visitor: Account) -> None:
        answer = Client().post("/accounts/password/reset", {"email": visitor.email})
        assert answer.status_code == 302
        assert mail.outbox == []

    def test_that_a_webhook_was_switched_off(self, exercise: Council, visitor: Account, monkeypatch) -> None:
        monkeypatch.setattr("comity.notices.sending.MOST_FAILURES", 1)
        webhook = Webhook.objects.create(account=visitor, address="https://example.org/comity", sealed="")
        following.queued(Delivery(account=visitor, way="webhook", webhook=webhook, reason="test"))
        send_all()
        webhook.refresh_from_db()
        assert webhook.off_since
        assert not Delivery.objects.filter(way=MAIL).exists()

    def test_but_to_whoever_has_an_address(self, exercise: Council) -> None:
        anna = Account.objects.create_user("anna@council.example")
        following.queued(Delivery(account=anna, way=MAIL, reason=NEWS, entries=[1]))
        send_all()
        assert Delivery.objects.get().status == SENT
        assert [letter.to for letter in mail.outbox] == [["anna@council.example"]]
