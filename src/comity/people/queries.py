"""Who sits where, and what may be read from a seat."""

from collections.abc import Iterable
from datetime import date

from comity.bodies.models import Body
from comity.charter import queries as charters
from comity.charter import rules as charter_rules
from comity.membership.queries import on_day, standing
from comity.people import rules
from comity.people.models import Credential
from comity.record.audiences import PUBLIC
from comity.record.edition import remembered
from comity.record.models import EntryRow, Release
from comity.record.reading import everything
from comity.record.seats import CLERK, SECRETARIAT, Seat


@remembered
def credential(entry: int) -> Credential | None:
    return Credential.objects.filter(entry=entry).first()


def held(row: Credential) -> rules.Held:
    only = None if row.only is None else tuple(row.only)
    return rules.Held(row.seat, row.role, row.since, row.until, only)


def seats_of(account: str, on: date) -> list[Credential]:
    """The credentials that an account holds on a day. Everybody may know their own, whatever they may read."""
    with everything():
        return list(Credential.objects.filter(on_day(on), account=account))


@remembered
def sitting_down(account: str, chosen: int | None, on: date) -> tuple[list[Credential], list[str]]:
    """The credentials that an account holds on a day, and what may be read from the one chosen, or from the first.

    Asked in one go for every page of who sits; `chosen` is the entry of a credential.
    """
    with everything():
        held = [row for row in given_to(account) if row.since <= on and (row.until is None or row.until > on)]
        row = next((one for one in held if one.entry == chosen), held[0] if held else None)
        return held, audiences_of(row.seat, on) if row else []


@remembered
def held_in(seat: str, on: date) -> list[Credential]:
    """The credentials for a seat on a day, as far as the reader may know of them."""
    if seat == SECRETARIAT:
        return sorted((row for row in held_on(on) if row.seat == seat), key=lambda row: (row.since, row.entry))
    return list(Credential.objects.filter(on_day(on), seat=seat).order_by("since", "entry"))


@remembered
def held_on(on: date) -> list[Credential]:
    """Every credential that counts on a day, as far as the reader may know of it; the secretariat gave them all."""
    return list(Credential.objects.filter(on_day(on)).order_by("seat", "entry"))


@remembered
def given_to(account: str) -> list[Credential]:
    """Every credential that an account was ever given, as far as the reader may know of it."""
    return list(Credential.objects.filter(account=account))


@remembered
def audiences_of(seat: str, on: date) -> list[str]:
    """What may be read from a seat on a day, besides what is public."""
    found, state = charters.in_force(on), Seat(seat).state
    status = standing(state, on) if state else None
    member = bool(
        found and status and not status.suspended
        and charter_rules.has_right(found[0], status.status, "decide", on)
    )  # fmt: skip
    return rules.audiences(seat, member=member, standing=status is not None, bodies=list(_bodies(on)))


def reads(seat: Seat, audience: str, on: date) -> bool:
    """Whether what is for an audience may be read from a seat on a day. The clerk works for everybody."""
    return audience == PUBLIC or seat == CLERK or audience in audiences_of(seat, on)


def _bodies(on: date) -> Iterable[str]:
    return Body.objects.filter(on_day(on)).order_by("code").values_list("code", flat=True).distinct()


def audience_of_entry(seq: int) -> str | None:
    """Whom an entry was for when it was made; None if there is none."""
    return EntryRow.objects.filter(seq=seq).values_list("audience", flat=True).first()


def subjects_of(seq: int) -> tuple[str, ...]:
    return tuple(EntryRow.objects.filter(seq=seq).values_list("subjects", flat=True).first() or ())


def is_released(seq: int) -> bool:
    return Release.objects.filter(released=seq).exists()
