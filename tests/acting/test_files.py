"""A file is added to a document in a browser: by who may, whole or not at all, and told in their language."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record.models import EntryRow
from comity.register.acts import EnterDocument
from comity.register.models import Version
from comity.register.store import path_of

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PAGE = "/documents/ropes/file"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    settings.COMITY_DATA = tmp_path / "data"
    settings.COMITY_DATA.mkdir()


@pytest.fixture
def ropes(own_folder, council):
    act = EnterDocument(document="ropes", title={"en": "Rules on Cordage"}, type="regulation", body="ASSEMBLY")
    council.on("2031-03-01").does("secretariat", act)
    with council.clock():
        yield council


def seated(council, seat: str, role: str) -> Client:
    account = Account.objects.create_user(f"{seat.replace(':', '.')}@council.example")
    council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
    browser = Client()
    browser.force_login(account)
    return browser


@pytest.fixture
def officer(ropes) -> Client:
    return seated(ropes, "secretariat", "officer")


def send(browser: Client, content: bytes, name: str, page: str = PAGE, **fields: str):
    return browser.post(page, {"file": SimpleUploadedFile(name, content), "language": "ru", "key": "one"} | fields)


def test_the_secretariat_adds_a_file_and_comes_to_the_document(officer):
    assert 'href="/documents/ropes/file"' in officer.get("/documents/ropes", follow=True).text
    assert 'enctype="multipart/form-data"' in officer.get(PAGE).text
    answer = send(officer, PDF, "Правила 绳索.pdf")
    assert answer.status_code == 303
    version = Version.objects.get()
    assert (version.number, version.language, version.name) == (1, "ru", "Правила 绳索.pdf")
    assert path_of(sha256(PDF).hexdigest()).read_bytes() == PDF
    assert version.digest in officer.get(answer["Location"], follow=True).text


def test_what_is_sent_twice_is_added_once(officer):
    assert send(officer, PDF, "ropes.pdf")["Location"] == send(officer, PDF, "ropes.pdf")["Location"]
    assert Version.objects.count() == 1


def test_the_same_file_is_no_further_version(officer):
    send(officer, PDF, "ropes.pdf")
    answer = send(officer, PDF, "ropes.pdf", key="two")
    assert answer.status_code == 409
    assert "has version 1 in this language already" in answer.text
    assert path_of(sha256(PDF).hexdigest()).exists()


def test_on_an_earlier_day_as_another_version(officer):
    assert send(officer, PDF, "ropes.pdf", number="3", on="2031-03-01").status_code == 303
    assert (Version.objects.get().number, str(Version.objects.get().on)) == (3, "2031-03-01")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("ropes.pdf", b"", "пуст. Ничего не добавлено"),
        ("ropes.pdf", b"MZ\x90\0\3\0\0\0", "не относится ни к одному"),
        ("ropes.txt", PDF, "а по содержанию это .pdf"),
        ("ropes.exe.pdf", PDF, "два расширения: .exe и .pdf"),
    ],
)
def test_a_bad_file_is_told_in_the_readers_language_and_nothing_is_kept(officer, name, content, told):
    before = EntryRow.objects.count()
    answer = send(officer, content, name, f"/ru{PAGE}")
    assert answer.status_code == 422
    assert told in answer.text
    assert EntryRow.objects.count() == before
    assert not path_of(sha256(content).hexdigest()).exists()


def test_what_the_rules_refuse_is_told_and_the_file_is_not_kept(officer):
    send(officer, PDF, "ropes.pdf")
    other = PDF + b"\n"
    answer = send(officer, other, "ropes.pdf", number="1", key="two")
    assert answer.status_code == 409
    assert "has version 1 in this language already" in answer.text
    assert not path_of(sha256(other).hexdigest()).exists()


@pytest.mark.parametrize(("seat", "role"), [("delegation:XA", "head"), ("chair", "chair")])
def test_others_add_none(ropes, seat, role):
    browser = seated(ropes, seat, role)
    assert 'href="/documents/ropes/file"' not in browser.get("/documents/ropes", follow=True).text
    assert browser.get(PAGE).status_code == 403
    answer = send(browser, PDF, "ropes.pdf")
    assert answer.status_code == 403
    assert 'name="file"' not in answer.text
    assert not Version.objects.exists()


def test_nobody_is_read_before_they_are_known(ropes):
    answer = send(Client(), PDF, "ropes.pdf")
    assert answer.status_code == 302
    assert not answer.wsgi_request._read_started


def test_who_sends_no_token_of_the_form_adds_nothing(officer, ropes):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = officer.cookies
    assert send(browser, PDF, "ropes.pdf").status_code == 403
    assert not Version.objects.exists()


def test_there_is_no_such_document(officer):
    assert officer.get("/documents/knots/file").status_code == 404
