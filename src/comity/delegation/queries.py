"""What an account has seen, and what is new to it since."""

from functools import cached_property
from typing import Any

from comity.delegation.models import Seen
from comity.people.models import Account
from comity.record import publication
from comity.record.edition import remembered
from comity.record.models import EntryRow

ALL = ""
CHANGING = (
    *("register.enter_document", "register.add_version", "register.correct_document"),
    *("register.withdraw_document", "register.release_document"),
)
"""The kinds of act by which what a document says, or what the register says of it, is another than before."""
MOST = 200
"""So many changes are looked at; who has left more of them unseen is told of the latest."""


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
        changed = _changed(self.seen[ALL])
        return {code: entry for code, entry in changed.items() if entry > self.seen.get(f"document:{code}", 0)}

    def is_new(self, subject: str) -> bool:
        sort, _, code = subject.partition(":")
        if sort == "document":
            return code in self.changed
        return code.isdecimal() and int(code) > self.seen[ALL] and subject not in self.seen


@remembered
def _changed(begins: int) -> dict[str, int]:
    """The documents whose facts or texts were entered or changed behind an entry: code to the latest that did so.

    The record is asked, and not the register: its number alone finds the end of it, however long it is.
    """
    rows = EntryRow.objects.filter(seq__gt=begins, kind__in=CHANGING).order_by("-seq")[:MOST]
    found: dict[str, int] = {}
    for seq, subjects in rows.values_list("seq", "subjects"):
        for subject in subjects:
            sort, _, code = subject.partition(":")
            if sort == "document":
                found.setdefault(code, seq)
    return found


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
