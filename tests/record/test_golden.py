"""Old acts are kept for good: one example of every kind and version, which must be readable for ever.

A new kind or version gets its example from the story told here; an example that is there is never changed.
"""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from comity.bodies.acts import (
    AnnounceMeeting,
    Appoint,
    Dissolve,
    EndOffice,
    Establish,
    HandOverChair,
    Meet,
    TakeChair,
)
from comity.charter import source
from comity.charter.acts import Amend
from comity.decisions.acts import (
    Abstain,
    Adopt,
    Adopted,
    CloseWithoutOutcome,
    Consent,
    Corrigendum,
    ExtendSilence,
    Lapse,
    Lift,
    NewVersion,
    NotTakingPart,
    Object,
    Open,
    OpenSilence,
    OpenWritten,
    PlaceOpinion,
    PutForward,
    Remind,
    Reopen,
)
from comity.decisions.acts import (
    Withdraw as TakeBack,
)
from comity.meetings import acts as meetings
from comity.membership.acts import (
    Admit,
    AgreeInPrinciple,
    Apply,
    EndStatus,
    Expel,
    GrantStatus,
    NameState,
    NotifyWithdrawal,
    Reinstate,
    SignMemorandum,
    Suspend,
    Withdraw,
)
from comity.people.acts import EndCredential, IssueCredential, ReleaseEntry, RestrictCredential, SetReleaseDay
from comity.record import keys
from comity.record.acts import KINDS, act_of
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.projection import carry_out
from comity.record.reading import everything
from comity.record.sentences import Names, sentence
from comity.register.acts import AddVersion, CorrectDocument, EnterDocument, Relate, ReleaseDocument, WithdrawDocument
from comity.rehearsal.acts import Begin
from council import CHARTER, Council, found
from council.calling import take_consent
from record.rebuilding import assert_rebuild_changes_nothing

GOLDEN = Path(__file__).parents[1] / "golden"
EXAMPLES = sorted(GOLDEN.glob("*.json"))
LANGUAGES = ("en", "ru", "zh-hans")

GROUNDS = {"en": "It moored at another's berth.", "ru": "Занял чужой причал.", "zh": "占用他国泊位。"}


def kinds() -> dict[str, int]:
    """Every kind that Comity has, with its present version."""
    return {kind: act.version for kind, act in KINDS.items() if act.__module__.startswith("comity.")}


def file_of(kind: str, version: int) -> str:
    return f"{kind}.v{version}.json"


def fullness(row: EntryRow) -> int:
    return len(bytes(row.content))


def tell(council: Council) -> None:
    """A council's first seven years, in which everything happens once."""
    berths_are_decided_on(council)
    sylvania_is_admitted(council)
    ruritania_is_suspended(council)
    borealia_withdraws(council)
    arcadia_is_expelled(council)
    an_observer_comes_and_goes(council)
    the_bureau_works(council)
    the_register_is_kept(council)
    seats_are_given(council)
    the_assembly_meets(council)
    all_others_agree_to_a_meeting(council)
    the_chair_plans(council)
    council.on("2042-01-15").does("clerk", Begin(notice=GROUNDS))
    charter = source.load(CHARTER.read_bytes(), CHARTER.name)
    council.on("2037-05-01").does("secretariat", Amend(charter=charter, basis=council.decides()))


def berths_are_decided_on(council: Council) -> None:
    fields = {
        "body": "ASSEMBLY",
        "competence": "settle-berths",
        "title": {"en": "Berths", "ru": "Причалы", "zh": "泊位"},
    }
    earlier = Adopted(
        **fields, text={"en": "First come, first moored."}, concerned_state="XR", review_on="2031-01-01"
    )
    council.on("2030-02-01").does("secretariat", earlier)
    whole = PutForward(
        **fields, text={"en": "Berths by turns."}, concerned_state="XR", review_on="2032-01-01",
        audience="community", positions_audience="members", opens="never",
    )  # fmt: skip
    decision = council.on("2030-04-01").does("Ruritania", whole).seq
    council.does("chair", Open(decision=decision))
    council.does("Arcadia", Consent(decision=decision, state="XA"))
    council.does("Borealia", Object(decision=decision, state="XB", grounds=GROUNDS, note="Note 7"))
    council.does("chair", Remind(decision=decision))
    council.does("Ruritania", NewVersion(decision=decision, text={"en": "Berths by lot."}))
    council.does("Borealia", Lift(decision=decision, state="XB", note="Note 8"))
    council.does("Arcadia", Abstain(decision=decision, state="XA"))
    council.does("Borealia", NotTakingPart(decision=decision, state="XB"))
    council.does("Arcadia", PlaceOpinion(decision=decision, state="XA", opinion={"en": "A lot is no order."}))
    council.does("chair", CloseWithoutOutcome(decision=decision, grounds=GROUNDS))
    council.does("chair", Reopen(decision=decision))
    council.does("secretariat", OpenWritten(decision=decision, last_day_on="2030-05-01", hour="12:00"))
    for state, code in (("Arcadia", "XA"), ("Borealia", "XB"), ("Ruritania", "XR")):
        council.does(state, Consent(decision=decision, state=code))
    council.does("chair", Adopt(decision=decision))
    corrected = Corrigendum(decision=decision, text={"en": "Berths by lots."}, grounds=GROUNDS)
    council.does("secretariat", corrected)
    again = council.does("chair", PutForward(**fields)).seq
    council.does("chair", OpenSilence(decision=again, last_day_on="2030-04-20", hour="17:00"))
    council.does("chair", ExtendSilence(decision=again, last_day_on="2030-04-21", hour="17:30"))
    council.on("2030-04-22").does("clerk", Lapse(decision=again))
    taken = Reopen(decision=again, basis=council.does("chair", adopted_at_once(council, fields)).seq)
    council.does("chair", taken)
    council.does("chair", TakeBack(decision=again, grounds=GROUNDS))


