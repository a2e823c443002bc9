"""Rows that were made once and are put back: to found a council anew for each story takes longer than the story.

What a set-up made by acts is read from the tables of this process's database as JSON, and written into them as it was
in the next transaction. The sequences have gone on meanwhile, so that no number is given twice.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection

from comity.record.keys import signer
from comity.record.reading import everything

COLUMNS = """SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"""
ALWAYS_THERE = ("record_head", "record_clock")
"""Tables of one row, which nobody adds."""

_kept: OrderedDict[tuple[str, str], tuple[Any, dict[str, tuple[str, str]]]] = OrderedDict()
"""By name and signing key of a set-up: what it answered with, and of each table the columns and the rows."""
MOST = 6
"""A test with a key of its own has no use for what another signed; what was not used for longest goes first."""


def once(name: str, make: Callable[[], Any]) -> Any:
    """What `make` answers with. The first time it makes all; later its rows are put back, into empty tables."""
    named = name, str(signer().verifier)
    if named in _kept:
        _kept.move_to_end(named)
        answer, rows = _kept[named]
        _put_back(rows)
        return answer
    answer = make()
    _kept[named] = answer, _rows()
    if len(_kept) > MOST:
        _kept.popitem(last=False)
    return answer


def _rows() -> dict[str, tuple[str, str]]:
    found = {}
    with everything(), connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if not model._meta.managed:
                continue
            cursor.execute(f"SELECT jsonb_agg(t)::text FROM {table} t")
            if (rows := cursor.fetchone()[0]) is not None:
                cursor.execute(COLUMNS, [table])
                found[table] = cursor.fetchone()[0], rows
    return found


def _put_back(kept: dict[str, tuple[str, str]]) -> None:
    with everything(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            source = f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
            if table in ALWAYS_THERE:
                cursor.execute(f"UPDATE {table} SET ({columns}) = ({source})", [rows])
            else:
                cursor.execute(f"INSERT INTO {table} ({columns}) {source} ON CONFLICT DO NOTHING", [rows])
