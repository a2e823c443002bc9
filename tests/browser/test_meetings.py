"""A meeting in a real browser: an exercise in which the chair gives the floor, and the clock runs."""

from collections.abc import Callable, Iterator

import pytest
from selenium import webdriver

from browser.conftest import Reader, sits


@pytest.fixture(scope="module")
def meeting(exercise: tuple[str, Callable[[], str]]) -> tuple[str, str]:
    address, opens = exercise
    return address, opens()


@pytest.fixture
def visitor(window: webdriver.Chrome, meeting: tuple[str, str]) -> Iterator[Reader]:
    yield Reader(window, meeting[0]).with_screen(1280)
    window.delete_all_cookies()


def test_a_delegate_asks_on_a_telephone_and_the_chair_gives_it(visitor: Reader, meeting: tuple[str, str]) -> None:
    room, console = f"meetings/{meeting[1]}/room", f"meetings/{meeting[1]}/chair"
    delegate = sits(visitor, "delegation:KG/head").with_screen(390).opens(room)
    assert delegate.asks("document.documentElement.scrollWidth") <= 390
    delegate.finds("form:has([value='meetings.ask_floor']) button").click()
    delegate.waits_until(lambda: delegate.finds(".speakers__who").text == "Kyrgyzstan")
    assert delegate.hurdles() == []

    chair = sits(visitor, "chair/chair").with_screen(1280).opens(console)
    assert "The gavel falls when nobody has." in chair.finds(".gavel").text
    chair.finds("form:has([value='meetings.give_floor']) button").click()
    chair.waits_until(lambda: chair.finds(".speaking__who").text == "Kyrgyzstan")
    assert chair.hurdles() == []


def test_the_clock_runs_by_itself(visitor: Reader, meeting: tuple[str, str]) -> None:
    hall = visitor.opens(f"meetings/{meeting[1]}/hall")
    before = hall.finds(".clock").text
    assert before.startswith(("4:", "5:"))
    hall.waits_until(lambda: hall.finds(".clock").text not in ("", before))
    assert hall.hurdles() == []
    hall.window.execute_script("document.querySelector('.clock').dataset.left = '-5'")
    hall.waits_until(lambda: "The time is over." in hall.finds(".speaking").text)


@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
@pytest.mark.parametrize("page", ["", "/record", "/chair"])
def test_nothing_stands_in_anybodys_way(visitor: Reader, meeting: tuple[str, str], language: str, page: str) -> None:
    sits(visitor, "chair/chair").opens(f"{language}meetings/{meeting[1]}{page}")
    assert visitor.hurdles() == []
    assert visitor.with_screen(390, dark=True).hurdles("color-contrast") == []
    assert visitor.asks("document.documentElement.scrollWidth") <= 390


def test_the_roll_is_ticked_and_entered_once(visitor: Reader, meeting: tuple[str, str]) -> None:
    console = sits(visitor, "chair/chair").with_screen(390).opens(f"meetings/{meeting[1]}/chair")
    there = console.finds_all(".roll label")[:3]
    names = [one.text for one in there]
    for one in there:
        one.click()
    assert console.asks("document.documentElement.scrollWidth") <= 390
    console.finds(".roll button").click()
    console.waits_until(lambda: console.finds_all(".rolled"))
    assert [one.text for one in console.finds_all(".rolled .present__here")] == names
    record = console.opens(f"meetings/{meeting[1]}/record").finds(".minutes").text
    assert f"Were present: {', '.join(names)}." in record


def test_a_table_is_pasted_looked_at_and_entered(visitor: Reader) -> None:
    chair = sits(visitor, "chair/chair").opens("plan/table")
    chair.window.execute_script(
        "document.querySelector('#table').value = '2030-06-01\\t\\tExercise\\ttransport\\n2030-06-31\\t\\tExercise'"
    )
    chair.finds("button[value=preview]").click()
    chair.waits_until(lambda: "is no day" in chair.finds("main").text)
    assert chair.finds_all("button[value=enter]") == []
    chair.window.execute_script("const t = document.querySelector('#table'); t.value = t.value.replace('-31', '-30')")
    chair.finds("button[value=preview]").click()
    chair.waits_until(lambda: chair.finds_all("button[value=enter]"))
    chair.finds("button[value=enter]").click()
    chair.arrives_at("/plan")
    chair.waits_until(lambda: "2 events are planned" in chair.opens("plan?year=2030").finds("main").text)
