"""A meeting of the Assembly, for whatever is told of it."""

import pytest

from comity.meetings import queries
from comity.meetings.acts import AddItem, CallItem, Convene, Nominate, OpenMeeting, Roll

DAY = "2031-03-01"
ARCADIA, BOREALIA = "delegation:XA", "delegation:XB"


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


def item_of(session: str) -> str:
    return str(queries.agenda(session).get().entry)
