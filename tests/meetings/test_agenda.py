"""The agenda is adopted as it stands, and again only when it has become another."""

from comity.meetings.acts import AddItem, AdoptAgenda, AmendItem, ApproveRecord, CirculateRecord, SuspendMeeting
from meetings.conftest import item_of
from meetings.test_pages import sits


def test_an_agenda_is_adopted_once_as_it_stands(council, session):
    council.does("chair", AdoptAgenda(session=session))
    again = council.refuses("chair", AdoptAgenda(session=session))
    assert again.code == "agenda_adopted_so"
    assert str(again).startswith("The agenda was adopted as it stands by entry")
    council.does("chair", AmendItem(item=item_of(session), minutes=40))
    council.does("chair", AdoptAgenda(session=session))


def test_the_console_offers_its_adoption_only_while_there_is_something_to_adopt(council, opened):
    chair, console = sits(council, "chair", "chair"), f"/meetings/{opened}/chair"

    def offered() -> bool:
        with council.clock():
            return "Adopt the agenda" in chair.get(console).content.decode()

    assert offered()
    council.does("chair", AdoptAgenda(session=opened))
    assert not offered()
    council.does("chair", AddItem(session=opened, title={"en": "Fog signals"}))
    assert offered()


def test_of_a_meeting_that_goes_on_the_record_is_not_approved_for_it_is_not_closed_yet(council, opened):
    early = council.refuses("chair", ApproveRecord(session=opened))
    assert early.code == "not_closed"
    assert "The meeting is not closed yet" in str(early)
    council.does("chair", SuspendMeeting(session=opened))
    assert council.refuses("chair", CirculateRecord(session=opened, until="2031-04-01")).code == "not_closed"
