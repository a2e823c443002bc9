"""A decision as its body adopted it, with the opinions on record: a document of record."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comity.charter import papers
from comity.charter.day import Moment, moment_of
from comity.decisions import rows, telling
from comity.decisions.models import Decision, Draft, Opinion
from comity.decisions.pages import decision_at
from comity.decisions.words import reasons_told
from comity.record.sentences import Names, article_name, day_told, listed, localised
from comity.typeset import Paper, Part


def decision_paper(request: HttpRequest, code: int) -> HttpResponse:
    """`/decisions/97.pdf`. Raises Http404 for a decision that was not adopted here by that day."""
    moment = moment_of(request)
    found = decision_at(code, moment)
    if not has_paper(found):
        raise Http404(_("A decision becomes a document of record once it is adopted. Its page tells how it stands."))
    return papers.answer(request, paper_of(found, moment), f"decision-{code}")


def has_paper(found: Decision) -> bool:
    """Whether it was adopted, and in this record: what was decided before has its own document."""
    return found.stage == "adopted" and found.manner != "history"


def paper_of(found: Decision, moment: Moment) -> Paper:
    names = Names(moment.on)
    competence = moment.charter.competences.get(found.competence)
    rule = moment.charter.rules.get(found.rule)
    facts = [
        (_("Body"), names.of("body", found.body)),
        (_("Adopted"), day_told(found.ended_on) if found.ended_on else ""),
        (_("Competence"), f"{localised(competence.name)} ({article_name(found.article)})" if competence else ""),
        (_("Rule"), f"{localised(rule.name)} ({article_name(rule.article)})" if rule else ""),
        (_("State concerned"), names.of("state", found.concerned_state) if found.concerned_state else ""),
        (_("Parties to the dispute"), listed(names.of("state", state) for state in found.party_states)),
        (_("Looked at again"), day_told(found.review_on) if found.review_on else ""),
    ]
    seats, shown = rows.seats(found, moment), rows.positions_shown(found)
    return papers.paper(
        moment,
        localised(found.title),
        entry=found.adopted_by or found.entry,
        lead=[telling.what(found, moment, names, seats, shown)],
        facts=facts,
        parts=[part for part in parts_of(found, moment, names) if part.paragraphs or part.rows],
    )


def parts_of(found: Decision, moment: Moment, names: Names) -> Iterator[Part]:
    yield Part(_("Text"), paragraphs=tuple(text_of(found, moment)))
    if rows.positions_shown(found):
        said = tuple((seat["name"], seat["position_name"]) for seat in rows.seats(found, moment))
        head = (pgettext("column", "State"), pgettext("column", "Position"))
        yield Part(_("What each state said"), head=head, rows=said, columns=(1, 1))
        told = reasons_told(found.outcome, names)
        conditions = tuple((reason["sentence"], str(reason["verdict"])) for reason in told)
        head = (pgettext("column", "Condition"), "")
        yield Part(_("What the rule asked"), head=head, rows=conditions, columns=(4, 1))
    opinions = Opinion.objects.filter(decision=found.entry, on__lte=moment.on)
    said = tuple((f"{names.of('state', one.state)}, {day_told(one.on)}", localised(one.text)) for one in opinions)
    head = (pgettext("column", "State"), pgettext("column", "Opinion"))
    yield Part(_("Opinions on record"), head=head, rows=said, columns=(1, 2))


def text_of(found: Decision, moment: Moment) -> Iterator[str]:
    """The wording that counts on the day, or which document it is."""
    last = Draft.objects.filter(decision=found.entry, on__lte=moment.on).order_by("number", "entry").last()
    if last and last.text:
        yield from localised(last.text).splitlines()
    if last and last.document:
        yield _("The document %(document)s of the register.") % {"document": last.document}
    if last and last.correction:
        yield _("Corrected on %(day)s: %(grounds)s") % {"day": day_told(last.on), "grounds": localised(last.grounds)}
