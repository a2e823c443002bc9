"""Who is told of what, where a webhook may lead, and how it is signed. Pure functions."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Collection
from datetime import date, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

EVERYTHING, AWAITED, KIND, BODY, DOCUMENT = "everything", "awaited", "kind", "body", "document"
"""What one can subscribe to; the last three with a code."""
MAIL, DIGEST, WEBHOOK = "mail", "digest", "webhook"
"""By which way one is told."""
LETTERS = (MAIL, DIGEST)

AHEAD = timedelta(days=3)
"""So long before something falls due one is reminded of it."""
PREFIX = "whsec_"
"""How a webhook's secret begins (Standard Webhooks, “Signature scheme”)."""
TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (RFC 6052), private ones among them."""


def wanted(what: str, code: str, kind: str, subjects: Collection[str], awaits: bool) -> bool:
    """Whether a subscription asks for an entry.

    awaits   whether something in the entry awaits a seat of the subscriber
    """
    match what:
        case "everything":
            return True
        case "awaited":
            return awaits
        case "kind":
            return code in (kind, kind.partition(".")[0])
        case _:
            return f"{what}:{code}" in subjects


def falls_due(due: date | None, last: date, today: date) -> bool:
    """Whether a reminder is to be sent today; the last ones were sent on the day `last`."""
    return due is not None and last + AHEAD < due <= today + AHEAD


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature` (Standard Webhooks: HMAC-SHA-256 over id, time and body).

    secret      `whsec_` and the key in base 64
    message     the number of the message, in the header `webhook-id`
    timestamp   seconds since 1970, in the header `webhook-timestamp`
    """
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()


def fault_of_address(address: str, private: bool) -> str | None:
    """What is wrong with the address of a webhook, or None: "unreadable", "not_https", "with_password".

    private   whether it may lead into the own network, and then without TLS
    """
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "unreadable"
    if not host or not address.isascii() or any(sign.isspace() for sign in address):
        return "unreadable"
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        return "not_https"
    return "with_password" if parts.username or parts.password else None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: nobody reaches what is behind our own walls through us."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and (
        found.ipv4_mapped or found.sixtofour or found.teredo or found in TRANSLATED
    ):
        return False
    return found.is_global and not found.is_multicast


def for_good(code: int) -> bool:
    """Whether a mail server refuses for good (RFC 5321, section 4.2.1)."""
    return 500 <= code < 600
