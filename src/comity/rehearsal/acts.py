"""The one act of a rehearsal: what stands before it in the record is history, what follows is an exercise."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.record.acts import Act, Context
from comity.record.entries import Entry
from comity.record.exercise import begun, is_rehearsal
from comity.record.models import Beginning
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import CLERK, Only
from comity.record.text import LocalisedText


class Begin(Act):
    """The exercise begins: nothing that is recorded from here on is the position of any state.

    notice   what every page and every export says, so that a copy of the log says it too
    """

    kind = "rehearsal.begin"
    by = Only(CLERK)
    refusals = {
        "in_earnest": _("This record is kept in earnest: no exercise begins in it."),
        "begun_already": _("The exercise began with entry %(entry)s."),
    }

    notice: LocalisedText

    def check(self, context: Context) -> Iterator[Refusal | None]:
        if not is_rehearsal():
            yield Refusal("", "in_earnest")
        elif (first := begun()) is not None:
            yield Refusal("", "begun_already", {"entry": first})

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(Beginning, entry=entry.seq)

    def sentence(self) -> str | Promise:
        return _("The exercise begins. %(notice)s")
