"""What people want to be told, and what they were told: theirs, no part of the record, and gone with the account.

`Cursor` is how far a follower has come in the record.
"""

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from comity.notices import rules
from comity.people.models import Account

WAITING, SENT, GIVEN_UP, LEFT_OUT = "waiting", "sent", "given up", "left out"
NEWS, REMINDER, TEST, OFF = "news", "reminder", "test", "off"


def new_secret() -> str:
    return rules.PREFIX + b64encode(token_bytes(32)).decode()


def new_key() -> str:
    return uuid4().hex


def sealed(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"webhook:{settings.SECRET_KEY}".encode()).digest()))


class Webhook(models.Model):
    """A program's address, to which a message is posted for each entry.

    sealed      the secret, encrypted: whoever reads the database alone can sign nothing
    failures    attempts that failed since the last that did not
    off_since   it failed too often
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    address = models.URLField(max_length=500)
    sealed = models.TextField()
    failures = models.IntegerField(default=0)
    off_since = models.DateTimeField(null=True)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    @property
    def secret(self) -> str:
        return _cipher().decrypt(self.sealed).decode()


class Subscription(models.Model):
    """An account wants to be told of something (`rules.wanted`), by one way."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    what = models.CharField(max_length=12)
    code = models.CharField(max_length=120, blank=True)
    way = models.CharField(max_length=8)
    webhook = models.ForeignKey(Webhook, models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["what", "code", "way", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "what", "code", "way", "webhook"],
                nulls_distinct=False,
                name="notices_one_subscription",
            )
        ]


class Delivery(models.Model):
    """One letter, or one message to a webhook.

    key       its number for whoever gets it: the same however often it is tried
    entries   what is new; `awaited`: what awaits a seat of theirs
    answer    what the other side said last
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    way = models.CharField(max_length=8)
    webhook = models.ForeignKey(Webhook, models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=8, default=NEWS)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    entries = ArrayField(models.BigIntegerField(), default=list)
    awaited = ArrayField(models.BigIntegerField(), default=list)
    status = models.CharField(max_length=8, default=WAITING)
    attempts = models.IntegerField(default=0)
    answer = models.TextField(blank=True)
    made = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["account", "-id"], name="notices_delivery_of_account")]


class Cursor(models.Model):
    """How far a follower has come: it has seen the entries up to `seq`, and done what a day asks up to `day`."""

    name = models.CharField(max_length=20, primary_key=True)
    seq = models.BigIntegerField()
    day = models.DateField()


KEPT: dict[str, tuple[type[models.Model], str]] = {
    "subscriptions": (Subscription, "what code way webhook__address"),
    "webhooks": (Webhook, "address failures off_since made"),
    "deliveries": (Delivery, "way reason entries awaited status attempts answer made done"),
}
"""What is personal: all but the secret of a webhook."""


def kept(name: str, account: Account) -> list[dict[str, Any]]:
    """What is kept of a person in one of these tables, for `comity people export`."""
    model, fields = KEPT[name]
    return list(model._default_manager.filter(account=account).values(*fields.split()))
