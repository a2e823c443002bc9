"""Accounts, which are people's own and no part of the record; and credentials, which are.

An account is nobody until it holds a credential. The record names an account by its `code`, which says nothing of the
person: erase the account, and the record still stands.
"""

import secrets
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext

from comity.record.projection import Projection

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another."""
NOWHERE = ".invalid"
"""How hosts end to which no mail ever goes (RFC 2606, section 2): that of accounts made without an address."""


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(12))


class Accounts(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """An account; without a password nobody can log in to it until its holder has set one."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A person's way in: how they log in, what they are called, the language they read.

    code            by which the record names it
    logs_in_first   whether the log-in that is going on is the first
    """

    logs_in_first = False

    code = models.CharField(max_length=12, unique=True, default=new_code)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = Accounts()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_one_account_an_address")]

    def __str__(self) -> str:
        return self.name or (self.email if self.has_address else gettext("Visitor"))

    @property
    def in_forms(self) -> str:
        """What one writes into a form to name the account."""
        return self.email if self.has_address else self.code

    @property
    def has_address(self) -> bool:
        """Whether letters reach its holder; none reaches whoever visits a rehearsal."""
        return not self.email.endswith(NOWHERE)


class Attempt(models.Model):
    """How often somebody tried to log in: the table in which Django's cache keeps what is counted against the limits.

    A table like any other, so that it is migrated and the application may write to it; all processes count together.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


class Credential(Projection):
    """An account sits in a seat for a period. `entry` is the act that issued it, and the credential's number.

    only       kinds of act, or packages of them, to which it is restricted; null: all that the role may do
    ended_by   the entry that ended it before its time
    """

    account = models.CharField(max_length=12, db_index=True)
    seat = models.CharField(max_length=60, db_index=True)
    role = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    only = models.JSONField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["seat", "role", "entry"]


class Token(models.Model):
    """A personal access token: by it a program asks as its owner, from one seat, or from none as everybody does.

    digest       SHA-256 of the token, hexadecimal; the token itself was shown once and is kept nowhere
    hint         how it begins, so that its owner can tell it from others
    credential   the entry that gave the seat; null: no seat
    scope        "read", or "act" for one that may also perform acts
    until        the first day on which it is worth nothing
    used_on      the last day on which it was shown to us; not kept more exactly, for nobody needs to know
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=20)
    credential = models.BigIntegerField(null=True)
    scope = models.CharField(max_length=4)
    since = models.DateField()
    until = models.DateField()
    used_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        ordering = ["-since", "-pk"]


class Opening(Projection):
    """What is closed opens by itself from a day on, unless somebody opens it before; the clerk sees to it.

    closed_entry   the entry that opens, with all that follows from it
    release_on     null: the day that was set is set no more
    """

    closed_entry = models.BigIntegerField(db_index=True)
    release_on = models.DateField(null=True, db_index=True)

    class Meta:
        ordering = ["release_on", "closed_entry"]
