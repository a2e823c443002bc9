"""A text in parts that an index can hold, and in pieces of which one is shown. Pure functions.

parts     an index counts the places of words no further than 16,383, and finds phrases by them
pieces    some lines each: to cut a passage out of a whole treaty for each row of a list would take too long
"""

import re
from collections.abc import Iterator

from comity.register.rules import HAN

PLACES = 12_000
"""Places of words in a part: the index counts a compound more than once, and Chinese by words and by characters."""
PIECE = 1_200
"""Characters of a piece, about."""
ENDS = (r"[.;!?]\s+|[。；！？]", r"\n", r"\s")
"""Where a piece may end, the best first: with a sentence, a line, a word."""


def pieces(text: str) -> list[str]:
    """The text in pieces."""
    found, begin = [], 0
    while begin < len(text):
        end = _end(text, begin)
        found.append(text[begin:end].strip())
        begin = end
    return [piece for piece in found if piece]


def _end(text: str, begin: int) -> int:
    """Where the piece ends that begins there: in the later half of what it may have."""
    middle, last = begin + PIECE // 2, begin + PIECE
    if last >= len(text):
        return len(text)
    for sign in ENDS:
        if found := list(re.finditer(sign, text[middle:last])):
            return middle + found[-1].end()
    return last


def parts(text: str) -> list[str]:
    """The text in as few parts as the index can hold, each of whole pieces."""
    return ["\n".join(part) for part in _gathered(pieces(text))]


def _gathered(found: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    places = 0
    for piece in found:
        more = _places(piece)
        if part and places + more > PLACES:
            yield part
            part, places = [], 0
        part.append(piece)
        places += more
    if part:
        yield part


def _places(text: str) -> int:
    """How many places its words take: every Chinese character and every other word counts."""
    return sum(map(len, HAN.findall(text))) + len(re.findall(r"\w+", HAN.sub(" ", text)))
