"""A document gets its texts, version by version and language by language."""

from collections.abc import Iterator
from typing import Annotated

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from comity.charter.schema import Charter
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import DEPOSITARY, SECRETARIAT, Only
from comity.record.text import LanguageTag
from comity.register import queries, rules
from comity.register.acts.entering import DOCUMENT_REFUSALS, OfDocument
from comity.register.models import Version

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


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
            words_zh=rules.segmented(self.wording),
        )

    def sentence(self) -> str | Promise:
        return _("“%(document)s” got version %(number)s in %(language)s.")
