"""What would come of an act, in words: for every door the same."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from comity.record import detail
from comity.record.acts import Act
from comity.record.detail import Changed, Named
from comity.record.entries import LONGEST
from comity.record.refusals import Refusal
from comity.record.sentences import Names, article_name, refusal_sentence, sentence
from comity.record.submission import Judgement, Refused


@dataclass(frozen=True)
class Reason:
    """Why an act is not admitted. `article` is the provision as the charter names it; empty where none is needed."""

    code: str
    article: str
    sentence: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What would be minuted, on what it rests and which rows would change; or the reasons why not."""

    permitted: bool
    sentence: str
    article: str
    changes: list[Changed]
    reasons: list[Reason]


def tell(act: Act, judgement: Judgement) -> Told:
    entry = judgement.entry
    names = Names(entry.on)
    if judgement.refusals:
        return Told(False, "", "", [], [reason(type(act), refusal, names) for refusal in judgement.refusals])
    article = entry.findings.get("article", "")
    return Told(True, sentence(entry, names), article, list(detail.changes(entry, names)), [])


def reason(act: type[Act], refusal: Refusal, names: Names | None = None) -> Reason:
    return Reason(refusal.code, refusal.article, refusal_sentence(act, refusal, names), dict(refusal.values))


def reason_of(refused: Refused) -> Reason:
    return reason(refused.act, refused.refusal)


def too_long() -> str:
    sentence = _(
        "An entry of the record holds %(most)s bytes. Shorten the text, or put it into a document and name that."
    )
    return sentence % {"most": LONGEST}


def damaged() -> str:
    return _("Its head is not the one that was signed. Nothing was entered; whoever runs the platform has to look.")


def as_data(told: Told) -> dict[str, Any]:
    """The same for a program."""
    return {
        "permitted": told.permitted,
        "sentence": told.sentence,
        "article": told.article,
        "rests_on": article_name(told.article) if told.article else "",
        "changes": [
            {
                "table": change.table,
                "made": change.made,
                "values": _plain(change.values),
                "where": _plain(change.where),
            }
            for change in told.changes
        ],
        "refusals": [vars(reason) for reason in told.reasons],
    }


def _plain(named: Named) -> dict[str, str]:
    return {name: unescape(strip_tags(value)) for name, value in named}
