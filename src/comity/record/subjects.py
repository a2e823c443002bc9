"""What an entry is about, and the page of that, where whoever entered it goes on. A subject reads `decision:97`."""

from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.sentences import SORTS, Names, address_of

FIRST = ("decision", "session", "document", "office", "state", "body")
"""Of all that an entry concerns: what is done to a decision is about that, and not about the state or the body."""
BEGUN: dict[str, str] = {}
"""By the kinds of entries that themselves begin a thing, its sort: `BEGUN["decisions.put_forward"] = "decision"`."""


def subject_of(entry: Entry) -> str | None:
    """None if it is about nothing that has a page, or about what does not exist yet, or not for the reader."""
    found = {BEGUN[entry.kind]: str(entry.seq)} if entry.kind in BEGUN else {}
    for subject in entry.subjects:
        sort, _, code = subject.partition(":")
        found.setdefault(sort, code)
    named = ((sort, found[sort]) for sort in FIRST if sort in found and sort in SORTS)
    return next((f"{sort}:{code}" for sort, code in named if SORTS[sort].find(today(), [code]).get(code)), None)


def page_of(subject: str) -> str:
    """The address of its page, in the reader's language; the record, where it has none."""
    sort, _, code = subject.partition(":")
    address = SORTS[sort].address if sort in SORTS else None
    return address_of(address, code) if address else address_of("record")


def told(subject: str, names: Names) -> dict[str, str]:
    sort, _, code = subject.partition(":")
    return {"name": names.of(sort, code), "page": page_of(subject)}