def adopted_at_once(council: Council, fields: dict[str, Any]) -> Adopt:
    """The adoption of another decision of the same competence."""
    other = council.does("chair", PutForward(**fields)).seq
    council.does("chair", Open(decision=other))
    return Adopt(decision=other)


def sylvania_is_admitted(council: Council) -> None:
    council.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    council.on("2031-06-01").does("secretariat", AgreeInPrinciple(state="XS", basis=council.decides()))
    council.on("2031-09-01").does("secretariat", SignMemorandum(state="XS"))
    council.on("2032-03-01").does("secretariat", Admit(state="XS", basis=council.decides(), decided_on="2032-03-01"))


def ruritania_is_suspended(council: Council) -> None:
    council.on("2032-04-01").does("secretariat", Suspend(state="XR", basis=council.decides(), grounds=GROUNDS))
    council.on("2032-05-01").does("secretariat", Reinstate(state="XR", basis=council.decides()))


def borealia_withdraws(council: Council) -> None:
    council.on("2033-01-10").does("Borealia", NotifyWithdrawal(state="XB", effective_on="2034-01-10"))
    council.on("2034-01-10").does("depositary", Withdraw(state="XB"))


def arcadia_is_expelled(council: Council) -> None:
    council.on("2034-02-01").does("secretariat", Suspend(state="XA", basis=council.decides(), grounds=GROUNDS))
    council.on("2034-06-01").does("secretariat", Expel(state="XA", basis=council.decides(), grounds=GROUNDS))


def an_observer_comes_and_goes(council: Council) -> None:
    council.on("2035-01-01").does("secretariat", NameState(state="XT", name={"en": "Thule"}))
    granted = GrantStatus(state="XT", status="observer", basis=council.decides())
    council.does("secretariat", granted)
    ended = EndStatus(state="XT", status="observer", basis=council.on("2035-07-01").decides(), grounds=GROUNDS)
    council.does("secretariat", ended)


def the_bureau_works(council: Council) -> None:
    council.on("2036-01-01").does("secretariat", Establish(body="BUREAU", name={"en": "Bureau"}, sort="secretariat"))
    council.does("Ruritania", TakeChair(state="XR", slogan={"en": "Calm seas"}, events_planned=12))
    meeting = {"body": "ASSEMBLY", "first": "2036-04-01", "ordinal": 5, "city": "Strelsau", "host_state": "XR"}
    announced = council.does("secretariat", AnnounceMeeting(**meeting, last="2036-04-02", exact_to="day"))
    held = Meet(**meeting, chair_state="XR", format="in-person", announced_entry=announced.seq)
    basis = council.on("2036-04-02").does("secretariat", held).seq
    master = {"office": "harbour-master", "person": "A. Pilot"}
    council.does("secretariat", Appoint(**master, state="XS", until="2038-04-02", basis=basis))
    council.on("2036-09-01").does("secretariat", EndOffice(**master))
    council.does("Ruritania", HandOverChair(state="XR"))
    council.on("2037-04-01").does("secretariat", Dissolve(body="BUREAU", basis=council.decides()))


