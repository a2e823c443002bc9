"""What the charter provides, told in sentences: decision rules, the chair, terms, treaty clauses."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.charter.clauses import Amendment, EntryIntoForce
from comity.charter.deciding import BlockingMinority, Positions, Quorum, Rule, Test
from comity.charter.organs import Chairmanship, Office
from comity.charter.schema import Charter, Status
from comity.charter.words import CHANGES, OF, RIGHTS, in_language
from comity.record.sentences import Names, listed, localised
from comity.record.words import AUDIENCES

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
        names = listed(_party(charter, code) for code in rule.objections_block)
        yield _("It is stopped by an objection of: %(names)s.") % {"names": names}
    if rule.abstention_blocks:
        yield _("An abstention of theirs stops it as well.")


def positions_words(charter: Charter) -> list[tuple[str, Positions]]:
    """Who may read positions: a sentence and its rule, of all, then of each body and competence that differs."""
    told = [("", charter.positions), *((localised(one.name), one.positions) for one in charter.bodies.values())]
    told += [(localised(one.name), one.positions) for one in charter.competences.values()]
    return [(_read_by(name, one), one) for name, one in told if one]


def _read_by(matter: str, provided: Positions) -> str:
    values = {"matter": matter, "readers": AUDIENCES[provided.read_by]}
    told = _("%(matter)s: %(readers)s.") % values if matter else _("Until the adoption: %(readers)s.") % values
    closed = _("They stay closed after it, too.")
    return f"{told} {closed}" if provided.opens == "never" else told


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
        values = {"states": listed(names.of("state", code) for code in chair.order)}
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
