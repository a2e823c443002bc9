"""Many hand in their acts at once: each gets the answer that it would have got alone."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from comity.record.models import EntryRow, Head
from comity.record.reading import reading_as
from comity.record.submission import Moved, Refused, submit
from comity.record.together import Together
from conftest import FreshDatabase
from record.acts import Moor, Sail

SECRETARIAT = "secretariat"


class Slow:
    """Answers with ten times what is asked, and holds the first question until it is let go. 13 is an accident."""

    def __init__(self) -> None:
        self.let_go, self.begun = threading.Event(), threading.Event()
        self.taken: list[list[int]] = []
        self.queue = Together(self.alone, self.many)

    def alone(self, asked: int) -> int:
        self.taken.append([asked])
        self.begun.set()
        assert self.let_go.wait(10)
        if asked == 13:
            raise RuntimeError("an accident")
        if asked < 0:
            raise ValueError(asked)
        return 10 * asked

    def many(self, asked: list[int]) -> list[int | Exception]:
        self.taken.append(asked)
        if 13 in asked:
            raise RuntimeError("an accident")
        return [10 * one if one >= 0 else ValueError(one) for one in asked]


def ask(slow: Slow, asked: list[int]) -> list[int | Exception]:
    """The first is asked alone, and the others while it is under way."""

    def answer(one: int) -> int | Exception:
        try:
            return slow.queue.submit(one)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(asked)) as pool:
        first = pool.submit(answer, asked[0])
        assert slow.begun.wait(10)
        others = [pool.submit(answer, one) for one in asked[1:]]
        while len(slow.queue._waiting) < len(others):
            pass
        slow.let_go.set()
        return [future.result(10) for future in (first, *others)]


class TestQueue:
    def test_what_came_meanwhile_is_answered_together(self) -> None:
        slow = Slow()
        assert ask(slow, [1, 2, 3, 4]) == [10, 20, 30, 40]
        assert slow.taken[0] == [1]
        assert sorted(slow.taken[1]) == [2, 3, 4]

    def test_each_gets_its_own_refusal(self) -> None:
        answers = ask(Slow(), [1, -2, 3])
        assert (answers[0], answers[2]) == (10, 30)
        assert isinstance(answers[1], ValueError)

    def test_an_accident_of_one_is_no_accident_of_the_others(self) -> None:
        answers = ask(Slow(), [1, 2, 13, 4])
        assert (answers[0], answers[1], answers[3]) == (10, 20, 40)
        assert isinstance(answers[2], RuntimeError)


def at_once(*submissions: Callable[[], object]) -> list[object]:
    """What becomes of each: its answer, or its exception."""
    together = threading.Barrier(len(submissions))

    def run(submission: Callable[[], object]) -> object:
        together.wait()
        try:
            return submission()
        except (Refused, Moved) as reason:
            return reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(submissions)) as pool:
        return list(pool.map(run, submissions))


def sail_and_fail() -> None:
    submit(Sail(berth="quay"), SECRETARIAT)
    raise ZeroDivisionError


class TestSubmissions:
    def test_of_many_who_saw_the_same_record_one_is_first(self, fresh_database: FreshDatabase) -> None:
        answers = at_once(*[lambda: submit(Sail(berth="quay"), SECRETARIAT, size=0)] * 6)
        assert sorted(type(answer).__name__ for answer in answers) == ["Entry"] + ["Moved"] * 5

    def test_the_later_ones_are_judged_by_what_the_earlier_ones_did(self, fresh_database: FreshDatabase) -> None:
        ships = [lambda ship=ship: submit(Moor(berth="quay", ship=ship), SECRETARIAT) for ship in "abcdef"]
        answers = at_once(*ships)
        assert sorted(type(answer).__name__ for answer in answers) == ["Entry"] + ["Refused"] * 5
        assert Head.objects.get().size == 1

    def test_a_reader_who_acts_sees_the_act_at_once(self, fresh_database: FreshDatabase) -> None:
        with reading_as(["members"]):
            assert EntryRow.objects.count() == 0
            assert submit(Sail(berth="quay"), SECRETARIAT).seq == 1
            assert EntryRow.objects.count() == 1

    def test_what_a_reader_did_stays_though_the_page_fails(self, fresh_database: FreshDatabase) -> None:
        with pytest.raises(ZeroDivisionError), reading_as(["members"]):
            sail_and_fail()
        assert EntryRow.objects.count() == 1

    def test_what_belongs_together_is_undone_together(self, fresh_database: FreshDatabase) -> None:
        with reading_as(["members"]), pytest.raises(ZeroDivisionError), transaction.atomic():
            sail_and_fail()
        assert EntryRow.objects.count() == 0
