"""Which charter counts on a day, and on what an act may rest."""

import json
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from comity.charter import rules
from comity.charter.basis import Basis
from comity.charter.models import Enactment
from comity.charter.schema import Charter
from comity.record.acts import KINDS
from comity.record.edition import remembered_for_all
from comity.record.lookup import look_up
from comity.record.models import EntryRow
from comity.record.resting import resting_on


@remembered_for_all
def in_force(on: date) -> tuple[Charter, int] | None:
    """The charter that counts on a day, and the entry that enacted it; None while there is none.

    Before the first enactment the first charter is asked all the same: somebody has to be able to found.
    """
    rows = _enacted_by(on) or _first_enacted()
    return (_charter(*rows[0]), rows[0][0]) if rows else None


@look_up
def _enacted_by(on: date) -> QuerySet[Enactment, tuple[int, str]]:
    return Enactment.objects.filter(on__lte=on).order_by("-on", "-entry").values_list("entry", "digest")[:1]


@look_up
def _first_enacted() -> QuerySet[Enactment, tuple[int, str]]:
    return Enactment.objects.order_by("on", "entry").values_list("entry", "digest")[:1]


@lru_cache(maxsize=8)
def _charter(entry: int, digest: str) -> Charter:
    return Charter.model_validate(Enactment.objects.values_list("text", flat=True).get(entry=entry))


def text_in_force(on: date) -> str:
    """The charter that counts on a day, as JSON to be edited; empty while there is none."""
    found = in_force(on)
    if found is None:
        return ""
    text = Enactment.objects.values_list("text", flat=True).get(entry=found[1])
    return json.dumps(text, ensure_ascii=False, indent=1)


def basis(seq: int) -> Basis | None:
    """What the entry `seq` is as a basis; None if there is no such entry."""
    rows = _cited(seq)
    if not rows:
        return None
    ((kind, subjects, on),) = rows
    named = [(sort, code) for sort, _, code in (subject.partition(":") for subject in subjects)]
    body = next((code for sort, code in named if sort == "body"), None)
    competence = next((code for sort, code in named if sort == "competence"), None)
    # Those of a meeting are the ones that hosted and chaired it.
    states = frozenset(code for sort, code in named if sort == "state" and competence)
    return Basis(seq, body if KINDS[kind].decides else None, on, competence, states)


@look_up
def _cited(seq: int) -> QuerySet[EntryRow, tuple[str, list[str], date]]:
    return EntryRow.objects.filter(seq=seq).values_list("kind", "subjects", "on")


def carried_out(seq: int, kind: str) -> int | None:
    """The entry of an act of this kind that rests on the decision in entry `seq`; None if there is none."""
    resting = EntryRow.objects.filter(seq__in=resting_on(basis=seq), kind=kind)
    return resting.order_by("seq").values_list("seq", flat=True).first()


def status_names(on: date) -> dict[str, dict[str, str]]:
    """What the charter calls each status, by its code."""
    found = in_force(on)
    return {code: dict(status.name.root) for code, status in found[0].statuses.items()} if found else {}


def office_names(on: date) -> dict[str, dict[str, str]]:
    """What the charter calls each office on a day, by its code."""
    found = in_force(on)
    offices = found[0].offices if found else {}
    titles = {code: rules.in_force(office.title, on) or office.title[-1] for code, office in offices.items()}
    return {code: dict(title.name.root) for code, title in titles.items()}


def step_names(on: date) -> dict[str, dict[str, str]]:
    """What the charter calls each step on the path of accession, by the kind of act that takes it."""
    found = in_force(on)
    return {step.act: dict(step.name.root) for step in found[0].accession.steps} if found else {}
