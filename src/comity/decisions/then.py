"""Decisions as they were on an earlier day: at which stage, with which deadline and which text."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from comity.decisions import stages
from comity.decisions.models import Decision, Draft, Phase
from comity.decisions.stages import UNDER_WAY
from comity.record.clock import now, today


def is_term_over(decision: Decision, on: date) -> bool:
    """Whether the term of a procedure had ended: by now, or by the end of an earlier day."""
    last = now() if on >= today() else datetime.combine(on + timedelta(days=1), time(), UTC)
    return stages.is_over(decision.deadline, last)


def at_stage(found: QuerySet[Decision], stage: str, on: date) -> QuerySet[Decision]:
    """Those of them that were at the stage on the day."""
    if stage not in UNDER_WAY:
        return found.filter(stage=stage, ended_on__lte=on)
    if on >= today():
        return found.filter(stage=stage)
    lasting = _lasting(on).filter(decision=OuterRef("entry"))
    was = ~Exists(lasting) if stage == "open" else Exists(lasting.filter(stage=stage))
    return under_way(found, on).filter(was)


def under_way(found: QuerySet[Decision], on: date) -> QuerySet[Decision]:
    return found.filter(Q(stage__in=UNDER_WAY) | Q(ended_on__gt=on))


def as_of(decisions: Iterable[Decision], on: date) -> list[Decision]:
    """Each as it was on a day: what happened to it later is left out. They are not to be saved."""
    found = list(decisions)
    if on >= today():
        return found
    entries = [one.entry for one in found]
    versions, phases = _versions(entries, on), _phases(entries, on)
    for one in found:
        one.version = versions.get(one.entry, one.version)
        if one.stage in UNDER_WAY or (one.ended_on and one.ended_on > on):
            _rewind(one, phases.get(one.entry, []))
    return found


def _rewind(decision: Decision, phases: list[Phase]) -> None:
    """It was under way, in these phases: the first tells the stage, the last the deadline that was set by then."""
    decision.manner, decision.outcome, decision.electorate = "", {}, []
    decision.ended_on = decision.ended_at = decision.adopted_by = None
    decision.stage = phases[0].stage if phases else "open"
    decision.deadline = phases[-1].deadline if phases else None


def _lasting(on: date) -> QuerySet[Phase]:
    """The phases that lasted at the end of a day."""
    return Phase.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), on__lte=on)


def _phases(decisions: list[int], on: date) -> dict[int, list[Phase]]:
    found: dict[int, list[Phase]] = {}
    for phase in _lasting(on).filter(decision__in=decisions).order_by("entry"):
        found.setdefault(phase.decision, []).append(phase)
    return found


def _versions(decisions: list[int], on: date) -> dict[int, int]:
    """The number of the text that each decision had."""
    texts = Draft.objects.filter(decision__in=decisions, on__lte=on, correction=False)
    return dict(texts.order_by().values_list("decision").annotate(last=Max("number")))
