"""A table of votes, row by row, from CSV, CSV packed by gzip, or Parquet: told by content, not by the file's name.

What separates the fields of CSV is told by its first row: spreadsheets write semicolons in many countries.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

Row = list[str]

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
SEPARATORS = ",;\t"


class BadTable(Exception):
    """A file in which no votes can be found."""


class Table:
    """Its first row, and an iterator over the others.

    line   on which the row ends that was read last; in Parquet, where it would in CSV

    Reading on may raise `csv.Error` for a line that is no row; what comes behind it can still be read.
    """

    def __init__(self, path: Path) -> None:
        """Raises BadTable."""
        self._read = 1
        self._reader: Reader | None = None
        try:
            with path.open("rb") as file:
                start = file.read(4)
            self.rows = self._of_parquet(path) if start == PARQUET else self._of_csv(path, start.startswith(GZIP))
            self.header = [name.strip().lower() for name in next(self.rows, [])]
        except (OSError, EOFError, csv.Error) as error:
            raise BadTable(f"{path} cannot be read: {plainly(error)}.") from error

    @property
    def line(self) -> int:
        return self._reader.line_num if self._reader else self._read

    def _of_csv(self, path: Path, packed: bool) -> Iterator[Row]:
        # The reader itself is handed out, as each layer above it costs a tenth of a second for a million rows.
        binary = gzip.open(path, "rb") if packed else path.open("rb")  # noqa: SIM115
        # What is no UTF-8 becomes a mark that no state and no position has.
        buffered = io.BufferedReader(binary, 1 << 20)
        text = io.TextIOWrapper(buffered, "utf-8-sig", "replace", newline="")
        self._reader = csv.reader(text, delimiter=_separator(buffered.peek()))
        return self._reader

    def _of_parquet(self, path: Path) -> Iterator[Row]:
        try:
            from pyarrow import ArrowException
            from pyarrow.parquet import ParquetFile
        except ImportError as error:
            raise BadTable(f"{path} is Parquet. To read it, run: pip install 'comity[parquet]'") from error
        try:
            file = ParquetFile(path)
            yield list(file.schema_arrow.names)
            for batch in file.iter_batches(1 << 16):
                columns = [[_written(value) for value in column.to_pylist()] for column in batch.columns]
                for row in zip(*columns, strict=True):
                    self._read += 1
                    yield list(row)
        except (ArrowException, OSError) as error:
            raise BadTable(f"{path} cannot be read: {plainly(error)}.") from error


def plainly(error: Exception) -> str:
    """What is wrong with a file, without its name and a number, which tell nothing more."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _separator(start: bytes) -> str:
    """The one that the first row has most of."""
    first = start.partition(b"\n")[0].decode("utf-8", "replace")
    return max(SEPARATORS, key=first.count)


def _written(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
