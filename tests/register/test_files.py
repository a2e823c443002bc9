"""Files of documents: what is taken into the store, under which name, and how it is served."""

import io
import zipfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from comity.record.models import EntryRow
from comity.record.submission import Refused
from comity.register import addresses, store
from comity.register.acts import EnterDocument
from comity.register.cli import add, file_command
from comity.register.content import OPEN_DOCUMENT, WORD, media_type
from comity.register.models import Version

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82"
AKN = b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"/></akomaNtoso>'
TEXT = "Причал есть место стоянки.\n".encode()


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, part in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), part)
    return content.getvalue()


WORD_PARTS = {"[Content_Types].xml": b"<Types/>", "word__document_xml": b"<w/>"}
ODT = archive(mimetype=OPEN_DOCUMENT.encode(), content_xml=b"<office/>")
DOCX = archive(**WORD_PARTS)


@pytest.fixture
def own_folder(tmp_path, settings):
    """A data folder of this test's own; asked for before the council, whose record its key signs."""
    settings.COMITY_DATA = tmp_path / "data"
    settings.COMITY_DATA.mkdir()


@pytest.fixture
def ropes(own_folder, council):
    act = EnterDocument(document="ropes", title={"en": "Rules on Ropes"}, type="regulation", body="ASSEMBLY")
    council.on("2031-03-01").does("secretariat", act)
    return council


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def kept() -> list[Path]:
    return [path for path in (store.path_of("0" * 64).parents[1]).rglob("*") if path.is_file()]


def add_file(path: Path, language: str = "ru", number: int | None = None, document: str = "ropes") -> str:
    return add(document, path, language, number, None, "secretariat")


# What is taken


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (AKN, "application/akn+xml"),
        (b'<?xml version="1.0"?>\n' + AKN, "application/akn+xml"),
        (TEXT, "text/plain"),
        (DOCX, WORD),
        (ODT, OPEN_DOCUMENT),
        (b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff", None),
        (b"\x7fELF\2\1\1", None),
        (b"PK\x03\x04 broken", None),
        (archive(a=b"b"), None),
        (archive(**WORD_PARTS, word__vbaProject_bin=b"x"), None),
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), None),
        (b'<?xml version="1.0"?><html/>', None),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + AKN, "text/plain"),
        (b'<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY b "c">]>' + AKN, None),
        (b"<akomaNtoso", None),
        (b"GIF89a\1\0\1\0", None),
        ("Причал".encode("cp1251"), None),
        (b"a\0b", None),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(content, kind):
    assert media_type(content) == kind


@given(st.binary(max_size=400) | st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail))
def test_no_content_breaks_the_judgement(content):
    assert media_type(content) in {None, *addresses.FORMATS}


@pytest.mark.parametrize(
    "name",
    [
        "Протокол 系泊 final.pdf",
        "SCO.CHS.2025.DEC.3.pdf",
        "../../../etc/rules.pdf",
        "C:\\rules.PDF",
        "v1.2 rules.pdf",
    ],
)
def test_a_name_keeps_its_script_and_loses_its_path(name):
    kept = store.named(name, "application/pdf")
    assert not set(kept) & set("/\\")
    assert name.endswith(kept)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("rules.exe.pdf", "two endings, .exe and .pdf"),
        ("rules.docx.pdf", "two endings"),
        ("rules.exe", "by its content it is .pdf"),
        ("rules.docx", "by its content it is .pdf"),
        ("rules", "no ending"),
        (".pdf", "no ending"),
        ("../.pdf", "no ending"),
        ("rules\u202efdp.exe.pdf", "not seen"),
        ("rules\n.pdf", "not seen"),
        ("x" * 200 + ".pdf", "150 are allowed"),
    ],
)
def test_a_name_that_misleads_is_refused(name, told):
    with pytest.raises(store.BadFile, match=told):
        store.named(name, "application/pdf")


@given(st.text(max_size=40))
def test_any_name_is_made_safe_or_refused(name):
    with suppress(store.BadFile):
        assert not set(store.named(name + ".pdf", "application/pdf")) & set("/\\\0\n\r")


# The store, the record and the address


def test_a_file_becomes_a_text_of_the_document_and_is_served_as_it_was(ropes, client, tmp_path):
    told = add_file(saved(tmp_path, "Правила 绳索 ropes.pdf", PDF))
    version = Version.objects.get()
    assert (version.number, version.language, version.digest) == (1, "ru", sha256(PDF).hexdigest())
    address = told.partition(": ")[2]
    assert address.startswith("/akn/aa-icm/act/regulation/assembly/2031-03-01/reg-1/rus@")
    assert address.endswith("/!version-1.pdf")
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert disposition.isascii()
    page = client.get("/akn/aa-icm/act/regulation/assembly/2031-03-01/reg-1?on=2031-03-01").content.decode()
    assert f'href="{address}"' in page
    assert version.digest in page


