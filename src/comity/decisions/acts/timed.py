"""Procedures with a term: silence, which lapses into adoption, and the written procedure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from comity.charter.schema import Charter
from comity.decisions import queries, silence, stages
from comity.decisions.acts.adopting import ADOPTION_REFUSALS, Adopts
from comity.decisions.acts.base import DECISION_REFUSALS, TERM_ENDED, Chairing
from comity.decisions.models import Phase
from comity.decisions.queries import Matter
from comity.decisions.stages import Facts
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, CLERK, SECRETARIAT, Only

Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
TIMED_REFUSALS = DECISION_REFUSALS | {
    "no_silence": _("By the rule of the charter “%(decision)s” cannot be decided in a silence procedure."),
    "too_short": _("The term lasts until %(earliest_on)s at least; %(last_day_on)s is before that."),
    "in_the_past": _("The term would end at a moment that is past: %(deadline)s. Choose a later day or hour."),
    "no_term": _("The charter sets no term for it. Say on which day it ends."),
    "ended": TERM_ENDED,
    "not_longer": _("A term can be made longer, and this would not be later than the present end."),
    "objection_stands": ADOPTION_REFUSALS["objection_stands"],
}


class SetsTerm(Chairing):
    """What sets the end of a term, by a day and an hour of the organisation's own time."""

    by = Only(CHAIR, SECRETARIAT)
    refusals = TIMED_REFUSALS

    hour: Hour = "18:00"

    def find_deadline(self, last: date, facts: Facts, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        """The end of the term, on a day on which the organisation works, is kept with the entry."""
        day = silence.working(last, charter.calendar.holidays)
        deadline = silence.ends_at(day, self.hour, charter.calendar.time_zone)
        context.find(deadline=deadline.isoformat())
        article = context.findings["article"]
        yield silence.refuse_past(deadline, context.at, article)
        yield silence.refuse_not_later(deadline, facts.deadline, facts.seq, article)

    def set_deadline(self, entry: Entry, phase: str = "", **moved: Any) -> Iterator[Write]:
        """The decision has the deadline that was found, in a new phase of that stage or in the one that lasts."""
        deadline = datetime.fromisoformat(entry.findings["deadline"])
        yield self.moved(deadline=deadline, **moved)
        yield insert(Phase, entry=entry.seq, decision=self.decision, stage=phase, deadline=deadline, on=entry.on)


class OpensTerm(SetsTerm):
    """A procedure with a term is opened.

    stage   of the decision while the term lasts
    """

    stage: ClassVar[str]

    def fits(self) -> tuple[str, ...]:
        return ("put-forward", "open")

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.passed(entry)
        yield from self.set_deadline(entry, self.stage, stage=self.stage)


class OpenSilence(OpensTerm):
    """A silence procedure is opened: unless a state objects before the deadline, the decision is adopted.

    last_day_on   the day on which the silence ends; after the term of the charter, where it is left out
    hour          the hour at which it ends on that day, in the organisation's own time: 18:00
    """

    kind = "decisions.open_silence"
    stage = "silence"

    last_day_on: date | None = None

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        rule, calendar = charter.rules[matter.rule.code], charter.calendar
        if not rule.silence_days and not rule.silence_as_set:
            yield Refusal(matter.article, "no_silence", {"decision": facts.seq})
            return
        # A term that is set case by case may be one of hours, and end on the same day.
        earliest = silence.last_day(context.at, rule.silence_days or 0, calendar.time_zone, calendar.holidays)
        if self.last_day_on:
            yield silence.refuse_short(self.last_day_on, earliest, matter.article)
        elif not rule.silence_days:
            yield Refusal(matter.article, "no_term")
        held = queries.held(self.decision)
        yield from stages.refuse_objections(held, matter.entitled, facts.seq, matter.article)
        yield from self.find_deadline(self.last_day_on or earliest, facts, charter, context)

    def sentence(self) -> str | Promise:
        return _("A silence procedure on “%(decision)s” was opened; it ends on %(deadline)s.")


class OpenWritten(OpensTerm):
    """A written procedure is opened: the states answer by the deadline; silence is no answer there.

    last_day_on   the day by which the states answer
    hour          the hour at which it ends on that day, in the organisation's own time: 18:00
    """

    kind = "decisions.open_written"
    stage = "written"

    last_day_on: date

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        yield from self.find_deadline(self.last_day_on, facts, charter, context)

    def sentence(self) -> str | Promise:
        return _("A written procedure on “%(decision)s” was opened; answers are expected by %(deadline)s.")


class ExtendSilence(SetsTerm):
    """The term of a silence, or of a written procedure, is made longer.

    last_day_on   the day on which it ends then
    hour          the hour at which it ends on that day, in the organisation's own time: 18:00
    """

    kind = "decisions.extend_silence"

    last_day_on: date

    def fits(self) -> tuple[str, ...]:
        return stages.TIMED

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        if facts.stage == "silence":
            yield stages.refuse_late(facts.deadline, context.at, facts.seq, matter.article)
        yield from self.find_deadline(self.last_day_on, facts, charter, context)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield from self.set_deadline(entry)

    def sentence(self) -> str | Promise:
        return _("The term for “%(decision)s” was extended to %(deadline)s.")


class Lapse(Adopts):
    """A silence ended without an objection, and the decision is adopted."""

    kind = "decisions.lapse"
    yields = True
    by = Only(CLERK)
    refusals = ADOPTION_REFUSALS | {
        "silence_lasts": _("The silence on “%(decision)s” lasts until %(ends)s."),
    }

    def deemed(self, positions: Mapping[str, str], matter: Matter) -> Mapping[str, str]:
        """Here silence is consent; what is kept as positions is all the same only what was said."""
        return matter.in_silence(positions)

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield stages.refuse_stage(facts, ("silence",), matter.article)
        yield stages.refuse_early(facts.deadline, context.at, facts.seq, matter.article)
        yield from self.carried(facts, matter, charter, context)
        context.find(manner="silence")

    def sentence(self) -> str | Promise:
        return _("The silence on “%(decision)s” ended without an objection: it was adopted.")
