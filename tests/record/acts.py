"""Acts of a harbour, small enough to see through: a ship moors, a ship sails, a word is said in confidence."""

from collections.abc import Iterator

from django.utils.functional import Promise
from pydantic import Field

from comity.bodies.models import Holder
from comity.record.acts import Act, Body, Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only


class Moor(Act):
    """A ship moors at a berth, where no other ship is."""

    kind = "test.moor"
    by = Only(SECRETARIAT)
    refusals = {"berth_taken": "%(ship)s lies there already."}

    berth: str = Field(max_length=60)
    ship: str = Field(max_length=120)
    cargo: str = ""

    def subjects(self) -> tuple[str, ...]:
        return (f"office:{self.berth}",)

    def check(self, context: Context) -> Iterator[Refusal | None]:
        context.find(article="12")
        if there := Holder.objects.filter(office=self.berth, until=None).first():
            yield Refusal("12", "berth_taken", {"ship": there.person})

    def project(self, entry: Entry) -> Iterator[Write]:
        article = entry.findings["article"]
        yield insert(Holder, entry=entry.seq, office=self.berth, person=self.ship, since=entry.on, article=article)

    def sentence(self) -> str | Promise:
        return "%(ship)s moored at %(berth)s."


class Sail(Act):
    """The ship at a berth sails."""

    kind = "test.sail"
    by = Only(SECRETARIAT)

    berth: str

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Holder, {"office": self.berth, "until": None}, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return "The ship at %(berth)s sailed."


class Confide(Act):
    """Something is said to the members alone."""

    kind = "test.confide"
    by = Only(SECRETARIAT)

    words: str

    def readers(self) -> str:
        return "members"

    def sentence(self) -> str | Promise:
        return "%(words)s"


def name_the_unit(body: Body) -> Body:
    """Version 1 had a bare number of fathoms."""
    return {"depth": body["fathoms"], "unit": "fathom"}


def reckon_in_metres(body: Body) -> Body:
    """Version 2 named the unit; from version 3 on all is in millimetres."""
    return {"millimetres": round(body["depth"] * {"fathom": 1828.8, "metre": 1000}[body["unit"]])}


class Sound(Act):
    """The depth is sounded. Its fields have changed twice."""

    kind = "test.sound"
    version = 3
    upcasts = {1: name_the_unit, 2: reckon_in_metres}
    by = Only(SECRETARIAT)

    millimetres: int

    def sentence(self) -> str | Promise:
        return "It was sounded."
