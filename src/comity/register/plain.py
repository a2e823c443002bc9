"""The plain text of a file: PDF, Word, OpenDocument, Akoma Ntoso or plain text. It runs as a program of its own:

    python -I -m comity.register.plain  < the file  > {"text": "…", "problem": ""}

Files are other people's, and the libraries that read them are large. So it has the file and nothing else, no settings
and no database, and binds itself in time and memory before it looks. `filetexts.py` waits for it, and not for ever.

    problem   why there is no text, or not all of it; empty if all was read
"""

import json
import os
import re
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, LimitReachedError

from comity.register.content import OPEN_DOCUMENT, WORD, media_type

LONGEST = 1_000_000
"""Characters that are taken from a file: some four hundred pages."""
LARGEST_PART = 64 * 1024 * 1024
"""Bytes that a part of an archive may have once it is unpacked."""
ENOUGH = 40.0
"""Seconds of reading pages; what there is by then is the text."""
BOUNDS = {
    resource.RLIMIT_CPU: 60,
    resource.RLIMIT_AS: 1024 * 1024 * 1024,
    resource.RLIMIT_FSIZE: 16 * 1024 * 1024,
    resource.RLIMIT_CORE: 0,
}
"""Seconds of the processor, bytes of memory, and of what it answers; behind them the kernel ends it."""
NICE = 10
"""Whoever asks for a page goes first."""

ENCRYPTED, DAMAGED, NO_TEXT, PARTLY, COSTLY = "encrypted", "damaged", "no_text", "partly", "costly"
"""It wants a password; nobody can read it; there is none in it, as in a picture of a page; a part of it was read; it
would take more time or memory than it may."""


class Unreadable(Exception):
    """There is no text. The message says why, in one of the words above."""


Read = tuple[str, str]
"""The text, and why there is none, or not all of it; else empty."""


def text_of(content: bytes) -> Read:
    """The text of a file, whatever it is."""
    try:
        text, problem = READERS.get(media_type(content) or "", of_picture)(content)
    except Unreadable as error:
        return "", str(error)
    except (MemoryError, LimitReachedError):
        return "", COSTLY
    except Exception:  # whatever the libraries raise at a file that is not as it should be
        return "", DAMAGED
    text = cleaned(text)
    if not text:
        return "", DAMAGED if problem else NO_TEXT
    return text[:LONGEST], problem if len(text) <= LONGEST else PARTLY


def of_picture(content: bytes) -> Read:
    return "", NO_TEXT


def of_pdf(content: bytes) -> Read:
    """Page after page, for as long as there is time. Raises Unreadable."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(ENCRYPTED)
    pages, problem, until = [""], "", time.monotonic() + ENOUGH
    for page in reader.pages:
        if sum(map(len, pages)) > LONGEST or time.monotonic() > until:
            return "\n".join(pages), PARTLY
        try:
            pages.append(page.extract_text())
        except FileNotDecryptedError as error:
            raise Unreadable(ENCRYPTED) from error
        except (MemoryError, LimitReachedError):
            raise
        except Exception:  # one page that is not as it should be hides no other
            problem = PARTLY
    return "\n".join(pages), problem


@dataclass(frozen=True)
class Form:
    """Where a form of XML has its text.

    parts    of the archive, as far as they are there
    blocks   elements that stand by themselves, as paragraphs do
    spaces   elements that stand for white space
    without  elements whose text is none: what was struck out, instructions, the same once more
    """

    parts: tuple[str, ...]
    blocks: tuple[str, ...]
    spaces: tuple[str, ...]
    without: tuple[str, ...]


def _named(space: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{name}" for name in names)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
OF_WORD = Form(
    parts=("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
    blocks=_named(_W, "p"),
    spaces=_named(_W, "tab", "br", "cr"),
    without=(
        *_named(_W, "delText", "instrText", "delInstrText"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ),
)
OF_OPEN_DOCUMENT = Form(
    parts=("content.xml",),
    blocks=_named(_TEXT, "p", "h"),
    spaces=_named(_TEXT, "s", "tab", "line-break"),
    without=(*_named(_TEXT, "tracked-changes"), *_named(_OFFICE, "annotation")),
)
OF_AKOMA_NTOSO = Form(
    parts=(),
    blocks=tuple(f"{{*}}{name}" for name in ("p", "num", "heading", "subheading", "td", "th", "li", "docTitle")),
    spaces=("{*}br",),
    without=("{*}meta",),
)


def of_archive(content: bytes, form: Form) -> Read:
    """Raises Unreadable."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [_unpacked(archive, part) for part in form.parts if part in archive.namelist()]
    return "\n".join(of_xml(part, form)[0] for part in parts), ""


def _unpacked(archive: zipfile.ZipFile, part: str) -> bytes:
    """Raises Unreadable for one that is small only as long as it is packed."""
    with archive.open(part) as file:
        unpacked = file.read(LARGEST_PART + 1)
    if len(unpacked) > LARGEST_PART:
        raise Unreadable(COSTLY)
    return unpacked


def of_xml(content: bytes, form: Form) -> Read:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    for element in root.iter(*form.without):
        element.clear(keep_tail=True)
    for names, space in ((form.blocks, "\n"), (form.spaces, " ")):
        for element in root.iter(*names):
            element.tail = space + (element.tail or "")
    # A comment or an instruction to a program is no text; `{*}*` leaves both out.
    return "".join(root.itertext("{*}*")), ""


def of_text(content: bytes) -> Read:
    return content.decode("utf-8-sig"), ""


READERS: dict[str, Callable[[bytes], Read]] = {
    "application/pdf": of_pdf,
    WORD: lambda content: of_archive(content, OF_WORD),
    OPEN_DOCUMENT: lambda content: of_archive(content, OF_OPEN_DOCUMENT),
    "application/akn+xml": lambda content: of_xml(content, OF_AKOMA_NTOSO),
    "text/plain": of_text,
}

NO_SIGN = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\ud800-\udfff\ufeff]")
"""Controls, soft hyphens and halves of characters. Two of them mark what was found in a passage (`found.py`)."""
WIDE = r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]"
"""Chinese characters and their signs, between which no space belongs."""


def cleaned(text: str) -> str:
    """Without what only the page needed: signs that nobody sees, ends of lines within Chinese, spaces in a row."""
    text = re.sub(r"[^\S\n]+", " ", NO_SIGN.sub("", text))
    text = re.sub(r" ?\n[ \n]*", "\n", text).strip()
    # A hyphen at the end of a line mostly belongs to the word, as in торгово-экономический.
    text = re.sub(r"(?<=\w[-‐])\n(?=\w)", "", text)
    return re.sub(rf"(?<={WIDE})[ \n](?={WIDE})", "", text)


def main() -> None:
    os.nice(NICE)
    for bound, most in BOUNDS.items():
        resource.setrlimit(bound, (most, most))
    text, problem = text_of(sys.stdin.buffer.read())
    print(json.dumps({"text": text, "problem": problem}))


if __name__ == "__main__":
    main()
