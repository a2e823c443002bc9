"""The texts of a document on its page: versions, languages, and two wordings compared."""

from hashlib import sha256

import pytest

from comity.register.acts import AddVersion, EnterDocument, Relate, WithdrawDocument

ROPES = "/akn/aa-icm/act/regulation/assembly/2031-03-01/reg-1"


@pytest.fixture
def ropes(council):
    act = EnterDocument(document="ropes", title={"en": "Rules on Ropes"}, type="regulation", body="ASSEMBLY")
    council.on("2031-03-01").does("secretariat", act)
    texts = [(1, "en", "Use hemp rope."), (1, "zh", "使用麻绳。"), (2, "en", "Use nylon rope <b>only</b>.")]
    for number, language, wording in texts:
        act = AddVersion(document="ropes", number=number, language=language, wording=wording)
        council.does("secretariat", act)
    return council


def page(client, query: str = "") -> str:
    answer = client.get(f"{ROPES}?on=2031-03-01{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_text_stands_with_its_version_and_language(ropes, client):
    shown = page(client)
    assert shown.index('id="version-2-en"') < shown.index('id="version-1-en"') < shown.index('id="version-1-zh"')
    assert '<div class="wording" lang="zh">使用麻绳。</div>' in shown
    assert "nylon rope &lt;b&gt;only&lt;/b&gt;" in shown


def test_a_wording_without_a_file_is_opened_at_an_address_of_its_own(ropes, client):
    address = f"{ROPES}/zho@2031-03-01/!version-1.txt"
    assert f'<a href="{address}">Plain text</a>' in page(client)
    answer = client.get(address)
    assert answer.content.decode() == "使用麻绳。"
    assert (answer["Content-Type"], answer["Content-Language"]) == ("text/plain; charset=utf-8", "zh")
    assert answer["ETag"] == f'"{sha256(answer.content).hexdigest()}"'
    marked_up = client.get(f"{ROPES}/eng@2031-03-01/!version-2.txt")
    assert marked_up.content == b"Use nylon rope <b>only</b>."
    assert (marked_up["X-Content-Type-Options"], "sandbox" in marked_up["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )


def test_every_text_that_the_data_name_can_be_opened(ropes, client):
    versions = client.get(f"{ROPES}.json?on=2031-03-01").json()["versions"]
    assert len(versions) == 3
    assert [client.get(version["path"]).status_code for version in versions] == [200, 200, 200]


def test_two_wordings_are_compared_word_by_word(ropes, client):
    shown = page(client, "&from=1-en&to=2-en")
    compared = shown[shown.index('id="comparison"') :]
    assert "Use <del>hemp</del><ins>nylon</ins> rope" in compared
    assert "&lt;" in compared
    assert "<b>only" not in compared


@pytest.mark.parametrize("query", ["&from=1-en&to=3-en", "&from=1-en", "&to=%3Cb%3E"])
def test_a_wording_that_is_not_there_is_told_with_those_that_are(ropes, client, query):
    answer = client.get(f"{ROPES}?on=2031-03-01{query}")
    assert answer.status_code == 400
    assert "There are: 2-en, 1-en, 1-zh" in answer.content.decode()


def test_a_withdrawn_document_says_when_and_why(ropes, client):
    grounds = {"en": "It was entered twice."}
    ropes.on("2031-05-01").does("secretariat", WithdrawDocument(document="ropes", grounds=grounds))
    later = client.get(f"{ROPES}?on=2031-05-01").content.decode()
    assert "Not in force: it was withdrawn on 1 May 2031." in later
    assert "It was entered twice." in later
    earlier = page(client)
    assert "In force on this day" in earlier
    assert "Why it was withdrawn" not in earlier


def test_a_replaced_document_names_what_took_its_place(ropes, client):
    new = EnterDocument(document="new-ropes", title={"en": "New Rules"}, type="regulation", body="ASSEMBLY")
    ropes.on("2032-03-01").does("secretariat", new)
    ropes.does("secretariat", Relate(document="new-ropes", relation="replaces", other_document="ropes"))
    shown = client.get(f"{ROPES}?on=2032-03-01").content.decode()
    assert "it was replaced on 1 March 2032" in shown
    assert "Is replaced by" in shown
    assert "New Rules" in shown
    assert "New Rules" not in page(client)
