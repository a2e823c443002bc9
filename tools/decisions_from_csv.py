"""The decisions that the history of the SCO tells of: a part of tools/history_from_csv.py.

Where the register has the document of a decision, the decision bears its title. Where it has none, the decision is
described in our words, and says so. By which competence a body decided, the sources do not say: it is inferred from
the sort of the document and from its title. Treaties and memoranda are signed by states, and adopted by no body.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from csv_source import FOUNDED, Entry, Row, day, document_title, entry, meeting_id, names, rows, summits

DESCRIBED = "the decision is described in our words, as its own wording is not among the documents"
INFERRED = "by which competence it was taken is inferred from the document"

OF_STATES = (
    (
        "membership.admit",
        r"^Decision granting (?P<state>.+?) the status of member state$",
    ),
    (
        "membership.admit",
        r"^Decision completing the admission of (?P<state>.+?) and granting member status$",
    ),
    ("membership.agree_in_principle", r"^Decision to start the admission of (?P<state>.+)$"),
    (
        "membership.grant_status",
        r"^Decision granting (?P<state>.+?) (?:the status of dialogue partner|observer status)$",
    ),
)
"""Titles of decisions about a state, and by which competence they were taken."""
OF_BODIES = {
    "CHS": (
        ("charter.amend", r"^Decision on amending the Charter"),
        ("bodies.establish", r"^Decision on the Association of Investors$"),
        ("bodies.appoint.secretary-general", r"^Decision on the Secretary-General of the SCO$"),
        ("bodies.appoint.rats-director", r"^Decision on the Director of the Executive Committee of RATS$"),
        ("external-relations", r"^Decision on (?:signing a Memorandum|the SCO obtaining observer status)"),
        ("approve-regulations", r"^Regulations|^Procedure for granting"),
        (
            "set-structure",
            r"^Decision (?:on the (?:procedure|terms)|on improving the activities|on proposals|authorising)",
        ),
        ("membership.grant_status", r"^Decision on the status of SCO partner$"),
        ("set-priorities", r""),
    ),
    "CHG": (("economic-cooperation", r""),),
}
"""By which competence each body took its other decisions; the first whose pattern the title fits."""
ADOPTED = (
    "action-plan",
    "concept",
    "decision",
    "declaration",
    "programme",
    "regulation",
    "roadmap",
    "statement",
    "strategy",
)
"""What a body adopts; the rest is signed."""
TITLES = {
    "membership.agree_in_principle": {
        "en": "Beginning of the admission of {en}",
        "ru": "О начале приёма в члены: {ru}",
        "zh": "关于启动接收{zh}为成员国的程序",
    },
    "membership.admit": {
        "en": "Admission of {en}",
        "ru": "О приёме в члены: {ru}",
        "zh": "关于接收{zh}为成员国",
    },
    "observer": {
        "en": "Status of observer for {en}",
        "ru": "О предоставлении статуса наблюдателя: {ru}",
        "zh": "关于给予{zh}观察员地位",
    },
    "dialogue-partner": {
        "en": "Status of dialogue partner for {en}",
        "ru": "О предоставлении статуса партнёра по диалогу: {ru}",
        "zh": "关于给予{zh}对话伙伴地位",
    },
    "partner": {
        "en": "Status of partner for {en}",
        "ru": "О предоставлении статуса партнёра: {ru}",
        "zh": "关于给予{zh}伙伴地位",
    },
    "secretary-general": {
        "en": "Appointment of the Secretary-General: {en}",
        "ru": "О назначении Генерального секретаря: {en}",
        "zh": "关于任命秘书长：{en}",
    },
}
"""What a decision is called that has no title among the documents."""
OFFICE_DECIDED = {"Zhang Deguang": "2003-05-29"}
"""Officers whose note names the summit that approved them: its last day."""
DOCUMENTS = (
    *("id", "title_en", "type", "adopted_or_signed_on", "place", "body", "in_force_on", "period_from", "period_to"),
    *("area", "depositary", "legal_basis", "note", "source"),
)

Key = tuple[str, str, str]
"""A competence; the state, body or person that it was used for, where that is known; the day."""


def decisions(folder: Path) -> Iterator[Entry]:
    yield from (made for _key, made in documented(folder))
    yield from (made for _key, made in described(folder))


def basis(folder: Path, competence: str, subject: str, on: str) -> str:
    """The decision on which an act rests that was decided on a day; empty where no day is known."""
    found = decided(folder)
    named = found.get((competence, subject, on)) or found.get((competence, "", on))
    return f"@{named}" if named else ""


def document_basis(folder: Path, row: Row) -> str:
    """The decision by which a body adopted a document; of one that states signed, the meeting where they did."""
    meeting = met(folder, row)
    if meeting and competence_of(folder, row):
        return f"@decision-{row['id']}"
    return f"@{meeting}" if meeting else ""


@cache
def decided(folder: Path) -> dict[Key, str]:
    return {key: made["id"] for key, made in (*documented(folder), *described(folder))}


def documented(folder: Path) -> Iterator[tuple[Key, Entry]]:
    """The decisions of which the register has the document, or by which it was adopted."""
    for row in rows(folder, "documents", *DOCUMENTS):
        meeting, known = met(folder, row), competence_of(folder, row)
        if meeting and known:
            competence, subject = known
            on = date.fromisoformat(row["adopted_or_signed_on"])
            yield (
                (competence, subject, str(on)),
                entry(
                    f"decision-{row['id']}",
                    "decisions.adopted",
                    on,
                    row | {"note": INFERRED},
                    title=document_title(row),
                    body=row["body"],
                    competence=competence,
                    document=row["id"],
                    concerned_state=subject if competence.startswith("membership.") else "",
                    meeting_entry=f"@{meeting}",
                ),
            )


def described(folder: Path) -> Iterator[tuple[Key, Entry]]:
    """The decisions that other files tell of, where the register has no document of them."""
    have = {key for key, _made in documented(folder)}
    for (competence, subject, on), title, row in told(folder):
        if (competence, subject, on) not in have and (competence, "", on) not in have:
            yield (
                (competence, subject, on),
                entry(
                    f"decision-{competence}-{subject}-{on}".replace(" ", "-").replace(".", "-").replace("_", "-"),
                    "decisions.adopted",
                    date.fromisoformat(on),
                    row | {"note": DESCRIBED},
                    title=title,
                    body="CHS",
                    competence=competence,
                    concerned_state=subject if competence.startswith("membership.") else "",
                    meeting_entry=f"@{meetings_on(folder)['CHS', on]}",
                ),
            )


def told(folder: Path) -> Iterator[tuple[Key, dict[str, str], Row]]:
    """What the files of states and officers say was decided: by what, of whom, when; and what to call it."""
    called = {row["iso2"]: names(row) for row in rows(folder, "states", "iso2")}
    for row in rows(folder, "statuses", "iso2", "status", "decided_on", "note"):
        state, on = row["iso2"], row["decided_on"]
        begun = re.search(r"Admission started (\d{4}-\d\d-\d\d)", row["note"])
        if begun:
            kind = "membership.agree_in_principle"
            yield (kind, state, begun[1]), titled(kind, called[state]), row
        if row["status"] == "member" and not row["note"].startswith("Founding member"):
            yield ("membership.admit", state, on), titled("membership.admit", called[state]), row
        elif row["status"] in TITLES and on:
            yield ("membership.grant_status", state, on), titled(row["status"], called[state]), row
    for row in rows(folder, "officers", "office", "person"):
        if row["person"] in OFFICE_DECIDED:
            key = (f"bodies.appoint.{row['office']}", row["person"], OFFICE_DECIDED[row["person"]])
            yield key, titled(row["office"], {"en": row["person"]}), row


def titled(sort: str, called: dict[str, str]) -> dict[str, str]:
    """The title in each language that the name is known in; a person's name is the same in all."""
    wordings = TITLES[sort].items()
    return {
        tag: words.format(**called) for tag, words in wordings if set(re.findall(r"{(\w+)}", words)) <= set(called)
    }


