"""Every act from every kind of seat, upon a subject of every status: the same answer at every door.

What the answers are stands in `permitted.txt`, for a reviewer to see what a change of the rules changes. Judging is
held to it, and so is every door. To make it anew: COMITY_PERMITTED=write pytest tests/acting/test_every_door.py
"""

import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from comity import cli
from comity.bodies.acts import AnnounceMeeting, TakeChair
from comity.charter import source
from comity.decisions.acts import Adopted, Open, OpenSilence, PutForward
from comity.meetings import acts as meetings
from comity.membership.acts import (
    AgreeInPrinciple,
    Apply,
    GrantStatus,
    NameState,
    NotifyWithdrawal,
    SignMemorandum,
    Suspend,
)
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.people.sitting import Sitting
from comity.record.acts import KINDS, Act
from comity.record.seats import Seat
from comity.record.submission import judge
from comity.register.acts import EnterDocument
from council import CHARTER, Council
from council.calling import take_consent
from record.acts import Confide

TABLE = Path(__file__).with_name("permitted.txt")
SEATS = {
    "head of a member": ("delegation:XA", "head"),
    "coordinator of a member": ("delegation:XA", "coordinator"),
    "expert of a member": ("delegation:XA", "expert"),
    "head of the member in the chair": ("delegation:XR", "head"),
    "head of a suspended member": ("delegation:XB", "head"),
    "head of an applicant": ("delegation:XS", "head"),
    "coordinator of an applicant": ("delegation:XS", "coordinator"),
    "expert of an applicant": ("delegation:XS", "expert"),
    "head of an observer": ("delegation:XT", "head"),
    "coordinator of an observer": ("delegation:XT", "coordinator"),
    "expert of an observer": ("delegation:XT", "expert"),
    "chair": ("chair", "chair"),
    "secretary-general": ("secretariat", "secretary-general"),
    "officer": ("secretariat", "officer"),
    "facilitator": ("secretariat", "facilitator"),
    "depositary": ("depositary", "depositary"),
    "observer organisation": ("observer:union", "observer"),
    "guest": ("guest:league", "guest"),
}
STATES = {
    "XA": "a member",
    "XR": "the member in the chair",
    "XB": "a suspended member",
    "XS": "an applicant",
    "XT": "an observer",
    "XU": "no status",
}
GROUNDS = {"en": "As decided."}
Answer = list[tuple[str, str]]
"""Every reason why not, by code and article; none where the act is permitted."""


