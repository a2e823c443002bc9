"""A body is called together."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.bodies import queries as bodies
from comity.bodies import rules as body_rules
from comity.bodies.acts.organs import BODY_REFUSALS, OfBody
from comity.bodies.models import Meeting
from comity.charter.acts import NO_CHARTER
from comity.charter.schema import Charter
from comity.meetings import consent, queries, rules
from comity.meetings.acts.common import PREPARES
from comity.meetings.models import Session
from comity.membership.acts.states import StateCode
from comity.membership.queries import deciding
from comity.record.acts import Context
from comity.record.audiences import PUBLIC, Audience
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.text import LanguageTag

Format = Literal["regular", "extraordinary", "narrow", "extended", "plus"]


class Convene(OfBody):
    """A body is called together for a meeting, with the notice that the charter asks for.

    Where the charter asks for the consent of all others to an extraordinary meeting, it is proposed until they agree.

    format            narrow: the members among themselves; extended and plus: with those they agree on
    languages         in which one speaks and is interpreted, by their tags
    initiative_state  who asked for an extraordinary meeting
    room_audience     who may read who was present and who spoke; left out: the same as the rest
    """

    kind = "meetings.convene"
    by = PREPARES
    refusals = (
        NO_CHARTER
        | BODY_REFUSALS
        | {
            "ends_before_it_begins": _("A meeting that begins on %(first)s cannot end on %(last)s."),
            "short_notice": _(
                "A meeting of this body is convened %(days)s days ahead: today, for %(earliest_on)s or later."
            ),
            "few_initiators": _(
                "An extraordinary meeting comes about when %(needed)s members ask for it. Named are %(count)s."
            ),
        }
    )

    format: Format = "regular"
    first: date
    last: date
    ordinal: int | None = Field(None, ge=1, le=10_000)
    city: str = Field("", max_length=80)
    host_state: StateCode | None = None
    languages: tuple[LanguageTag, ...] = ()
    initiative_state: tuple[StateCode, ...] = ()
    audience: Audience = PUBLIC
    room_audience: Annotated[Audience | None, Field()] = None

    def readers(self) -> str:
        return self.audience

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        article = queries.article(charter, self.body)
        context.find(article=article)
        yield body_rules.refuse_unless_established(self.body, bodies.established(self.body, context.on), "")
        yield rules.refuse_days(self.first, self.last)
        yield rules.refuse_short_notice(context.on, self.first, queries.notice_days(charter, self.body), article)
        if self.format == "extraordinary":
            needed = queries.initiators(charter, self.body)
            members = set(self.initiative_state) & set(deciding(context.on))
            yield rules.refuse_few_initiators(members, needed, article)
        if consent.needed(charter, self.body, self.format):
            context.find(asked_state=consent.asked(self.initiative_state, context.on))
        if not self.languages:
            context.find(languages=list(charter.languages.working))

    def project(self, entry: Entry) -> Iterator[Write]:
        facts = {
            "body": self.body,
            "ordinal": self.ordinal,
            "first": self.first,
            "last": self.last,
            "city": self.city,
            "country": self.host_state or "",
        }
        yield insert(
            Session,
            entry=entry.seq,
            format=self.format,
            languages=list(self.languages) or entry.findings.get("languages", []),
            room_audience=self.room_audience or self.audience,
            initiators=list(self.initiative_state),
            phase=rules.PROPOSED if entry.findings.get("asked_state") else rules.CONVENED,
            **facts,
        )
        # Among the meetings of the body, which its page and its calendar list.
        format_ = "" if self.format == "regular" else self.format
        announced = {
            "format": format_,
            "held": False,
            # What is only proposed is announced by the last who agrees.
            "announced_on": None if entry.findings.get("asked_state") else entry.on,
            "announced_by": entry.seq,
            "dated": "day",
        }
        yield insert(Meeting, entry=entry.seq, **facts, **announced)

    def sentence(self) -> str | Promise:
        if self.format == "extraordinary":
            return _("An extraordinary meeting was called for %(first)s: %(body)s.")
        if self.city:
            return _("The %(body)s was convened for %(first)s in %(city)s.")
        return _("The %(body)s was convened for %(first)s.")
