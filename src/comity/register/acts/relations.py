"""A document stands in a relation to another."""

from collections.abc import Iterator
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.charter.schema import Charter
from comity.record.acts import Context
from comity.record.audiences import PUBLIC
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only
from comity.register import queries, rules
from comity.register.acts.entering import DOCUMENT_REFUSALS, DocumentCode, OfDocument
from comity.register.models import Document, Relation

RelationName = Literal["rests-on", "amends", "replaces", "implements", "follows"]
"""How one document stands to another: what is written first does it to what is written second."""


class Relate(OfDocument):
    """A document stands in a relation to another: it rests on it, amends, replaces, implements or follows it.

    provision   the article of the other document that is meant
    """

    kind = "register.relate"
    by = Only(SECRETARIAT)
    refusals = DOCUMENT_REFUSALS | {
        "related_to_itself": _("“%(document)s” cannot be related to itself."),
        "two_audiences": _("“%(document)s” and “%(other_document)s” have different readers. Release one first."),
        "closed_replaces_open": _("“%(document)s” is closed, and what it replaces is open. Release it first."),
        "already_related": _("“%(document)s” stands in this relation to “%(other_document)s” already."),
    }

    relation: RelationName
    other_document: DocumentCode
    provision: str = Field("", max_length=40)

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), f"document:{self.other_document}")

    def readers(self) -> str:
        """Whoever may read both: who may read the closed one of the two."""
        own, other = queries.audience_of(self.document), queries.audience_of(self.other_document)
        return other if own == PUBLIC else own

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        audiences = queries.audience_of(self.document), queries.audience_of(self.other_document)
        yield rules.refuse_audiences(self.document, self.other_document, self.relation, *audiences)
        yield rules.refuse_unknown(self.other_document, queries.is_known(self.other_document))
        existing = queries.related(self.document, self.relation)
        yield rules.refuse_relation(self.document, self.other_document, existing)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Relation,
            entry=entry.seq,
            document=self.document,
            relation=self.relation,
            other=self.other_document,
            provision=self.provision,
        )
        if self.relation == "replaces":
            ended = {"replaced_on": entry.on, "replacing_document": self.document}
            yield change(Document, {"code": self.other_document}, **ended)

    def sentence(self) -> str | Promise:
        return SENTENCES[self.relation]


SENTENCES = {
    "rests-on": _("“%(document)s” rests on “%(other_document)s”."),
    "amends": _("“%(document)s” amends “%(other_document)s”."),
    "replaces": _("“%(document)s” replaces “%(other_document)s”."),
    "implements": _("“%(document)s” implements “%(other_document)s”."),
    "follows": _("“%(document)s” follows “%(other_document)s”."),
}