@dataclass
class World:
    """A council with a state of every status, somebody in every seat, and something to act upon.

    basis, credential, closed   entries: of a decision, of the credential of a guest, of an act that is closed
    matters   decisions by their stages, those of the members alone under "closed"
    """

    seats: dict[str, Sitting]
    clients: dict[str, Client]
    basis: int
    credential: int
    closed: int
    announced: int
    matters: dict[str, int]
    held: "Meetings"

    def examples(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """An act of every kind, but for the state that it names."""
        charter = source.load(CHARTER.read_bytes(), CHARTER.name).model_dump(mode="json", exclude_defaults=True)
        basis, document = {"basis": self.basis}, {"document": "rules"}
        master = {"office": "harbour-master", "person": "A. Pilot"}
        yield "bodies.announce_meeting", {"body": "ASSEMBLY", "first": "2032-01-01", "last": "2032-01-02"}
        yield "bodies.appoint", master | basis
        yield "bodies.dissolve", {"body": "ASSEMBLY"} | basis
        yield "bodies.end_office", master
        yield "bodies.establish", {"body": "BUREAU", "name": {"en": "Bureau"}, "sort": "bureau"} | basis
        yield "bodies.hand_over_chair", {}
        yield "bodies.meet", {"body": "ASSEMBLY", "first": "2031-03-01", "announced_entry": self.announced}
        yield "bodies.take_chair", {"slogan": {"en": "Calm", "ru": "Покой"}, "events_planned": 3}
        yield "charter.amend", {"charter": charter} | basis
        yield "charter.enact", {"charter": charter}
        yield from self.deciding()
        yield from self.held.examples()
        yield "membership.admit", basis
        yield "membership.agree_in_principle", basis
        yield "membership.apply", {}
        yield "membership.end_status", {"status": "observer", "grounds": GROUNDS} | basis
        yield "membership.expel", {"grounds": GROUNDS} | basis
        yield "membership.found", {}
        yield "membership.grant_status", {"status": "observer"} | basis
        yield "membership.name_state", {"name": {"en": "New Name"}}
        yield "membership.notify_withdrawal", {"effective_on": "2033-03-01"}
        yield "membership.reinstate", basis
        yield "membership.sign_memorandum", {}
        yield "membership.suspend", {"grounds": GROUNDS} | basis
        yield "membership.withdraw", {}
        yield "people.end_credential", {"credential_entry": self.credential}
        yield "people.issue_credential", {"account": "newcnewcnewc", "seat": "delegation:XA", "role": "expert"}
        yield "people.release_entry", {"closed_entry": self.closed, "grounds": GROUNDS}
        yield "people.set_release_day", {"closed_entry": self.closed, "release_on": "2033-03-01"}
        yield "people.restrict_credential", {"credential_entry": self.credential, "only": ["register", "bodies.meet"]}
        yield "register.add_version", document | {"number": 1, "language": "en", "wording": "Moor with care."}
        yield "register.correct_document", document | {"grounds": GROUNDS, "place": "Strelsau"}
        yield "register.enter_document", {"document": "other", "title": {"en": "Other"}, "type": "decision"} | basis
        yield "register.relate", document | {"relation": "follows", "other_document": "older"}
        yield "register.release_document", {"document": "draft"}
        yield "register.withdraw_document", document | {"grounds": GROUNDS}
        yield "rehearsal.begin", {"notice": GROUNDS}

    def deciding(self) -> Iterator[tuple[str, dict[str, Any]]]:
        berths = {"title": {"en": "Berths"}, "body": "ASSEMBLY", "competence": "settle-berths"}
        new, open_, silent = ({"decision": self.matters[stage]} for stage in ("new", "open", "silent"))
        yield "decisions.abstain", open_
        yield "decisions.adopt", open_
        yield "decisions.adopted", berths
        yield "decisions.close_without_outcome", open_
        yield "decisions.consent", open_
        yield "decisions.corrigendum", open_ | {"text": GROUNDS, "grounds": GROUNDS}
        yield "decisions.extend_silence", silent | {"last_day_on": "2032-01-01"}
        yield "decisions.lapse", silent
        yield "decisions.lift", open_
        yield "decisions.new_version", new | {"text": GROUNDS}
        yield "decisions.not_taking_part", open_
        yield "decisions.object", open_ | {"grounds": GROUNDS}
        yield "decisions.open", new
        yield "decisions.open_silence", new
        yield "decisions.open_written", new | {"last_day_on": "2032-01-01"}
        yield "decisions.place_opinion", open_ | {"opinion": GROUNDS}
        yield "decisions.put_forward", berths
        yield "decisions.remind", open_
        yield "decisions.reopen", open_
        yield "decisions.withdraw", open_

    def cases(self) -> Iterator[tuple[str, Act]]:
        """Every act, upon a subject of every status where it names a state that is one's own or another's."""
        for kind, fields in self.examples():
            needed = KINDS[kind].model_fields.get("state")
            for state, status in STATES.items() if needed and needed.is_required() else [("", "")]:
                act = KINDS[kind].model_validate(fields | ({"state": state} if state else {}))
                yield f"{kind}, of {status}" if state else kind, act


@dataclass
class Meetings:
    """Meetings of the Assembly in every phase, by the entries that convened them; items, and two who were proposed.

    asked   takes the consent of all others but the member in the chair
    quiet   is open, and nobody waits for the floor; of `busy` Arcadia does
    done    is closed; its record was `sent` round in another, and in a third the days for corrections are `over`
    """

    council: Council
    day: str = "2031-03-01"

    def convene(self) -> str:
        convened = meetings.Convene(body="ASSEMBLY", first="2030-06-01", last=self.day)
        return str(self.council.does("secretariat", convened).seq)

    def add(self, session: str) -> str:
        return str(self.council.does("chair", meetings.AddItem(session=session, title=GROUNDS)).seq)

    def propose(self, organisation: str, until: str) -> str:
        given = {"organisation": organisation, "until": until}
        return str(self.council.does("chair", meetings.Nominate(session=self.convened, **given)).seq)

    def prepare(self) -> None:
        """On 1 June 2030."""
        names = ("convened", "quiet", "busy", "suspended", "done", "sent", "over")
        for name in names:
            setattr(self, name, self.convene())
        take_consent(self.council)
        berths = {"title": GROUNDS, "body": "ASSEMBLY", "competence": "settle-berths"}
        earlier = Adopted(**berths, review_on="2031-02-15")
        self.reviewed = self.council.on("2030-02-01").does("secretariat", earlier).seq
        self.council.on("2030-06-01")
        called = {"format": "extraordinary", "initiative_state": ("XR",)}
        convened = meetings.Convene(body="ASSEMBLY", first=self.day, last=self.day, **called)
        self.asked = str(self.council.does("chair", convened).seq)
        self.coming, self.first, self.second = map(self.add, (self.convened, self.quiet, self.quiet))
        self.over_already, self.proposed = self.propose("bank", "2030-07-01"), self.propose("fund", "2031-04-01")
        for name in names[1:]:
            self.council.does("chair", meetings.OpenMeeting(session=getattr(self, name)))
        for name in ("done", "sent", "over"):
            self.council.does("chair", meetings.CloseMeeting(session=getattr(self, name)))
        self.send(self.over, "2030-07-01")
        self.send(self.sent, "2031-04-01")
        self.council.does("chair", meetings.CallItem(item=self.first))
        self.council.does("chair", meetings.SuspendMeeting(session=self.suspended))
        self.council.does("Arcadia", meetings.AskFloor(session=self.busy, seat="delegation:XA"))
        event = meetings.PlanEvent(name=GROUNDS, first="2031-09-01")
        self.event = str(self.council.does("chair", event).seq)

    def send(self, session: str, until: str) -> None:
        self.council.does("secretariat", meetings.CirculateRecord(session=session, until=until))

    def examples(self) -> Iterator[tuple[str, dict[str, Any]]]:
        arcadia, item = {"seat": "delegation:XA"}, {"item": self.second}
        convened, busy = {"session": self.convened}, {"session": self.busy}
        yield "meetings.convene", {"body": "ASSEMBLY", "first": "2032-01-01", "last": "2032-01-02"}
        yield "meetings.postpone", convened | {"first": "2032-01-01", "last": "2032-01-02", "grounds": GROUNDS}
        yield "meetings.answer_proposal", {"session": self.asked}
        yield "meetings.note_consent", {"session": self.asked}
        yield "meetings.add_review", convened | {"decision": self.reviewed}
        yield "meetings.call_off", convened | {"grounds": GROUNDS}
        yield "meetings.nominate", convened | {"organisation": "union", "until": "2031-04-01"}
        yield "meetings.object_to_participant", {"nomination": self.proposed, "grounds": GROUNDS}
        yield "meetings.agree_participants", convened
        yield "meetings.add_item", convened | {"title": GROUNDS, "document": ["rules", "older"]}
        yield "meetings.amend_item", item | {"minutes": 20}
        yield "meetings.adopt_agenda", convened
        yield "meetings.open_meeting", convened
        yield "meetings.roll", busy | {"arrived_seat": ["delegation:XA"]}
        yield "meetings.call_item", item
        yield "meetings.ask_floor", busy | arcadia | {"claim": "order"}
        yield "meetings.give_floor", busy | arcadia
        yield "meetings.yield_floor", busy | arcadia | {"gives_up": "request"}
        yield "meetings.limit_speaking", busy | {"minutes": 3}
        yield "meetings.suspend_meeting", busy
        yield "meetings.resume_meeting", {"session": self.suspended}
        yield "meetings.gavel", {"item": self.first}
        yield "meetings.close_meeting", busy
        yield "meetings.circulate_record", {"session": self.done, "until": "2031-04-01"}
        wording = {"session": self.sent, "paragraph_entry": int(self.sent), "wording": GROUNDS}
        yield "meetings.correct_record", wording
        yield "meetings.approve_record", {"session": self.over}
        yield "meetings.plan_event", {"name": GROUNDS, "first": "2031-09-01"}
        yield "meetings.change_event", {"event": self.event, "city": "Strelsau"}
        yield "meetings.drop_event", {"event": self.event}


@pytest.fixture
def world(council: Council, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr("comity.database.ready", lambda holder: nullcontext())
    for state, name in (("XT", "Thule"), ("XU", "Utopia")):
        council.does("secretariat", NameState(state=state, name={"en": name}))
    council.does("Ruritania", TakeChair(state="XR"))
    for document in ("rules", "older"):
        council.does("secretariat", EnterDocument(document=document, title={"en": document}, type="regulation"))
    draft = EnterDocument(document="draft", title={"en": "draft"}, type="decision", audience="members")
    council.does("secretariat", draft)
    basis = council.on("2030-06-01").decides()
    council.does("secretariat", GrantStatus(state="XT", status="observer", basis=basis))
    council.does("Sylvania", Apply(state="XS"))
    council.does("secretariat", AgreeInPrinciple(state="XS", basis=basis))
    council.does("secretariat", SignMemorandum(state="XS"))
    council.does("Arcadia", NotifyWithdrawal(state="XA", effective_on="2032-01-01"))
    council.does("secretariat", Suspend(state="XB", basis=basis, grounds=GROUNDS))
    meeting = AnnounceMeeting(body="ASSEMBLY", first="2031-03-01", last="2031-03-01")
    announced = council.does("secretariat", meeting).seq
    closed = council.does("secretariat", Confide(words="Between us.")).seq
    matters = matters_of(council)
    held = Meetings(council)
    held.prepare()
    seats, clients = {}, {}
    for name, (seat, role) in SEATS.items():
        account = Account.objects.create_user(f"{len(seats)}@council.example")
        entry = council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
        seats[name], clients[name] = Sitting(account.code, entry.seq, Seat(seat), role), Client()
        clients[name].force_login(account)
    council.on("2031-03-01")
    with council.clock():
        yield World(seats, clients, basis, seats["guest"].credential, closed, announced, matters, held)


def matters_of(council: Council) -> dict[str, int]:
    """Decisions under way: one that is new, one for the members alone that is open, one in silence."""
    berths = {"title": {"en": "Berths"}, "body": "ASSEMBLY", "competence": "settle-berths"}
    new, open_, silent = (
        council.does("Arcadia", PutForward(**berths, audience=audience)).seq
        for audience in ("public", "members", "public")
    )
    council.does("chair", Open(decision=open_))
    council.does("chair", OpenSilence(decision=silent, last_day_on="2031-12-01"))
    return {"new": new, "open": open_, "silent": silent}


def at_the_core(act: Act, sitting: Sitting) -> Answer:
    refusals = judge(act, sitting.seat, authority=sitting).refusals
    return [(refusal.code, refusal.article) for refusal in refusals]


def reviewed() -> dict[tuple[str, str], str]:
    """What the table says: by the act with its subject and the seat, the answer in words."""
    answers = {}
    for paragraph in TABLE.read_text(encoding="utf-8").strip().split("\n\n"):
        title, *lines = paragraph.splitlines()
        for line in lines:
            answer, _, names = line.strip().rpartition(": ")
            answers |= {(title, name): answer for name in names.split(", ")}
    return answers


def through_the_api(act: Act, world: World, name: str) -> Answer:
    line = {"kind": act.kind, "fields": act.to_body()}
    response = world.clients[name].post("/api/acts?dry-run", line, content_type="application/json")
    told = response.json()
    if response.status_code == 200:
        assert told["permitted"]
        return []
    assert response.status_code in (403, 409), told
    return [(one["code"], one["article"]) for one in (told, *told.get("others", ()))]


def through_the_page(act: Act, world: World, name: str) -> Answer:
    response = world.clients[name].post(f"/acts/{act.kind}", {"do": "try", **dict(_written(act))})
    if response.status_code == 200:
        assert response.context["told"].permitted
        return []
    assert response.status_code in (403, 409), response.text
    return [(reason.code, reason.article) for reason in response.context["reasons"]]


def _written(act: Act) -> Iterator[tuple[str, Any]]:
    """The fields as a form sends them."""
    for name, value in act.to_body().items():
        if isinstance(value, dict) and name != "charter":
            yield from ((f"{name}.{tag}", text) for tag, text in value.items())
        else:
            yield name, json.dumps(value) if isinstance(value, dict) else value


def through_the_command_line(act: Act, world: World, name: str) -> Answer:
    sitting = world.seats[name]
    fields = [f"{name}={given if isinstance(given, str) else json.dumps(given)}" for name, given in _written(act)]
    command = ["act", act.kind, *fields, "--account", sitting.account, "--as", sitting.seat, "--dry-run", "--json"]
    result = CliRunner().invoke(cli.main, command)
    told = json.loads(result.stdout)
    assert result.exit_code == (1 if told["refusals"] else 0), result.output
    return [(one["code"], one["article"]) for one in told["refusals"]]


DOORS = (through_the_api, through_the_page, through_the_command_line)


def in_words(answer: Answer) -> str:
    return "; ".join(f"{code} (art. {article})" if article else code for code, article in answer) or "permitted"


def table(world: World) -> Iterator[str]:
    """A paragraph for each act and subject: what the answer is, and to whom."""
    for title, act in world.cases():
        answers: dict[str, list[str]] = {}
        for name, sitting in world.seats.items():
            answers.setdefault(in_words(at_the_core(act, sitting)), []).append(name)
        lines = [f"    {answer}: {', '.join(names)}" for answer, names in sorted(answers.items())]
        yield "\n".join([title, *lines])


def test_the_table_is_the_one_that_was_reviewed(world: World) -> None:
    found = "\n\n".join(table(world)) + "\n"
    if os.environ.get("COMITY_PERMITTED") == "write":
        TABLE.write_text(found, encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8"), "Review what has changed, and write the table anew."


def test_no_kind_is_left_out_and_each_is_permitted_to_somebody(world: World) -> None:
    titles = [paragraph.splitlines() for paragraph in TABLE.read_text(encoding="utf-8").split("\n\n")]
    permitted = {lines[0].partition(",")[0] for lines in titles if any("    permitted:" in line for line in lines)}
    kinds = {kind for kind in KINDS if not kind.startswith("test.")}
    assert {kind for kind, _fields in world.examples()} == kinds
    once_only = {"charter.enact", "membership.found", "bodies.take_chair", "bodies.end_office", "membership.withdraw"}
    by_nobody = {"rehearsal.begin", "decisions.adopted", "decisions.lapse"}
    not_now = {"decisions.corrigendum", "decisions.reopen", "decisions.lift", "meetings.note_consent"}
    assert kinds - permitted == once_only | by_nobody | not_now


def test_every_door_gives_every_answer_that_there_is(world: World) -> None:
    """Of each kind of act every answer that some seat gets upon some subject, through all three doors."""
    for title, act, name, answer in one_of_each_answer(world):
        for door in DOORS:
            assert in_words(door(act, world, name)) == answer, (title, name, door.__name__)


def one_of_each_answer(world: World) -> Iterator[tuple[str, Act, str, str]]:
    seen, answers = set(), reviewed()
    for title, act in world.cases():
        for name in world.seats:
            found = (act.kind, answer := answers[title, name])
            if found not in seen:
                seen.add(found)
                yield title, act, name, answer


def one_of_each_kind(world: World) -> dict[str, tuple[str, Act]]:
    return {act.kind: (title, act) for title, act in world.cases()}


def test_every_seat_gets_its_answer_for_every_kind(world: World) -> None:
    """Each through one of the doors in turn: all of them through all would take minutes."""
    answers, pairs = reviewed(), product(one_of_each_kind(world).values(), world.seats)
    for ((title, act), name), door in zip(pairs, cycle((*DOORS, *DOORS[1:])), strict=False):
        assert in_words(door(act, world, name)) == answers[title, name], (title, name, door.__name__)


def test_nobody_comes_through_any_door(world: World) -> None:
    account = Account.objects.create_user("nobody@council.example")
    known = Client()
    known.force_login(account)
    for _title, act in one_of_each_kind(world).values():
        line = {"kind": act.kind, "fields": act.to_body()}
        answers = [
            client.post("/api/acts", line, content_type="application/json").status_code
            for client in (Client(), known)
        ]
        answers += [client.post(f"/acts/{act.kind}", {"do": "enter"}).status_code for client in (Client(), known)]
        assert answers == [401, 403, 302, 403]
    result = CliRunner().invoke(cli.main, ["act", "membership.apply", "state=XS", "--account", account.code])
    assert result.exit_code == 2
