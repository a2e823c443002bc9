"""Decisions in the reader's words: stages, positions, outcomes with their figures."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from comity.charter import queries as charters
from comity.decisions.keeping import figure
from comity.record.sentences import Names, listed

STAGES = {
    "put-forward": pgettext_lazy("stage of a decision", "put forward"),
    "open": pgettext_lazy("stage of a decision", "open for positions"),
    "silence": pgettext_lazy("stage of a decision", "in a silence procedure"),
    "written": pgettext_lazy("stage of a decision", "in a written procedure"),
    "adopted": pgettext_lazy("stage of a decision", "adopted"),
    "withdrawn": pgettext_lazy("stage of a decision", "withdrawn"),
    "closed": pgettext_lazy("stage of a decision", "closed without outcome"),
}
TERM_OVER = {
    "silence": pgettext_lazy("stage of a decision", "silence procedure, its term over"),
    "written": pgettext_lazy("stage of a decision", "written procedure, its term over"),
}
POSITIONS = {
    "consent": pgettext_lazy("position of a state", "consents"),
    "object": pgettext_lazy("position of a state", "objects"),
    "abstain": pgettext_lazy("position of a state", "abstains"),
    "excused": pgettext_lazy("position of a state", "takes no part"),
    "absent": pgettext_lazy("position of a state", "absent"),
    "none": pgettext_lazy("position of a state", "no record"),
    "aside": pgettext_lazy("position of a state", "set aside"),
    "closed": pgettext_lazy("position of a state", "not open to you"),
    "unpublished": pgettext_lazy("position of a state", "not published"),
}
INSTEAD = {
    "consent": gettext_lazy("%(state)s consents"),
    "abstain": gettext_lazy("%(state)s abstains"),
    "none": gettext_lazy("%(state)s no longer objects"),
}
"""What a state would have to do for a decision to be adopted."""
SIGNS = {"consent": "✓", "object": "✕", "abstain": "–", "excused": "○", "absent": "·", "none": "", "aside": ""}
"""What stands beside a seat, so that nothing is told by colour alone."""
ADOPTED = {
    "session": gettext_lazy("The %(body)s adopted it on %(day)s: the chair saw no objection."),
    "silence": gettext_lazy("The %(body)s adopted it on %(day)s: the silence ended without an objection."),
    "written": gettext_lazy("The %(body)s adopted it on %(day)s, in a written procedure."),
    "history": gettext_lazy("The %(body)s adopted it on %(day)s. What each state had said is not published."),
}
"""That it was adopted, by the manner in which it was."""
AMONG = {
    "entitled": gettext_lazy("of those entitled"),
    "present": gettext_lazy("of those present"),
    "voting": gettext_lazy("of those for or against"),
    "taking-part": gettext_lazy("of those taking part"),
}
HOLDS = {
    True: pgettext_lazy("a condition", "met"),
    False: pgettext_lazy("a condition", "not met"),
    None: pgettext_lazy("a condition", "open"),
}


OPENINGS = {
    "on-adoption": gettext_lazy("yes, with its adoption"),
    "decision": gettext_lazy("the decision and the opinions, without the positions"),
    "never": gettext_lazy("no, it stays as it is"),
}


def competence_names(on: date) -> dict[str, dict[str, str]]:
    """What the charter calls each competence, by its code."""
    found = charters.in_force(on)
    return {code: dict(one.name.root) for code, one in found[0].competences.items()} if found else {}


def moment_told(at: datetime, zone: str) -> str:
    """A moment in the organisation's own time: 30 March 2031, 18:00 (Europe/Berlin)."""
    local = at.astimezone(ZoneInfo(zone))
    values = {"day": date_format(local.date()), "hour": f"{local:%H:%M}", "zone": zone}
    return pgettext("a moment", "%(day)s, %(hour)s (%(zone)s)") % values


def instant_told(at: datetime, zone: str) -> str:
    """The same to the millisecond, by which one sees what came first: 30 March 2031, 18:00:00.250 (Europe/Berlin)."""
    local = at.astimezone(ZoneInfo(zone))
    hour = f"{local:%H:%M:%S}.{local.microsecond // 1000:03}"
    return pgettext("a moment", "%(day)s, %(hour)s (%(zone)s)") % {
        "day": date_format(local.date()),
        "hour": hour,
        "zone": zone,
    }


def deadlines_told(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """The ends of terms as sentences name them, by their stamps, in the reader's language."""
    found = charters.in_force(on)
    if found is None:
        return {}
    zone = found[0].calendar.time_zone
    return {code: {"en": moment_told(datetime.fromisoformat(code), zone)} for code in codes}


def reasons_told(outcome: dict[str, Any], names: Names) -> list[dict[str, Any]]:
    """What the rule asks, condition by condition: the sentence, and whether it is met."""
    return list(_told(outcome.get("reasons", ()), names))


def _told(reasons: Any, names: Names) -> Iterator[dict[str, Any]]:
    for reason in reasons:
        if sentence := reason_sentence(reason, names):
            holds = reason["holds"]
            yield {"sentence": sentence, "holds": holds, "verdict": HOLDS[holds], "article": reason["article"]}
        yield from _told(reason.get("parts", ()), names)


def reason_sentence(reason: dict[str, Any], names: Names) -> str:
    """A condition with its figures; empty for what its parts tell."""
    values = reason["values"]
    match reason["code"]:
        case "nobody_entitled":
            return _("Nobody is entitled to decide on it.")
        case "objections":
            return _objections(values, names)
        case "test":
            return _tested(values, names)
        case "quorum":
            return _quorum(values, names)
        case "blocking_minority":
            return str(_("Not in favour: %(not_in_favour)s; needed to stop it: %(needed)s.") % values)
        case "any_of":
            return _("One of these rules is enough: %(rules)s.") % {"rules": _rules(values, names)}
        case "all_of":
            return _("All of these are needed: %(rules)s.") % {"rules": _rules(values, names)}
    return ""


def _objections(values: dict[str, Any], names: Names) -> str:
    count = len(values["states"])
    if not count:
        return _("Nobody objects whose objection stops it.")
    told = {"count": count, "states": listed(names.of("state", state) for state in values["states"])}
    return ngettext(
        "%(count)s objection stops it: %(states)s.", "%(count)s objections stop it: %(states)s.", count
    ) % (told)


def _tested(values: dict[str, Any], names: Names) -> str:
    told = {name: weight_told(values[name]) for name in ("in_favour", "base", "needed")} | {"of": AMONG[values["of"]]}
    if values["measure"] == "count":
        return _("In favour: %(in_favour)s %(of)s (%(base)s); needed: %(needed)s.") % told
    told["measure"] = names.of("weight", values["measure"])
    return _("In favour, weighed by %(measure)s: %(in_favour)s %(of)s (%(base)s); needed: %(needed)s.") % told


def _quorum(values: dict[str, Any], names: Names) -> str:
    told = {name: weight_told(values[name]) for name in ("there", "entitled", "needed")}
    if values["measure"] == "count":
        return _("There: %(there)s of %(entitled)s; needed: %(needed)s.") % told
    told["measure"] = names.of("weight", values["measure"])
    return _("There, weighed by %(measure)s: %(there)s of %(entitled)s; needed: %(needed)s.") % told


def weight_told(value: object) -> str:
    """A number or a weight as the reader writes it: 55.5, in Russian 55,5; a third stays 1/3."""
    told = figure(Fraction(str(value)))
    return told if "/" in told else number_format(Decimal(told))


def _rules(values: dict[str, Any], names: Names) -> str:
    return "; ".join(names.of("rule", rule) for rule in values["rules"])
