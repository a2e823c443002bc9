"""Webhooks, taken by a program that truly listens: signed, tried again, and led nowhere they should not go."""

import asyncio
import json
import socket
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from hmac import new as hmac

import pytest

from comity.membership.acts import Apply
from comity.notices import following, hooks, sending
from comity.notices.models import TEST, Delivery, Subscription, Webhook, new_secret, sealed
from comity.notices.outcome import TryAgain
from comity.people.models import Account
from council import Council
from notices.conftest import send_all
from notices.servers import Hooks, certificate_of, program
from record.acts import Confide

SECRET = new_secret()


@pytest.fixture
def listening(settings) -> Iterator[Hooks]:
    settings.COMITY_PRIVATE_WEBHOOKS = True
    settings.COMITY_ADDRESS = "https://record.example.org"
    with program() as found:
        yield found


@pytest.fixture
def anna(council: Council, subscribes) -> Account:
    return subscribes("anna", "delegation:XA", "head", what="kind", code="membership.found")


def hook(account: Account, address: str) -> Webhook:
    made = Webhook.objects.create(account=account, address=address, sealed=sealed(SECRET))
    Subscription.objects.create(account=account, what="everything", way="webhook", webhook=made)
    return made


def sent(council: Council) -> None:
    with council.clock():
        following.follow()
        send_all()


