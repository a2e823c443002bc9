"""What pages remember: nothing is asked twice under one head, and nothing is old under the next."""

import pytest
from django.db import transaction

from comity.bodies.models import Chairmanship
from comity.charter.models import Enactment
from comity.membership.acts import NameState
from comity.membership.models import Standing, StateName, Suspension
from comity.membership.queries import state_names
from comity.record.acts import KINDS, Act
from comity.record.edition import MOST, reading, remembered, remembered_for_all
from comity.record.models import EntryRow
from comity.record.reading import everything, reading_as
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from council import Council

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> list[int]:
    return []


@pytest.fixture
def question(asked):
    @remembered
    def answer(number: int) -> int:
        asked.append(number)
        return number

    return answer


def name(council: Council, said: str) -> None:
    submit(NameState(state="XZ", name={"en": said}), SECRETARIAT, on=council.day)


def test_pages_of_one_head_ask_once(council, question, asked):
    for _page in range(3):
        with reading():
            assert (question(7), question(8)) == (7, 8)
    assert asked == [7, 8]


def test_the_next_page_after_an_act_shows_it(council):
    with reading():
        assert "XZ" not in state_names(council.day)
    for said in ("Zenda", "Zubrowka"):
        name(council, said)
        with reading():
            assert state_names(council.day)["XZ"] == {"en": said}


def test_an_act_that_was_undone_is_not_remembered(council):
    with transaction.atomic():
        name(council, "Zenda")
        with reading():
            assert "XZ" in state_names(council.day)
        transaction.set_rollback(True)
    with reading():
        assert "XZ" not in state_names(council.day)


def test_who_makes_no_page_always_asks(council, question, asked):
    assert [question(7), question(7)] == [7, 7]
    assert asked == [7, 7]


def test_what_is_remembered_does_not_grow_without_end(council, question, asked):
    with reading():
        for number in range(2 * MOST + 1):
            question(number)
        question(2 * MOST)
    assert len(asked) == 2 * MOST + 1


def test_a_page_within_another_belongs_to_its_edition(council):
    with reading():
        assert "XZ" not in state_names(council.day)
        name(council, "Zenda")
        with reading():
            assert "XZ" not in state_names(council.day)
    with reading():
        assert "XZ" in state_names(council.day)


def test_each_audience_asks_for_itself_but_of_what_is_public_for_good(council, question, asked):
    @remembered_for_all
    def of_all(number: int) -> int:
        asked.append(-number)
        return number

    with reading():
        for audiences in ([], ["members"], ["members"]):
            with reading_as(audiences):
                assert (question(7), of_all(7)) == (7, 7)
    assert asked == [7, -7, 7]


@pytest.mark.usefixtures("sco")
def test_what_is_remembered_for_all_is_never_closed():
    """The tables of which all are told the same are written by acts that everybody may read."""
    with everything():
        for table in (Enactment, Standing, StateName, Suspension, Chairmanship):
            assert set(table.objects.values_list("audience", flat=True)) <= {"public"}, table
        made_by = {
            kind
            for table in (Enactment, Standing, StateName, Chairmanship)
            for kind in EntryRow.objects.filter(seq__in=table.objects.values("entry")).values_list("kind", flat=True)
        }
    assert {kind.partition(".")[0] for kind in made_by} == {"charter", "membership", "bodies"}
    for kind, act in KINDS.items():
        if kind.partition(".")[0] in ("charter", "membership", "bodies"):
            assert act.readers is Act.readers, kind