def the_register_is_kept(council: Council) -> None:
    title = {"en": "Convention on Moorings", "ru": "Конвенция о причалах", "zh": "系泊公约"}
    period = {"in_force_on": "2038-06-01", "since": "2038-06-01", "until": "2048-06-01"}
    convention = EnterDocument(
        document="conv-moorings", title=title, type="convention", body="ASSEMBLY", symbol="ICM/ASSEMBLY/2038/CON.1",
        basis=council.on("2038-01-15").decides(), place="Strelsau", area="security", depositary="XR", **period,
    )  # fmt: skip
    council.does("secretariat", convention)
    rules = EnterDocument(document="reg-moorings", title={"en": "Rules on Moorings"}, type="regulation")
    council.does("secretariat", rules)
    text = {"number": 1, "language": "ru", "wording": "Причал есть место стоянки.", "name": "причалы.pdf"}
    file = {"digest": "0f" * 32, "media_type": "application/pdf", "size": 1024}
    council.does("depositary", AddVersion(document="conv-moorings", **text, **file))
    relation = {"relation": "rests-on", "other_document": "conv-moorings", "provision": "4"}
    council.does("secretariat", Relate(document="reg-moorings", **relation))
    council.does("secretariat", CorrectDocument(document="reg-moorings", title={"en": "Rules"}, grounds=GROUNDS))
    council.on("2039-01-15").does("secretariat", WithdrawDocument(document="reg-moorings", grounds=GROUNDS))
    draft = {"document": "draft-moorings", "title": {"en": "Draft"}, "type": "decision", "audience": "members"}
    council.does("secretariat", EnterDocument(**draft))
    council.on("2039-06-15").does("chair", ReleaseDocument(document="draft-moorings"))


def seats_are_given(council: Council) -> None:
    account = "seatedseated"
    coordinator = {"role": "coordinator", "seat": "delegation:XA", "note": "Note 3 of Arcadia"}
    given = IssueCredential(account=account, **coordinator, until="2042-01-01")
    entry = council.on("2040-01-15").does("secretariat", given)
    council.does("secretariat", RestrictCredential(credential_entry=entry.seq, only=["membership", "bodies.meet"]))
    council.on("2041-01-15").does("secretariat", EndCredential(credential_entry=entry.seq))
    council.does("chair", SetReleaseDay(closed_entry=entry.seq, release_on="2042-01-15"))
    council.does("chair", ReleaseEntry(closed_entry=entry.seq, grounds=GROUNDS))


def the_assembly_meets(council: Council) -> None:
    first, ruritania = "2041-04-01", "delegation:XR"
    convened = meetings.Convene(
        body="ASSEMBLY", format="extraordinary", first=first, last="2041-04-02", ordinal=9, city="Strelsau",
        host_state="XR", languages=("en", "ru"), initiative_state=("XR", "XS"), room_audience="community",
    )  # fmt: skip
    session = {"session": str(council.on("2041-02-15").does("secretariat", convened).seq)}
    moved = {"first": first, "last": "2041-04-03", "city": "Zenda", "host_state": "XR", "grounds": GROUNDS}
    council.does("secretariat", meetings.Postpone(**session, **moved))
    other = str(council.does("secretariat", convened).seq)
    council.does("chair", meetings.CallOff(session=other, grounds=GROUNDS))
    league = {"organisation": "league", "name": GROUNDS, "capacity": "organisation", "until": "2041-02-25"}
    objection = {"state": "XR", "nomination": str(council.does("chair", meetings.Nominate(**session, **league)).seq)}
    council.does("Ruritania", meetings.ObjectToParticipant(**objection, grounds=GROUNDS))
    council.does("Ruritania", meetings.ObjectToParticipant(**objection, position="lift"))
    item = meetings.AddItem(**session, title=GROUNDS, place=1, document=("conv-moorings",), minutes=30)
    item = {"item": str(council.on("2041-03-01").does("chair", item).seq)}
    council.does("chair", meetings.AgreeParticipants(**session))
    council.does(
        "chair",
        meetings.AmendItem(**item, title=GROUNDS, place=2, document=("conv-moorings",), minutes=40),
    )
    with everything():
        reviewed = EntryRow.objects.filter(kind="decisions.adopted").latest("seq").seq
    council.does("clerk", meetings.AddReview(**session, decision=reviewed))
    council.does("chair", meetings.AdoptAgenda(**session))
    council.on(first).does("chair", meetings.OpenMeeting(**session))
    council.does("secretariat", meetings.Roll(**session, arrived_seat=(ruritania, "guest:league", "delegation:XS")))
    council.does("secretariat", meetings.Roll(**session, arrived_seat=("secretariat",), left_seat=("delegation:XS",)))
    council.does("chair", meetings.CallItem(**item))
    council.does(
        "chair", meetings.LimitSpeaking(**session, minutes=3, turns=2, only_seat=ruritania, speakers_list="closed")
    )
    council.does("Ruritania", meetings.AskFloor(**session, seat=ruritania, claim="reply", language="ru"))
    council.does("chair", meetings.GiveFloor(**session, seat=ruritania))
    council.does("Ruritania", meetings.YieldFloor(**session, seat=ruritania))
    council.does("chair", meetings.SuspendMeeting(**session, minutes=15))
    council.does("chair", meetings.ResumeMeeting(**session))
    council.does("chair", meetings.Gavel(**item, outcome="noted"))
    closed = council.does("chair", meetings.CloseMeeting(**session)).seq
    council.does("secretariat", meetings.CirculateRecord(**session, until="2041-04-10"))
    council.does("Ruritania", meetings.CorrectRecord(**session, paragraph_entry=closed, wording=GROUNDS))
    council.on("2041-04-11").does("chair", meetings.ApproveRecord(**session))


