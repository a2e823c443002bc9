"""What stands in a file is found as a wording is: in three languages, by its readers, from its day on."""

import io
import re
import sys
import threading
import time
import zipfile
import zlib
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from click.testing import CliRunner
from django.test import Client
from pypdf import PdfReader, PdfWriter

from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record.audiences import MEMBERS
from comity.record.reading import everything, reading_as
from comity.record.replay import rebuild
from comity.register import filetexts, pieces, plain, store
from comity.register.acts import AddVersion, EnterDocument, ReleaseDocument
from comity.register.cli import add, file_command
from comity.register.content import OPEN_DOCUMENT, media_type
from comity.register.models import FilePiece, FileText, Version
from comity.typeset import Paper, pdf

SAID = {
    "en": "Every vessel shall carry two hempen ropes and lend one to whoever asks.",
    "ru": "Каждое судно имеет два пеньковых каната. Развивается торгово-экономическое сотрудничество.",
    "zh-hans": "每艘船舶应备有两条麻绳，凡有船舶提出请求者，应借出其中一条，并于离港之前收回。",
}


def set_as_pdf(text: str, language: str = "en") -> bytes:
    lead = tuple(text.split("\n"))
    paper = Paper(language=language, organisation="Assembly", title="Text", day=date(2031, 3, 1), lead=lead)
    return pdf(paper)


def written_in_word(*paragraphs: str, cell: str = "") -> bytes:
    made, content = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if cell:
        made.add_table(1, 1).cell(0, 0).text = cell
    made.save(content)
    return content.getvalue()


def packed(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return content.getvalue()


ODT = packed(
    mimetype=OPEN_DOCUMENT,
    content_xml='<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:tracked-changes><text:p>struck</text:p></text:tracked-changes>"
    "<text:h>Ropes</text:h><text:p>Two<text:s/>hempen<text:tab/><text:span>ropes</text:span></text:p>"
    "</office:text></office:body></office:document-content>",
)
AKN = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><meta>hidden</meta><body>'
    "<article><num>1</num><content><p>Two hempen <b>ropes</b></p><!-- no text --></content></article></body></act>"
    "</akomaNtoso>"
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    """A data folder of this test's own; asked for before the council, whose record its key signs."""
    settings.COMITY_DATA = tmp_path / "data"
    settings.COMITY_DATA.mkdir()


@pytest.fixture
def ropes(own_folder, council):
    act = EnterDocument(document="ropes", title={"en": "Rules on Cordage"}, type="regulation", body="ASSEMBLY")
    council.on("2031-03-01").does("secretariat", act)
    return council


DAY = date(2031, 3, 1)


def keep(content: bytes, name: str, language: str = "en", document: str = "ropes", on: date = DAY) -> None:
    """A file is added, and the clerk reads it."""
    add(document, saved(content, name), language, None, on, "secretariat")
    read()


def saved(content: bytes, name: str) -> Path:
    path = store.path_of("0" * 64).parents[2] / name
    path.write_bytes(content)
    return path


def read() -> list[str]:
    """What stands in the way of each file that is new."""
    return [problem for _digest, problem in filetexts.read_new()]


def codes(client, words: str, day: str = "2031-12-01") -> list[str]:
    answer = client.get(f"/documents.json?q={quote(words)}&on={day}")
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()]


def passage(client, words: str) -> tuple[str, str]:
    """The language and the text of the one passage that the list shows."""
    page = client.get(f"/documents?q={quote(words)}&on=2031-12-01").content.decode()
    (found,) = re.findall(r'<q class="document__passage" lang="([^"]+)">(.*?)</q>', page, re.DOTALL)
    return found


# What is found


