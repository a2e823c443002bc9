"""The stories of the documentation, done as their readers do them: each from the founding of the council on."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from comity import history
from comity.record import keys
from comity.rehearsal import opening
from council import FOLDER
from council.kept import once
from docs.desk import Desk
from docs.reading import BLOCK, Reader, unrun_blocks
from record.rebuilding import assert_rebuild_changes_nothing

STORIES = FOLDER.parent
PAGES = sorted(page.name for page in STORIES.glob("*.md") if page.name != "README.md")
LANGUAGES = ("", "ru", "zh")
"""The folders of a story's languages; English is the source."""
each_page = pytest.mark.parametrize("page", PAGES)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all of them, so one key: what one has founded the next can put back."""
    return tmp_path_factory.mktemp("stories")


@pytest.fixture
def desk(db: None, settings: Any, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A rehearsal of the council as `comity run` opens it, and nothing has happened in it yet."""
    settings.COMITY_DATA = data
    if not (data / keys.FILE).exists():
        keys.make("rehearsal.localhost/log")
    monkeypatch.setattr("comity.database.ready", lambda holder: nullcontext())
    monkeypatch.chdir(tmp_path)
    once("stories", founded)
    yield Desk(tmp_path, writing=os.environ.get("COMITY_STORIES") == "write")
    assert_rebuild_changes_nothing()


def founded() -> None:
    history.load(FOLDER, lambda done, of: None)
    opening.begin()


@each_page
def test_every_command_says_what_the_story_shows(desk: Desk, page: str) -> None:
    """In three languages: the words differ, commands and answers do not."""
    files = [STORIES / language / page for language in LANGUAGES]
    texts = [file.read_text(encoding="utf-8") for file in files]
    told = desk.follows(*texts)
    if desk.writing:
        for file, text in zip(files, told, strict=True):
            file.write_text(text, encoding="utf-8")
    assert told == texts


def test_the_clock_of_an_exercise_goes_forward_only(desk: Desk) -> None:
    desk.types("comity rehearsal clock 2031-03-03T09:00:30", "In the exercise it is 2031-03-03 09:00 UTC.")
    desk.types("comity rehearsal clock", "In the exercise it is 2031-03-03 09:0… UTC.")
    desk.types("comity rehearsal clock 2031-03-02", "Error: The clock goes forward only. …")


@each_page
def test_every_block_is_run(page: str) -> None:
    assert unrun_blocks((STORIES / page).read_text(encoding="utf-8")) == []


def test_the_council_is_opened_as_the_index_tells(reader: Reader) -> None:
    text = (STORIES / "README.md").read_text(encoding="utf-8")
    shutil.copytree(FOLDER, reader.folder / "docs" / "stories" / "council")
    reader.follows(text)
    assert "This is a rehearsal." in reader.opens("http://127.0.0.1:8000/rehearsal")
    reader.presses_ctrl_c()
    assert unrun_blocks(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_story_is_in_the_index(language: str) -> None:
    text = (STORIES / language / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\d\. \[.*?\]\((.*?)\)", text, re.MULTILINE)) == PAGES
    english = (STORIES / "README.md").read_text(encoding="utf-8")
    assert [block[0] for block in BLOCK.finditer(text)] == [block[0] for block in BLOCK.finditer(english)]
