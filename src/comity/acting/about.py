"""What a seat may do to a subject: every act that is about it, with the answer of the rules.

about("state:IN", sitting)     permitted: a button; refused: the reason. What is not for the seat is left out.
"""

from collections.abc import Iterator

from comity.acting.answers import Answer, Asked, answers
from comity.people.sitting import Sitting
from comity.record.acts import KINDS, Act
from comity.record.audiences import PUBLIC
from comity.record.models import EntryRow

SORTS = ("state", "body", "office", "document", "decision", "session", "entry")
"""What acts are about: each is the name of the field that says which."""
MATTERS = {"decision", "session"}
"""What a state answers to."""
MAKING = ("register.enter_document", "bodies.establish", "membership.found")
"""Kinds of act by which a subject comes to be; they are not done to one that there is."""
BEGUN = {"decisions": ("decisions.put_forward",), "meetings": ("meetings.convene",)}
"""By the name of a page that lists things, the acts by which one more comes to be."""
OF_MEETING = ("body", "first", "ordinal", "city", "host_state", "chair_state", "format")


def about(subject: str, sitting: Sitting) -> list[Answer]:
    """The acts that are for this seat, those that are permitted first."""
    sort, _, code = subject.partition(":")
    asked = list(_of_entry(code) if sort == "entry" else _of_subject(sort, code, sitting.seat.state))
    found = [one for one in answers(asked, sitting) if not one.barred]
    return sorted(found, key=lambda one: (not one.permitted, one.name))


def _of_subject(sort: str, code: str, own: str | None) -> Iterator[Asked]:
    for kind, act in sorted(KINDS.items()):
        field = act.model_fields.get(sort)
        if field and field.is_required() and kind not in MAKING and sort in SORTS and _is_about(sort, act):
            mine = {"state": own} if sort in MATTERS and own and "state" in act.model_fields else {}
            yield kind, {sort: code} | mine


def _is_about(sort: str, act: type[Act]) -> bool:
    """What a state says to a decision, or to a meeting, is about that, and no act about the state."""
    fields = act.model_fields
    return sort in MATTERS or not any(name in fields and fields[name].is_required() for name in MATTERS)


def _of_entry(seq: str) -> Iterator[Asked]:
    """What follows an entry of some kinds, as far as the reader may read it."""
    row = EntryRow.objects.filter(seq=seq).first() if seq.isdecimal() and len(seq) < 16 else None
    if row is None:
        return
    if row.kind == "people.issue_credential":
        yield from (
            (kind, {"credential_entry": seq}) for kind in ("people.restrict_credential", "people.end_credential")
        )
    if row.kind == "bodies.announce_meeting":
        body = row.entry.body
        known = {name: str(body[name]) for name in OF_MEETING if body.get(name)}
        yield "bodies.meet", {**known, "announced_entry": seq}
    if row.audience != PUBLIC:
        yield "people.release_entry", {"closed_entry": seq}
