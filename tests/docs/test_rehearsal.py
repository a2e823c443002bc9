"""The guide of a Model SCO, done as a teacher does it."""

import re
import shutil

from docs.reading import ROOT, broken_links, unrun_blocks

TEXT = (ROOT / "docs" / "rehearsal.md").read_text(encoding="utf-8")


def test_every_command_says_what_the_guide_shows(reader):
    # A small council where the organisation is looked for: with the SCO's 25 years the test would take as long again.
    shutil.copytree(ROOT / "docs" / "stories" / "council", reader.folder / "organisations" / "sco")
    opening, rest = TEXT.split("## 2. ")
    reader.follows(opening)
    assert "This is a rehearsal." in reader.opens("http://127.0.0.1:8000/rehearsal")
    reader.follows(rest)
    assert "rehearsal.localhost/log" in reader.opens("http://127.0.0.1:8000/log/checkpoint")
    reader.presses_ctrl_c()


def test_every_form_of_export_is_in_the_table():
    told = TEXT.partition("## How exports say it")[2].partition("## Limits")[0]
    for form in (
        "CSV",
        "JSON",
        "Atom",
        "iCalendar",
        "data package",
        "BibTeX",
        "CSL",
        "comity export",
        "comity publish",
    ):
        assert re.search(rf"^\|[^|]*{form}", told, re.MULTILINE), form


def test_every_block_is_run_and_every_link_leads_to_a_file():
    assert unrun_blocks(TEXT) == []
    assert broken_links(TEXT) == []
