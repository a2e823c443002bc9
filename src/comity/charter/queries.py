"""Which charter counts on a day, and on what an act may rest."""

from datetime import date
from functools import lru_cache

from comity.charter import rules
from comity.charter.basis import Basis
from comity.charter.models import Enactment
from comity.charter.schema import Charter
from comity.record.acts import KINDS
from comity.record.edition import remembered
from comity.record.models import EntryRow


@remembered
def in_force(on: date) -> tuple[Charter, int] | None:
    """The charter that counts on a day, and the entry that enacted it; None while there is none.

    Before the first enactment the first charter is asked all the same: somebody has to be able to found.
    """
    found = Enactment.objects.values_list("entry", "digest")
    row = found.filter(on__lte=on).order_by("-on", "-entry").first() or found.order_by("on", "entry").first()
    return (_charter(*row), row[0]) if row else None


@lru_cache(maxsize=8)
def _charter(entry: int, digest: str) -> Charter:
    return Charter.model_validate(Enactment.objects.values_list("text", flat=True).get(entry=entry))


def basis(seq: int) -> Basis | None:
    """What the entry `seq` is as a basis; None if there is no such entry."""
    row = EntryRow.objects.filter(seq=seq).first()
    if row is None:
        return None
    act = KINDS[row.kind]
    body = next(
        (code for sort, _, code in (subject.partition(":") for subject in row.subjects) if sort == "body"), None
    )
    return Basis(seq, body if act.decides else None, row.on)


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
