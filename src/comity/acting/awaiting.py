"""What awaits a seat on a day."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.people.models import Credential
from comity.people.rules import Held
from comity.record.awaiting import Awaited
from comity.record.reading import everything
from comity.record.seats import Seat


def awaiting(seat: Seat, role: str, on: date) -> list[Awaited]:
    """Credentials of the seat that end by themselves: whoever is to stay needs another one."""
    with everything():
        rows = Credential.objects.filter(seat=seat, role=role, until__gt=on, ended_by=None)
        ending = [row for row in rows if Held(row.seat, row.role, row.since, row.until).holds(on)]
    what = _("A credential of this seat ends.")
    return [Awaited(row.entry, f"seat:{seat}", what, reverse("account"), row.until, None) for row in ending]
