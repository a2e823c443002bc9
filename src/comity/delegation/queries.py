"""What an account has seen, and what is new to it since."""

from collections.abc import Iterable
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
LATEST = 120
"""So many of the last entries are looked through for what a seat did."""
MOST = 200
"""So many changes are looked at; who has left more of them unseen is told of the latest."""


class Look:
    """What an account has seen, asked for once and only when something is to be told.

    among_latest   whether the page asks for the latest entries anyhow; then what changed is first looked for there
    """

    def __init__(self, account: int, among_latest: bool = False) -> None:
        self.account, self.among_latest = account, among_latest

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
        changed = _changed(self.seen[ALL], self.among_latest)
        return {code: entry for code, entry in changed.items() if entry > self.seen.get(f"document:{code}", 0)}

    def is_new(self, subject: str) -> bool:
        sort, _, code = subject.partition(":")
        if sort == "document":
            return code in self.changed
        return code.isdecimal() and int(code) > self.seen[ALL] and subject not in self.seen


@remembered
def latest() -> list[EntryRow]:
    """The last entries that the reader may see, the latest first."""
    return list(EntryRow.objects.order_by("-seq")[:LATEST])


@remembered
def _changed(begins: int, among_latest: bool) -> dict[str, int]:
    """The documents whose facts or texts were entered or changed behind an entry: code to the latest that did so.

    The record is asked, and not the register: its number alone finds the end of it, however long it is.
    """
    found: dict[str, int] = {}
    for seq, subjects in _changes_among(latest(), begins) if among_latest else _changes(begins):
        for subject in subjects:
            sort, _, code = subject.partition(":")
            if sort == "document":
                found.setdefault(code, seq)
    return found


def _changes_among(rows: list[EntryRow], begins: int) -> Iterable[tuple[int, list[str]]]:
    """The changes behind an entry, from the latest rows if these reach back to it."""
    if len(rows) == LATEST and rows[-1].seq > begins + 1:
        return _changes(begins)
    return ((row.seq, row.subjects) for row in rows if row.seq > begins and row.kind in CHANGING)


def _changes(begins: int) -> Iterable[tuple[int, list[str]]]:
    rows = EntryRow.objects.filter(seq__gt=begins, kind__in=CHANGING).order_by("-seq")[:MOST]
    return rows.values_list("seq", "subjects")


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
