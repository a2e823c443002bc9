"""The guide for programs, done as its reader does it."""

import re

from docs.reading import ROOT, broken_links, unrun_blocks

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_example_does_what_the_guide_shows(reader):
    reader.follows(TEXT)
    reader.presses_ctrl_c()


def test_every_block_is_run_and_every_link_leads_to_a_file():
    assert unrun_blocks(TEXT) == []
    assert broken_links(TEXT) == []


def test_every_problem_of_the_page_is_in_the_guide():
    from comity.acting.guide import PROBLEMS

    assert set(PROBLEMS) <= set(re.findall(r"`([a-z-]+)`", TEXT))
