"""What the organiser does besides named points: invitation codes, and the clock."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from comity.people.models import Account
from comity.record import CHANNEL
from comity.record.clock import now
from comity.record.models import Clock
from comity.rehearsal import rules
from comity.rehearsal.models import Code, Course, Organiser
from comity.rehearsal.opening import digest
from comity.rehearsal.rules import MOST_CODES, Place
from comity.rehearsal.seating import NotPossible, fresh_code

REFUSALS = {
    "backwards": _("The clock goes forward only. To go back, take everybody back to a named point."),
    "too_far": _("The clock goes ten years ahead at most."),
}


def is_link(secret: str) -> bool:
    """Whether this is the secret of the organiser's link that nobody has opened yet."""
    return bool(secret) and Course.objects.filter(link=digest(secret)).exists()


def appoint(secret: str, account: Account) -> bool:
    """Make an account an organiser. False if the link was used already: of two who open it at once, one is first."""
    with transaction.atomic():
        if not Course.objects.filter(link=digest(secret)).update(link=""):
            return False
        Organiser.objects.get_or_create(account=account)
    return True


def make_codes(wanted: Mapping[Place, int]) -> list[Code]:
    """So many new codes for each place. Raises NotPossible."""
    if not 0 < sum(wanted.values()) <= MOST_CODES:
        raise NotPossible(str(_("Say how many codes you need: from 1 to %(most)s.")) % {"most": MOST_CODES})
    rows = [
        Code(code=fresh_code(), seat=place.seat, role=place.role)
        for place, count in wanted.items()
        for _number in range(count)
    ]
    return Code.objects.bulk_create(rows)


def let_take_any_seat(allowed: bool) -> None:
    Course.objects.update(any_seat=allowed)


def move_clock(to: datetime) -> None:
    """Move the exercise's clock forward, for everybody and at once. Raises NotPossible."""
    _move_clock(lambda present: to)


def move_clock_by(span: timedelta) -> None:
    """Raises NotPossible."""
    _move_clock(lambda present: present + span)


def _move_clock(aim: Callable[[datetime], datetime]) -> None:
    """Move it to what `aim` makes of what it shows."""
    with transaction.atomic():
        Clock.objects.select_for_update().get()
        present = now()
        to = aim(present)
        if why := rules.refusal_of_time(present, to, datetime.now(UTC)):
            raise NotPossible(str(REFUSALS[why]))
        Clock.objects.update(ahead=F("ahead") + (to - present).total_seconds())
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
