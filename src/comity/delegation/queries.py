"""What an account has seen, and what is new to it since."""

from functools import cached_property
from typing import Any

from django.db.models import Max, Q

from comity.delegation.models import Seen
from comity.people.models import Account
from comity.record import publication
from comity.record.edition import remembered
from comity.register.models import Document, Version

ALL = ""
MOST = 200
"""So many changed documents are told apart; who has left more of them unseen is told of the latest."""


class Look:
    """What an account has seen, asked for once and only when something is to be told."""

    def __init__(self, account: int) -> None:
        self.account = account

    @cached_property
    def seen(self) -> dict[str, int]:
        """By subject; somebody who has never looked begins with what there is now."""
        rows = dict(Seen.objects.filter(account=self.account).values_list("subject", "size"))
        if ALL not in rows:
            rows[ALL] = publication.size()
            look(self.account, ALL, rows[ALL])
        return rows

    @cached_property
    def changed(self) -> dict[str, int]:
        """The documents whose texts or facts changed and that were not opened since: code to the latest entry."""
        begins = self.seen[ALL]
        found: dict[str, int] = {}
        for code, entry in (*_entered(begins), *_worded(begins)):
            found[code] = max(entry, found.get(code, 0))
        return {code: entry for code, entry in found.items() if entry > self.seen.get(f"document:{code}", 0)}

    def is_new(self, subject: str) -> bool:
        sort, _, code = subject.partition(":")
        if sort == "document":
            return code in self.changed
        return code.isdecimal() and int(code) > self.seen[ALL] and subject not in self.seen


@remembered
def _entered(begins: int) -> list[tuple[str, int]]:
    rows = Document.objects.filter(Q(entry__gt=begins) | Q(withdrawn_by__gt=begins))
    latest = rows.order_by("-entry").values_list("code", "entry", "withdrawn_by")[:MOST]
    return [(code, max(entry, by or 0)) for code, entry, by in latest]


@remembered
def _worded(begins: int) -> list[tuple[str, int]]:
    rows = Version.objects.filter(entry__gt=begins).values("document").annotate(latest=Max("entry"))
    return list(rows.order_by("-latest").values_list("document", "latest")[:MOST])


def look(account: int, subject: str, size: int) -> None:
    """The account has seen the subject as the record of so many entries tells it."""
    Seen.objects.bulk_create(
        [Seen(account_id=account, subject=subject, size=size)],
        update_conflicts=True,
        unique_fields=["account", "subject"],
        update_fields=["size"],
    )


def look_at_everything(account: int) -> None:
    """From now on only what is still to come is new."""
    Seen.objects.filter(account=account).exclude(subject=ALL).delete()
    look(account, ALL, publication.size())


def kept(account: Account) -> list[dict[str, Any]]:
    """What is kept of what a person has read, as values for JSON."""
    return list(Seen.objects.filter(account=account).order_by("subject").values("subject", "size"))
