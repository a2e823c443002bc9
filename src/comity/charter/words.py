"""What the charter says by codes, in words: rights, decision rules, deadlines, and what a provision governs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from comity.charter import queries
from comity.charter.clauses import Amendment, EntryIntoForce
from comity.charter.deciding import BlockingMinority, Quorum, Rule, Test
from comity.charter.rules import Governed
from comity.charter.schema import Chairmanship, Charter, Office, Status
from comity.record.sentences import Names, localised, register_sort

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


# Decision rules


def rule_words(charter: Charter, rule: Rule) -> list[str]:
    """How a decision is taken, sentence by sentence."""
    return list(_sentences(charter, rule))


def _sentences(charter: Charter, rule: Rule) -> Iterator[str]:
    if rule.any_of or rule.all_of:
        names = "; ".join(localised(charter.rules[name].name) for name in rule.any_of or rule.all_of)
        lead = (
            _("One of these rules is enough: %(rules)s.") if rule.any_of else _("All of these are needed: %(rules)s.")
        )
        yield lead % {"rules": names}
        return
    yield _("The states that have this right are asked: %(right)s.") % {"right": RIGHTS[rule.electorate]}
    if rule.set_aside == "state-concerned":
        yield _("The state concerned is not asked.")
    if rule.set_aside == "parties-to-dispute":
        yield _("The parties to the dispute are not asked.")
    yield from _blocking(charter, rule)
    yield from (_test(charter, test) for test in rule.tests)
    if rule.blocking_minority:
        yield _minority(charter, rule.blocking_minority)
    if rule.quorum:
        yield _quorum(charter, rule.quorum)
    if days := rule.silence_days:
        yield ngettext(
            "Without a meeting, silence for %(count)s day is consent.",
            "Without a meeting, silence for %(count)s days is consent.",
            days,
        ) % {"count": days}
    if rule.silence_as_set:
        yield _("For how long silence has to last is set case by case.")
    if rule.failing:
        yield _("If it cannot be decided so, then by this rule: %(rule)s.") % {
            "rule": localised(charter.rules[rule.failing].name)
        }


def _blocking(charter: Charter, rule: Rule) -> Iterator[str]:
    if rule.objections_block == "all":
        yield _("There is no vote: it is decided when nobody objects.")
    elif rule.objections_block != "none":
        names = ", ".join(_party(charter, code) for code in rule.objections_block)
        yield _("It is stopped by an objection of: %(names)s.") % {"names": names}
    if rule.abstention_blocks:
        yield _("An abstention of theirs stops it as well.")


def _party(charter: Charter, code: str) -> str:
    return localised(charter.groups[code].name) if code in charter.groups else code


def _test(charter: Charter, test: Test) -> str:
    values = {"threshold": _threshold(test), "of": OF[test.of]}
    if test.measure == "count":
        return _("In favour must be %(threshold)s %(of)s.") % values
    values["measure"] = localised(charter.weights[test.measure].name)
    return _("In favour must be %(threshold)s %(of)s, weighed by: %(measure)s.") % values


def _minority(charter: Charter, minority: BlockingMinority) -> str:
    if minority.at_least:
        return ngettext(
            "If fewer than %(count)s state is not in favour, the majority counts as attained.",
            "If fewer than %(count)s states are not in favour, the majority counts as attained.",
            minority.at_least,
        ) % {"count": minority.at_least}
    return _(
        "The majority counts as attained, too, if those not in favour are fewer than the fewest states that weigh "
        "more than %(part)s of: %(measure)s, and %(count)s more."
    ) % {
        "part": minority.more_than,
        "measure": localised(charter.weights[minority.measure or ""].name),
        "count": minority.plus or 0,
    }


def _quorum(charter: Charter, quorum: Quorum) -> str:
    values = {"threshold": _threshold(quorum), "of": OF[quorum.of]}
    if quorum.measure == "count":
        return _("Present must be %(threshold)s %(of)s.") % values
    values["measure"] = localised(charter.weights[quorum.measure].name)
    return _("Present must be %(threshold)s %(of)s, weighed by: %(measure)s.") % values


def _threshold(asked: Test | Quorum) -> str:
    if asked.at_least is not None:
        return _("at least %(amount)s") % {"amount": asked.at_least}
    if asked.more_than is not None:
        return _("more than %(amount)s") % {"amount": asked.more_than}
    return _("all but %(count)s") % {"count": asked.all_but if isinstance(asked, Test) else 0}


# The chair, offices, treaty clauses


CHANGES: Words = {
    "regular-session": gettext_lazy("The chair passes on at the end of that session."),
    "calendar-year": gettext_lazy("The chair passes on on 1 January."),
    "half-year": gettext_lazy("The chair passes on on 1 January and on 1 July."),
    "month": gettext_lazy("The chair passes on on the first day of every month."),
}


def chair_words(charter: Charter, names: Names) -> list[str]:
    """Which state is in the chair, and for how long."""
    return list(_chairing(charter, charter.chairmanship, names)) if charter.chairmanship else []


def _chairing(charter: Charter, chair: Chairmanship, names: Names) -> Iterator[str]:
    values = {"body": localised(charter.bodies[chair.body].name)}
    if chair.changes_with == "regular-session":
        yield _("In the chair is the state that hosts the next regular session of the %(body)s.") % values
    else:
        yield _("The state in the chair presides over the %(body)s.") % values
    yield str(CHANGES[chair.changes_with])
    if chair.rotation_language:
        values = {"language": in_language(chair.rotation_language)}
        yield _("The states take turns in the alphabetical order of their names in %(language)s.") % values
    if chair.order:
        values = {"states": ", ".join(names.of("state", code) for code in chair.order)}
        yield _("The states take turns in this order: %(states)s.") % values
    if chair.as_a_rule:
        yield _("That is so as a rule; another order may be agreed.")


def amendment_words(charter: Charter, amendment: Amendment) -> list[str]:
    """How a change of the charter comes to count."""
    competence = charter.competences[amendment.decided_by]
    sentences = [_("Decided by the rule: %(rule)s.") % {"rule": localised(charter.rules[competence.rule].name)}]
    match amendment.enters_into_force:
        case "as-charter":
            sentences.append(_("It enters into force as the charter did."))
        case "on-decision":
            sentences.append(_("It counts from the decision on."))
        case "on-ratification":
            values = {"amount": amendment.ratifications}
            sentences.append(_("It enters into force once members have ratified it: %(amount)s.") % values)
    return sentences + _including(charter, amendment.including)


def _including(charter: Charter, group: str | None) -> list[str]:
    return (
        [_("Among them have to be: %(group)s.") % {"group": localised(charter.groups[group].name)}] if group else []
    )


def status_words(status: Status) -> list[str]:
    """How many hold a status, and for how long."""
    return list(_holding(status))


def _holding(status: Status) -> Iterator[str]:
    if places := status.places:
        yield ngettext("%(count)s state at a time", "%(count)s states at a time", places) % {"count": places}
    if years := status.term_years:
        yield ngettext("for %(count)s year", "for %(count)s years", years) % {"count": years}
        if not status.renewable:
            yield _("not twice in a row")


def term_words(office: Office) -> list[str]:
    """How long an office is held, and by whose turn."""
    return list(_terms(office))


def _terms(office: Office) -> Iterator[str]:
    if years := office.term_years:
        yield ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
        if not office.renewable:
            yield _("not renewable")
    if office.rotation_language:
        yield _("the states take turns in the alphabetical order of their names in %(language)s") % {
            "language": in_language(office.rotation_language)
        }


def force_words(charter: Charter, entry: EntryIntoForce) -> Iterator[str]:
    """When the charter comes to bind whom."""
    values = {"instruments": entry.instruments, "days": entry.days_after}
    yield _("On day %(days)s after instrument of ratification number %(instruments)s was deposited.") % values
    yield from _including(charter, entry.including)
    if entry.later_ratifier == "on-deposit":
        yield _("For a state that ratifies later: on the day of its deposit.")
    else:
        yield _("For a state that ratifies later: on day %(days)s after its deposit.") % values
    if entry.acceding_days_after is not None:
        values = {"days": entry.acceding_days_after}
        yield _("For a state that accedes: on day %(days)s after the depositary has its instrument.") % values
    yield _("For an unlimited time.")


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


def _provision_titles(on: date) -> dict[str, dict[str, str]]:
    found = queries.in_force(on)
    provisions = {**found[0].regulations, **found[0].articles} if found else {}
    return {ref: dict(provision.title.root) for ref, provision in provisions.items()}


register_sort("rule", _rule_names)
register_sort("article", _provision_titles, "article")
