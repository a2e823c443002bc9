"""Documents, their versions and files, and how they hang together.

`entry` made a row; `withdrawn_by` ended it. Dates that no source tells are null, and `dated` says how exactly the
day of adoption is known.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchVector, SearchVector, SearchVectorField
from django.db import models

from comity.record.projection import Projection
from comity.register.rules import JOINED, YO


def weighed(column: str, config: str, weight: str) -> SearchVector:
    """The words of a column. A figure behind a dash is one of its own (`rules.JOINED`)."""
    apart = _text("regexp_replace", without_yo(models.F(column)), JOINED, " ", "g")
    return SearchVector(apart, config=config, weight=weight)


def without_yo(text: models.F | models.Func) -> models.Func:
    """As `rules.YO`, in the database."""
    return _text("translate", text, *("".join(letters) for letters in (map(chr, YO), YO.values())))


def _text(function: str, text: models.F | models.Func, *values: str) -> models.Func:
    return models.Func(text, *map(models.Value, values), function=function, output_field=models.TextField())


SEARCHED: CombinedSearchVector = (
    weighed("symbol", "simple", "A")
    + weighed("words_en", "english", "B")
    + weighed("words_ru", "russian", "B")
    + weighed("words_zh", "simple", "B")
    + weighed("place", "russian", "D")
)
WORDING: CombinedSearchVector = weighed("wording", "russian", "D") + weighed("words_zh", "simple", "D")
"""One configuration reads both alphabets; see `search`."""
COUNTED = (
    *("type", "body", "area", "adopted_on", "in_force_on", "since", "until", "withdrawn_on", "replaced_on"),
    "audience",
)
"""What the facets count by. An index has these columns too, because the rows are twenty times as large."""


class Document(Projection):
    """A document of the register.

    code       its short name in this register, as acts call it; `symbol` is what people cite
    type       charter, treaty, convention, agreement, memorandum, regulation, decision, declaration and so on
    body       that adopted it, by its code; empty where none of ours did
    address    the permanent one (Akoma Ntoso naming convention): `/akn/aa-sco/act/decision/chs/2025-09-01/dec-3`
    replacing_document   the code of the document that took its place
    words_…    what a search finds it by, language by language; Chinese is segmented
    """

    code = models.CharField(max_length=80, unique=True)
    symbol = models.CharField(max_length=80, unique=True)
    address = models.CharField(max_length=200, unique=True)
    title = models.JSONField()
    type = models.CharField(max_length=20)
    body = models.CharField(max_length=40, blank=True)
    adopted_on = models.DateField(null=True)
    dated = models.CharField(max_length=10, default="day")
    place = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=40, blank=True)
    in_force_on = models.DateField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    depositary = models.CharField(max_length=80, blank=True)
    basis = models.BigIntegerField(null=True, db_index=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    grounds = models.JSONField(default=dict)
    replaced_on = models.DateField(null=True)
    replacing_document = models.CharField(max_length=80, blank=True)
    irregular = models.BooleanField(default=False)
    words_en = models.TextField(blank=True)
    words_ru = models.TextField(blank=True)
    words_zh = models.TextField(blank=True)
    search = models.GeneratedField(expression=SEARCHED, output_field=SearchVectorField(), db_persist=True)

    class Meta:
        ordering = ["-adopted_on", "code"]
        indexes = [
            GinIndex(fields=["search"], name="register_document_search"),
            models.Index(models.F("adopted_on").desc(nulls_last=True), "code", name="register_document_latest"),
            models.Index(fields=["id"], include=COUNTED, name="register_document_counted"),
        ]


class Version(Projection):
    """A text of a document in one language: `number` counts up when the text changes.

    digest   SHA-256 of the file in the store, hexadecimal; empty where only the wording is kept
    words_zh   what is Chinese in the wording, segmented, to be found by
    """

    document = models.CharField(max_length=80, db_index=True)
    number = models.IntegerField()
    language = models.CharField(max_length=20)
    on = models.DateField()
    wording = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200, blank=True)
    words_zh = models.TextField(blank=True)
    search = models.GeneratedField(expression=WORDING, output_field=SearchVectorField(), db_persist=True)

    class Meta:
        ordering = ["document", "number", "language"]
        indexes = [
            GinIndex(fields=["search"], name="register_version_search"),
            models.Index(fields=["digest"], name="register_version_digest"),
        ]


class OfFile(models.Model):
    """A row that follows from a kept file, whichever versions have it: it stays when tables are made anew.

    READABLE   whoever may read a version that has the file may read what is in it, and nobody else (policies.py);
               `OFFSET 0` keeps PostgreSQL from reading all versions to know of one
    """

    READABLE = "EXISTS (SELECT FROM register_version version WHERE version.digest = {table}.digest OFFSET 0)"
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True


class FileText(OfFile):
    """By which words a file is found: in as many parts as an index needs for a long text, counted from 0.

    problem   why it has no words, or not all of them (`plain.py`); empty if it was read to its end
    search    the words of the part with their places, and without places those of the whole file: words are found
              wherever they stand, and a phrase within its part
    """

    part = models.IntegerField(default=0)
    problem = models.CharField(max_length=12, blank=True)
    search = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "part"], name="register_filetext_once")]
        indexes = [GinIndex(fields=["search"], name="register_filetext_search")]


class FilePiece(OfFile):
    """Some lines of a file, to be shown where a search found it."""

    number = models.IntegerField()
    wording = models.TextField()
    search = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "number"], name="register_filepiece_once")]


class Relation(Projection):
    """A document stands in a relation to another: `provision` says to which article of it, where that is known."""

    document = models.CharField(max_length=80, db_index=True)
    relation = models.CharField(max_length=20)
    other = models.CharField(max_length=80, db_index=True)
    provision = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["document", "relation", "other"]
