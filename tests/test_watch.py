"""What is heard of the head of the record: news, but none that come late."""

from typing import Any

import pytest

from comity.watch import Watch


class Line:
    """A connection that answers with what the test says."""

    def __init__(self, *answers: tuple[int, int, float]) -> None:
        self.answers = list(answers)

    def execute(self, _statement: str) -> "Line":
        return self

    def fetchone(self) -> tuple[int, int, float]:
        return self.answers.pop(0)


def heard(*answers: tuple[int, int, float]) -> tuple[int, int, float]:
    watch, line = Watch(lambda: None), Line(*answers)  # type: ignore[arg-type, return-value]
    for _answer in answers:
        watch._read(line)  # type: ignore[arg-type]
    return (watch.turn, watch.size, watch.ahead)


@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ([(0, 7, 0.0), (0, 8, 0.0)], (0, 8, 0.0)),
        ([(0, 8, 0.0), (0, 7, 0.0)], (0, 8, 0.0)),
        ([(0, 8, 0.0), (1, 5, -60.0)], (1, 5, -60.0)),
        ([(1, 5, -60.0), (0, 8, 0.0)], (1, 5, -60.0)),
        ([(1, 5, 60.0), (1, 5, 7.0)], (1, 5, 60.0)),
    ],
    ids=["an act", "an act, heard late", "taken back", "taken back, and an act of before", "the clock, heard late"],
)
def test_what_is_heard_late_is_no_news(answers: list[Any], known: tuple[int, int, float]) -> None:
    assert heard(*answers) == known
