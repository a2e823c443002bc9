"""What is heard of the head of the record: news, but none that come late."""

from typing import Any

import pytest

from comity.watch import Watch

Told = tuple[int, int, float, int]
"""Turn, size, how far ahead, and which file was read last."""


class Line:
    """A connection that answers with what the test says."""

    def __init__(self, *answers: Told) -> None:
        self.answers = list(answers)

    def execute(self, _statement: str) -> "Line":
        return self

    def fetchone(self) -> Told:
        return self.answers.pop(0)


def heard(*answers: Told) -> Told:
    watch, line = Watch(lambda: None), Line(*answers)  # type: ignore[arg-type, return-value]
    for _answer in answers:
        watch._read(line)  # type: ignore[arg-type]
    return (watch.turn, watch.size, watch.ahead, watch.texts)


@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ([(0, 7, 0.0, 0), (0, 8, 0.0, 0)], (0, 8, 0.0, 0)),
        ([(0, 8, 0.0, 0), (0, 7, 0.0, 0)], (0, 8, 0.0, 0)),
        ([(0, 8, 0.0, 3), (1, 5, -60.0, 2)], (1, 5, -60.0, 2)),
        ([(1, 5, -60.0, 0), (0, 8, 0.0, 0)], (1, 5, -60.0, 0)),
        ([(1, 5, 60.0, 0), (1, 5, 7.0, 0)], (1, 5, 60.0, 0)),
        ([(0, 8, 0.0, 3), (0, 8, 0.0, 4)], (0, 8, 0.0, 4)),
        ([(0, 8, 0.0, 4), (0, 8, 0.0, 3)], (0, 8, 0.0, 4)),
    ],
    ids=[
        *("an act", "an act, heard late", "taken back", "taken back, and an act of before", "the clock, heard late"),
        *("a file is read", "a file is read, heard late"),
    ],
)
def test_what_is_heard_late_is_no_news(answers: list[Any], known: Told) -> None:
    assert heard(*answers) == known
