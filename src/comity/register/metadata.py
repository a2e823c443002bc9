"""What is told of a document to who cites it, and to search engines."""

import json
from datetime import timedelta

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from comity.charter.day import Moment
from comity.record.exercise import notice
from comity.record.places import place_name
from comity.record.sentences import localised
from comity.register import rules, words
from comity.register.citation import Cited
from comity.register.models import Document


def cited_of(request: HttpRequest, moment: Moment, document: Document, bodies: dict[str, str]) -> Cited:
    title, tag = words.titled(document.title)
    organisation = localised(moment.charter.organisation.full_name)
    return Cited(
        code=document.code,
        symbol=document.symbol,
        title=title,
        language=tag or (get_language() or "en").split("-")[0],
        type=document.type,
        author=bodies.get(document.body, "") or organisation,
        organisation=organisation,
        place=place_name(document.place),
        on=document.adopted_on,
        dated=document.dated,
        address=request.build_absolute_uri(document.address),
        notice=notice(),
    )


FORCE = {True: "https://schema.org/InForce", False: "https://schema.org/NotInForce"}


def metadata(cited: Cited, document: Document, standing: rules.Standing) -> SafeString:
    """schema.org `Legislation` as JSON-LD: data, which no browser executes and no content security policy stops."""
    found = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": cited.address,
        "url": cited.address,
        "disambiguatingDescription": cited.notice,
        "name": cited.title,
        "inLanguage": cited.language,
        "legislationIdentifier": cited.symbol,
        "legislationType": cited.type,
        "legislationDate": cited.day,
        "legislationPassedBy": {"@type": "Organization", "name": cited.author},
        "publisher": {"@type": "Organization", "name": cited.organisation},
        "legislationLegalForce": FORCE.get(standing.in_force) if standing.in_force is not None else None,
        "temporalCoverage": period(document),
        "locationCreated": {"@type": "Place", "name": cited.place} if cited.place else None,
    }
    text = json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
    # What could end the element in which it stands is written as an escape of JSON.
    return mark_safe(  # nosec B703
        text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
    )


def period(document: Document) -> str:
    """ISO 8601, from the first to the last day; `..` where an end is open."""
    if not document.since and not document.until:
        return ""
    last = (document.until - timedelta(days=1)).isoformat() if document.until else ".."
    return f"{document.since.isoformat() if document.since else '..'}/{last}"
