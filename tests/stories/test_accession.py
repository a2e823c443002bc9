"""A state comes in: from its application, by two decisions and a memorandum, to the first meeting where it sits."""

from comity.charter.queries import in_force
from comity.decisions.acts import Adopt, Consent, Object
from comity.decisions.queries import Matter, facts, matter_of
from comity.meetings import queries
from comity.meetings.acts import AskFloor, Convene, GiveFloor, OpenMeeting, Roll
from comity.membership.acts import Admit, AgreeInPrinciple, Apply, SignMemorandum
from comity.membership.queries import standing
from comity.record.reading import everything
from council import Council
from council.deciding import opened

SYLVANIA = "delegation:XS"
GROUNDS = {"en": "Sylvania lies inland.", "ru": "Сильвания не имеет выхода к морю.", "zh": "西尔瓦尼亚是内陆国。"}


def decides(council: Council, competence: str) -> int:
    """A decision about Sylvania, open for positions."""
    return opened(council, title={"en": "On Sylvania"}, competence=competence, concerned_state="XS")


def test_a_state_comes_in(council: Council) -> None:
    council.on("2031-02-01").does("Sylvania", Apply(state="XS"))
    assert council.refuses("secretariat", AgreeInPrinciple(state="XS")).code == "no_basis"

    # Borealia objects to the decision in principle, and thinks better of it.
    principle = decides(council, "membership.agree_in_principle")
    council.does("Borealia", Object(decision=principle, state="XB", grounds=GROUNDS))
    assert council.refuses("chair", Adopt(decision=principle)).code == "objection_stands"
    council.on("2031-03-01").does("Borealia", Consent(decision=principle, state="XB"))
    begun = council.does("chair", Adopt(decision=principle)).seq
    assert council.refuses("secretariat", Admit(state="XS", basis=begun)).code == "other_competence"
    council.does("secretariat", AgreeInPrinciple(state="XS", basis=begun))

    council.on("2031-09-01").does("secretariat", SignMemorandum(state="XS"))
    admission = decides(council.on("2031-10-01"), "membership.admit")
    assert council.refuses("Sylvania", Consent(decision=admission, state="XS")).code == "no_right"
    admitted = council.does("chair", Adopt(decision=admission)).seq
    council.does("secretariat", Admit(state="XS", basis=admitted))
    assert standing("XS", council.day).status == "member"

    # It sits where its name puts it, is counted, and speaks.
    meeting = Convene(body="ASSEMBLY", format="regular", first="2031-11-01", last="2031-11-01")
    session = str(council.does("secretariat", meeting).seq)
    assert SYLVANIA in queries.member_seats(council.day)
    council.on("2031-11-01").does("chair", OpenMeeting(session=session))
    council.does("secretariat", Roll(session=session, arrived_seat=(SYLVANIA, "delegation:XA")))
    assert queries.members_present(session, council.day) == 2
    council.does("Sylvania", AskFloor(session=session, seat=SYLVANIA))
    council.does("chair", GiveFloor(session=session, seat=SYLVANIA))
    asked = decided_by(council, opened(council))
    assert sorted(asked.entitled) == ["XA", "XB", "XR", "XS"]


def decided_by(council: Council, decision: int) -> Matter:
    """By what a decision is decided, and who is asked."""
    with everything():
        charter, _entry = in_force(council.day)
        return matter_of(facts(decision), charter, council.day)
