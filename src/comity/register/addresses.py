"""The addresses of a document's texts and files (OASIS Akoma Ntoso naming convention 1.0, sec. 4.5 and 4.6).

    /akn/aa-sco/act/decision/chs/2025-09-01/dec-3                               the document
    /akn/aa-sco/act/decision/chs/2025-09-01/dec-3/rus@2025-09-01                a text of it, by language and day
    /akn/aa-sco/act/decision/chs/2025-09-01/dec-3/rus@2025-09-01/!version-1.pdf a file of that text

The version is named in the file's address, because two may bear the same day.
"""

import re
from dataclasses import dataclass

import pycountry

from comity.register.models import Version

FILE = re.compile(
    r"(?P<work>/akn/.+)/(?P<language>[a-z]{3})@(?P<on>\d{4}-\d{2}-\d{2})/!version-(?P<number>[1-9]\d{0,3})"
    r"\.(?P<format>[a-z]{2,5})",
    re.ASCII,
)
EXPRESSION = re.compile(r"(?P<work>/akn/.+/\d{4}[^/]*/[^/]+)/(?P<language>[a-z]{3})(@\d{4}-\d{2}-\d{2})?", re.ASCII)
FORMATS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
    "application/akn+xml": "xml",
    "image/png": "png",
}
"""The media types that the store takes, and how each ends in an address."""


@dataclass(frozen=True)
class FileAddress:
    """What the address of a file tells: `language` is ISO 639-3, as the convention wants it."""

    work: str
    language: str
    on: str
    number: int
    format: str


@dataclass(frozen=True)
class Expression:
    work: str
    language: str


def language_code(tag: str) -> str:
    """The three letters of a language (ISO 639-3) by its BCP 47 tag; `und` for one that has none."""
    base = tag.split("-")[0]
    found = pycountry.languages.get(**{f"alpha_{len(base)}": base})
    return found.alpha_3 if found else "und"


def file_of(work: str, version: Version) -> str:
    """The permanent address of a version's file; of its wording as plain text, where it has no file."""
    ending = FORMATS.get(version.media_type, "bin") if version.digest else "txt"
    return f"{work}/{language_code(version.language)}@{version.on.isoformat()}/!version-{version.number}.{ending}"


def parsed(address: str) -> FileAddress | None:
    """None for what is no address of a file."""
    found = FILE.fullmatch(address)
    if not found:
        return None
    return FileAddress(found["work"], found["language"], found["on"], int(found["number"]), found["format"])


def expression(address: str) -> Expression | None:
    """None for what is no address of a text."""
    found = EXPRESSION.fullmatch(address)
    return Expression(found["work"], found["language"]) if found else None
