"""Which acts a reader wants to see: the filters of the record's page, and of its data, from the address."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from comity.record.acts import KINDS
from comity.record.clock import today
from comity.record.models import EntryRow, LogRow
from comity.record.queries import concerns
from comity.record.resting import resting_on

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Filter:
    """What a reader asked for; empty means everything.

    since, until   the first and the last day from which the acts count; both are in
    on             the day on which the reader looks at the record: it bounds the acts as `until` does
    """

    kind: str = ""
    state: str = ""
    article: str = ""
    since: date | None = None
    until: date | None = None
    on: date | None = None

    def __bool__(self) -> bool:
        return self != Filter()

    @property
    def last(self) -> date | None:
        """The last day from which the acts count; None if there is none."""
        return min((day for day in (self.until, self.on) if day), default=None)

    def rows(self) -> QuerySet[EntryRow] | QuerySet[LogRow]:
        """The entries asked for. Of one closed to the reader nothing can be asked: it only shows among all."""
        return self.readable() if self else LogRow.objects.all()

    def readable(self) -> QuerySet[EntryRow]:
        """The entries asked for that the reader may read."""
        wanted: dict[str, Any] = {
            "kind": self.kind,
            "on__gte": self.since,
            "on__lte": self.last,
            "seq__in": resting_on(article=self.article) if self.article else None,
        }
        rows = EntryRow.objects.filter(concerns(f"state:{self.state}")) if self.state else EntryRow.objects.all()
        return rows.filter(**{name: value for name, value in wanted.items() if value not in ("", None)})

    @property
    def day(self) -> str:
        """What keeps the day that the reader chose in the address of another page."""
        return f"?on={self.on.isoformat()}" if self.on else ""

    @property
    def query(self) -> str:
        """The filter as it stands in an address."""
        named = {
            "kind": self.kind,
            "state": self.state,
            "article": self.article,
            "from": self.since,
            "to": self.until,
            "on": self.on,
        }
        return urlencode({name: str(value) for name, value in named.items() if value})


def filter_of(asked: QueryDict) -> Filter:
    """Raises BadRequest."""
    kind, state = asked.get("kind", "").strip(), asked.get("state", "").strip().upper()
    if kind and kind not in KINDS:
        values = {"kind": kind[:40], "kinds": ", ".join(sorted(KINDS))}
        raise BadRequest(_("There is no kind of act “%(kind)s”. Write one of: %(kinds)s.") % values)
    if state and not (len(state) == 2 and state.isascii() and state.isalpha()):
        raise BadRequest(
            _("“%(state)s” is no code of a state. Write its two letters, such as IN.") % {"state": state[:40]}
        )
    article = asked.get("article", "").strip().replace("\0", "")[:120]
    found = Filter(kind, state, article, _day(asked, "from"), _day(asked, "to"), _day_come(asked))
    if found.since and found.last and found.last < found.since:
        values = {"from": found.since.isoformat(), "to": found.last.isoformat()}
        raise BadRequest(
            _("The period would end on %(to)s, before it begins on %(from)s. Exchange the two days.") % values
        )
    return found


def cursor_of(asked: QueryDict, name: str) -> int | None:
    """The place in the record from which to read on. Raises BadRequest."""
    text = asked.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        values = {"name": name, "asked": text[:40]}
        raise BadRequest(_("“%(name)s=%(asked)s” is no place in the record. Write the number of an entry.") % values)
    return int(text)


def _day_come(asked: QueryDict) -> date | None:
    """The day on which the reader looks at the record: any past one, for acts may count from before the founding."""
    on, present = _day(asked, "on"), today()
    if on and on > present:
        values = {"on": on.isoformat(), "today": present.isoformat()}
        sentence = _("%(on)s has not come, so no act is recorded of it. Write %(today)s or an earlier day.")
        raise BadRequest(sentence % values)
    return on


def _day(asked: QueryDict, name: str) -> date | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        if ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    sentence = _("“%(asked)s” is not a day. Write the year, the month and the day, such as 2017-06-08.")
    raise BadRequest(sentence % {"asked": text[:40]})
