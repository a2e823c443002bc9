"""What an entry is about: the thing on whose page whoever entered it goes on, by its sort and its code."""

from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.sentences import SORTS, Names, address_of

FIRST = ("decision", "session", "document", "office", "state", "body")
"""Of all that an entry concerns: what is done to a decision is about that, and not about the state or the body."""
BEGUN: dict[str, str] = {}
"""By the kinds of entries that themselves begin a thing, its sort: `BEGUN["decisions.put_forward"] = "decision"`."""

Subject = tuple[str, str]


def subject_of(entry: Entry) -> Subject | None:
    """None if it is about nothing that has a page, or about what does not exist yet, or not for the reader."""
    found = {sort: str(entry.seq) for kind, sort in BEGUN.items() if kind == entry.kind}
    for subject in entry.subjects:
        sort, _, code = subject.partition(":")
        found.setdefault(sort, code)
    named = ((sort, found[sort]) for sort in FIRST if sort in found and sort in SORTS)
    return next(((sort, code) for sort, code in named if SORTS[sort].find(today(), [code]).get(code)), None)


def page_of_subject(subject: Subject) -> str:
    """The address of its page, in the reader's language."""
    sort, code = subject
    return address_of(SORTS[sort].address or sort, code)


def told(subject: Subject, names: Names) -> dict[str, str]:
    return {"name": names.of(*subject), "page": page_of_subject(subject)}