@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("en", "lending rope", "carry two hempen <mark>ropes</mark> and <mark>lend</mark> one"),
        ("ru", "канаты", "два пеньковых <mark>каната</mark>. Развивается"),
        ("ru", "экономическим сотрудничеством", "<mark>сотрудничество</mark>"),
        ("zh-hans", "应借出", "<mark>应借出</mark>其中一条"),
    ],
)
def test_a_phrase_of_a_pdf_is_found_and_shown_in_three_languages(ropes, client, language, words, shown):
    tag = language.partition("-")[0]
    keep(set_as_pdf(SAID[language], language), "ropes.pdf", tag)
    assert codes(client, words) == ["ropes"]
    told, text = passage(client, words)
    assert told == tag
    assert shown in text
    assert codes(client, "nylon") == codes(client, "绳麻") == []


@pytest.mark.parametrize("words", ["четкий", "чёткий порядок", "2020", '"на 2016–2020 годы"', "COVID-19"])
def test_letters_and_figures_of_a_file_are_found_as_those_of_a_title_are(ropes, client, words):
    keep("Чёткий порядок на 2016-2020 годы, после COVID-19.".encode(), "ropes.txt", "ru")
    assert codes(client, words) == ["ropes"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ropes.pdf", set_as_pdf("Two hempen ropes.")),
        ("ropes.docx", written_in_word("On vessels", cell="Two hempen ropes")),
        ("ropes.odt", ODT),
        ("ropes.xml", AKN.encode()),
        ("ropes.txt", b"\xef\xbb\xbf" + b"Hempen ropes. " * 5_000),
    ],
)
def test_whatever_kind_of_file_it_is(ropes, client, name, content):
    keep(content, name)
    assert codes(client, "hempen rope") == ["ropes"]
    assert "<mark>" in passage(client, "hempen rope")[1]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (written_in_word("On  vessels\tand", "berths", cell="Ropes"), "On vessels and\nberths\nRopes"),
        (ODT, "Ropes\nTwo hempen ropes"),
        (AKN.encode(), "1\nTwo hempen ropes"),
    ],
)
def test_of_a_file_its_text_is_taken_and_nothing_else(content, text):
    assert plain.text_of(content) == (text, "")


def test_what_a_word_file_struck_out_is_not_found():
    made = docx.Document()
    made.add_paragraph("Ropes").add_run(" of hemp")
    content = io.BytesIO()
    made.save(content)
    with zipfile.ZipFile(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b'<w:t xml:space="preserve"> of hemp</w:t>', b"<w:delText> of hemp</w:delText>"
    )
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert plain.text_of(changed.getvalue()) == ("Ropes", "")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("每艘船舶\n应备有两 \n条麻绳，\n并收回", "每艘船舶应备有两条麻绳，并收回"),
        ("торгово-\nэкономическое", "торгово-экономическое"),
        ("inter\xadoperability of\n  ropes", "interoperability of\nropes"),
        ("麻绳 ropes 船", "麻绳 ropes 船"),
        ("a\x02b\x03c\ud800d\0e", "abcde"),
    ],
)
def test_what_only_the_page_needed_is_taken_out(broken, whole):
    assert plain.cleaned(broken) == whole


def test_words_far_apart_and_a_phrase_far_behind_are_found_in_a_long_file(ropes, client):
    """An index counts places no further than 16,383, and by them it finds a phrase, as Chinese words are."""
    begin, end = "Halyards and sheets. ", " Bollards and moored barges."
    keep((begin + "Vessels carry ropes of hemp. " * 15_000 + end).encode(), "ropes.txt")
    assert FileText.objects.count() > 1
    assert codes(client, "halyards bollards") == codes(client, '"moored barges"') == ["ropes"]
    assert codes(client, '"barges moored"') == codes(client, "halyards -bollards") == []
    assert passage(client, '"moored barges"')[1].endswith("<mark>moored</mark> <mark>barges</mark>")
    keep(("系泊规则。" + "每艘船舶应备有两条麻绳。" * 3_000 + "并于离港之前收回。").encode(), "ropes.txt", "zh")
    assert codes(client, "离港之前收回") == codes(client, "系泊 船舶 离港之前") == ["ropes"]
    assert codes(client, "离港收回") == []


