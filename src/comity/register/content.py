"""What a file is, by its content alone: PDF, Word, OpenDocument text, plain text, Akoma Ntoso or PNG, or none."""

import io
import zipfile

import puremagic
from lxml import etree

AKOMA_NTOSO = "http://docs.oasis-open.org/legaldocml/ns/akn/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
MOST_PARTS = 10_000
"""Files in one archive; a Word file has some dozens."""
SEEN_CONTROLS = "\t\n\r\f"


def media_type(content: bytes) -> str | None:
    """None for everything that the register does not take."""
    if content.startswith((b"%PDF-", b"\x89PNG\r\n\x1a\n")):
        return _by_signature(content)
    if content.startswith(b"PK\x03\x04"):
        return _archived(content)
    return _written(content)


def _by_signature(content: bytes) -> str | None:
    """What the list of signatures says of a file that begins like a PDF or a picture."""
    try:
        found = puremagic.from_string(content, mime=True)
    except puremagic.PureError:
        return None
    return found if found in ("application/pdf", "image/png") else None


def _archived(content: bytes) -> str | None:
    """Word and OpenDocument files are archives of named parts. Macros are no text: such a file is not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if len(names) > MOST_PARTS or any("vbaproject" in name.lower() for name in names):
                return None
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return WORD
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return OPEN_DOCUMENT if archive.read("mimetype") == OPEN_DOCUMENT.encode() else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return None
    return None


def _written(content: bytes) -> str | None:
    """Text in UTF-8 without control characters; Akoma Ntoso if it is XML of that kind."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any((character < " " and character not in SEEN_CONTROLS) or character == "\x7f" for character in set(text)):
        return None
    if text.lstrip().startswith("<?xml") or text.lstrip().startswith("<akomaNtoso"):
        return "application/akn+xml" if _is_akoma_ntoso(content) else None
    return "text/plain"


def _is_akoma_ntoso(content: bytes) -> bool:
    """Well-formed, of that name space, and without a document type: entities could read files or grow without end."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    named = etree.QName(root)
    return (
        named.localname == "akomaNtoso"
        and (named.namespace or "").startswith(AKOMA_NTOSO)
        and root.getroottree().docinfo.doctype == ""
    )
