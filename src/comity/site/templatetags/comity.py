"""What templates ask for: addresses that keep the chosen day, marks of provenance, dates as far as they are known."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import Resolver404, resolve
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from comity.bodies.words import PHASES
from comity.charter import queries as charters
from comity.charter.day import Moment, day_asked
from comity.record.clock import today
from comity.record.markup import put
from comity.record.places import place_html
from comity.record.sentences import address_of, article_name, day_told, localised
from comity.record.unseen import new_mark
from comity.site import once, stylesheet
from comity.site.addresses import in_language

register = template.Library()
register.tag("once", once.once)
register.tag("translate", once.translate)
register.tag("url", once.url)
register.filter("localised", localised)
register.filter("article_name", article_name)
register.filter("place", place_html)
register.simple_tag(new_mark)

SECTIONS = {
    "home": (pgettext_lazy("navigation", "Home"), ["home"]),
    "members": (pgettext_lazy("navigation", "Members"), ["members", "state"]),
    "bodies": (pgettext_lazy("navigation", "Bodies"), ["bodies", "body"]),
    "chair": (pgettext_lazy("navigation", "Chair"), ["chair"]),
    "meetings": (
        pgettext_lazy("navigation", "Meetings"),
        ["meetings", "session", "session_record", "session_room", "session_chair", "plan", "plan_table"],
    ),
    "offices": (pgettext_lazy("navigation", "Offices"), ["offices", "office"]),
    "decisions": (pgettext_lazy("navigation", "Decisions"), ["decisions", "decision"]),
    "documents": (pgettext_lazy("navigation", "Documents"), ["documents", "work"]),
    "record": (pgettext_lazy("navigation", "Record"), ["record", "entry", "verify"]),
    "charter": (pgettext_lazy("navigation", "Charter"), ["charter", "article"]),
    "help": (pgettext_lazy("navigation", "Help"), ["help"]),
}
"""The main navigation: the first page of each section, its title, and the names of its pages."""
LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "zh-hans": "中文"}
DATED = {
    "month": gettext_lazy("%(month)s, day not known"),
    "year": gettext_lazy("%(year)s, day not known"),
    "unknown": gettext_lazy("not known, not before %(day)s"),
}
DOUBTS = {
    "breach": (
        gettext_lazy("irregular"),
        gettext_lazy("The charter would not have allowed it so. The entry says why."),
    ),
    "gap": (
        gettext_lazy("gap in the sources"),
        gettext_lazy("It rests on something that the sources do not tell. The entry says on what."),
    ),
}


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *args: Any) -> str:
    """The address of a page, on the day that the reader has chosen."""
    query = _query(context)
    return address_of(name, *args) + ("" if name == "record" and _is_to_come(query) else query)


def _is_to_come(query: str) -> bool:
    """Whether a day to come is asked for. The record has none, so a link to it leaves that day out."""
    return query > "?on=" + today().isoformat()


@register.simple_tag(takes_context=True)
def day_query(context: Context) -> str:
    return _query(context)


def _query(context: Context) -> str:
    on = context.request.GET.get("on", "") if context.get("request") else ""
    try:
        return "?" + urlencode({"on": on}) if parse_date(on) else ""
    except ValueError:
        return ""


@register.simple_tag(takes_context=True)
def day_shown(context: Context) -> Moment | None:
    """The day of the record's page, which may lie before the founding; None while there is no charter."""
    present = today()
    on = day_asked(context.request) or present
    found = charters.in_force(on)
    if found is None:
        return None
    charter, enacted = found
    return Moment(on, min(charter.organisation.founded_on, on), present, charter, enacted)


@register.simple_tag
def feed_language(**asked: str) -> str:
    """What stands behind the address of a feed for it to speak the language of the page, about what is asked for."""
    language = get_language() or settings.LANGUAGE_CODE
    chosen = {"lang": "" if language == settings.LANGUAGE_CODE else language, **asked}
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"?{query}" if query else ""


@register.simple_tag
def asset(name: str, extension: str) -> str:
    return stylesheet.address(name, extension)


@register.simple_tag(takes_context=True)
def organisation_name(context: Context) -> str:
    """By the charter of the chosen day, if the page has one; else by that of today; empty while there is none."""
    moment = context.get("moment")
    found = (moment.charter, moment.enacted) if moment else charters.in_force(today())
    return localised(found[0].organisation.full_name) if found else ""


@register.simple_tag(takes_context=True)
def place(context: Context) -> tuple[str, str, bool]:
    """What the masthead depends on: the page by its name, and the day that links keep."""
    query = _query(context)
    return _page_name(context), query, _is_to_come(query)


