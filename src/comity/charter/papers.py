"""What every document of record has: the organisation at its head, the record at its foot, a rehearsal's notice."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.charter.day import Moment
from comity.record.exercise import notice
from comity.record.keys import origin
from comity.record.sentences import localised
from comity.typeset import Paper, Part, pdf


def paper(
    moment: Moment, title: str, *, entry: int, symbol: str = "",
    lead: Sequence[str] = (), facts: Sequence[tuple[str, str]] = (), parts: Sequence[Part] = (),
) -> Paper:  # fmt: skip
    """A document of record in the reader's language, of the day that the reader looks at.

    entry   of the record, from which it follows
    """
    organisation = moment.charter.organisation
    return Paper(
        language=get_language() or "en",
        organisation=localised(organisation.full_name),
        title=title,
        day=moment.on,
        symbol=symbol,
        short=f"{localised(organisation.name)} · {title}",
        lead=tuple(lead),
        facts=tuple((name, value) for name, value in facts if value),
        parts=tuple(parts),
        foot=_("From the record %(origin)s, entry %(entry)s.") % {"origin": origin(), "entry": entry},
        notice=notice(),
    )


def answer(request: HttpRequest, made: Paper, name: str) -> HttpResponse:
    """The paper as a file that a browser shows, and saves by that name and the language."""
    response = HttpResponse(pdf(made), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.{made.language}.pdf"'
    return response
