"""A document is found by the wording of its texts, in three languages, and the list shows where."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from comity.register.acts import AddVersion, EnterDocument

ROPES = {
    "en": "Every vessel shall carry two hempen ropes <of its own> and lend one to whoever asks.",
    "ru": "Каждое судно имеет два пеньковых каната и одалживает один тому, кто попросит.",
    "zh": "每艘船舶应备有两条麻绳，凡有船舶提出请求者，应借出其中一条，并于离港之前收回。",
}


@pytest.fixture
def register(council):
    """Rules on ropes with a text in three languages, and a strategy that has hemp in its title."""
    rules = EnterDocument(document="ropes", title={"en": "Rules on Ropes"}, type="regulation", body="ASSEMBLY")
    council.on("2031-03-01").does("secretariat", rules)
    for language, wording in ROPES.items():
        act = AddVersion(document="ropes", number=1, language=language, wording=wording)
        council.does("secretariat", act)
    council.on("2031-06-01").does(
        "secretariat", EnterDocument(document="hemp", title={"en": "Hempen Strategy"}, type="strategy")
    )
    return council


def codes(client, words: str, day: str = "2031-12-01") -> list[str]:
    answer = client.get(f"/documents.json?q={quote(words)}&on={day}")
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()]


def passage(client, words: str, prefix: str = "") -> tuple[str, str]:
    """The language and the text of the one passage that the list shows."""
    page = client.get(f"{prefix}/documents?q={quote(words)}&on=2031-12-01").content.decode()
    (found,) = re.findall(r'<q class="document__passage" lang="([^"]+)">(.*?)</q>', page, re.DOTALL)
    return found


@pytest.mark.parametrize(
    "words", ["vessels", "lending rope", "судна", "КАНАТОВ пеньковых", "麻绳", "船", '"应借出"', "vessel -nylon"]
)
def test_a_document_is_found_by_what_its_text_says(register, client, words):
    assert "ropes" in codes(client, words)


@pytest.mark.parametrize("words", ["nylon", "绳麻", "vessel -hempen", "судно 绳麻"])
def test_what_no_text_says_is_not_found(register, client, words):
    assert codes(client, words) == []


def test_a_title_stands_before_a_text(register, client):
    assert codes(client, "hempen") == ["hemp", "ropes"]


def test_a_text_is_found_from_the_day_on_which_it_was_there(register, client):
    later = AddVersion(document="ropes", number=2, language="en", wording="Nylon will do.")
    register.on("2032-01-01").does("secretariat", later)
    assert codes(client, "nylon", "2031-12-31") == []
    assert codes(client, "nylon", "2032-01-01") == ["ropes"]


def test_the_list_shows_the_words_that_were_found(register, client):
    language, text = passage(client, "hempen vessels")
    assert language == "en"
    assert "<mark>vessel</mark> shall carry two <mark>hempen</mark> ropes" in text
    assert "<of" not in text
    assert passage(client, "канат")[0] == "ru"
    assert "пеньковых <mark>каната</mark> и" in passage(client, "канат")[1]


def test_of_a_chinese_text_the_place_is_shown(register, client):
    language, text = passage(client, "应借出")
    assert language == "zh"
    assert "<mark>应借出</mark>其中一条" in text
    assert text.startswith("…")
    assert re.sub("</?mark>|…", "", text) in ROPES["zh"]


def test_a_title_alone_shows_no_passage(register, client):
    page = client.get("/documents?q=strategy&on=2031-12-01").content.decode()
    assert "document__passage" not in page


def test_markup_in_a_text_is_text_in_a_passage(register, client):
    wording = "A bell <script>alert(1)</script> & a whistle."
    register.does("secretariat", AddVersion(document="hemp", number=1, language="en", wording=wording))
    _language, text = passage(client, "whistle")
    assert "<script" not in text
    assert "& a " not in text
    assert "a <mark>whistle</mark>" in unescape(text)


def test_the_end_of_the_longest_chinese_text_is_found(register, client):
    """An index counts places no further than 16,383; single characters come behind the pairs."""
    wording = "系泊规则" * 3_900 + "救生圈"
    register.does("secretariat", AddVersion(document="hemp", number=1, language="zh", wording=wording))
    assert codes(client, "救生圈") == ["hemp"]
    assert passage(client, "救生圈")[1].endswith("<mark>救生圈</mark>")


def test_facets_count_what_was_found_in_texts(register, client):
    page = client.get("/documents?q=vessel&on=2031-12-01").content.decode()
    assert "1 document was found." in page
    assert re.search(r'type=regulation[^>]*>Regulation</a> <span class="facet__count">1', page)
