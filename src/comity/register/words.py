"""What people call the types, areas and relations of documents, and why one counts or does not."""

from datetime import date, timedelta
from typing import Any

from babel import Locale
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from comity.record.sentences import address_of, localised
from comity.record.text import wording

TYPES = {
    "charter": pgettext_lazy("type of document", "charter"),
    "treaty": pgettext_lazy("type of document", "treaty"),
    "convention": pgettext_lazy("type of document", "convention"),
    "agreement": pgettext_lazy("type of document", "agreement"),
    "memorandum": pgettext_lazy("type of document", "memorandum"),
    "regulation": pgettext_lazy("type of document", "regulation"),
    "decision": pgettext_lazy("type of document", "decision"),
    "declaration": pgettext_lazy("type of document", "declaration"),
    "statement": pgettext_lazy("type of document", "statement"),
    "strategy": pgettext_lazy("type of document", "strategy"),
    "programme": pgettext_lazy("type of document", "programme"),
    "action-plan": pgettext_lazy("type of document", "action plan"),
    "roadmap": pgettext_lazy("type of document", "road map"),
    "concept": pgettext_lazy("type of document", "concept"),
}
AREAS = {
    "institutional": pgettext_lazy("area of cooperation", "institutional"),
    "political": pgettext_lazy("area of cooperation", "political"),
    "security": pgettext_lazy("area of cooperation", "security"),
    "economic": pgettext_lazy("area of cooperation", "economic"),
    "humanitarian": pgettext_lazy("area of cooperation", "humanitarian"),
    "transport": pgettext_lazy("area of cooperation", "transport"),
    "environment": pgettext_lazy("area of cooperation", "environment"),
    "digital": pgettext_lazy("area of cooperation", "digital"),
    "energy": pgettext_lazy("area of cooperation", "energy"),
}
RELATIONS = {
    "amends": (pgettext_lazy("relation", "amends"), pgettext_lazy("relation", "is amended by")),
    "replaces": (pgettext_lazy("relation", "replaces"), pgettext_lazy("relation", "is replaced by")),
    "implements": (pgettext_lazy("relation", "implements"), pgettext_lazy("relation", "is implemented by")),
    "follows": (pgettext_lazy("relation", "follows"), pgettext_lazy("relation", "is followed by")),
    "rests-on": (pgettext_lazy("relation", "rests on"), pgettext_lazy("relation", "is the basis of")),
}
"""Each relation, read from the one document and from the other."""
STATES = {
    "yes": pgettext_lazy("document", "in force"),
    "no": pgettext_lazy("document", "not in force"),
    "unknown": pgettext_lazy("document", "not known"),
}
UNREAD = {
    "encrypted": gettext_lazy("Its text is not searched: the file asks for a password. Add one that does not."),
    "damaged": gettext_lazy("Its text is not searched: the file is damaged. Save the text anew, and add that."),
    "no_text": gettext_lazy(
        "Its text is not searched: there are pictures of it in the file, and no text. Let a program recognise the "
        "text, and add that."
    ),
    "partly": gettext_lazy("A part of its text is searched: the rest is too long, or could not be read."),
    "costly": gettext_lazy(
        "Its text is not searched: to read the file takes too much time or memory. Save the text anew, and add that."
    ),
    "waiting": gettext_lazy("Its text is not searched yet: the clerk reads it within a minute."),
}
"""What the search does not find of a file, why, and what to do (`plain.py`); for those who add files."""
OTHERS = (
    *("ar", "be", "de", "es", "fa", "fr", "hi", "hy", "kk", "ky"),
    *("mn", "ne", "ps", "pt", "si", "tg", "tr", "ur", "uz"),
)
"""Languages besides the three in which the site speaks; what they are called is CLDR's."""
LANGUAGES = {
    "en": {"en": "English", "ru": "английский", "zh": "英文"},
    "ru": {"en": "Russian", "ru": "русский", "zh": "俄文"},
    "zh": {"en": "Chinese", "ru": "китайский", "zh": "中文"},
} | {tag: {tongue: Locale(tongue).languages[tag] for tongue in ("en", "ru", "zh")} for tag in OTHERS}


def type_name(type: str) -> str:
    return str(TYPES.get(type, type))


def area_name(area: str) -> str:
    return str(AREAS.get(area, area.replace("-", " ")))


def relation_name(relation: str, outward: bool) -> str:
    """What the page's own document does to the other (outward), or the other to it."""
    return str(RELATIONS[relation][0 if outward else 1])


def state_name(in_force: bool | None) -> str:
    return str(STATES[state_code(in_force)])


def state_code(in_force: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[in_force]


def language_name(tag: str) -> str:
    return localised(LANGUAGES.get(tag.split("-")[0], {"en": tag}))


def language_names(on: date) -> dict[str, dict[str, str]]:
    """What each language is called, by its tag; the same on any day."""
    return LANGUAGES


def titled(title: dict[str, Any], language: str = "") -> tuple[str, str]:
    """A title for the reader, and the language it is in where that is not the reader's.

    language   of the reader, for who tells many titles: Django takes long to find it out
    """
    language = language or get_language() or "en"
    own, text = language.split("-")[0], wording(title, language)
    tag = next((tag for tag, told in title.items() if told == text), "")
    return text, "" if tag.split("-")[0] == own else tag


def path_of(address: str) -> str:
    """Where the page of a permanent address is, in the language of the reader."""
    return address_of("documents").removesuffix("documents") + address.removeprefix("/")


def told_period(since: date | None, until: date | None) -> str:
    """From the first to the last day; of whole years the years, since that is how exactly a plan of years is dated.

    until   the first day on which it counts no longer
    """
    begin = "" if since is None else str(since.year) if is_new_year(since) else date_format(since)
    last = until - timedelta(days=1) if until else None
    end = "" if until is None or last is None else str(last.year) if is_new_year(until) else date_format(last)
    return begin if begin == end else f"{begin} – {end}"


def is_new_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def told_day(day: date, dated: str) -> str:
    """A day as exactly as it is known."""
    if dated == "month":
        return date_format(day, "YEAR_MONTH_FORMAT")
    return str(day.year) if dated == "year" else date_format(day)
