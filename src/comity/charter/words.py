"""What the charter says by codes, in words: rights, bases, languages, and what a provision governs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comity.charter import queries
from comity.charter.rules import Governed
from comity.charter.schema import Charter
from comity.record.sentences import localised, register_sort

Words = dict[str, Promise]

RIGHTS: Words = {
    "decide": pgettext_lazy("right", "decide"),
    "elect": pgettext_lazy("right", "elect those who decide"),
    "propose": pgettext_lazy("right", "propose"),
    "chair": pgettext_lazy("right", "chair"),
    "host": pgettext_lazy("right", "host"),
    "attend": pgettext_lazy("right", "attend"),
    "speak": pgettext_lazy("right", "speak"),
    "submit-documents": pgettext_lazy("right", "submit documents"),
    "sign": pgettext_lazy("right", "sign"),
    "record-opinion": pgettext_lazy("right", "have an opinion put on record"),
}
BASES: Words = {
    "seen": gettext_lazy("seen in a source"),
    "second reading": gettext_lazy("two readers know it so; not yet compared with the text"),
    "first reading": gettext_lazy("one reader knows it so; compare it with the text"),
}
OF: Words = {
    "entitled": gettext_lazy("of all who may decide"),
    "present": gettext_lazy("of those present"),
    "voting": gettext_lazy("of those who vote for or against"),
    "taking-part": gettext_lazy("of those who take part"),
}
MEANS: Words = {
    "consultations": gettext_lazy("consultations"),
    "negotiations": gettext_lazy("negotiations"),
    "mediation": gettext_lazy("mediation"),
    "arbitration": gettext_lazy("arbitration"),
    "court": gettext_lazy("a court"),
}
CAPACITIES: Words = {
    "conclude-treaties": gettext_lazy("conclude treaties"),
    "hold-property": gettext_lazy("hold property"),
    "sue-and-be-sued": gettext_lazy("sue and be sued"),
    "open-accounts": gettext_lazy("open accounts"),
}
LANGUAGES: Words = {
    "en": gettext_lazy("English"),
    "ru": gettext_lazy("Russian"),
    "zh": gettext_lazy("Chinese"),
    "zh-hans": gettext_lazy("Chinese"),
    "fr": gettext_lazy("French"),
    "es": gettext_lazy("Spanish"),
    "ar": gettext_lazy("Arabic"),
}
IN_LANGUAGES: Words = {
    "en": pgettext_lazy("names in that language", "English"),
    "ru": pgettext_lazy("names in that language", "Russian"),
    "zh": pgettext_lazy("names in that language", "Chinese"),
}
"""The same after “in”, where some languages decline them."""
TAKERS: Words = {
    "applicant": gettext_lazy("the applicant"),
    "members": gettext_lazy("the members"),
    "depositary": gettext_lazy("the depositary"),
    "secretariat": gettext_lazy("the secretariat"),
    "chair": gettext_lazy("the chair"),
}
"""Who takes a step, or to whom a notice goes, where it is no body."""
TABLES: Words = {
    "organisation": gettext_lazy("the founding"),
    "languages": gettext_lazy("languages"),
    "seating": gettext_lazy("the order of states"),
    "chairmanship": gettext_lazy("the chairmanship"),
    "deadlines": gettext_lazy("deadlines"),
    "accession": gettext_lazy("admission"),
    "withdrawal": gettext_lazy("withdrawal"),
    "suspension": gettext_lazy("suspension and expulsion"),
    "opinions_on_record": gettext_lazy("opinions on record"),
    "positions": gettext_lazy("who may read positions"),
    "opt_in_projects": gettext_lazy("projects of those who wish"),
    "depositary": gettext_lazy("the depositary"),
    "budget": gettext_lazy("the budget"),
    "amendment": gettext_lazy("amendment"),
    "entry_into_force": gettext_lazy("entry into force"),
    "reservations": gettext_lazy("reservations"),
    "disputes": gettext_lazy("disputes"),
    "legal_capacity": gettext_lazy("legal capacity"),
    "seat": gettext_lazy("seats"),
    "group": gettext_lazy("groups of states"),
    "weight": gettext_lazy("weights"),
}
"""Sections of the charter; each is an anchor of its page, too."""
CHANGES: Words = {
    "regular-session": gettext_lazy("The chair passes on at the end of that session."),
    "calendar-year": gettext_lazy("The chair passes on on 1 January."),
    "half-year": gettext_lazy("The chair passes on on 1 January and on 1 July."),
    "month": gettext_lazy("The chair passes on on the first day of every month."),
}
"""When the chair passes on."""
SORTS: Words = {
    "status": gettext_lazy("status"),
    "body": gettext_lazy("body"),
    "competence": gettext_lazy("competence"),
    "rule": gettext_lazy("decision rule"),
    "office": gettext_lazy("office"),
    "step": gettext_lazy("step"),
}


@dataclass(frozen=True)
class Named:
    """Something that a provision governs: what it is and what it is called.

    page, code   the page that tells of it; the charter's own has no code, but a place, `anchor`
    """

    sort: str
    name: str
    page: str
    code: str = ""
    anchor: str = ""


def governing(charter: Charter, found: Iterable[Governed]) -> list[tuple[str, list[Named]]]:
    """What a provision governs, by sorts: `("competence", [admit a member, …])`."""
    named = dict.fromkeys(_named(charter, what) for what in found)
    sorts = dict.fromkeys(each.sort for each in named)
    return [(sort, [each for each in named if each.sort == sort]) for sort in sorts]


def _named(charter: Charter, what: Governed) -> Named:
    sort, name = str(SORTS.get(what.table, "")), _name(charter, what)
    if what.table in ("body", "office"):
        return Named(sort, name, what.table, code=what.name)
    if what.table == "step":
        return Named(sort, name, "charter", anchor="accession")
    return Named(sort, name, "charter", anchor=f"{what.table}-{what.name}" if sort else what.table)


def _name(charter: Charter, what: Governed) -> str:
    match what.table:
        case "status":
            return localised(charter.statuses[what.name].name)
        case "body":
            return localised(charter.bodies[what.name].name)
        case "competence":
            return localised(charter.competences[what.name].name)
        case "rule":
            return localised(charter.rules[what.name].name)
        case "office":
            return localised(charter.offices[what.name].title[-1].name)
        case "step":
            return next(localised(step.name) for step in charter.accession.steps if step.act == what.name)
    return str(TABLES.get(what.table, what.table))


def language_name(tag: str) -> str:
    return str(LANGUAGES.get(tag, tag))


def in_language(tag: str) -> str:
    return str(IN_LANGUAGES.get(tag, tag))


def taker(charter: Charter, code: str) -> str:
    """Who takes a step of accession: a body by its name, or a party."""
    return localised(charter.bodies[code].name) if code in charter.bodies else str(TAKERS.get(code, code))


def period(since: date | None, until: date | None) -> str:
    """For which time something counts; empty if always."""
    if since and until:
        return _("from %(since)s, until %(until)s") % {"since": date_format(since), "until": date_format(until)}
    if since:
        return _("since %(since)s") % {"since": date_format(since)}
    return _("until %(until)s") % {"until": date_format(until)} if until else ""


# What the record's pages are told about the charter's codes


def _rule_names(on: date) -> dict[str, dict[str, str]]:
    found = queries.in_force(on)
    return {code: dict(rule.name.root) for code, rule in found[0].rules.items()} if found else {}


def _weight_names(on: date) -> dict[str, dict[str, str]]:
    found = queries.in_force(on)
    return {code: dict(weight.name.root) for code, weight in found[0].weights.items()} if found else {}


def _provision_titles(on: date) -> dict[str, dict[str, str]]:
    found = queries.in_force(on)
    provisions = {**found[0].regulations, **found[0].articles} if found else {}
    return {ref: dict(provision.title.root) for ref, provision in provisions.items()}


register_sort("rule", _rule_names)
register_sort("weight", _weight_names)
register_sort("article", _provision_titles, "article")