def test_the_next_version_has_the_next_number_and_an_address_of_its_own(ropes, tmp_path):
    one = add_file(saved(tmp_path, "rules.txt", TEXT))
    two = add_file(saved(tmp_path, "rules.txt", TEXT + TEXT))
    assert one != two
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2]


def test_the_same_file_is_kept_once(ropes, tmp_path):
    path = saved(tmp_path, "rules.txt", TEXT)
    add_file(path, "ru")
    add_file(path, "en")
    assert len(kept()) == 1
    assert kept()[0].stat().st_mode & 0o333 == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("rules.pdf", b"", "is empty"),
        ("rules.pdf", b"MZ\x90\0\3\0\0\0", "none of the kinds"),
        ("rules.pdf", TEXT, "by its content it is .txt"),
        ("rules.pdf.exe", PDF, "by its content it is .pdf"),
        ("rules.exe.pdf", PDF, "two endings"),
    ],
)
def test_a_bad_file_leaves_nothing_behind(ropes, tmp_path, name, content, told):
    before = EntryRow.objects.count()
    with pytest.raises(store.BadFile, match=told):
        add_file(saved(tmp_path, name, content))
    assert EntryRow.objects.count() == before
    assert kept() == []


def test_a_plain_text_is_searched_and_compared_as_well(ropes, client, tmp_path):
    add_file(saved(tmp_path, "rules.txt", b"\xef\xbb\xbf" + TEXT))
    assert Version.objects.get().wording == TEXT.decode()
    found = client.get("/documents.json", {"q": "стоянка", "on": "2031-03-01"}).json()
    assert [row["code"] for row in found] == ["ropes"]


def test_of_a_text_that_no_entry_could_hold_the_file_alone_is_kept(ropes, tmp_path):
    for number, text in enumerate(("причал " * 3_000, "\U0001f40b" * 16_000), 1):
        add_file(saved(tmp_path, f"long-{number}.txt", text.encode()))
    assert set(Version.objects.values_list("wording", flat=True)) == {""}


def test_a_file_that_is_too_large_is_not_read_to_its_end(ropes, tmp_path):
    path = tmp_path / "rules.txt"
    with path.open("wb") as file:
        file.truncate(store.LARGEST + 1)
    with pytest.raises(store.BadFile, match="larger than 32 MiB"):
        add_file(path)
    assert kept() == []


def test_a_file_of_a_refused_act_is_taken_back_unless_others_use_it(ropes, tmp_path):
    path = saved(tmp_path, "rules.txt", TEXT)
    with pytest.raises(Refused, match="no document “knots”"):
        add_file(path, document="knots")
    assert kept() == []
    add_file(path)
    with pytest.raises(Refused, match="has version 1 in this language already"):
        add_file(path, number=1)
    assert len(kept()) == 1


def test_a_language_that_is_none_is_refused_in_a_sentence(ropes, tmp_path):
    with pytest.raises(store.BadFile, match="language: 'Russian!' will not do"):
        add_file(saved(tmp_path, "rules.txt", TEXT), "Russian!")
    assert kept() == []


def test_a_file_missing_from_the_store_is_told_with_its_digest(ropes, client, tmp_path):
    address = add_file(saved(tmp_path, "rules.txt", TEXT)).partition(": ")[2]
    kept()[0].unlink()
    answer = client.get(address)
    assert answer.status_code == 404
    assert sha256(TEXT).hexdigest() in answer.content.decode()


def test_an_address_that_differs_from_the_files_own_finds_nothing(ropes, client, tmp_path):
    address = add_file(saved(tmp_path, "rules.txt", TEXT)).partition(": ")[2]
    for wrong in (
        address.replace("rus@", "eng@"),
        address.replace(".txt", ".pdf"),
        address.replace("-1.txt", "-2.txt"),
    ):
        assert client.get(wrong).status_code == 404


def test_the_address_of_a_text_leads_to_its_document(ropes, client, tmp_path):
    address = add_file(saved(tmp_path, "rules.txt", TEXT)).partition(": ")[2]
    work = "/akn/aa-icm/act/regulation/assembly/2031-03-01/reg-1"
    answer = client.get(address.rpartition("/!")[0])
    assert (answer.status_code, answer["Location"]) == (302, f"{work}#versions")


def test_the_command_wants_a_file_and_a_language(tmp_path):
    missing = CliRunner().invoke(file_command, ["add", "ropes", str(tmp_path / "no.pdf"), "--language", "ru"])
    assert missing.exit_code == 2
    assert "does not exist" in missing.output