def _page_name(context: Context) -> str:
    match = getattr(context.request, "resolver_match", None)
    return match.url_name or "" if match else ""


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[dict[str, Any]]:
    """The main navigation; `current` marks where the reader is."""
    page = _page_name(context)
    return [
        {"address": to(context, name), "title": title, "current": page in pages}
        for name, (title, pages) in SECTIONS.items()
    ]


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[tuple[str, str]]:
    """Each language, with the address of the present page in it on the same day.

    It is that of the home page where the present address is no page.
    """
    request = context.request
    known = request.resolver_match or _is_page(request.path_info)
    bare = request.get_full_path().removeprefix(f"/{get_language()}/").removeprefix("/") if known else ""
    return [(tag, in_language(f"/{bare}", tag)) for tag, _name in settings.LANGUAGES]


# The address of the page stands in these two, so they are not the same on any two pages: no templates, for speed.


@register.simple_tag
def alternates(versions: list[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">\n  ', versions)


@register.simple_tag
def language_links(versions: list[tuple[str, str]]) -> SafeString:
    own, current = get_language(), mark_safe(' aria-current="true"')
    link = '\n            <li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>'
    return format_html_join(
        "",
        link,
        ((at, tag, tag, current if tag == own else "", LANGUAGE_NAMES.get(tag, tag)) for tag, at in versions),
    )


def _is_page(path: str) -> bool:
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


@register.simple_tag
def day(value: date | None) -> str:
    return day_told(value) if value else ""


@register.simple_tag
def dated(value: date | None, precision: str = "day") -> str:
    """A day as exactly as it is known."""
    if value is None:
        return ""
    if precision not in DATED:
        return day_told(value)
    shown = {"month": date_format(value, "YEAR_MONTH_FORMAT"), "year": value.year, "day": date_format(value)}
    return DATED[precision] % shown


@register.filter
def phase_name(phase: str) -> str:
    return str(PHASES.get(phase, phase))


@register.simple_tag(takes_context=True)
def mark(context: Context, entry: int | None, article: str = "") -> SafeString:
    """The entry that made a fact so, and the provision it rests on.

    Not a template of its own: a page may have hundreds of them.
    """
    links = [_entry_mark(entry)] if entry else []
    if article:
        links.append(_article_mark(article, _provision(context, article)))
    # Both kinds of link are made by `put`.
    return mark_safe(f'<span class="mark">{" ".join(links)}</span>')  # nosec B703


@register.simple_tag
def agenda_line(row: dict[str, Any]) -> SafeString:
    """A line of a list of acts: when, the sentence, the entry, and whether there is a doubt."""
    entry = row["entry"]
    return put(
        '\n    <li><span class="agenda__when">{}</span><span class="agenda__what">{} '
        '<span class="mark"><a href="{}">№ {}</a></span>{}{}</span></li>',
        *(dated(entry.on, entry.dated), row["sentence"], address_of("entry", entry.seq), entry.seq),
        *(new_mark("entry", entry.seq), doubt_mark(row["doubt"], entry.seq)),
    )


@register.simple_tag
def doubt_mark(doubt: str, entry: int) -> str:
    """`doubt`: record.doubts.BREACH or GAP; `entry`: whose page says why."""
    if doubt not in DOUBTS:
        return ""
    word, why = DOUBTS[doubt]
    link = ' <a class="doubt doubt--{}" href="{}" title="{}">{}</a>'
    return put(link, doubt, address_of("entry", entry), why, word)


def _entry_mark(entry: int) -> str:
    title = gettext("Entry %(entry)s of the record") % {"entry": entry}
    return put('<a href="{}" title="{}">№ {}</a>', address_of("entry", entry), title, entry)


def _article_mark(article: str, title: str) -> str:
    numbered = article.isdecimal()
    text = gettext("Art. %(article)s") % {"article": article} if numbered else title
    sort = "" if numbered else mark_safe(' class="mark__named"')
    return put('<a{} href="{}" title="{}">{}</a>', sort, address_of("article", article), title, text)


def _provision(context: Context, ref: str) -> str:
    """What a provision is called by the charter of the chosen day; a regulation may not be in it."""
    moment = context.get("moment")
    found = moment and (moment.charter.articles.get(ref) or moment.charter.regulations.get(ref))
    return localised(found.title) if found else article_name(ref)


@register.simple_tag
def quoted(text: dict[str, str]) -> SafeString:
    """Wording that was taken over as it is, with the language it is in where the reader's is missing."""
    language = (get_language() or "en").split("-")[0]
    if language in text:
        return put("{}", text[language])
    return put('<span lang="{}">{}</span>', "en" if "en" in text else next(iter(text)), localised(text))