def test_a_message_tells_of_one_entry_and_is_signed(council: Council, anna: Account, listening: Hooks) -> None:
    hook(anna, f"http://127.0.0.1:{listening.port}/comity?x=1")
    applied = council.does("Sylvania", Apply(state="XS"))
    sent(council)
    ((headers, body),) = listening.messages
    told = json.loads(body)
    assert told["type"] == "record.entry"
    assert told["data"] == {
        "seq": applied.seq,
        "url": f"https://record.example.org/record/{applied.seq}",
        "kind": "membership.apply",
        "on": "2030-03-01",
        "subjects": ["state:XS"],
        "sentence": "Sylvania applied for the status of member.",
    }
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = b64encode(hmac(b64decode(SECRET.removeprefix("whsec_")), signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{right}"
    assert listening.paths == ["/comity?x=1"]
    assert Delivery.objects.get(way="webhook").status == "sent"


def test_of_what_is_closed_it_has_nothing_but_the_link(council: Council, anna: Account, listening: Hooks) -> None:
    hook(anna, f"http://127.0.0.1:{listening.port}/")
    seq = council.does("secretariat", Confide(words="Between us.")).seq
    sent(council)
    ((_, body),) = listening.messages
    assert json.loads(body)["data"] == {"seq": seq, "url": f"https://record.example.org/record/{seq}"}


def test_the_secret_stands_nowhere_in_the_open(anna: Account) -> None:
    made = hook(anna, "https://hooks.example.org/")
    made.refresh_from_db()
    assert SECRET not in made.sealed
    assert made.secret == SECRET


def test_one_whose_secret_is_lost_says_so(council: Council, anna: Account, listening: Hooks) -> None:
    """The key in the data folder was made anew."""
    made = hook(anna, f"http://127.0.0.1:{listening.port}/")
    Webhook.objects.filter(pk=made.pk).update(sealed="lost")
    council.does("Sylvania", Apply(state="XS"))
    sent(council)
    assert "add the webhook anew" in Delivery.objects.get().answer


class TestWhatFails:
    @pytest.fixture
    def delivery(self, council: Council, anna: Account, listening: Hooks) -> Delivery:
        hook(anna, f"http://127.0.0.1:{listening.port}/")
        council.does("Sylvania", Apply(state="XS"))
        with council.clock():
            following.follow()
        return Delivery.objects.get()

    @pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
    def test_it_is_tried_again_with_the_same_number(
        self, council: Council, delivery: Delivery, listening: Hooks, status: int
    ) -> None:
        listening.answers = [status]
        with council.clock():
            with pytest.raises(TryAgain):
                send_all()
            delivery.refresh_from_db()
            assert (delivery.status, delivery.answer) == ("waiting", str(status))
            send_all()
        delivery.refresh_from_db()
        assert delivery.status == "sent"
        first, second = listening.messages
        assert first[0]["webhook-id"] == second[0]["webhook-id"]
        assert first[1] == second[1]
        assert set(listening.paths) == {"/"}

    def test_after_many_failures_it_is_off_and_its_owner_told_once(
        self, council: Council, delivery: Delivery, listening: Hooks, monkeypatch, mailoutbox
    ) -> None:
        monkeypatch.setattr(sending, "MOST_FAILURES", 3)
        listening.answers = [500] * 9
        with council.clock():
            for _ in range(3):
                with pytest.raises(TryAgain):
                    sending.send(delivery.pk, last=False)
            send_all()
            council.does("secretariat", Confide(words="Between us."))
            assert following.follow() == 0
        assert Webhook.objects.get().off_since
        (letter,) = mailoutbox
        assert f"Your webhook http://127.0.0.1:{listening.port}/ failed so often" in letter.body
        assert "List-Unsubscribe" not in letter.extra_headers
        assert len(listening.messages) == 3

    def test_one_that_works_between_begins_anew(self, council: Council, delivery: Delivery, listening: Hooks) -> None:
        listening.answers = [500, 204]
        with council.clock():
            with pytest.raises(TryAgain):
                send_all()
            assert Webhook.objects.get().failures == 1
            send_all()
        assert Webhook.objects.get().failures == 0

    def test_one_that_is_gone_is_off_at_once(self, council: Council, delivery: Delivery, listening: Hooks) -> None:
        listening.answers = [410]
        with council.clock():
            send_all()
        assert Webhook.objects.get().off_since
        delivery.refresh_from_db()
        assert delivery.status == "given up"

    def test_one_that_answers_without_end_has_a_few_seconds(
        self, council: Council, delivery: Delivery, listening: Hooks, monkeypatch
    ) -> None:
        monkeypatch.setattr(hooks, "LONGEST", 0.4)
        listening.dripping = threading.Event()
        began = time.monotonic()
        with council.clock(), pytest.raises(TryAgain, match="no answer"):
            send_all()
        listening.dripping.set()
        assert time.monotonic() - began < 3


class TestWhereItLeads:
    def test_never_into_a_private_network(self, council: Council, anna: Account, listening: Hooks, settings) -> None:
        settings.COMITY_PRIVATE_WEBHOOKS = False
        hook(anna, f"https://localhost:{listening.port}/")
        council.does("Sylvania", Apply(state="XS"))
        sent(council)
        assert Delivery.objects.get().answer == "the address leads into a private network"
        assert listening.messages == []

    def test_to_the_very_address_that_was_judged(self, anna: Account, listening: Hooks, monkeypatch) -> None:
        """A name that leads elsewhere the next time is not asked a second time."""
        asked = []

        async def once(self: object, host: str, port: int, **_: object) -> list:
            asked.append(host)
            assert len(asked) == 1
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", once)
        hook(anna, f"http://hooks.council.example:{listening.port}/")
        test = Delivery.objects.create(account=anna, way="webhook", webhook=Webhook.objects.get(), reason=TEST)
        sending.send(test.pk, last=True)
        ((headers, body),) = listening.messages
        assert headers["host"] == f"hooks.council.example:{listening.port}"
        assert json.loads(body)["type"] == "test"
        assert asked == ["hooks.council.example"]

    @pytest.mark.parametrize(("name", "status"), [("hooks.council.example", "sent"), ("other.example", "given up")])
    def test_only_to_whom_the_certificate_names(
        self, anna: Account, settings, tmp_path, monkeypatch, name: str, status: str
    ) -> None:
        settings.COMITY_PRIVATE_WEBHOOKS = True
        certificate = certificate_of(name, tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

        async def here(self: object, host: str, port: int, **_: object) -> list:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", here)
        with program(certificate) as listening:
            made = hook(anna, f"https://hooks.council.example:{listening.port}/")
            test = Delivery.objects.create(account=anna, way="webhook", webhook=made, reason=TEST)
            sending.send(test.pk, last=True)
            test.refresh_from_db()
            assert (test.status, len(listening.messages)) == (status, 1 if status == "sent" else 0)
