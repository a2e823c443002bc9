"""A decision in a real browser: two delegations, the chair, the public, each in a window."""

import subprocess
from collections.abc import Callable, Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from browser.conftest import COMITY, ROOT, Reader, beside

ACTS = """
[[entry]]
id = "put"
kind = "decisions.put_forward"
seat = "secretariat"
[entry.fields]
title = { en = "Exercise: a timetable", ru = "Учебное решение: расписание", zh = "演练：时间表" }
body = "CFM"
competence = "current-activity"

[[entry]]
id = "open"
kind = "decisions.open"
seat = "chair"
[entry.fields]
decision = "@put"

[[entry]]
id = "second"
kind = "decisions.put_forward"
seat = "secretariat"
[entry.fields]
title = { en = "Exercise: a list of questions", ru = "Учебное решение: перечень вопросов", zh = "演练：问题清单" }
body = "CFM"
competence = "current-activity"

[[entry]]
id = "written"
kind = "decisions.open_written"
seat = "chair"
[entry.fields]
decision = "@second"
last_day_on = 2100-01-01
"""


class Windows:
    """One browser in which several people sit, each in a window with a session of their own."""

    def __init__(self, reader: Reader, decision: int) -> None:
        self.reader, self.decision = reader, decision
        self.sessions: dict[str, dict] = {}

    def of(self, place: str) -> Reader:
        """The page of the decision, as whoever sits at a place sees it; empty for a visitor."""
        self.reader.opens("help").window.delete_all_cookies()
        if place in self.sessions:
            self.reader.window.add_cookie(self.sessions[place])
        elif place:
            self.reader.opens("rehearsal").finds(f"button[value='{place}']").click()
            self.reader.waits_until(lambda: self.reader.finds_all(".sitting__seat"))
            self.sessions[place] = self.reader.window.get_cookie("sessionid")
        return self.reader.opens(f"decisions/{self.decision}")

    def does(self, place: str, act: str, **written: str) -> None:
        """Presses the button of the act on the page, writes what it asks for, sees what is minuted, enters it."""
        reader = self.of(place)
        reader.waits_until(lambda: reader.finds_all(f".here__acts a[href*='{act}']"))
        reader.finds(f".here__acts a[href*='{act}']").click()
        reader.arrives_at(act)
        for field, text in written.items():
            reader.window.find_element(By.ID, f"id_{field}.en").send_keys(text)
        if reader.finds_all("button[value=try]"):
            reader.finds("button[value=try]").click()
        reader.waits_until(lambda: reader.finds_all("button[value=enter]"))
        reader.finds("button[value=enter]").click()
        reader.arrives_at(f"/decisions/{self.decision}")


@pytest.fixture(scope="module")
def exercise(hall, environ, tmp_path_factory) -> Callable[[str], str]:
    """Submits acts to the exercise, beside the running site; answers with what the command says."""

    def submit(acts: str) -> str:
        file = tmp_path_factory.mktemp("acts") / "acts.toml"
        file.write_text(acts, encoding="utf-8")
        command = [str(COMITY), "submit", str(file)]
        done = subprocess.run(command, cwd=ROOT, env=beside(environ, "hall"), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return submit


@pytest.fixture(scope="module")
def decision(exercise: Callable[[str], str]) -> int:
    """The entry that put a decision forward in the exercise; another one behind it is in writing."""
    return int(exercise(ACTS).split(":")[0].removeprefix("Entry "))


@pytest.fixture
def windows(window: webdriver.Chrome, hall, decision: int) -> Iterator[Windows]:
    yield Windows(Reader(window, hall[0]).with_screen(1280), decision)
    window.delete_all_cookies()


def test_an_objection_is_lifted_and_then_the_gavel_falls(windows: Windows) -> None:
    windows.does("delegation:KG/head", "decisions.object", grounds="For the exercise.")
    chair = windows.of("chair/chair")
    assert "Kyrgyzstan objects" in chair.finds(".lede").text
    chair.waits_until(lambda: chair.finds_all(".here__refused summary"))
    chair.finds(".here__refused summary").click()
    assert "Kyrgyzstan objected to" in chair.finds(".here__refused").text
    assert chair.finds_all(".here__acts a[href*='decisions.adopt']") == []
    windows.does("delegation:TJ/head", "decisions.consent")
    windows.does("delegation:KG/head", "decisions.lift")
    assert "the positions are not for everybody" in windows.of("").finds("main").text
    windows.does("chair/chair", "decisions.adopt")
    public = windows.of("")
    assert "the chair saw no objection" in public.finds(".lede").text
    assert "consents" in public.finds(".positions").text
    assert "For the exercise." in public.finds("main").text


def test_a_term_shows_how_long_it_is(windows: Windows) -> None:
    reader = windows.of("").opens(f"decisions/{windows.decision + 2}")
    reader.waits_until(lambda: "days" in reader.finds("[data-countdown-left]").text)
    assert "1 January 2100, 18:00 (Asia/Shanghai)" in reader.finds("[data-countdown]").text


def test_when_a_term_has_ended_the_page_is_asked_for_once_more(windows: Windows) -> None:
    """No act tells that the term of a written procedure is over. Here the clock of the exercise jumps ahead."""
    reader = windows.of("").opens(f"decisions/{windows.decision + 2}")
    reader.waits_until(lambda: "days" in reader.finds("[data-countdown-left]").text)
    reader.window.execute_script(
        """
        window.asked = [];
        const ask = window.fetch;
        window.fetch = (...said) => { window.asked.push(String(said[0])); return ask(...said); };
        document.querySelector("[data-countdown]").dataset.countdown = 1e10;
        """
    )
    page = f"/decisions/{windows.decision + 2}"
    reader.waits_until(
        lambda: reader.asks("window.asked.filter((one) => one.endsWith(arguments[0])).length", page) == 1
    )


def test_the_page_tells_by_itself_what_happens(windows: Windows, exercise) -> None:
    """Whoever looks on sees it a moment after it was entered: nothing is clicked here."""
    reader = windows.of("").opens(f"decisions/{windows.decision + 2}")
    reader.waits_until(lambda: "answer" in reader.finds(".lede").text)
    exercise(f"""
[[entry]]
id = "close"
kind = "decisions.close_without_outcome"
seat = "chair"
[entry.fields]
decision = {windows.decision + 2}
""")
    reader.waits_until(lambda: "closed it without outcome" in reader.finds(".lede").text)


@pytest.mark.parametrize("language", ["", "ru/", "zh-hans/"])
@pytest.mark.parametrize("page", ["decisions", "decisions/{}"])
def test_nothing_stands_in_anybodys_way(windows: Windows, page: str, language: str) -> None:
    reader = windows.of("").opens(language + page.format(windows.decision))
    assert reader.hurdles() == []
    assert reader.with_screen(390, dark=True).hurdles() == []
    assert reader.asks("document.documentElement.scrollWidth") <= 390
