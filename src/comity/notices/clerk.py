"""The clerk: what a clock decides becomes an act, entered at that moment, and once whoever else tries it too."""

import logging

from django.db.models import Q
from django.utils.translation import gettext, gettext_noop, override

from comity.decisions.clerk import lapsed
from comity.meetings.clerk import convened, reviewed, settled
from comity.people.acts import ReleaseEntry
from comity.people.models import Opening
from comity.record.acts import Act
from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.models import EntryRow, Release
from comity.record.reading import everything
from comity.record.seats import CLERK
from comity.record.submission import Refused, submit
from comity.record.text import LocalisedText
from comity.register.acts import EnterDocument, ReleaseDocument

log = logging.getLogger(__name__)

DUE = gettext_noop("The day from which it is open has come.")


def act() -> list[Entry]:
    """Do what is due. Raises Damaged."""
    made = [*lapsed(), *settled(), *convened(), *reviewed()]
    for seq in due():
        try:
            made.append(opened(seq))
        except Refused as error:
            log.warning("Entry %s was to be opened today, and is not: %s", seq, error)
    return made


def opened(seq: int) -> Entry:
    """Open an entry whose day has come. By its key that is done once, whoever comes first. Raises Refused."""
    return submit(release_of(seq), CLERK, key=f"clerk:release:{seq}")


def due() -> list[int]:
    """The closed entries whose day has come."""
    with everything():
        opened = Q(closed_entry__in=Release.objects.values("released"))
        found = Opening.objects.filter(release_on__lte=today()).exclude(opened)
        return list(found.order_by("release_on", "closed_entry").values_list("closed_entry", flat=True))


def release_of(seq: int) -> Act:
    """The act that opens an entry: where it entered a document, with all that belongs to that."""
    with everything():
        closed = EntryRow.objects.get(seq=seq).entry
    if closed.kind == EnterDocument.kind:
        return ReleaseDocument(document=closed.body["document"])
    return ReleaseEntry(closed_entry=seq, grounds=grounds())


def grounds() -> LocalisedText:
    """Why it is opened, in every language."""
    words = {}
    for tag, language in (("en", "en"), ("ru", "ru"), ("zh", "zh-hans")):
        with override(language):
            words[tag] = gettext(DUE)
    return LocalisedText(words)