def test_a_text_is_cut_between_sentences_and_nothing_is_lost():
    text = "Every vessel carries ropes. " * 500 + "每艘船舶应备有两条麻绳。" * 500 + "x" * 5_000
    found = pieces.pieces(text)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, found)) <= pieces.PIECE
    assert [piece[-1] for piece in found[:5]] == ["."] * 5
    assert pieces.pieces("") == pieces.parts("") == []


# By whom, and when

CLOSED = EnterDocument(document="draft", title={"en": "Draft"}, type="decision", audience=MEMBERS)


def test_a_file_of_a_closed_document_is_found_by_its_readers_alone(ropes, client):
    ropes.does("secretariat", CLOSED)
    with everything():
        keep(set_as_pdf("The Kittiwake shall fly."), "draft.pdf", document="draft")
    assert codes(client, "kittiwake") == []
    assert "document__passage" not in client.get("/documents?q=kittiwake&on=2031-12-01").text
    assert not FileText.objects.exists()
    assert not FilePiece.objects.exists()
    with reading_as([MEMBERS]):
        assert codes(client, "kittiwake") == ["draft"]
        assert "The <mark>Kittiwake</mark> shall" in passage(client, "kittiwake")[1]
    with reading_as(["delegation:XZ"]):
        assert codes(client, "kittiwake") == []
    ropes.does("chair", ReleaseDocument(document="draft"))
    assert codes(client, "kittiwake") == ["draft"]
    assert "The <mark>Kittiwake</mark> shall" in passage(client, "kittiwake")[1]


def test_a_file_that_is_closed_here_and_open_there_is_found_there(ropes, client):
    ropes.does("secretariat", CLOSED)
    with everything():
        for document in ("draft", "ropes"):
            keep(set_as_pdf("The Kittiwake shall fly."), "text.pdf", document=document)
    assert FileText.objects.count() == 1
    assert codes(client, "kittiwake") == ["ropes"]


def test_a_file_is_found_from_the_day_on_which_its_version_is_there(ropes, client):
    keep(set_as_pdf("Nylon will do."), "ropes.pdf", on=date(2032, 1, 1))
    assert codes(client, "nylon", "2031-12-31") == []
    assert codes(client, "nylon", "2032-01-01") == ["ropes"]


def test_a_rebuild_loses_nothing_and_what_was_read_can_be_thrown_away(ropes, client):
    keep(set_as_pdf("Two hempen ropes."), "ropes.pdf")
    rebuild()
    assert codes(client, "hempen") == ["ropes"]
    assert read() == []
    filetexts.forget()
    assert codes(client, "hempen") == []
    assert read() == [""]
    assert codes(client, "hempen") == ["ropes"]


def test_nothing_is_found_of_a_version_that_is_gone_and_all_of_one_that_is_back(ropes, client):
    """As when an exercise is taken back, and forward again: tables are made anew from what the record has then."""
    keep(set_as_pdf("Two hempen ropes."), "ropes.pdf")
    Version.objects.all().delete()
    assert codes(client, "hempen") == []
    with everything():
        assert not FileText.objects.exists()
        assert not FilePiece.objects.exists()
    rebuild()
    assert codes(client, "hempen") == ["ropes"]
    assert read() == []


def test_a_file_that_is_not_in_the_store_is_read_once_it_is(ropes, client):
    digest = "ab" * 32
    ropes.does("secretariat", AddVersion(document="ropes", number=1, language="en", digest=digest, size=1))
    assert read() == []
    store.path_of(digest).parent.mkdir(parents=True)
    store.path_of(digest).write_bytes(b"Two hempen ropes.")
    assert read() == [""]
    assert codes(client, "hempen") == ["ropes"]


# Files that mean harm, or have no text


def encrypted(password: str) -> bytes:
    made, content = PdfWriter(PdfReader(io.BytesIO(set_as_pdf("Two hempen ropes.")))), io.BytesIO()
    made.encrypt(password, "owner", algorithm="AES-256")
    made.write(content)
    return content.getvalue()