def all_others_agree_to_a_meeting(council: Council) -> None:
    take_consent(council.on("2042-01-10"))
    called = {"format": "extraordinary", "initiative_state": ("XS",)}
    convened = meetings.Convene(body="ASSEMBLY", first="2042-02-01", last="2042-02-01", **called)
    session = {"session": str(council.does("secretariat", convened).seq), "state": "XR"}
    council.does("Ruritania", meetings.AnswerProposal(**session, answer="decline", grounds=GROUNDS))
    council.does("Ruritania", meetings.AnswerProposal(**session))
    proposed = str(council.does("secretariat", convened).seq)
    council.does("secretariat", Suspend(state="XR", grounds=GROUNDS, basis=council.decides()))
    council.does("clerk", meetings.NoteConsent(session=proposed))


def the_chair_plans(council: Council) -> None:
    forum = {"area": "security", "city": "Strelsau", "host_state": "XR", "body": "ASSEMBLY"}
    plan = meetings.PlanEvent(name=GROUNDS, first="2041-09-01", last="2041-09-02", **forum, preparation="agreed")
    event = {"event": str(council.does("chair", plan).seq)}
    moved = {"name": GROUNDS, "first": "2041-10-01", "last": "2041-10-02", "preparation": "ready"}
    council.does("chair", meetings.ChangeEvent(**event, **moved, **forum))
    council.does("chair", meetings.DropEvent(**event, grounds=GROUNDS))


@pytest.mark.django_db
def test_every_kind_and_version_has_its_example(tmp_path: Path, settings: Any) -> None:
    settings.COMITY_DATA = tmp_path
    keys.make("rehearsal.localhost/log")  # where alone an exercise begins
    tell(found())
    assert_rebuild_changes_nothing()
    with everything():
        told = {row.kind: bytes(row.content) for row in sorted(EntryRow.objects.all(), key=fullness)}
    assert set(told) == set(kinds()), "The story leaves out a kind of act. Tell it."
    missing = {kind: version for kind, version in kinds().items() if not (GOLDEN / file_of(kind, version)).exists()}
    for kind, version in missing.items():
        (tmp_path / file_of(kind, version)).write_bytes(told[kind])
    assert not missing, f"Keep an example for good: cp {tmp_path}/*.json {GOLDEN}/"


def test_every_version_up_to_the_present_has_its_example() -> None:
    names = {example.name for example in EXAMPLES}
    assert names == {file_of(kind, n + 1) for kind, version in kinds().items() for n in range(version)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
class TestExample:
    def test_it_is_read_and_gives_the_same_bytes(self, example: Path) -> None:
        entry = Entry.from_bytes(example.read_bytes())
        assert example.name == file_of(entry.kind, entry.version)
        assert entry.to_bytes() == example.read_bytes()

    def test_it_is_an_act_of_today(self, example: Path) -> None:
        entry = Entry.from_bytes(example.read_bytes())
        act = act_of(entry)
        assert act.kind == entry.kind
        assert act_of(Entry(**vars(entry) | {"body": act.to_body(), "version": act.version})) == act
        if entry.version == act.version:
            assert act.to_body() == entry.body

    @pytest.mark.django_db
    def test_it_still_makes_rows(self, example: Path) -> None:
        entry = Entry.from_bytes(example.read_bytes())
        writes = list(act_of(entry).project(entry))
        assert writes
        with transaction.atomic():
            carry_out(writes)

    @pytest.mark.django_db
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_has_a_sentence(self, example: Path, language: str) -> None:
        entry = Entry.from_bytes(example.read_bytes())
        with override(language):
            minuted = sentence(entry, Names(entry.on))
        assert minuted
        assert "%(" not in minuted