def competence_of(folder: Path, row: Row) -> tuple[str, str] | None:
    """By which competence a body adopted a document, and the state or body it is about; None if none adopted it."""
    if row["type"] not in ADOPTED or row["body"] not in OF_BODIES:
        return None
    states = {state["name_en"]: state["iso2"] for state in rows(folder, "states", "iso2", "name_en")}
    for competence, title in OF_STATES:
        if found := re.search(title, row["title_en"]):
            return competence, states[found["state"].removeprefix("the ")]
    competence = next(name for name, title in OF_BODIES[row["body"]] if re.search(title, row["title_en"]))
    return competence, "INVESTORS" if competence == "bodies.establish" else ""


@cache
def meetings_on(folder: Path) -> dict[tuple[str, str], str]:
    """The meetings by body and last day."""
    return {(row["body"], row["end_date"]): meeting_id(row) for row in summits(folder) if len(row["end_date"]) == 10}


def met(folder: Path, row: Row) -> str | None:
    """The meeting on whose last day a document was adopted or signed."""
    return meetings_on(folder).get((row["body"], row["adopted_or_signed_on"]))


def dated_on(row: Row) -> tuple[date, str]:
    text = row["adopted_or_signed_on"]
    return day(text, f"documents.csv, {row['id']}") if text else (FOUNDED, "unknown")
