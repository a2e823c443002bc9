"""The room of a meeting with its live stream: console, telephone and projector, each in a window, none reloaded."""

from collections.abc import Callable, Iterator

import pytest
from selenium import webdriver

from browser.conftest import Reader, sits

WAITS = "The gavel falls when nobody has."
SO_DECIDED = ".gavel form:has([name='outcome'][value='adopted']) button"
GAVEL = """
const form = new FormData(document.querySelector(".gavel form"));
form.set("outcome", "adopted");
form.set("act", "meetings.gavel");
const answer = arguments[arguments.length - 1];
fetch(location.pathname, { method: "POST", body: form, redirect: "manual" }).then(given => answer(given.status));
"""


class Windows:
    """Three windows of one browser. Two names of the same machine keep the two sessions apart."""

    def __init__(self, window: webdriver.Chrome, address: str, session: str) -> None:
        self.window, self.session, self.handles = window, session, {}
        self.first = window.current_window_handle
        here, there = address, address.replace("127.0.0.1", "localhost")
        self.readers = {"chair": Reader(window, here), "room": Reader(window, there), "hall": Reader(window, here)}

    def opens(self, view: str, width: int, place: str = "") -> Reader:
        self.window.switch_to.new_window("window")
        self.handles[view] = self.window.current_window_handle
        reader = self.readers[view].with_screen(width)
        if place:
            sits(reader, place)
        reader.opens(f"meetings/{self.session}/{view}")
        reader.waits_until(lambda: "live" in reader.asks("[...document.scripts].map(one => one.src).join()"))
        return reader

    def of(self, view: str) -> Reader:
        self.window.switch_to.window(self.handles[view])
        return self.readers[view]

    def stays(self, view: str) -> Reader:
        """From here on the page of the window is told apart from one that was loaded anew."""
        reader = self.of(view)
        reader.asks("void (window.kept = true)")
        return reader

    def close(self) -> None:
        for handle in self.handles.values():
            self.window.switch_to.window(handle)
            self.window.delete_all_cookies()
            self.window.close()
        self.window.switch_to.window(self.first)


@pytest.fixture
def windows(window: webdriver.Chrome, exercise: tuple[str, Callable[[], str]]) -> Iterator[Windows]:
    address, opens = exercise
    made = Windows(window, address, opens())
    yield made
    made.close()


def text_of(reader: Reader, selector: str) -> str:
    return " ".join(one.text for one in reader.finds_all(selector))


def test_the_floor_goes_round_the_room_and_the_gavel_waits_for_it(windows: Windows) -> None:
    console = windows.opens("chair", 1280, "chair/chair")
    assert console.finds_all(SO_DECIDED)
    windows.stays("chair")
    windows.opens("hall", 1280)
    windows.stays("hall")
    delegate = windows.opens("room", 390, "delegation:KG/head")
    assert delegate.asks("document.documentElement.scrollWidth") <= 390
    delegate.finds("form:has([value='meetings.ask_floor']) button").click()
    delegate.waits_until(lambda: "Kyrgyzstan" in text_of(delegate, ".speakers__who"))

    console = windows.of("chair")
    console.waits_until(lambda: "Kyrgyzstan" in text_of(console, ".speakers__who"))
    assert console.asks("window.kept")
    assert WAITS in text_of(console, ".gavel")
    assert console.finds_all(SO_DECIDED) == []
    assert console.window.execute_async_script(GAVEL) == 409

    console.finds("form:has([value='meetings.give_floor']) button").click()
    console.waits_until(lambda: text_of(console, ".speaking__who") == "Kyrgyzstan")
    windows.stays("chair")
    hall = windows.of("hall")
    hall.waits_until(lambda: text_of(hall, ".speaking__who") == "Kyrgyzstan")
    assert hall.finds(".clock").text.startswith(("4:", "5:"))
    assert hall.asks("window.kept")

    delegate = windows.of("room")
    delegate.waits_until(lambda: delegate.finds_all("form:has([value='meetings.yield_floor']) button"))
    delegate.finds("form:has([value='meetings.yield_floor']) button").click()
    console = windows.of("chair")
    console.waits_until(lambda: console.finds_all(SO_DECIDED))
    assert console.asks("window.kept")
    console.finds(SO_DECIDED).click()
    hall = windows.of("hall")
    hall.waits_until(lambda: text_of(hall, ".room__state") == "The meeting is open.")
    assert hall.asks("window.kept")
