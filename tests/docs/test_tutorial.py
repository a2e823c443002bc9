"""The tutorial, done as a reader does it."""

import json
import re
from collections.abc import Iterable, Iterator

from docs.reading import ROOT, WRITTEN_PORT, broken_links, unrun_blocks

TEXT = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_every_command_says_what_the_tutorial_shows(reader):
    reader.follows(TEXT)
    addresses = re.findall(rf"<(http://127\.0\.0\.1:{WRITTEN_PORT}[^>]*)>", TEXT)
    pages = {address: reader.opens(address) for address in addresses}
    assert len(pages) == 4
    members = {address: len(json.loads(reader.opens(data))) for address, data in data_of(pages)}
    assert sorted(members.values()) == [2, 3], "Ruritania is a member from 2026-03-01 on."
    assert members[f"http://127.0.0.1:{WRITTEN_PORT}/members"] == 3
    assert any("10 days is consent" in page for page in pages.values())
    reader.presses_ctrl_c()


def data_of(pages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each page of members, with the address of the same list as data."""
    return ((page, page.replace("/members", "/members.json")) for page in pages if "/members" in page)


def test_every_block_is_run_and_every_link_leads_to_a_file():
    assert unrun_blocks(TEXT) == []
    assert broken_links(TEXT) == []
