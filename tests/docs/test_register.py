"""The secretariat's day in the register, done as the guide tells it."""

import re

from docs.reading import ROOT, WRITTEN_PORT, broken_links, unrun_blocks

TEXT = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")


def test_every_command_says_what_the_guide_shows(reader):
    reader.follows(TEXT)
    addresses = re.findall(rf"<(http://127\.0\.0\.1:{WRITTEN_PORT}[^>]*)>", TEXT)
    told = {address.partition(WRITTEN_PORT)[2]: reader.opens(address) for address in addresses}
    assert "In force on this day" in told["/documents/moorings?on=2025-05-03"]
    assert "Not in force: it was replaced on 4 May 2025." in told["/documents/moorings?on=2025-05-04"]
    assert "Programme of Buoys" in told["/documents?in_force=no&type=programme&on=2025-11-01"]
    assert "no document in the register follows it" in told["/documents/buoys?on=2025-11-01"]
    assert "<mark>berth</mark>" in told["/documents?q=berth"]
    assert told["/dataset/documents.csv"].count("\n") == 5
    reader.presses_ctrl_c()


def test_every_block_is_run_and_every_link_leads_to_a_file():
    assert unrun_blocks(TEXT) == []
    assert broken_links(TEXT) == []
