"""Acts and refusals in the reader's language: made when a page is drawn, read back by nothing.

A sentence has placeholders named as the fields are, and the last word of a name says what sort of thing it holds:
`state` and `host_state` are states, `body` is a body, `basis` an entry, `until` a date. A package that owns a sort
registers how its names are found (`register_sort`), so the record knows no package.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from comity.record.acts import COMMON_REFUSALS, Act, act_of
from comity.record.audiences import VISITOR
from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.exercise import labelled
from comity.record.markup import put
from comity.record.refusals import Refusal
from comity.record.seats import Seat
from comity.record.text import LocalisedText, wording

Loader = Callable[[date], Mapping[str, Any]]
"""Names of one sort as of a day: code to `{language: name}`."""
Finder = Callable[[date, Collection[str]], Mapping[str, Any]]
"""The same, of those whose codes are given: for a sort of which there are too many to load them all."""

DATES = ("on", "from", "until", "since", "date", "first", "last")
ENTRIES = ("basis", "entry", "seq", "credential")


@dataclass(frozen=True)
class Sort:
    find: Finder
    address: str | None


SORTS: dict[str, Sort] = {}


def register_sort(
    sort: str, load: Loader | None = None, address: str | None = None, *, find: Finder | None = None
) -> None:
    """Tell how things of a sort are called: all of them (`load`), or those asked for (`find`).

    address   the name of the URL pattern of their page, which takes the code; None if they have none
    """
    SORTS[sort] = Sort(find or (lambda on, codes: load(on) if load else {}), address)


@dataclass
class Names:
    """What things are called on a day, in the reader's language; those that are expected are looked up together.

    query      what keeps the day that the reader chose in the addresses of their pages, such as `?on=2017-06-08`
    expected   codes that will be asked for, by their sorts
    """

    on: date
    query: str = ""
    loaded: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    expected: dict[str, set[str]] = field(default_factory=dict)

    def of(self, sort: str, code: str) -> str:
        """The name of a thing, or its code where it has none on that day."""
        known = self.loaded.get(sort, {})
        if code not in known:
            asked = self.expected.pop(sort, set()) | {code}
            known = self.loaded[sort] = {**dict.fromkeys(asked), **known, **SORTS[sort].find(self.on, asked)}
        return localised(known[code]) if known[code] else code

    def expect(self, entries: Iterable[Entry]) -> None:
        """Tell which entries will be told, so that what they name takes one query a sort."""
        for entry in entries:
            for name, value in entry.body.items():
                if (sort := sort_of(name)) in SORTS:
                    codes = value if isinstance(value, list) else [value]
                    known = (str(code) for code in codes if isinstance(code, str | int))
                    self.expected.setdefault(sort, set()).update(known)


def localised(text: LocalisedText | Mapping[str, str]) -> str:
    """Wording in the reader's language, else in English."""
    return wording(text.root if isinstance(text, LocalisedText) else text, _language())


def _language() -> str:
    return get_language() or "en"


def sentence(entry: Entry, names: Names) -> str:
    """How the entry is minuted, as plain text."""
    act = act_of(entry)
    told = str(act.sentence()) % _Told(act, entry, lambda name, value: shown(name, value, names))
    return labelled(entry.seq, told)


def sentence_html(entry: Entry, names: Names) -> SafeString:
    """The same with links to what it names."""
    act = act_of(entry)
    linked = _Told(act, entry, lambda name, value: linked_html(name, value, names))
    # What it puts in is made by `linked_html`, which escapes.
    return mark_safe(labelled(entry.seq, escape(str(act.sentence())) % linked))  # nosec B703


def refusal_sentence(act: type[Act], refusal: Refusal, names: Names | None = None) -> str:
    """Why an act was refused, with the provision."""
    names = names or Names(today())
    wording = act.refusals.get(refusal.code) or COMMON_REFUSALS[refusal.code]
    text = str(wording) % {name: shown(name, value, names) for name, value in refusal.values.items()}
    return f"{text} ({article_name(refusal.article)})" if refusal.article else text


def irregularities(entry: Entry, names: Names) -> list[str]:
    """Why an imported act would not have been admitted, reason by reason."""
    act = type(act_of(entry))
    return [refusal_sentence(act, Refusal(**{"article": "", **reason}), names) for reason in entry.irregular]


def article_name(article: str) -> str:
    """How a provision is cited: a number is an article of the charter, anything else names itself."""
    return gettext("Charter, Art. %(article)s") % {"article": article} if article[:1].isdigit() else article


def seat_name(seat: Seat, names: Names) -> str:
    """Who acts: an office, the delegation of a state, an organisation that was invited."""
    sort, _, code = seat.partition(":")
    if seat.state:
        return pgettext("seat", "delegation of %(state)s") % {"state": names.of("state", seat.state)}
    called = pgettext("seat", "visitor") if code == VISITOR else code
    if sort == "observer":
        return pgettext("seat", "observer: %(name)s") % {"name": called}
    if sort == "guest":
        return pgettext("seat", "guest: %(name)s") % {"name": called}
    return pgettext("seat", seat)


def listed(names: Iterable[str]) -> str:
    """Names one after the other, in the reader's language."""
    return pgettext("between names", ", ").join(names)


def sort_of(name: str) -> str:
    """What sort of thing a field holds, by the last word of its name."""
    return name.rpartition("_")[2]


def shown(name: str, value: Any, names: Names) -> str:
    """A field's value for a reader."""
    sort = sort_of(name)
    if value is None or value == "":
        return "–"
    if isinstance(value, LocalisedText) or (isinstance(value, dict) and "en" in value):
        return localised(value)
    if isinstance(value, list | tuple):
        one = name if sort in SORTS else name.removesuffix("s")
        return listed(shown(one, item, names) for item in value)
    if sort == "seat":
        return seat_name(Seat(value), names)
    if sort in SORTS and isinstance(value, str | int):
        return names.of(sort, str(value))
    if sort in DATES:
        return day_told(value if isinstance(value, date) else date.fromisoformat(value))
    return str(value)


def day_told(day: date) -> str:
    """A day as the reader's language writes it. Pages with many acts tell the same ones again and again."""
    return _day_in(_language(), day)


@lru_cache(maxsize=4_096)
def _day_in(language: str, day: date) -> str:
    return date_format(day)


def linked_html(name: str, value: Any, names: Names) -> SafeString:
    """A field's value for a reader, linked to its page where it has one."""
    sort, text = sort_of(name), shown(name, value, names)
    address = SORTS[sort].address if sort in SORTS else None
    if address and isinstance(value, str | int) and value:
        return put('<a href="{}">{}</a>', address_of(address, value) + names.query, text)
    if sort in ENTRIES and value:
        return put('<a href="{}">{}</a>', address_of("entry", value), text)
    return put("{}", text)


class _Told(dict[str, str]):
    """The fields of an act as they are told, and what was found: only those that its sentence has a place for."""

    def __init__(self, act: Act, entry: Entry, tell: Callable[[str, Any], str]) -> None:
        super().__init__()
        self.act, self.found, self.tell = act, entry.findings, tell

    def __missing__(self, name: str) -> str:
        return self.tell(name, getattr(self.act, name, self.found.get(name)))


def address_of(page: str, *codes: Any) -> str:
    """The address of a page in the reader's language. Long lists ask for the same ones again and again."""
    return _address_in(_language(), page, codes)


@lru_cache(maxsize=4_096)
def _address_in(language: str, page: str, codes: tuple[Any, ...]) -> str:
    return reverse(page, args=codes)
