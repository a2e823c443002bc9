"""Webhooks: a signed message to a program's address, in the manner of the Standard Webhooks specification.

An address is looked up here and the connection made to the very one that was judged: a name that leads into our own
network, now or a moment later, is not followed there. Nor is a redirect; and nothing that is answered is read.
"""

import asyncio
import json
import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils.translation import override

from comity.notices import rules
from comity.notices.models import REMINDER, TEST, Delivery
from comity.notices.outcome import GivenUp, Gone, TryAgain
from comity.notices.telling import Told, told
from comity.record.exercise import notices

LONGEST = 5.0
"""Seconds that a webhook has, from the name to the answer."""
GONE = 410


def post(delivery: Delivery) -> str:
    """Post a message, and answer with the status that it got. Raises TryAgain, GivenUp, NothingToTell."""
    webhook = delivery.webhook
    if webhook is None or webhook.off_since:
        raise GivenUp("")
    # Of the machine's clock, which whoever gets it compares with their own, also when an exercise has another.
    body, moment = message(delivery), int(time.time())
    try:
        secret = webhook.secret
    except InvalidToken as error:
        raise GivenUp("its secret can no longer be read; add the webhook anew") from error
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Comity",
        "webhook-id": delivery.key,
        "webhook-timestamp": str(moment),
        "webhook-signature": rules.signature(secret, delivery.key, moment, body),
    }
    try:
        status = asyncio.run(_post(webhook.address, body, headers))
    except TimeoutError as error:
        raise TryAgain(f"no answer within {LONGEST:.0f} s") from error
    except (httpx.HTTPError, OSError) as error:
        raise TryAgain(str(error) or type(error).__name__) from error
    if status == GONE:
        raise Gone(str(status))
    if not 200 <= status < 300:
        raise TryAgain(str(status))
    return str(status)


def message(delivery: Delivery) -> bytes:
    """The body: type, time and data (Standard Webhooks, “Payload structure”); the same however often it is sent."""
    with override("en"):
        (news, awaited), said = told(delivery), notices()
    sort = "test" if delivery.reason == TEST else "record.awaited" if awaited else "record.entry"
    if delivery.reason == REMINDER:
        sort = "record.reminder"
    data = _data(*(news or awaited)) if news or awaited else {}
    found = {"type": sort, "timestamp": delivery.made.isoformat(), "data": data} | said
    return json.dumps(found, ensure_ascii=False).encode()


def _data(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = {"seq": told.seq, "url": told.link}
    if told.entry:
        found |= {
            "kind": told.entry.kind,
            "on": told.entry.on.isoformat(),
            "subjects": list(told.entry.subjects),
            "sentence": told.sentence,
        }
    return found


async def _post(address: str, body: bytes, headers: dict[str, str]) -> int:
    """Raises TimeoutError, OSError, httpx.HTTPError, GivenUp."""
    async with asyncio.timeout(LONGEST):
        url = httpx.URL(address)
        place = await _place(url)
        async with (
            httpx.AsyncClient(verify=ssl.create_default_context(), trust_env=False, timeout=LONGEST) as client,
            client.stream(
                "POST",
                url.copy_with(host=place),
                content=body,
                headers=headers | {"Host": urlsplit(address).netloc},
                extensions={"sni_hostname": url.host},
                follow_redirects=False,
            ) as response,
        ):
            return response.status_code


async def _place(url: httpx.URL) -> str:
    """The IP address to connect to. Raises GivenUp where it is none of the public internet."""
    port = url.port or (443 if url.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    places = [str(place[4][0]) for place in found]
    if not settings.COMITY_PRIVATE_WEBHOOKS and not all(map(rules.is_public, places)):
        raise GivenUp("the address leads into a private network")
    return places[0]
