"""The agenda is adopted as it stands, and again only when it has become another."""

import pytest

from comity.meetings import queries, rules
from comity.meetings.acts import AddItem, AdoptAgenda, AmendItem, ApproveRecord, CirculateRecord, SuspendMeeting
from meetings.conftest import ARCADIA, item_of
from meetings.test_pages import sits


def numbered(council, session: str, *titles: str) -> dict[str, str]:
    """Items put on the agenda behind what stands there, by their titles."""
    made = {title: council.does("chair", AddItem(session=session, title={"en": title})) for title in titles}
    return {title: str(entry.seq) for title, entry in made.items()}


def agenda(session: str) -> list[str]:
    return [item.title["en"] for item in queries.agenda(session)]


@pytest.mark.parametrize(
    ("item", "place", "order"),
    [(3, 1, [3, 1, 2]), (1, 3, [2, 3, 1]), (2, 2, [1, 2, 3]), (1, 9, [2, 3, 1]), (4, 2, [1, 4, 2, 3])],
)
def test_an_item_comes_to_stand_where_its_number_says(item, place, order):
    assert rules.placed([1, 2, 3], item, place) == order


def test_an_item_is_moved_to_a_number_and_the_others_make_room(council, session):
    items = numbered(council, session, "Bells", "Chains")
    assert agenda(session) == ["Buoys", "Bells", "Chains"]
    council.does("chair", AmendItem(item=items["Chains"], place=2))
    assert agenda(session) == ["Buoys", "Chains", "Bells"]
    council.does("secretariat", AddItem(session=session, title={"en": "Anchors"}, place=1))
    assert agenda(session) == ["Anchors", "Buoys", "Chains", "Bells"]
    council.does("chair", AmendItem(item=items["Chains"], does="strike"))
    moving = AmendItem(item=item_named(session, "Anchors"), place=3)
    council.does("chair", moving)
    assert agenda(session) == ["Buoys", "Bells", "Anchors"]
    assert str(moving.sentence()) == "Moved on the agenda to number %(place)s: %(item)s."
    numbered(council, session, "Dolphins")
    assert agenda(session)[-1] == "Dolphins"


def item_named(session: str, title: str) -> str:
    return next(str(item.entry) for item in queries.agenda(session) if item.title["en"] == title)


def test_whoever_presides_moves_and_changes_items_on_the_console(council, opened):
    """What is concluded or under discussion stands where it stands; the others are moved by one."""
    items = numbered(council, opened, "Bells", "Chains")
    chair, delegate = sits(council, "chair", "chair"), sits(council, ARCADIA, "head")
    with council.clock():
        page = chair.get(f"/meetings/{opened}/chair").content.decode()
        assert page.count('value="meetings.amend_item"') == 2
        for item in items.values():
            assert f'href="/acts/meetings.amend_item?item={item}"' in page
        assert "meetings.amend_item" not in delegate.get(f"/meetings/{opened}/chair").content.decode()
        moving = {"act": "meetings.amend_item", "item": items["Chains"], "place": "2"}
        assert chair.post(f"/meetings/{opened}/chair", moving).status_code == 303
        assert agenda(opened) == ["Buoys", "Chains", "Bells"]
        told = chair.get(f"/meetings/{opened}").content.decode()
    assert f'href="/acts/meetings.amend_item?item={items["Bells"]}"' in told


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
