"""The addresses of the site, gathered from the packages.

A package's `urls.py` names its `pages`, which have a version in every language (those without a prefix are English,
`/ru/…` and `/zh-hans/…` are the others), and its `data`, which have one address: JSON, CSV, the log, the style sheet.
Both are only read. What takes POST are its `forms`, in every language, its `returns`, which have one address, and
what its `take_post` names.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver

from comity.acting import urls as acting
from comity.bodies import urls as bodies
from comity.charter import urls as charter
from comity.decisions import urls as decisions
from comity.delegation import urls as delegation
from comity.live import urls as live
from comity.meetings import urls as meetings
from comity.membership import urls as membership
from comity.notices import urls as notices
from comity.people import urls as people
from comity.record import urls as record
from comity.register import urls as register
from comity.site import urls as site

PACKAGES = (record, charter, membership, bodies, people, register, decisions, meetings, site)
PAGES = [pattern for package in PACKAGES for pattern in package.pages]
DATA = [pattern for package in PACKAGES for pattern in package.data]
PAPERS = [*decisions.papers, *meetings.papers]
"""Documents of record as PDF, in every language."""
FORMS = [*people.forms, *delegation.forms, *notices.forms, *meetings.forms]
RETURNS = people.returns

SEATED = [*acting.pages, *delegation.pages, *meetings.rooms_in_it]
"""Pages for who sits, and for programs: no part of what is published."""

TAKE_POST = [*(pattern.name for pattern in [*FORMS, *RETURNS]), *acting.take_post]
"""The names of the addresses to which something is sent; see `comity.site.middleware.Reading`."""

urlpatterns: list[URLPattern | URLResolver] = [
    *DATA,
    *RETURNS,
    *live.data,
    *acting.data,
    *i18n_patterns(*PAPERS, *PAGES, *FORMS, *SEATED, prefix_default_language=False),
]

handler400 = "comity.site.errors.bad_request"
handler404 = "comity.site.errors.not_found"
handler500 = "comity.site.errors.failed"
