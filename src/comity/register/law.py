"""The place of a document in the law, as a drawing: what it rests on to the left, what rests on it to the right.

Lengths are in the units of the drawing; numbers are text. No Django: what is drawn has been found and named before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from unicodedata import east_asian_width

WIDTH, COLUMN, BOX, ROW = 960, 280, 70, 86
"""The drawing; a column; the height of a box, and from one to the next."""
MOST = 6
"""Boxes on a side; the list has them all."""
LETTERS = 34
"""So wide is a line of a title: in Latin letters; a Chinese character is two of them, a Cyrillic one a bit more."""
CYRILLIC = 1.1
LINES = 2


@dataclass(frozen=True)
class Related:
    """A document that stands in a relation to the one in the middle; `name` says in which, in words."""

    relation: str
    name: str
    title: str
    address: str


@dataclass(frozen=True)
class Box:
    x: str
    y: str
    text_x: str
    name_y: str
    name: str
    lines: tuple[tuple[str, str], ...]
    address: str
    relation: str
    edge: str

    @property
    def svg(self) -> str:
        """The box with its words, escaped."""
        lines = "".join(f'<text x="{self.text_x}" y="{y}">{escape(line)}</text>' for y, line in self.lines)
        return (
            f'<rect x="{self.x}" y="{self.y}" width="{COLUMN}" height="{BOX}"></rect>'
            f'<text class="law__name" x="{self.text_x}" y="{self.name_y}">{escape(self.name)}</text>{lines}'
        )


@dataclass(frozen=True)
class Law:
    """left, width   of the drawing: without documents on a side there is no column there
    hidden        how many documents are not drawn"""

    left: int
    width: int
    height: int
    hidden: int
    middle: Box
    boxes: tuple[Box, ...]

    @property
    def view_box(self) -> str:
        return f"{self.left} 0 {self.width} {self.height}"

    @property
    def svg(self) -> str:
        """What stands in the drawing, escaped: the edges, so that they lie behind the boxes, then these."""
        edges = (f'<path class="law__edge law__edge--{box.relation}" d="{box.edge}"></path>' for box in self.boxes)
        links = (f'<a class="law__box" href="{escape(box.address)}">{box.svg}</a>\n  ' for box in self.boxes)
        middle = f'<g class="law__box law__box--middle">{self.middle.svg}</g>'
        return f"{''.join(edges)}\n  {''.join(links)}{middle}"


def drawn(title: str, name: str, left: Sequence[Related], right: Sequence[Related]) -> Law:
    """`left` and `right` are drawn up to MOST each."""
    hidden = max(0, len(left) - MOST) + max(0, len(right) - MOST)
    left, right = left[:MOST], right[:MOST]
    height = max(len(left), len(right), 1) * ROW
    centre = height / 2
    middle = _box(Related("", name, title, ""), (WIDTH - COLUMN) / 2, centre, "")
    boxes = (*_column(left, 0, centre), *_column(right, WIDTH - COLUMN, centre))
    begin = 0 if left else (WIDTH - COLUMN) // 2
    end = WIDTH if right else (WIDTH + COLUMN) // 2
    return Law(begin, end - begin, height, hidden, middle, boxes)


def _column(found: Sequence[Related], x: float, centre: float) -> Iterator[Box]:
    top = centre - (len(found) - 1) * ROW / 2
    for place, related in enumerate(found):
        y = top + place * ROW
        yield _box(related, x, y, _edge(x, y, centre))


def _edge(x: float, y: float, centre: float) -> str:
    """From the side of the middle box to the near side of the other."""
    begin = (WIDTH - COLUMN) / 2 if x == 0 else (WIDTH + COLUMN) / 2
    end = COLUMN if x == 0 else x
    half = (begin + end) / 2
    return f"M{begin:.0f} {centre:.0f}C{half:.0f} {centre:.0f} {half:.0f} {y:.0f} {end:.0f} {y:.0f}"


def _box(related: Related, x: float, y: float, edge: str) -> Box:
    top = y - BOX / 2
    lines = tuple((f"{top + 38 + 18 * number:.0f}", line) for number, line in enumerate(wrapped(related.title)))
    place = (f"{x:.0f}", f"{top:.0f}", f"{x + 12:.0f}", f"{top + 18:.0f}")
    return Box(*place, related.name, lines, related.address, related.relation, edge)


@lru_cache(maxsize=1024)
def wrapped(title: str) -> tuple[str, ...]:
    """A title in at most LINES lines, broken between words, or between Chinese characters; the rest is cut off."""
    lines = [""]
    for piece in _pieces(title):
        if width(lines[-1] + piece) <= LETTERS:
            lines[-1] += piece
        elif len(lines) < LINES:
            lines.append(piece.lstrip())
        else:
            lines[-1] = _cut(lines[-1] + piece)
            break
    return tuple(_cut(line.strip()) for line in lines)


def _pieces(title: str) -> Iterator[str]:
    word = ""
    for character in title:
        if character == " " or east_asian_width(character) in "WF":
            yield word
            word = ""
        word += character
    yield word


def _cut(line: str) -> str:
    if width(line) <= LETTERS:
        return line
    while width(line) >= LETTERS:
        line = line[:-1]
    return line.rstrip() + "…"


def width(text: str) -> float:
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if east_asian_width(character) in "WF":
        return 2
    return CYRILLIC if "\u0400" <= character <= "\u04ff" else 1
