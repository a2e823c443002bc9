"""What the register says of a document is corrected; a document is withdrawn; a closed one is released."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter.schema import Charter
from comity.people.acts import OPENING_REFUSALS, opened, refuse_opening
from comity.record.acts import Body, Context
from comity.record.audiences import PUBLIC
from comity.record.entries import Entry
from comity.record.projection import Write, change
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, CLERK, SECRETARIAT, Only
from comity.register import queries, rules
from comity.register.acts.entering import DOCUMENT_REFUSALS, Facts, OfDocument, Words, words
from comity.register.models import Document


class CorrectDocument(OfDocument, Facts):
    """What the register says of a document is corrected, for a reason. What is left out stays as it is."""

    kind = "register.correct_document"
    by = Only(SECRETARIAT)
    refusals = DOCUMENT_REFUSALS | {
        "ends_before_it_begins": _("Its period would end on %(until)s, before it begins on %(since)s."),
        "nothing_corrected": _("Nothing is corrected. Give at least one field another value."),
    }

    grounds: Words
    title: Words | None = None

    def to_body(self) -> Body:
        # A value may be corrected to none, which is what left out means elsewhere.
        return self.model_dump(mode="json", exclude_unset=True)

    def corrected(self) -> dict[str, object]:
        fields = self.model_fields_set - {"document", "grounds", "title"}
        named = {"title": self.title.root, **words(self.title)} if self.title else {}
        values = {name: getattr(self, name) for name in sorted(fields)}
        if "area" in values:
            values["area"] = self.area or ""
        return values | named

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        yield rules.refuse_period(*self._period())
        if not self.corrected():
            yield Refusal("", "nothing_corrected", {})

    def _period(self) -> tuple[date | None, date | None]:
        """As it will be: an end that is left out stays as it is."""
        since, until = queries.period_of(self.document)
        given = self.model_fields_set
        return (self.since if "since" in given else since), (self.until if "until" in given else until)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Document, {"code": self.document}, **self.corrected())

    def sentence(self) -> str | Promise:
        return _("The entry of “%(document)s” in the register was corrected: %(grounds)s")


class WithdrawDocument(OfDocument):
    """A document is withdrawn, for a reason; it stays in the register and is shown as withdrawn."""

    kind = "register.withdraw_document"
    by = Only(SECRETARIAT)
    refusals = DOCUMENT_REFUSALS

    grounds: Words

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        yield rules.refuse_withdrawn(self.document, queries.withdrawn_on(self.document))

    def project(self, entry: Entry) -> Iterator[Write]:
        ended = {"withdrawn_on": entry.on, "withdrawn_by": entry.seq, "grounds": self.grounds.root}
        yield change(Document, {"code": self.document}, **ended)

    def sentence(self) -> str | Promise:
        return _("“%(document)s” was withdrawn: %(grounds)s")


class ReleaseDocument(OfDocument):
    """A document that was closed is opened to everybody, with its texts and relations."""

    kind = "register.release_document"
    by = Only(SECRETARIAT, CHAIR, CLERK)
    refusals = (
        DOCUMENT_REFUSALS | OPENING_REFUSALS | {"open_already": _("“%(document)s” is open to everybody already.")}
    )

    def readers(self) -> str:
        return PUBLIC

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        audience = queries.audience_of(self.document)
        if queries.is_known(self.document) and audience == PUBLIC:
            yield Refusal("", "open_already", {"document": self.document})
        yield refuse_opening(audience, context)
        context.find(released=queries.closed_entries(self.document, audience))

    def project(self, entry: Entry) -> Iterator[Write]:
        for seq in entry.findings["released"]:
            yield from opened(entry, seq)

    def sentence(self) -> str | Promise:
        return _("“%(document)s” was opened to everybody.")
