"""The guide to tallying, done as it tells."""

from docs.reading import ROOT, broken_links, unrun_blocks

TEXT = (ROOT / "docs" / "tally.md").read_text(encoding="utf-8")


def test_every_command_says_what_the_guide_shows(reader):
    reader.follows(TEXT)


def test_every_block_is_run_and_every_link_leads_to_a_file():
    assert unrun_blocks(TEXT) == []
    assert broken_links(TEXT) == []
