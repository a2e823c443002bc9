"""The floor of a meeting in the invented council: who may speak, in which order, how often."""

import pytest

from comity.meetings import queries, rules, telling
from comity.meetings.acts import (
    AddItem,
    AskFloor,
    CallItem,
    CloseMeeting,
    Convene,
    Gavel,
    GiveFloor,
    LimitSpeaking,
    OpenMeeting,
    ResumeMeeting,
    Roll,
    SuspendMeeting,
    YieldFloor,
)
from comity.meetings.models import Turn
from comity.record.sentences import Names, refusal_sentence, sentence

ARCADIA, BOREALIA, RURITANIA = "delegation:XA", "delegation:XB", "delegation:XR"


@pytest.fixture
def session(council) -> str:
    """The Assembly, open, with its three members present and an item under discussion."""
    day = "2031-03-01"
    convened = council.does("secretariat", Convene(body="ASSEMBLY", first=day, last=day, languages=("en", "ru")))
    session = str(convened.seq)
    item = council.does("chair", AddItem(session=session, title={"en": "Buoys"}))
    council.on(day).does("chair", OpenMeeting(session=session))
    council.does("secretariat", Roll(session=session, arrived_seat=(ARCADIA, BOREALIA, RURITANIA)))
    council.does("chair", CallItem(item=str(item.seq)))
    return session


def test_of_a_meeting_that_one_may_not_read_one_learns_nothing_by_trying(council):
    day = "2031-03-01"
    closed = Convene(body="ASSEMBLY", first=day, last=day, audience="members")
    session = str(council.does("secretariat", closed).seq)
    for who, seat in (("Sylvania", "delegation:XS"), ("observer:league", "observer:league")):
        assert council.refuses(who, AskFloor(session=session, seat=seat)).code == "no_session"
    assert council.refuses("Arcadia", AskFloor(session=session, seat=ARCADIA)).code == "not_opened"


def waiting(session: str) -> list[str]:
    return [turn.seat for turn in rules.in_order(queries.turns(session))]


def has_the_floor(session: str) -> str | None:
    turn = rules.speaking(queries.turns(session))
    return turn and turn.seat


def test_a_point_of_order_goes_before_a_reply_and_a_reply_before_statements(council, session):
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    council.does("Borealia", AskFloor(session=session, seat=BOREALIA, claim="reply"))
    council.does("Ruritania", AskFloor(session=session, seat=RURITANIA, claim="order"))
    assert waiting(session) == [RURITANIA, BOREALIA, ARCADIA]
    assert council.refuses("chair", GiveFloor(session=session, seat=ARCADIA)).code == "order_first"
    council.does("chair", GiveFloor(session=session, seat=RURITANIA))
    council.does("chair", GiveFloor(session=session, seat=BOREALIA))
    assert has_the_floor(session) == BOREALIA
    council.does("Borealia", YieldFloor(session=session, seat=BOREALIA))
    assert has_the_floor(session) is None
    assert waiting(session) == [ARCADIA]


def test_each_asks_for_itself_and_once(council, session):
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA, language="ru"))
    assert council.refuses("Arcadia", AskFloor(session=session, seat=ARCADIA)).code == "on_the_list"
    assert council.refuses("Arcadia", AskFloor(session=session, seat=BOREALIA)).code == "for_another"
    council.does("secretariat", AskFloor(session=session, seat=BOREALIA))
    assert council.refuses("Sylvania", AskFloor(session=session, seat="delegation:XS")).code == "not_taking_part"


def test_whoever_speaks_another_language_provides_for_interpretation(council, session):
    french = {"session": session, "seat": RURITANIA, "language": "fr"}
    refused = council.refuses("Ruritania", AskFloor(**french))
    assert refused.code == "no_interpretation"
    assert refusal_sentence(refused.act, refused.refusal).startswith(
        "This meeting is not held in French, but in: English, Russian."
    )
    elsewhere = AskFloor(**french, interpretation_language="zh")
    assert council.refuses("Ruritania", elsewhere).code == "interpreted_elsewhere"
    council.does("Ruritania", AskFloor(**french, interpretation_language="ru"))
    council.does("chair", GiveFloor(session=session, seat=RURITANIA))
    turn = Turn.objects.get()
    assert (turn.language, turn.interpretation) == ("fr", "ru")


