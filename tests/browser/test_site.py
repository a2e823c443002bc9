"""The site in a browser: the day, the keyboard, the languages, light and dark, narrow screens."""

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By

DOCUMENT = "akn/aa-sco/act/convention/chs/2001-06-15/con-1"
PAGES = (
    *("", "members", "bodies", "bodies/CHS", "chair", "offices", "states/KZ", "states/BY?on=2023-10-01", "nowhere"),
    *("charter", "charter/articles/13", "record", "record/17", "verify", "help", "documents", DOCUMENT),
)


def test_the_slider_shows_the_day_it_is_moved_to(reader):
    reader.opens("members?on=2017-06-10")
    slider = reader.finds("[data-day-slider] input")
    slider.send_keys(Keys.ARROW_LEFT)
    assert slider.get_attribute("aria-valuetext") == "10 May 2017"
    assert reader.finds("#on").get_attribute("value") == "2017-05-10"
    reader.arrives_at("on=2017-05-10")
    assert "6 states were members" in reader.finds(".lede").text


def test_the_slider_keeps_the_keyboard_from_page_to_page(reader):
    reader.opens("members?on=2017-06-10")
    reader.finds("[data-day-slider] input").send_keys(Keys.PAGE_UP)
    reader.arrives_at("on=2018-06-10")
    reader.presses(Keys.PAGE_DOWN, Keys.PAGE_DOWN)
    reader.arrives_at("on=2016-06-10")


def test_the_slider_reaches_both_ends_of_the_organisations_life(reader):
    reader.opens("members")
    slider = reader.finds("[data-day-slider] input")
    assert slider.get_attribute("value") == slider.get_attribute("max")
    slider.send_keys(Keys.HOME)
    reader.arrives_at("on=2001-06-15")


def test_a_month_ends_where_the_next_one_is_shorter(reader):
    reader.opens("members?on=2018-01-31")
    slider = reader.finds("[data-day-slider] input")
    slider.send_keys(Keys.ARROW_RIGHT)
    assert slider.get_attribute("aria-valuetext") == "28 February 2018"


def test_the_date_is_a_plain_form(reader):
    reader.opens("members")
    reader.asks("document.querySelector('#on').value = arguments[0]", "2005-07-05")
    reader.finds(".day__field button").click()
    reader.arrives_at("on=2005-07-05")
    assert "As it was on 5 July 2005" in reader.finds(".day__shown").text
    reader.finds(".day__shown a").click()
    assert "Today" in reader.finds(".day__shown").text


def test_the_first_key_leads_past_the_navigation(reader):
    reader.opens("members")
    reader.finds("body").send_keys(Keys.TAB)
    assert reader.asks("document.activeElement.className") == "skip"
    reader.presses(Keys.ENTER)
    assert reader.asks("document.activeElement.id") == "main"


def test_a_seat_is_reached_by_the_keyboard_and_leads_to_the_state(reader):
    reader.opens("members?on=2017-06-08")
    reader.asks("document.querySelector('#main').focus()")
    reader.finds("#main").send_keys(Keys.TAB)
    assert reader.asks("document.activeElement.getAttribute('aria-label')").startswith("Kazakhstan")
    reader.asks("document.activeElement.dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    reader.arrives_at("/states/KZ?on=2017-06-08")


def test_the_language_changes_and_the_place_and_the_day_stay(reader):
    reader.opens("states/IN?on=2017-06-08")
    reader.finds(".languages [lang=ru]").click()
    reader.arrives_at("/ru/states/IN?on=2017-06-08")
    assert reader.finds("h1").text.startswith("Индия")
    reader.finds(".languages [lang=zh-hans]").click()
    reader.arrives_at("/zh-hans/states/IN?on=2017-06-08")
    assert reader.finds("h1").text.startswith("印度")
    assert reader.asks("document.documentElement.lang") == "zh-hans"


def test_dark_is_the_systems_choice_until_the_reader_makes_one(reader):
    light = reader.opens("").background
    dark = reader.with_screen(1280, dark=True).opens("").background
    assert light != dark
    toggle = reader.finds("[data-theme-toggle]")
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.click()
    assert reader.background == light
    assert reader.opens("members").background == light


@pytest.mark.parametrize("width", [360, 390, 768, 1920])
@pytest.mark.parametrize("language", ["", "ru/"])
def test_nothing_is_wider_than_the_screen(reader, width, language):
    reader.with_screen(width)
    for page in PAGES:
        reader.opens(f"{language}{page}")
        assert reader.asks("document.documentElement.scrollWidth") <= width, page


def test_the_navigation_is_there_on_a_narrow_screen_without_scripts(reader):
    reader.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.with_screen(390).opens("members")
        links = reader.window.find_elements(By.CSS_SELECTOR, ".sections a")
        assert [link.is_displayed() for link in links] == [True] * 11
        assert all(link.rect["x"] >= 0 and link.rect["x"] + link.rect["width"] <= 390 for link in links)
        assert not reader.finds("[data-day-slider]").is_displayed()
        assert reader.finds("#on").is_displayed()
    finally:
        reader.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
