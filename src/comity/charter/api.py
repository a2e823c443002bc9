"""The charter for programs: its text as data, provisions, competences, rules of decision, statuses, on any day."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router

from comity.charter import pages, rules
from comity.charter.day import Moment, moment_of
from comity.record.portions import OnDay, Paged, Portion, Row, Told, portion
from comity.record.sentences import localised

router = Router(tags=["The charter"])


class CharterText(Told):
    """The charter as data, and the entry that enacted it."""

    on: date = Field(description="The day that is looked at.")
    entry: int
    charter: dict[str, Any] = Field(description="As the schema of `comity charter schema` describes it.")


@router.get("/charter", summary="The charter", response=CharterText)
def charter(request: HttpRequest, asked: Query[OnDay]) -> Row:
    """The whole charter that counts on the day."""
    return pages.charter_told(moment_of(request))


class ProvisionTold(Told):
    """An article of the charter, or a regulation, in short words of our own."""

    ref: str
    numbered: bool = Field(description="Whether it is an article; the others are regulations.")
    title: str
    summary: str
    adopted_on: date | None = Field(description="Of a regulation: the day of its adoption, where it is known.")
    known: str
    source: str = Field(description="Where it was seen.")
    acts: int


@router.get("/charter/provisions", summary="Provisions", response=Portion[ProvisionTold])
def provisions(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> Row:
    """The articles by their numbers, then the regulations by their names."""
    rows = pages.provision_rows(moment_of(request).charter)
    return portion(request, response, rows, asked, _place)


def _place(row: Row) -> list[str | int]:
    number = int(row["ref"]) if row["ref"].isdecimal() else 0
    return [int(not row["numbered"]), number, row["ref"]]


@router.get("/charter/provisions/{path:ref}", summary="A provision", response=ProvisionTold)
def provision(
    request: HttpRequest,
    ref: Annotated[str, Path(max_length=120, description="An article by its number, a regulation by its name.")],
    asked: Query[OnDay],
) -> Row:
    """An article or a regulation, and how many acts rest on it."""
    found = (row for row in pages.provision_rows(moment_of(request).charter) if row["ref"] == ref)
    row = next(found, None)
    if row is None:
        raise Http404(_("The charter has no provision “%(ref)s”.") % {"ref": ref[:60]})
    return row


class CompetenceTold(Told):
    """What can be decided, by whom and by which rule."""

    code: str
    name: str
    body: str | None = Field(description="The body that decides it on the day, by its code.")
    rule: str = Field(description="The rule of decision, by its code.")
    proposed_by: str | None = Field(description="The body that has to propose it, by its code.")
    article: str


@router.get("/charter/competences", summary="Competences", response=Portion[CompetenceTold])
def competences(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> Row:
    """Who decides what on the day, by the codes of the competences."""
    return portion(request, response, pages.competences(moment_of(request)), asked, _code)


def _code(row: Row) -> list[str | int]:
    return [row["code"]]


class RuleTold(Told):
    """How a decision is taken: in words, and as the charter sets it."""

    code: str
    name: str
    words: list[str] = Field(description="Sentence by sentence, in the language asked for.")
    settings: dict[str, Any] = Field(description="As the table `[rules.…]` of the charter has them.")
    article: str


@router.get("/charter/rules", summary="Rules of decision", response=Portion[RuleTold])
def decision_rules(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> Row:
    """Consensus, majorities and all else, by their codes."""
    charter = moment_of(request).charter
    rows = [
        row | {"settings": charter.rules[row["code"]].model_dump(mode="json", exclude_unset=True)}
        for row in pages.decision_rules(charter)
    ]
    return portion(request, response, rows, asked, _code)


class StatusTold(Told):
    """What a state can be to the organisation, and what it may then do."""

    code: str
    name: str
    rank: int = Field(description="Its place in lists; 1 comes first.")
    rights: list[str] = Field(description="What a state may do that has it.")
    granted_by: str | None = Field(description="The competence by which it is granted, by its code.")
    since: date | None
    until: date | None
    article: str


@router.get("/statuses", summary="Statuses", response=Portion[StatusTold])
def statuses(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> Row:
    """What a state can be on the day, by rank."""
    rows = list(_statuses(moment_of(request)))
    return portion(request, response, rows, asked, lambda row: [row["rank"], row["code"]])


def _statuses(moment: Moment) -> Iterator[Row]:
    for code in rules.statuses_in_force(moment.charter, moment.on):
        status = moment.charter.statuses[code]
        yield {
            "code": code,
            "name": localised(status.name),
            "rank": status.rank,
            "rights": list(status.rights),
            "granted_by": status.granted_by,
            "since": status.since,
            "until": status.until,
            "article": status.article,
        }
