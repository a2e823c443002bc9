"""Whether an act may be begun from a seat with what is known of it: a button, or the reason why not."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from comity.acting import telling
from comity.acting.parsing import BadFields, parse
from comity.acting.queries import closed
from comity.people.sitting import Sitting
from comity.record.acts import KINDS, Act, Context
from comity.record.awaiting import Asked, form_of
from comity.record.clock import now
from comity.record.edition import remembered
from comity.record.reading import everything
from comity.record.refusals import Refusal
from comity.record.submission import bars, judge
from comity.record.words import kind_name

MENDED = (
    *("no_basis", "no_grounds", "no_note", "no_text", "nobody_named"),
    *("nothing_corrected", "nothing_changed", "nothing_amended"),
)
"""Refusals that the form takes away: it asks for what is missing."""


@dataclass(frozen=True)
class Answer:
    """path     its form; of an act of which all is known, what would be minuted, to be confirmed
    barred   the seat, or whoever sits there, may not perform such an act at all
    """

    kind: str
    fields: Mapping[str, str]
    barred: bool
    refusals: tuple[Refusal, ...]

    @property
    def whole(self) -> bool:
        """Whether it says nothing that is not known."""
        return set(KINDS[self.kind].model_fields) <= set(self.fields)

    @property
    def path(self) -> str:
        return form_of(self.kind, {**self.fields, "do": "try"} if self.whole else self.fields)

    @property
    def permitted(self) -> bool:
        return not self.refusals

    @property
    def name(self) -> str:
        return kind_name(self.kind)

    @property
    def reasons(self) -> list[telling.Reason]:
        return [telling.reason(KINDS[self.kind], refusal) for refusal in self.refusals]


def answers(asked: Iterable[Asked], sitting: Sitting) -> list[Answer]:
    """Of many acts. They are judged in one go, for the program reads more than the page may show."""
    with everything():
        return [answer(kind, fields, sitting) for kind, fields in asked]


def answer(kind: str, fields: Mapping[str, str], sitting: Sitting) -> Answer:
    """What the rules say to an act of which these fields are known. Of one that is not whole, what can be said."""
    barred, refusals = _judged(kind, tuple(fields.items()), sitting, now().replace(second=0, microsecond=0))
    return Answer(kind, fields, barred, refusals)


@remembered
def is_open(kind: str, sitting: Sitting) -> bool:
    """Whether the seat, and whoever sits there, may perform acts of a kind at all."""
    return not closed(KINDS[kind], sitting.seat, sitting)


@remembered
def _judged(
    kind: str, fields: tuple[tuple[str, str], ...], sitting: Sitting, minute: datetime
) -> tuple[bool, tuple[Refusal, ...]]:
    """It is remembered for a minute: a term ends at one, and no act tells of it."""
    given = dict(fields)
    on = given.pop("on", "")
    act, day = KINDS[kind], date.fromisoformat(on) if on else None
    with everything():
        context = Context(sitting.seat, day or minute.date(), now(), role=sitting.role)
        begun = act.model_construct(**given)
        barred = tuple(filter(None, bars(begun, context, sitting)))
        if barred:
            return True, barred
        try:
            made = parse(kind, given)
        except BadFields:
            return False, tuple(_foreseen(begun, context))
        judgement = judge(made, sitting.seat, on=day, authority=sitting)
    return judgement.barred, tuple(one for one in judgement.refusals if one.code not in MENDED)


def _foreseen(begun: Act, context: Context) -> Iterator[Refusal]:
    """What the rules would refuse already, asked one after the other up to the first that needs a missing field."""
    with suppress(AttributeError, TypeError):
        for refusal in begun.check(context):
            if refusal and refusal.code not in MENDED:
                yield refusal
