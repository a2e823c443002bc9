"""The charter, article by article, with what each governs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.charter import rules, telling, words
from comity.charter.day import Moment, moment_of
from comity.charter.rules import Governed, counts
from comity.charter.schema import Article, Charter, SeatKind
from comity.charter.values import Provided
from comity.record.lists import as_json, data
from comity.record.resting import entries_by_article
from comity.record.sentences import SORTS, Names, localised

PROVISION_COLUMNS = ("ref", "title", "summary", "adopted_on", "known", "source", "acts")
Row = dict[str, Any]
Provision = TypeVar("Provision", bound=Provided)


def charter(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    charter, names = moment.charter, Names(moment.on)
    provisions = provision_rows(charter)
    context = {
        "moment": moment,
        "charter": charter,
        "articles": [row for row in provisions if row["numbered"]],
        "regulations": [row for row in provisions if not row["numbered"]],
        "statuses": list(statuses(moment)),
        "rules": list(decision_rules(charter)),
        "positions": telling.positions_words(charter),
        "competences": list(competences(moment)),
        "offices": list(offices(moment)),
        "steps": [
            {"name": localised(step.name), "by": words.taker(charter, step.by), "step": step}
            for step in charter.accession.steps
        ],
        "notified": words.TAKERS[charter.withdrawal.to] if charter.withdrawal else "",
        "official": [words.language_name(tag) for tag in charter.languages.official],
        "working": [words.language_name(tag) for tag in charter.languages.working],
        "order": words.in_language(charter.seating.language),
        "chair": telling.chair_words(charter, names),
        "budget": budget(moment),
        **treaty(charter, names),
    }
    return render(request, "charter/charter.html", context)


def decision_rules(charter: Charter) -> Iterator[Row]:
    for code, rule in by_provision(charter, charter.rules):
        wording = telling.rule_words(charter, rule)
        yield {"code": code, "name": localised(rule.name), "words": wording, "article": rule.article}


def treaty(charter: Charter, names: Names) -> Row:
    """The charter as a treaty: where it is kept, how it came into force, how it is changed and argued over."""
    return {
        "depositary": depositary(charter, names),
        "force": list(telling.force_words(charter, charter.entry_into_force)) if charter.entry_into_force else [],
        "amendment": telling.amendment_words(charter, charter.amendment) if charter.amendment else [],
        "means": [words.MEANS[way] for way in charter.disputes.means] if charter.disputes else [],
        "capacities": [words.CAPACITIES[way] for way in charter.legal_capacity.may] if charter.legal_capacity else [],
        "seats": [
            {"name": localised(charter.seats[kind].name), "article": charter.seats[kind].article}
            for kind in get_args(SeatKind)
            if kind in charter.seats
        ],
    }


def article(request: HttpRequest, number: str) -> HttpResponse:
    moment = moment_of(request)
    rows = provision_rows(moment.charter)
    place = next((place for place, row in enumerate(rows) if row["ref"] == number), None)
    if place is None:
        raise Http404(
            _("The charter has no provision “%(number)s”. The page Charter lists its articles, 1 to %(last)s.")
            % {"number": number[:60], "last": len(moment.charter.articles)}
        )
    context = {
        "moment": moment,
        "row": rows[place],
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "protocols": [protocol for protocol in moment.charter.protocols if number in protocol.articles],
    }
    return render(request, "charter/article.html", context)


def charter_data(request: HttpRequest) -> HttpResponse:
    """`/charter.json`: the whole charter that counts on the day, and the entry that enacted it."""
    return as_json(charter_told(moment_of(request)))


def charter_told(moment: Moment) -> Row:
    text = moment.charter.model_dump(mode="json", exclude_unset=True)
    return {"on": moment.on, "entry": moment.enacted, "charter": text}


def provisions_data(request: HttpRequest, form: str) -> HttpResponse:
    """`/charter/provisions.json` and `.csv`: the articles and the regulations, and how many acts rest on each."""
    moment = moment_of(request)
    return data("provisions", request, form, PROVISION_COLUMNS, lambda: provision_rows(moment.charter))


def provision_rows(charter: Charter) -> list[Row]:
    """The articles by number, then the regulations, each with what it governs and how many acts rest on it."""
    resting = entries_by_article()
    known = {**charter.articles, **charter.regulations}
    refs = rules.article_refs(charter)
    return [_row(charter, ref, known[ref], found, resting) for ref, found in refs.items() if ref in known]


def _row(charter: Charter, ref: str, article: Article, governed: tuple[Governed, ...], resting: Counter[str]) -> Row:
    return {
        "ref": ref,
        "numbered": ref in charter.articles,
        "title": localised(article.title),
        "summary": localised(article.summary),
        "adopted_on": article.adopted_on,
        "known": article.basis,
        "basis": words.BASES[article.basis],
        "seen": article.basis == "seen",
        "source": article.source or "",
        "governs": words.governing(charter, governed),
        "acts": resting[ref],
    }


def depositary(charter: Charter, names: Names) -> str:
    """Who keeps the charter: a state, or who holds an office."""
    if charter.depositary is None:
        return ""
    if charter.depositary.charter:
        return names.of("state", charter.depositary.charter)
    return localised(charter.offices[charter.depositary.office or ""].title[-1].name)


def by_provision(charter: Charter, rules_by_name: Mapping[str, Provision]) -> list[tuple[str, Provision]]:
    """Rules in the order of the provisions on which they rest, then by their names."""
    order = {ref: place for place, ref in enumerate(rules.article_refs(charter))}
    return sorted(rules_by_name.items(), key=lambda rule: (order[rule[1].article], rule[0]))


def statuses(moment: Moment) -> Iterator[Row]:
    """What a state can be on the day, by rank, and what it may then do."""
    for code in rules.statuses_in_force(moment.charter, moment.on):
        status = moment.charter.statuses[code]
        granting = moment.charter.competences[status.granted_by] if status.granted_by else None
        yield {
            "code": code,
            "name": localised(status.name),
            "rights": [words.RIGHTS[right] for right in status.rights],
            "granted_by": localised(granting.name) if granting else "",
            "competence": status.granted_by,
            "invited_by": localised(moment.charter.seats[status.invited_by].name) if status.invited_by else "",
            "group": localised(moment.charter.groups[status.held_by].name) if status.held_by else "",
            "terms": telling.status_words(status),
            "period": words.period(status.since, status.until),
            "article": status.article,
        }


def competences(moment: Moment) -> Iterator[Row]:
    """Who decides what on the day, and by which rule."""
    charter = moment.charter
    for name, competence in by_provision(charter, charter.competences):
        body = rules.competent_body(charter, name, moment.on)
        if counts(competence, moment.on):
            yield {
                "code": name,
                "name": localised(competence.name),
                "body": body,
                "body_name": localised(charter.bodies[body].name) if body else "",
                "rule": competence.rule,
                "rule_name": localised(charter.rules[competence.rule].name),
                "proposed_by": competence.proposed_by,
                "proposer": localised(charter.bodies[competence.proposed_by].name) if competence.proposed_by else "",
                "article": competence.article,
            }


def offices(moment: Moment) -> Iterator[Row]:
    """The offices by the names that they have on the day."""
    for code, office in by_provision(moment.charter, moment.charter.offices):
        title = rules.in_force(office.title, moment.on) or office.title[-1]
        yield {
            "code": code,
            "name": localised(title.name),
            "terms": telling.term_words(office),
            "body": office.body,
            "body_name": localised(moment.charter.bodies[office.body].name),
            "appointer": rules.competent_body(moment.charter, office.appointed_by, moment.on),
            "article": office.article,
        }


def budget(moment: Moment) -> Row | None:
    """The scale that counts on the day, the largest share first; without one, the page says so."""
    if moment.charter.budget is None:
        return None
    approving = rules.competent_body(moment.charter, moment.charter.budget.approved_by, moment.on)
    scale = rules.in_force(moment.charter.budget.scale, moment.on)
    states = SORTS["state"].find(moment.on, ()) if "state" in SORTS else {}
    shares = sorted(scale.shares.items(), key=lambda share: -float(share[1])) if scale else []
    return {
        "approved_by": approving,
        "approver": localised(moment.charter.bodies[approving].name) if approving else "",
        "article": moment.charter.budget.article,
        "scale": scale,
        "period": words.period(scale.since, scale.until) if scale else "",
        "shares": [(code, localised(states.get(code, {"en": code})), share) for code, share in shares],
    }
