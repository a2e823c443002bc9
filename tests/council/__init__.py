"""The invented council in which stories play, and a way to tell them.

    council.on("2031-03-03").does("Ruritania", Apply(state="XR"))
    assert council.refuses("secretariat", Admit(state="XS")).code == "no_basis"

When a story ends, everything that follows from the record is thrown away, made anew and compared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from comity.bodies.acts import Establish, Meet
from comity.charter import source
from comity.charter.acts import Enact
from comity.membership.acts import Found, NameState
from comity.record.acts import Act
from comity.record.clock import clock
from comity.record.entries import Entry
from comity.record.seats import CLERK, SECRETARIAT, Seat
from comity.record.submission import Refused, submit
from council.kept import once

FOLDER = Path(__file__).parents[2] / "docs" / "stories" / "council"
"""The same council is the one of the stories in the documentation."""
CHARTER = FOLDER / "charter.toml"
STATES = {
    "XA": {"en": "Arcadia", "ru": "Аркадия", "zh": "阿卡迪亚"},
    "XB": {"en": "Borealia", "ru": "Бореалия", "zh": "博雷利亚"},
    "XR": {"en": "Ruritania", "ru": "Руритания", "zh": "鲁里塔尼亚"},
    "XS": {"en": "Sylvania", "ru": "Сильвания", "zh": "西尔瓦尼亚"},
}
"""Codes that ISO 3166 leaves to its users."""
FOUNDERS = ("XA", "XB", "XR")
NINE = time(9)


class Council:
    """The council on a day; it goes on to later days."""

    def __init__(self) -> None:
        self.day, self.hour = date(2030, 3, 1), NINE

    def on(self, day: str) -> "Council":
        """The story goes on, on that day at nine in the morning."""
        self.day, self.hour = date.fromisoformat(day), NINE
        return self

    def at(self, moment: str) -> "Council":
        """The story goes on at that moment, in UTC: `2031-03-13 16:59:59.250`."""
        then = datetime.fromisoformat(moment)
        self.day, self.hour = then.date(), then.time()
        return self

    def does(self, who: str, act: Act) -> Entry:
        """`who` is a state by its name, or a seat."""
        with self.clock():
            return submit(act, seat_of(who), on=self.day)

    @contextmanager
    def clock(self) -> Iterator[None]:
        """It is nine in the morning, if the story tells no other hour."""
        token = clock.set(datetime.combine(self.day, self.hour, UTC))
        try:
            yield
        finally:
            clock.reset(token)

    def refuses(self, who: str, act: Act) -> Refused:
        """Why the act is not admitted; the test fails if it is."""
        with pytest.raises(Refused) as refused:
            self.does(who, act)
        return refused.value

    def decides(self) -> int:
        """The Assembly meets today: the entry that decisions of this day rest on."""
        return self.does(SECRETARIAT, Meet(body="ASSEMBLY", first=self.day)).seq


def seat_of(who: str) -> Seat:
    codes = {names["en"]: code for code, names in STATES.items()}
    return Seat.delegation(codes[who]) if who in codes else Seat(who)


def found() -> Council:
    """The council on its first day: charter, names, three founders, the Assembly."""
    council = Council()
    council.does(CLERK, Enact(charter=source.load(CHARTER.read_bytes(), CHARTER.name)))
    for code, name in STATES.items():
        council.does(SECRETARIAT, NameState(state=code, name=name))
    assembly = {"en": "Assembly", "ru": "Ассамблея", "zh": "大会"}
    council.does(SECRETARIAT, Establish(body="ASSEMBLY", name=assembly, sort="council"))
    for code in FOUNDERS:
        council.does(SECRETARIAT, Found(state=code))
    return council


@pytest.fixture
def council(db: None) -> Iterator[Council]:
    """An invented council on its first day; at the end of the story, rebuilt and compared."""
    from record.rebuilding import assert_rebuild_changes_nothing

    once("council", found)
    yield Council()
    assert_rebuild_changes_nothing()
