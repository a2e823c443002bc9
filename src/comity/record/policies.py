"""Row-level security: the policies by which PostgreSQL shows a row to its audience and to nobody else."""

from hashlib import sha256

from django.apps import apps
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from comity.record.audiences import PUBLIC
from comity.record.models import EntryRow, Release
from comity.record.reading import EVERYTHING, SETTING
from comity.record.replay import projections

NAMED = f"(SELECT current_setting('{SETTING}', true))"
"""A query of its own, so that the setting is read once and not for every row."""
READABLE = f"audience = '{PUBLIC}' OR {NAMED} = '{EVERYTHING}' OR audience = ANY (string_to_array({NAMED}, ','))"
RELEASED = f"seq IN (SELECT released FROM {Release._meta.db_table})"


def policies() -> dict[str, str]:
    """By table: which of its rows may be read. The tables that follow from the record come by themselves.

    So do those that say of themselves by whom they may be read, as what is in a file of a document.
    """
    found = {model._meta.db_table: READABLE for model in projections()}
    for model in apps.get_models():
        if readable := getattr(model, "READABLE", None):
            found[model._meta.db_table] = readable.format(table=model._meta.db_table)
    return found | {EntryRow._meta.db_table: f"{READABLE} OR {RELEASED}"}


def protect(cursor: CursorWrapper) -> None:
    """Put every policy in place, as the owner. One that stands is left alone: to replace it locks the table."""
    for table, readable in policies().items():
        name = f"readers_{sha256(readable.encode()).hexdigest()[:8]}"
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
        there = [policy for (policy,) in cursor.fetchall()]
        if there == [name]:
            continue
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        for old in there:
            cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(old), sql.Identifier(table)))
        made = sql.SQL("CREATE POLICY {} ON {} USING ({}) WITH CHECK (true)")
        cursor.execute(made.format(sql.Identifier(name), sql.Identifier(table), sql.SQL(readable)))
