"""An exercise in a real browser: the banner, a seat with one click, the organiser's page, slips on paper."""

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from browser.conftest import Reader

NOTICE = "This is a rehearsal. Nothing in it is the position of any state."
PAGES = ("rehearsal", "rehearsal/organiser", "rehearsal/organiser/slips")


@pytest.fixture
def visitor(window: webdriver.Chrome, hall: tuple[str, str]) -> Iterator[Reader]:
    yield Reader(window, hall[0]).with_screen(1280)
    window.delete_all_cookies()
    window.execute_script("localStorage.clear(); sessionStorage.clear()")


@pytest.fixture(scope="module")
def sessions() -> dict[str, dict]:
    return {}


@pytest.fixture
def olga(visitor: Reader, hall: tuple[str, str], sessions: dict[str, dict]) -> Reader:
    """The organiser, with thirty codes made."""
    if cookie := sessions.get("olga"):
        visitor.opens("rehearsal")
        visitor.window.add_cookie(cookie)
        return visitor
    visitor.opens(hall[1]).finds("main form button").click()
    visitor.arrives_at("/rehearsal/organiser")
    visitor.finds("button[value=codes]").click()
    assert "codes were made" in visitor.finds(".told").text
    sessions["olga"] = visitor.window.get_cookie("sessionid")
    return visitor


def test_the_banner_is_in_sight_on_screen_and_on_paper(visitor: Reader) -> None:
    for width in (1280, 390):
        banner = visitor.with_screen(width).opens("members").finds(".rehearsal")
        assert NOTICE in banner.text
        assert banner.is_displayed()
        assert visitor.asks("document.documentElement.scrollWidth") <= width
    visitor.window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert visitor.finds(".rehearsal").is_displayed()
    visitor.window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_seat_with_one_click_and_another(visitor: Reader) -> None:
    visitor.opens("rehearsal").finds("button[value='delegation:KG/head']").click()
    visitor.waits_until(lambda: "of Kyrgyzstan, head of delegation" in visitor.finds(".sitting__seat").text)
    visitor.finds("form.way-in button").click()
    visitor.arrives_at("/rehearsal")
    visitor.finds("button[value='chair/chair']").click()
    visitor.waits_until(lambda: "chair" in visitor.finds(".sitting__seat").text)


def test_a_student_comes_by_the_link_of_a_code(olga: Reader, window: webdriver.Chrome) -> None:
    code = olga.opens("rehearsal/organiser/slips").finds(".slip__code").text
    window.delete_all_cookies()
    olga.opens(f"rehearsal?code={code}").finds("#name").send_keys("Zhanna")
    olga.finds("details.coded form button").click()
    olga.waits_until(lambda: "delegation of" in olga.finds(".sitting__seat").text)
    olga.opens("rehearsal")
    assert [one.get_attribute("value") for one in olga.finds_all("button[name=place]")] == ["delegation:BY/head"]


def test_slips_are_printed_alone(olga: Reader, window: webdriver.Chrome) -> None:
    olga.opens("rehearsal/organiser/slips")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not window.find_element(By.CSS_SELECTOR, ".masthead").is_displayed()
    assert olga.finds(".slip__code").is_displayed()
    assert olga.finds(".rehearsal").is_displayed()
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_stands_in_anybodys_way(olga: Reader, page: str, language: str) -> None:
    assert olga.opens(f"{language}{page}").hurdles() == []
    assert olga.with_screen(390, dark=True).hurdles() == []
    assert olga.asks("document.documentElement.scrollWidth") <= 390
