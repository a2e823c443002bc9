"""Two wordings side by side: what was taken out and what was put in, word by word, Chinese character by character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|\w+|\s+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Piece:
    """A run of text that both have (`same`), only the earlier has (`out`), or only the later has (`in`)."""

    sort: str
    text: str


def compared(earlier: str, later: str) -> Iterator[Piece]:
    """Without the pieces that are `in`, the earlier text; without those that are `out`, the later one; exactly."""
    one, two = TOKEN.findall(earlier), TOKEN.findall(later)
    for sort, a, b, c, d in SequenceMatcher(None, one, two).get_opcodes():
        if sort == "equal":
            yield Piece("same", "".join(one[a:b]))
            continue
        if a < b:
            yield Piece("out", "".join(one[a:b]))
        if c < d:
            yield Piece("in", "".join(two[c:d]))