def test_the_chair_notes_the_language_of_whoever_had_not_asked(council, session):
    french = {"session": session, "seat": RURITANIA, "language": "fr"}
    assert council.refuses("chair", GiveFloor(**french)).code == "no_interpretation"
    council.does("chair", GiveFloor(**french, interpretation_language="en"))
    assert Turn.objects.get().language == "fr"
    council.does("chair", GiveFloor(session=session, seat=ARCADIA, language="ru"))
    assert Turn.objects.get(seat=ARCADIA).interpretation == ""


def test_whoever_waits_may_think_better_of_it(council, session):
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    council.does("Arcadia", YieldFloor(session=session, seat=ARCADIA, gives_up="request"))
    assert waiting(session) == []
    again = YieldFloor(session=session, seat=ARCADIA, gives_up="request")
    assert council.refuses("Arcadia", again).code == "no_turn"


def test_the_chair_limits_how_often_and_closes_the_list(council, session):
    council.does("chair", LimitSpeaking(session=session, minutes=3, turns=1))
    council.does("chair", GiveFloor(session=session, seat=ARCADIA))
    council.does("Arcadia", YieldFloor(session=session, seat=ARCADIA))
    assert council.refuses("Arcadia", AskFloor(session=session, seat=ARCADIA)).code == "over_quota"
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA, claim="reply"))
    council.does("chair", LimitSpeaking(session=session, turns=2, only_seat=ARCADIA))
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    council.does("chair", LimitSpeaking(session=session, speakers_list="closed"))
    assert council.refuses("Borealia", AskFloor(session=session, seat=BOREALIA)).code == "list_closed"
    council.does("Borealia", AskFloor(session=session, seat=BOREALIA, claim="order"))


def test_the_gavel_waits_for_whoever_waits_for_the_floor(council, session):
    item = str(queries.session(session).item)
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    assert council.refuses("chair", Gavel(item=item)).code == "floor_asked"
    council.does("chair", GiveFloor(session=session, seat=ARCADIA))
    assert council.refuses("chair", Gavel(item=item)).code == "floor_asked"
    council.does("Arcadia", YieldFloor(session=session, seat=ARCADIA))
    council.does("chair", Gavel(item=item))
    assert queries.item(item).outcome == "adopted"
    assert council.refuses("chair", Gavel(item=item)).code == "item_concluded"


def test_nothing_is_said_while_the_meeting_is_suspended_and_nobody_waits_after_its_end(council, session):
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    council.does("chair", SuspendMeeting(session=session, minutes=30))
    assert council.refuses("chair", GiveFloor(session=session, seat=ARCADIA)).code == "is_suspended"
    council.does("chair", ResumeMeeting(session=session))
    council.does("chair", CloseMeeting(session=session))
    assert waiting(session) == []
    assert queries.present(session) == []
    assert council.refuses("Arcadia", AskFloor(session=session, seat=ARCADIA)).code == "is_closed"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"minutes": 3}, "The chair set a limit of speaking: minutes of a statement 3."),
        ({"turns": 2}, "The chair set a limit of speaking: statements on an item 2."),
        ({"minutes": 3, "turns": 2}, "minutes of a statement 3, statements on an item 2."),
        ({}, "The speakers' list is open, and the chair sets no limit of speaking."),
        ({"speakers_list": "closed"}, "The chair closed the speakers' list."),
        ({"speakers_list": "closed", "minutes": 3}, "list. Limit: minutes of a statement 3."),
        (
            {"only_seat": ARCADIA, "turns": 2},
            "of Arcadia the chair set a limit: statements on an item 2.",
        ),
        ({"only_seat": ARCADIA}, "For delegation of Arcadia the chair sets no limit of speaking."),
    ],
)
def test_of_limits_only_what_was_givenis_told(council, session, given, told):
    entry = council.does("chair", LimitSpeaking(session=session, **given))
    assert sentence(entry, Names(council.day)).endswith(told)


def test_the_record_says_to_how_many_minutes_speaking_was_limited(council, session):
    for limits in ({"minutes": 5, "turns": 2}, {"minutes": 9, "only_seat": BOREALIA}, {}):
        council.does("chair", LimitSpeaking(session=session, **limits))
    names = Names(council.day)
    seats = queries.seat_names(session, names)
    sections = telling.record_sections(queries.entries_of(session), int(session), names, seats)
    told = [paragraph["text"] for section in sections for paragraph in section["paragraphs"]]
    assert told[-3:] == [
        "The chair set limits of speaking: minutes of a statement 5, statements on an item 2.",
        "For Borealia the chair set a limit: minutes of a statement 9.",
        "The speakers' list is open, and the chair sets no limit of speaking.",
    ]
