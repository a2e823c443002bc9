"""Where in a TOML document each key and each value stands: a map from paths to lines and columns.

`tomllib` reads the values and forgets where they stood, so the document is read a second time, by tree-sitter. Its
tree is walked without recursion, and paths end at `DEPTH`: no charter is deeper, and an attacker's file may be.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from comity.charter.references import Path

DEPTH = 12
_TOML = Language(tree_sitter_toml.language())


@dataclass(frozen=True)
class Place:
    """Line and column of a character, both from 1; the column counts characters, not bytes."""

    line: int
    column: int


@dataclass(frozen=True)
class Positions:
    """keys     where the key or the header of a path stands, the first time it is written
    values   where its value stands; a table's is its header
    """

    keys: dict[Path, Place]
    values: dict[Path, Place]

    def of_key(self, path: Path) -> Place:
        return self._nearest(self.keys, path)

    def of_value(self, path: Path) -> Place:
        return self._nearest(self.values, path)

    def _nearest(self, places: dict[Path, Place], path: Path) -> Place:
        """The place of the path, or of the innermost table around it that is written down."""
        path = path[:DEPTH]
        while path and path not in places:
            path = path[:-1]
        return places.get(path, Place(1, 1))


def positions(text: str) -> Positions:
    """The positions of a document that `tomllib` can read; none if the two readers disagree about it."""
    data = text.encode()
    root = Parser(_TOML).parse(data).root_node
    walk = _Walk(data)
    if not root.has_error:
        walk.document(root)
    return Positions(walk.keys, walk.values)


class _Walk:
    """One walk through a document, collecting what it passes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.starts = [0, *accumulate(len(line) + 1 for line in data.split(b"\n"))]
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.lengths: dict[Path, int] = {}

    def document(self, root: Node) -> None:
        ahead: list[tuple[Node, Path]] = [(node, ()) for node in reversed(root.named_children)]
        while ahead:
            node, path = ahead.pop()
            ahead.extend(reversed(list(self._enter(node, path))))

    def _enter(self, node: Node, path: Path) -> Iterator[tuple[Node, Path]]:
        """Note where a node stands; what is inside is still to be entered, at its path."""
        if node.type in ("table", "table_array_element"):
            yield from self._table(node)
        elif node.type == "pair":
            key, value = node.named_children[0], node.named_children[-1]
            yield value, self._note(path, key, value)
        elif node.type == "array":
            items = (item for item in node.named_children if item.type != "comment")
            for index, item in enumerate(items):
                self.values.setdefault((*path, index)[:DEPTH], self._place(item))
                yield item, (*path, index)[:DEPTH]
        elif node.type == "inline_table":
            yield from ((pair, path) for pair in node.named_children)

    def _table(self, node: Node) -> Iterator[tuple[Node, Path]]:
        header = node.named_children[0]
        path = self._note((), header, header)
        if node.type == "table_array_element":
            index = self.lengths.get(path, 0)
            self.lengths[path] = index + 1
            path = (*path, index)[:DEPTH]
            self.values[path] = self._place(header)
        yield from ((pair, path) for pair in node.named_children[1:])

    def _note(self, path: Path, key: Node, value: Node) -> Path:
        """The path of a key that may have dots; each of its parts is noted, the last one with its value."""
        parts = [key] if key.type != "dotted_key" else _parts(key)
        for part in parts[:DEPTH]:
            path = (*self._current(path), self._name(part))[:DEPTH]
            self.keys.setdefault(path, self._place(part))
            self.values.setdefault(path, self._place(value if part is parts[-1] else part))
        return path

    def _current(self, path: Path) -> Path:
        """Inside an array of tables, what follows belongs to its last table."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def _name(self, key: Node) -> str:
        written = self.data[key.start_byte : key.end_byte].decode()
        return written if key.type == "bare_key" else next(iter(tomllib.loads(f"{written} = 0")))

    def _place(self, node: Node) -> Place:
        line = bisect_right(self.starts, node.start_byte)
        before = self.data[self.starts[line - 1] : node.start_byte]
        return Place(line, len(before.decode()) + 1)


def _parts(key: Node) -> list[Node]:
    """The keys of a dotted key, in order. The grammar nests them to the left: `a.b.c` is `(a.b).c`."""
    parts: list[Node] = []
    while key.type == "dotted_key":
        key, last = key.named_children
        parts.append(last)
    return [key, *reversed(parts)]
