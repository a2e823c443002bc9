"""Whether this record is a rehearsal: an organisation's real history, and from a day on an exercise.

That is fixed when the record is made, for the name of its log says so (`rehearsal.localhost/log`). The name is part
of the key and stands under every signature, so no setting turns a record in earnest into a rehearsal, or back; and
who holds a copy of the log can tell offline. The entry of the kind `rehearsal.begin` is where the exercise begins.
"""

from pathlib import Path

from django.conf import settings
from django.dispatch import Signal
from django.utils.translation import gettext, gettext_lazy, override

from comity.record.edition import remembered
from comity.record.keys import FILE, origin
from comity.record.models import Beginning

PREFIX = "rehearsal."
"""How the name of a rehearsal's log begins."""
NOTICE = gettext_lazy("This is a rehearsal. Nothing in it is the position of any state.")
COLUMN = "rehearsal"
"""The last column, or the field, in which an export carries the notice."""

FILE_NAME = "rehearsal.txt"

taken_back = Signal()
"""Sent when the record was taken back to `size` entries, within the transaction that does it.

Whoever keeps numbers of entries outside the tables that follow from the record (read marks, followers' cursors)
receives it and lowers what is beyond.
"""

put_back = Signal()
"""Sent when what was taken out is in the record again, which has `size` entries then; `taken_back` went before."""

_known: dict[Path, bool] = {}


def is_rehearsal() -> bool:
    """Asked for every page, so that it costs a look into a dictionary once the key is there."""
    folder: Path = settings.COMITY_DATA
    found = _known.get(folder)
    if found is None:
        found = origin().startswith(PREFIX)
        if (folder / FILE).exists():
            _known[folder] = found
    return found


def notice() -> str:
    """The sentence that every page and every export of a rehearsal bears, in the reader's language; else empty."""
    return str(NOTICE) if is_rehearsal() else ""


def notices() -> dict[str, str]:
    """The same as a field of a JSON object: none, where the record is in earnest."""
    return {COLUMN: str(NOTICE)} if is_rehearsal() else {}


def in_every_language() -> dict[str, str]:
    """The notice, by the first part of each language's tag."""
    said = {}
    for tag, _name in settings.LANGUAGES:
        with override(tag):
            said[tag.partition("-")[0]] = str(NOTICE)
    return said


def read_me() -> str:
    """What stands beside the files of an export, for whoever finds the folder: `rehearsal.txt`."""
    return "\n".join([*in_every_language().values(), "", origin(), ""])


@remembered
def begun() -> int | None:
    """The entry with which the exercise began."""
    return Beginning.objects.order_by("entry").values_list("entry", flat=True).first()


def is_played(seq: int) -> bool:
    """Whether an entry was made in the exercise, and is no history."""
    return is_rehearsal() and (first := begun()) is not None and seq >= first


def labelled(seq: int, sentence: str) -> str:
    """The sentence of an entry, which says so if it was made in the exercise."""
    return gettext("Rehearsal: %(sentence)s") % {"sentence": sentence} if is_played(seq) else sentence
