"""Bodies are established and dissolved."""

from collections.abc import Iterator
from typing import Annotated, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from comity.bodies import queries, rules
from comity.bodies.models import Body
from comity.charter.acts import DECIDED_REFUSALS, CharterAct, DecidedAct
from comity.charter.schema import Charter
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only
from comity.record.text import LocalisedText

BodyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9+-]{1,39}$")]
Phase = Literal["operating", "decided"]
BODY_REFUSALS = {
    "already_established": _("There is a body %(body)s already, since %(since)s."),
    "no_such_body": _("There is no body %(body)s on that day. Establish it first."),
}


class OfBody(CharterAct):
    """An act that concerns one body."""

    body: BodyCode

    def subjects(self) -> tuple[str, ...]:
        return (f"body:{self.body}",)


class Establish(OfBody, DecidedAct):
    """A body is established: by the charter itself, or by decision of the competent body (SCO Charter, art. 4).

    phase   "decided" where its establishment was decided and its work has not begun
    """

    kind = "bodies.establish"
    by = Only(SECRETARIAT)
    refusals = DECIDED_REFUSALS | BODY_REFUSALS

    name: LocalisedText
    sort: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,39}$")]
    parent_body: BodyCode | None = None
    phase: Phase = "operating"
    city: str = Field("", max_length=80)
    meets: str = Field("", max_length=400)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if self.body in charter.bodies:
            context.find(article=charter.bodies[self.body].article)
        else:
            yield from super().judge(charter, context)
        since = queries.established(self.body, context.on)
        yield rules.refuse_if_established(self.body, since, context.findings.get("article", ""))

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Body,
            entry=entry.seq,
            code=self.body,
            name=self.name.root,
            kind=self.sort,
            phase=self.phase,
            parent=self.parent_body or "",
            city=self.city,
            meets=self.meets,
            since=entry.on,
            basis=self.basis,
            **marks(entry),
        )

    def sentence(self) -> str | Promise:
        if self.phase == "decided":
            return _("It was decided to establish the %(name)s.")
        return _("The %(name)s was established.")


class Dissolve(OfBody, DecidedAct):
    """A body is dissolved by decision of the competent body."""

    kind = "bodies.dissolve"
    by = Only(SECRETARIAT)
    refusals = DECIDED_REFUSALS | BODY_REFUSALS

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        since = queries.established(self.body, context.on)
        yield rules.refuse_unless_established(self.body, since, context.findings.get("article", ""))

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Body, {"code": self.body, "until": None}, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("The %(body)s was dissolved.")


def marks(entry: Entry) -> dict[str, object]:
    """What every row says of how well it is founded."""
    return {
        "dated": entry.dated,
        "article": entry.findings.get("article", ""),
        "irregular": bool(entry.irregular),
    }