FONT = "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def pdf_of(content: bytes, *filters: str, kids: str = "3 0 R", form: str = FONT) -> bytes:
    """One page with that content, written by hand: what no honest program would write."""
    names = " ".join(f"/{name}" for name in filters)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 1 >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R {form} >>".encode(),
        f"<< /Length {len(content)} /Filter [{names}] {form} >>\nstream\n".encode() + content + b"\nendstream",
    ]
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Root 1 0 R /Size 5 >>\n"
    return made + f"{table}startxref\n{len(made)}\n%%EOF\n".encode()


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(b"\0" * 2**20) for _ in range(size)), packer.flush()])


ENTITIES = '<!ENTITY e0 "hemp">' + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(9))
HOSTILE = {
    "a password": (encrypted("secret"), "encrypted"),
    "a picture of a page": (pdf_of(b"0 0 9 9 re f"), "no_text"),
    "no PDF behind its first line": (b"%PDF-1.7\n" + b"\xff" * 1_000, "damaged"),
    "cut off": (set_as_pdf("Two hempen ropes.")[:900], "damaged"),
    "half a gigabyte in half a megabyte": (pdf_of(bomb(512), "FlateDecode"), "costly"),
    "packed a thousand times": (pdf_of(b"x", *["FlateDecode"] * 1_000), "costly"),
    "pages that contain themselves": (pdf_of(b"", kids="2 0 R"), "damaged"),
    "a form that draws itself": (
        pdf_of(b"/F Do", form="/Subtype /Form /Resources << /XObject << /F 4 0 R >> >>"),
        "no_text",
    ),
    "a part of two hundred megabytes": (
        packed(**{"[Content_Types].xml": "", "word__document_xml": "<a>" + " " * 200 * 2**20 + "</a>"}),
        "costly",
    ),
    "entities that grow": (
        packed(
            **{"[Content_Types].xml": "", "word__document_xml": f"<!DOCTYPE a [{ENTITIES}]><a>&e9;</a>"},
        ),
        "damaged",
    ),
    "elements ten thousand deep": (
        packed(**{"[Content_Types].xml": "", "word__document_xml": "<a>" * 10_000 + "</a>" * 10_000}),
        "damaged",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_harms_nobody_and_is_not_found(ropes, client, what):
    content, problem = HOSTILE[what]
    kind = "pdf" if media_type(content) == "application/pdf" else "docx"
    began = time.monotonic()
    keep(content, f"ropes.{kind}")
    assert time.monotonic() - began < 60
    assert [text.problem for text in FileText.objects.all()] == [problem]
    assert not FilePiece.objects.exists()
    assert codes(client, "cordage") == ["ropes"], "by its title, as ever"


def test_a_pdf_that_only_restricts_printing_is_read(ropes, client):
    keep(encrypted(""), "ropes.pdf")
    assert codes(client, "hempen") == ["ropes"]


@pytest.mark.parametrize(
    ("program", "bound"),
    [
        ("bytearray(4 * 2**30)", "memory"),
        ("while True: pass", "time"),
        ("print('x' * 10**9, flush=True)", "what it answers"),
        ("raise SystemExit(3)", "an end of its own"),
    ],
)
def test_the_program_that_reads_is_bound(monkeypatch, tmp_path, program, bound):
    """Each bound by itself: whatever a file makes of the libraries, it costs so much and no more."""
    bounds = dict(plain.BOUNDS) | {plain.resource.RLIMIT_CPU: 1}
    binding = f"import resource\nfor b, m in {bounds}.items(): resource.setrlimit(b, (m, m))\n"
    monkeypatch.setattr(filetexts, "READER", (sys.executable, "-I", "-c", binding + program))
    file = tmp_path / "file"
    file.touch()
    assert filetexts.extracted(file, threading.Event()) == ("", "costly"), bound


def test_one_that_waits_for_ever_is_ended_and_who_stops_does_not_wait_for_it(monkeypatch, tmp_path):
    monkeypatch.setattr(filetexts, "READER", (sys.executable, "-I", "-c", "import time; time.sleep(60)"))
    file, stop = tmp_path / "file", threading.Event()
    file.touch()
    monkeypatch.setattr(filetexts, "PATIENCE", 0.4)
    assert filetexts.extracted(file, stop) == ("", "costly")
    stop.set()
    with pytest.raises(filetexts.Stopped):
        filetexts.extracted(file, stop)


def test_the_program_that_reads_is_told_no_secret(monkeypatch, tmp_path):
    telling = "import json, os; print(json.dumps({'text': str(dict(os.environ)), 'problem': ''}))"
    monkeypatch.setenv("COMITY_SMTP_URL", "smtp://secret")
    monkeypatch.setattr(filetexts, "READER", (sys.executable, "-I", "-c", telling))
    file = tmp_path / "file"
    file.touch()
    text, problem = filetexts.extracted(file, threading.Event())
    assert "COMITY" not in text
    assert problem == ""


def test_of_a_file_with_more_words_than_an_index_holds_the_beginning_is_found(ropes, client):
    words = " ".join(f"w{number:x}q-x{number * 7919:x}" for number in range(60_000))
    keep(("Hempen ropes. " + words).encode(), "ropes.txt")
    assert {text.problem for text in FileText.objects.all()} == {"partly"}
    assert codes(client, "hempen") == ["ropes"]


# What is said of it, and to whom


def sits(council, seat: str, role: str) -> Client:
    account, client = Account.objects.create_user(f"{role}@council.example"), Client()
    council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
    client.force_login(account)
    return client


def test_who_adds_files_is_told_on_the_page_what_is_not_searched_and_nobody_else(ropes, client):
    address = "/akn/aa-icm/act/regulation/assembly/2031-03-01/reg-1?on=2031-03-01"
    with ropes.clock():
        officer, expert = sits(ropes, "secretariat", "officer"), sits(ropes, "delegation:XA", "expert")
        ropes.does("secretariat", AddVersion(document="ropes", number=1, language="ru", digest="ab" * 32, size=1))
        assert "Its text is not searched yet" in officer.get(address).text
        keep(encrypted("secret"), "secret.pdf")
        keep(b"Two hempen ropes.", "ropes.txt")
        shown = officer.get(address).text
        assert shown.count("the file asks for a password") == 1
        assert shown.count("Its text is not searched") == 2
        for reader in (expert, client):
            assert "not searched" not in reader.get(address).text


def test_the_command_reads_what_is_new_or_all_anew_and_says_what_is_not_searched(ropes, monkeypatch):
    monkeypatch.setattr("comity.database.ready", lambda _holder: nullcontext())
    keep(encrypted("secret"), "secret.pdf")
    ran = CliRunner().invoke(file_command, ["read"])
    assert ran.output == "0 files were read.\n"
    ran = CliRunner().invoke(file_command, ["read", "--again"])
    assert ran.output == (
        "ICM/ASSEMBLY/2031/REG.1, secret.pdf: Its text is not searched: the file asks for a password. "
        "Add one that does not.\n1 file was read.\n"
    )


def test_a_program_that_asks_again_is_told_of_a_file_that_was_read_meanwhile(ropes, client):
    with ropes.clock():
        add("ropes", saved(set_as_pdf("Two hempen ropes."), "ropes.pdf"), "en", None, DAY, "secretariat")
        asked = "/api/documents?q=hempen"
        before = client.get(asked)
        assert before.json()["items"] == []
        known = {"If-None-Match": before.headers["ETag"]}
        assert client.get(asked, headers=known).status_code == 304
        read()
        after = client.get(asked, headers=known)
        assert [row["code"] for row in after.json()["items"]] == ["ropes"]
