"""A search whose SQL is written once finds what Django finds when it writes it each time."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.register import filetexts, found, rules, search
from comity.register.models import Document, Version
from comity.register.pages import life_of
from comity.register.search import Asked, facets_of
from comity.register.words import state_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]

WORDS = (
    *("", "", "cooperation", "terrorism", "Shanghai Convention", "action plan", "security -plan", '"plan of action"'),
    *("SCO/CHS/2001/CON.1", "chs/2025", "conv-shanghai-2001", "%/%", "S_O/C", "it's", "\\", "100 %s", "the", "宪章"),
)
questions = st.builds(
    Asked,
    words=st.sampled_from(WORDS),
    type=st.sampled_from(("", "", *rules.ABBREVIATIONS)),
    body=st.sampled_from(("", "", "CHS", "CHG", "%")),
    area=st.sampled_from(("", "", "security", "economic")),
    year=st.sampled_from(("", "", "2001", "2017", "1000")),
    in_force=st.sampled_from(("", "", "yes", "no", "unknown")),
    order=st.sampled_from(("", *search.ORDERS)),
    page=st.integers(1, 3),
)
days = st.dates(date(2001, 6, 15), date(2027, 1, 1))
languages = st.sampled_from(("en", "ru", "zh-hans"))
thorough = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def texts():
    """Two documents have texts, one of them in two languages, and titles that are not in English alone."""
    for document, language, number, wording in (
        ("charter-2002", "en", 1, "Cooperation in a plan of action against terrorism."),
        ("charter-2002", "ru", 1, "Сотрудничество, cooperation."),
        ("conv-shanghai-2001", "zh", 1, "上海合作组织宪章"),
        ("conv-shanghai-2001", "en", 2, "100 % security, and it's a plan."),
    ):
        words = {"wording": wording, "words_zh": rules.segmented(wording)}
        row = {"document": document, "language": language, "number": number, "on": date(2010, 1, 1)}
        Version.objects.create(entry=1, **row, **words)
    Document.objects.filter(code="charter-2002").update(words_ru="План", words_zh=rules.segmented("宪章"))


@thorough
@given(questions, days, languages, st.integers(1, 120))
def test_a_page_has_the_rows_that_django_finds(asked, on, language, size):
    with translation.override(language):
        total, _facets = search.facets(asked, on)
        rows = found.listed(asked, on, total, size, marked=True)
    marking = ("chinese" if rules.HAN.search(asked.words) else "latin") if asked.words else ""
    plain = found.rows_asked(asked.given(on), asked.sorted_by(total), False, language, marking)
    skipped = (asked.page - 1) * size
    told = [tuple(row.values()) for row in rows]
    if marking:
        told = [(*row, json.loads(passage) if passage else None) for *row, passage in told]
    assert told == list(plain[skipped : skipped + size])


@pytest.fixture
def filed():
    """Two more have files, of which one is in several parts."""
    for number, (document, text) in enumerate(
        (
            ("charter-2002", "Cooperation, a plan of security."),
            ("conv-shanghai-2001", "План 宪章 terrorism. " * 6_000),
        )
    ):
        digest = f"{number:064}"
        Version.objects.create(
            entry=1, document=document, language="en", number=9, on=date(2010, 1, 1), digest=digest
        )
        filetexts.keep(digest, text, "")


@thorough
@given(questions, days)
def test_what_is_looked_for_row_by_row_is_what_the_index_finds(filed, asked, on):
    given = asked.given(on)
    by_index = search.narrowed(search.known_on(on), given)
    assert set(by_index) == set(search.narrowed(search.known_on(on), given, along=True))
    assert search.count(asked, on, 7) == min(by_index.count(), 7)


@thorough
@given(questions, days)
def test_the_counts_are_those_of_choosing(asked, on):
    total, facets = search.facets(asked, on)
    assert total == asked.among(search.known_on(on), on).count()
    for name in search.FACETS:
        for value, count in facets[name]:
            if not getattr(asked, name):
                assert count == replace(asked, **{name: value}).among(search.known_on(on), on).count()


@thorough
@given(questions, days)
def test_few_are_found_counted_and_put_in_order_as_many_are(asked, on):
    asked = replace(asked, page=1)
    total, facets = search.facets(asked, on)
    rows = found.few(asked, on, 5) if asked.words else None
    if asked.words and asked.order != "title":
        assert (rows is None) == (total > 5)
    if rows is not None:
        assert rows == found.listed(asked, on, total, 5, marked=True)
        told = (row | {"in_force": state_code(rules.in_force(life_of(row), on))} for row in rows)
        assert facets_of(told) == facets


def test_the_titles_of_very_many_are_found_along_their_days(client, monkeypatch):
    asked = "/documents?q=cooperation&sort=date"
    page = client.get(asked).content
    monkeypatch.setattr(search, "RANKED", 3)
    monkeypatch.setattr("comity.register.pages.PAGE", 3)
    few = client.get(asked).content.decode()
    assert few.count('class="document__title"') == 3
    start = few.index('<ol class="documents"')
    assert few[start : few.index("</ol>")].encode() in page


def test_of_two_texts_the_one_in_the_language_of_the_reader_is_shown(client):
    assert 'class="document__passage" lang="en"' in client.get("/documents?q=cooperation").content.decode()
    assert 'class="document__passage" lang="ru"' in client.get("/ru/documents?q=cooperation").content.decode()
