"""A meeting of the Assembly, for whatever is told of it."""

from pathlib import Path

import pytest

from comity.charter import source
from comity.charter.acts import Amend
from comity.meetings import queries
from comity.meetings.acts import AddItem, CallItem, Convene, Nominate, OpenMeeting, Roll
from council import CHARTER

DAY = "2031-03-01"
ARCADIA, BOREALIA = "delegation:XA", "delegation:XB"
RULES = """
meets = { at_least_yearly = 1, notice_days = 30, extraordinary = { on_initiative_of = 2 } }
"""
QUORUM = """
quorum = { at_least = "2/3" }
"""


@pytest.fixture
def session(council) -> str:
    """The Assembly, convened in the Plus format, with one item and a guest proposed."""
    names = {"city": "Strelsau", "host_state": "XR", "format": "plus", "languages": ("en", "ru")}
    convened = council.does("secretariat", Convene(body="ASSEMBLY", first=DAY, last=DAY, **names))
    session = str(convened.seq)
    council.does("chair", AddItem(session=session, title={"en": "Buoys", "ru": "Буи"}, minutes=20))
    league = {"organisation": "league", "name": {"en": "League of Lighthouses"}}
    council.does("chair", Nominate(session=session, until="2031-01-31", **league))
    return session


@pytest.fixture
def opened(council, session) -> str:
    council.on(DAY).does("chair", OpenMeeting(session=session))
    council.does("secretariat", Roll(session=session, arrived_seat=(ARCADIA, BOREALIA)))
    council.does("chair", CallItem(item=item_of(session)))
    return session


@pytest.fixture
def stricter(council) -> None:
    """From 1 May 2030 on the charter asks for thirty days, two initiators and two thirds."""
    text = Path(CHARTER).read_text(encoding="utf-8")
    text = text.replace('chaired_by = "host-of-meeting"\n', f'chaired_by = "host-of-meeting"{RULES}', 1)
    text = text.replace(
        'objections_block = "all"\narticle = "8"\n', f'objections_block = "all"{QUORUM}article = "8"\n'
    )
    amended = source.load(text.encode(), "charter.toml")
    council.on("2030-05-01").does("secretariat", Amend(charter=amended, basis=council.decides()))


def item_of(session: str) -> str:
    return str(queries.agenda(session).get().entry)
