"""A walk through all that leaves a rehearsal: addresses for programs, letters, messages; each bears the notice."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import URLPattern

from comity import urls
from comity.acting.programs import api
from comity.bodies.acts import Meet
from comity.notices import following, hooks
from comity.notices.models import TEST, Delivery, Subscription, Webhook
from comity.people import personal, tokens
from comity.people.acts import IssueCredential
from comity.people.mail import NEW_LOG_IN, send_invitation, send_notice
from comity.people.models import Account
from comity.people.sitting import sittings
from comity.register.acts import AddVersion, EnterDocument, Relate
from comity.rehearsal.urls import data as of_rehearsal
from council import Council
from council.deciding import put_forward
from notices.conftest import send_all
from rehearsal.test_notice import IN_CHINESE, IN_RUSSIAN, NOTICE

BARE = {
    "asset": "how pages look",
    "file": "what was uploaded, byte for byte, under a digest; its page says so",
    "robots": "tells programs where to look",
    "sitemap": "addresses alone",
    "sitemap_part": "addresses alone",
    "log": "what was signed, byte for byte: its first line is the name of the log, which says so",
    "rehearsal_codes": "the organiser's own; held by its own test",
}
"""What bears no notice in its body, and why. The header says it all the same."""
VALUES = {"form": ["json", "csv", "schema.json"], "seq": [1, 12], "code": ["ASSEMBLY", "XA"], "table": ["record"]}


@pytest.fixture
def played(exercise: Council) -> Council:
    """Something of everything that is told in lists."""
    exercise.does("secretariat", Meet(body="ASSEMBLY", first=exercise.day))
    for code in ("rules", "buoys"):
        exercise.does("secretariat", EnterDocument(document=code, title={"en": f"On {code}"}, type="regulation"))
    exercise.does("secretariat", AddVersion(document="rules", number=1, language="en", wording="Moor well."))
    exercise.does("secretariat", Relate(document="buoys", relation="follows", other_document="rules"))
    put_forward(exercise)
    return exercise


def addresses(client: Client) -> Iterator[tuple[str, str]]:
    """The name and an address of everything for programs."""
    works = [row["address"].removeprefix("/akn/") for row in client.get("/documents.json").json()]
    decisions = [row["code"] for row in client.get("/decisions.json").json()]
    values = VALUES | {"address": works, "code": [*VALUES["code"], *decisions]}
    for pattern in [*urls.DATA, *of_rehearsal]:
        known = [str(pattern.pattern)]
        for parameter, converted in of(pattern):
            known = [one.replace(converted, str(value)) for one in known for value in values[parameter]]
        yield from ((pattern.name or "", "/" + re.sub(r"[\^$\\]", "", one)) for one in known)


def of(pattern: URLPattern) -> list[tuple[str, str]]:
    """Its parameters, with the text by which the pattern has them."""
    if pattern.name in BARE:
        return []
    found = re.finditer(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<\w+:(\w+)>", str(pattern.pattern))
    return [(one[1] or one[2], one[0]) for one in found]


def assert_says_so(address: str, kind: str, body: str) -> None:
    if address.endswith(".csv"):
        heads, *rows = csv.reader(io.StringIO(body))
        assert heads[-1] == "rehearsal", address
        assert {row[-1] for row in rows} <= {NOTICE}, address
    elif "json" in kind:
        assert_object_says_so(address, json.loads(body))
    else:
        assert NOTICE in body.replace("\r\n ", ""), f"{address}, unfolded as RFC 5545 has it"


def assert_object_says_so(address: str, found: Any) -> None:
    if address.endswith(".schema.json"):
        assert found["fields"][-1]["name"] == "rehearsal", address
    elif isinstance(found, list):
        said = {row.get("rehearsal") or row.get("note") for row in found}
        assert said <= {NOTICE}, address
    else:
        assert found["rehearsal"] == NOTICE, address
        assert {row["rehearsal"] for row in found.get("items", [])} <= {NOTICE}, address


def test_every_export(played: Council, client: Client) -> None:
    met = set()
    for name, address in addresses(client):
        if name in BARE:
            continue
        answer = client.get(address)
        if answer.status_code == 404:
            continue
        assert answer.status_code == 200, address
        met.add(name)
        assert answer["Comity-Rehearsal"] == NOTICE
        assert_says_so(address, answer["Content-Type"], answer.getvalue().decode())
    wanted = {pattern.name for pattern in [*urls.DATA, *of_rehearsal]} - BARE.keys()
    assert wanted - met == {"office_data"}, "There is no office in the council."


def test_every_answer_of_the_api(played: Council, client: Client) -> None:
    account = Account.objects.create_user("anna@council.example")
    played.does("clerk", IssueCredential(account=account.code, seat="secretariat", role="officer"))
    (sitting,) = sittings(account, played.day)
    token = tokens.issue(account, "Walk", scope="act", sitting=sitting, days=1, on=played.day)[1]
    codes = {"documents": "rules", "states": "XA", "bodies": "ASSEMBLY", "entries": "1", "charter": "4"}
    met = 0
    for path, methods in api.get_openapi_schema()["paths"].items():
        if "get" not in methods:
            continue
        address = re.sub(r"\{\w+\}", codes.get(path.split("/")[2], "1"), path)
        answer = client.get(address, headers={"Authorization": f"Bearer {token}"})
        if answer.status_code == 200:
            met += 1
            assert_object_says_so(address, answer.json())
    assert met > 20
    act = {"kind": "membership.name_state", "fields": {"state": "XA", "name": {"en": "Arcadia"}}}
    for query, status in (("?dry-run", 200), ("", 201)):
        answer = client.post(
            f"/api/acts{query}", act, "application/json",
            headers={"Authorization": f"Bearer {token}", "Accept-Language": "ru"},
        )  # fmt: skip
        assert (answer.status_code, answer.json()["rehearsal"]) == (status, IN_RUSSIAN)


@pytest.mark.parametrize(("language", "said"), [("en", NOTICE), ("ru", IN_RUSSIAN), ("zh-hans", IN_CHINESE)])
def test_every_letter_in_its_readers_language(exercise: Council, settings, language: str, said: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    anna = Account.objects.create_user("anna@council.example", "a long password", language=language)
    following.queued(Delivery(account=anna, way="mail", entries=[1]))
    send_all()
    send_invitation(anna)
    send_notice(anna, NEW_LOG_IN, {"device": "Firefox", "ip": "192.0.2.1"})
    prefix = "" if language == "en" else f"/{language}"
    Client().post(f"{prefix}/accounts/password/reset", {"email": anna.email})
    assert len(mail.outbox) == 4
    for letter in mail.outbox:
        assert letter.body.startswith(f"{said}\n\n")
    ((page, _kind),) = mail.outbox[0].alternatives
    assert f"<p><strong>{said}</strong></p>" in page


def test_every_message_to_a_webhook(exercise: Council) -> None:
    anna = Account.objects.create_user("anna@council.example", language="ru")
    webhook = Webhook.objects.create(account=anna, address="https://example.org/comity", sealed="")
    for delivery in (Delivery(reason=TEST), Delivery(entries=[1]), Delivery(awaited=[1])):
        delivery.account, delivery.way, delivery.webhook = anna, "webhook", webhook
        delivery.save()
        assert json.loads(hooks.message(delivery))["rehearsal"] == NOTICE


def test_what_is_kept_of_a_person(exercise: Council) -> None:
    assert personal.export(Account.objects.create_user("anna@council.example"))["rehearsal"] == NOTICE


def test_in_earnest_none_has_it(council: Council, client: Client) -> None:
    anna = Account.objects.create_user("anna@council.example")
    webhook = Webhook.objects.create(account=anna, address="https://example.org/comity", sealed="")
    with council.clock():
        for address in ("/api/head", "/api/states", "/api/acts"):
            assert '"rehearsal": "' not in client.get(address).content.decode()
        Subscription.objects.create(account=anna, what="everything", way="mail")
        following.queued(Delivery(account=anna, way="mail", entries=[1]))
        send_all()
        message = Delivery.objects.create(account=anna, way="webhook", webhook=webhook, entries=[1])
        assert "rehearsal" not in json.loads(hooks.message(message))
    assert "rehearsal" not in mail.outbox[0].body.lower()
    assert "rehearsal" not in personal.export(anna)
