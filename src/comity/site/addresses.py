"""Every public page there is, by its address: what the sitemap lists, and what `comity publish` begins with.

A page without a parameter is found among the addresses of the site. For one with a parameter, `CODES` tells what it
can be; a page that is missing there fails a test.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse
from django.utils.translation import override

from comity.bodies.models import Body
from comity.charter.queries import in_force
from comity.decisions.models import Decision
from comity.meetings.models import Session
from comity.membership.models import StateName
from comity.record.clock import today
from comity.record.publication import size
from comity.register.models import Document


def states() -> Iterable[Any]:
    return StateName.objects.order_by("state").values_list("state", flat=True).distinct()


def bodies() -> Iterable[Any]:
    """Those that were established, and those that the charter alone knows."""
    found = in_force(today())
    return sorted({*Body.objects.values_list("code", flat=True), *(found[0].bodies if found else ())})


def offices() -> Iterable[Any]:
    found = in_force(today())
    return found[0].offices if found else ()


def provisions() -> Iterable[Any]:
    found = in_force(today())
    return [*found[0].articles, *found[0].regulations] if found else ()


def entries() -> Iterable[Any]:
    return range(1, size() + 1)


def decisions() -> Iterable[Any]:
    return Decision.objects.order_by("entry").values_list("entry", flat=True)


def works() -> Iterable[Any]:
    found = Document.objects.order_by("entry").values_list("address", flat=True)
    return (address.removeprefix("/akn/") for address in found.iterator(chunk_size=2_000))


def sessions() -> Iterable[Any]:
    return Session.objects.order_by("entry").values_list("entry", flat=True)


def opened_sessions() -> Iterable[Any]:
    return Session.objects.filter(opened_by__isnull=False).order_by("entry").values_list("entry", flat=True)


CODES: dict[str, Callable[[], Iterable[Any]]] = {
    "state": states,
    "body": bodies,
    "office": offices,
    "article": provisions,
    "decision": decisions,
    "entry": entries,
    "work": works,
    "session": sessions,
    "session_record": opened_sessions,
    "document": lambda: (),  # only sends its reader on, to where the work is
}
"""By the name of a page: what its parameter can be."""


def page_patterns() -> list[URLPattern]:
    """The pages that the packages declare, in `comity.urls`."""
    return list(get_resolver().urlconf_module.PAGES)


def parameters(pattern: URLPattern) -> list[str]:
    regex = pattern.pattern.regex
    return list(regex.groupindex)


def named() -> Iterator[tuple[str, Any]]:
    """Every page by its name and its parameter, None where it has none."""
    patterns = {pattern.name: parameters(pattern) for pattern in page_patterns()}
    for name, wanted in patterns.items():
        for code in CODES[name]() if name in CODES else () if wanted else (None,):
            yield name, code


def pages(start: int = 0, stop: int | None = None) -> Iterator[str]:
    """The address of every page in the first language; there are as many in each other one.

    start, stop   which of them, as of a sequence: those before are counted, and their addresses not made
    """
    for name, code in islice(named(), start, stop):
        with override(settings.LANGUAGE_CODE):
            address = reverse(name, args=[] if code is None else [code])
        yield address


def in_language(address: str, tag: str) -> str:
    """The same page in another language."""
    return address if tag == settings.LANGUAGE_CODE else f"/{tag}{address}"


def languages() -> list[str]:
    return [tag for tag, _name in settings.LANGUAGES]
