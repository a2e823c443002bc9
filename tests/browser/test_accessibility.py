"""Every page can be read by everybody: axe-core finds nothing serious, headings nest, languages are marked."""

from itertools import pairwise

import pytest
from selenium.webdriver import Keys

PAGES = (
    *("", "members?on=2017-06-08", "states/BY?on=2023-10-01", "bodies", "bodies/CHS", "chair", "offices"),
    *("offices/secretary-general", "record", "record?from=1999-01-01&to=1999-01-02", "record/45", "record/200"),
    *("verify", "help", "charter", "charter/articles/13", "nowhere"),
)
MAIN_PAGES = ("", "members", "bodies/CHS", "chair", "record", "record/45", "verify", "help", "charter")
LANGUAGES = {"": "en", "ru/": "ru", "zh-hans/": "zh-hans"}
READING = 30
"""Seconds that axe-core may take over a page."""


@pytest.fixture
def reader(reader):
    reader.window.set_script_timeout(READING)
    return reader


@pytest.mark.parametrize("page", PAGES)
def test_nothing_stands_in_anybodys_way(reader, page):
    assert reader.opens(page).hurdles() == []
    assert reader.with_screen(1280, dark=True).hurdles("color-contrast") == []


@pytest.mark.parametrize("page", MAIN_PAGES)
def test_nor_on_a_narrow_screen(reader, page):
    assert reader.with_screen(390).opens(page).hurdles() == []
    assert reader.with_screen(390, dark=True).hurdles("color-contrast") == []


@pytest.mark.parametrize("language", ["ru/", "zh-hans/"])
@pytest.mark.parametrize("page", MAIN_PAGES)
def test_nor_in_another_language(reader, page, language):
    assert reader.opens(f"{language}{page}").hurdles() == []
    assert reader.asks("document.documentElement.lang") == LANGUAGES[language]


@pytest.mark.parametrize("page", PAGES)
def test_headings_nest(reader, page):
    """One h1, and no level is left out on the way down."""
    reader.opens(page)
    levels = reader.asks("Array.from(document.querySelectorAll('h1,h2,h3,h4,h5,h6'), h => Number(h.tagName[1]))")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("page", MAIN_PAGES)
@pytest.mark.parametrize(("language", "foreign"), [("", "[а-яё一-龥]"), ("ru/", "[一-龥]"), ("zh-hans/", "[а-яё]")])
def test_words_in_another_script_say_in_which_language_they_are(reader, page, language, foreign):
    """A screen reader has to know how to pronounce them (WCAG 2.2, 3.1.2)."""
    reader.opens(f"{language}{page}")
    unmarked = reader.asks(
        """(() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
            const foreign = new RegExp(arguments[0], 'i'), page = document.documentElement.lang;
            for (let node; (node = walker.nextNode());) {
                const language = node.parentElement.closest('[lang]').lang;
                if (foreign.test(node.data) && language === page) found.push(node.data);
            }
            return found;
        })()""",
        foreign,
    )
    assert unmarked == []


@pytest.mark.parametrize("page", ["record", "record/45", "charter", "verify", "help"])
def test_every_link_and_field_is_reached_by_the_keyboard_in_the_order_of_the_page(reader, page):
    reader.opens(page)
    expected = reader.asks(
        "Array.from(document.querySelectorAll('a[href], input, select, button, summary, [tabindex=\"0\"]'))"
        ".filter(e => e.type !== 'hidden' && e.checkVisibility() && e.id !== 'main').length"
    )
    reader.asks("(document.activeElement.blur(), window.places = [])")
    for _ in range(min(expected, 40)):
        reader.presses(Keys.TAB)
        reader.asks("window.places.push(document.activeElement)")
        # The parts of a date are in the browser's own hands: it marks the part, not the field.
        here = reader.asks("document.activeElement.outerHTML")
        assert (
            'type="date"' in here or reader.asks("getComputedStyle(document.activeElement).outlineStyle") != "none"
        ), here
    # A date takes several steps of the keyboard, one for each part.
    assert reader.asks(
        "window.places.every((e, i) => !i || e === window.places[i - 1] ||"
        " (window.places[i - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) > 0)"
    )


def test_the_record_is_searched_and_a_proof_unfolded_without_scripts(reader):
    reader.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.opens("record")
        reader.finds("#state option[value=IN]").click()
        reader.finds("#kind option[value='membership.admit']").click()
        reader.finds(".search button").click()
        reader.arrives_at("state=IN")
        (row,) = reader.finds_all(".entries__sentence")
        assert row.text.startswith("India was admitted as member state.")
        reader.finds(".entries__seq a").click()
        reader.arrives_at("/record/")
        assert not reader.finds(".hashes").is_displayed()
        reader.finds("summary").click()
        assert reader.finds(".hashes").is_displayed()
    finally:
        reader.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
