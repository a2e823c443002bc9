"""The record as the database keeps it: entries, the upper nodes of their tree, and the one head row."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.functional import cached_property

from comity.record.entries import Entry
from comity.record.projection import Projection


class EntryRow(models.Model):
    """One entry. `content` holds the exact bytes that were hashed; the other columns only help to find it."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.TextField(db_index=True)
    on = models.DateField(db_index=True)
    at = models.DateTimeField()
    audience = models.TextField()
    subjects = ArrayField(models.TextField())
    irregular = models.BooleanField()
    key = models.TextField(unique=True, null=True)
    content = models.BinaryField()
    salt = models.BinaryField(null=True)
    leaf = models.BinaryField()

    class Meta:
        db_table = "record_entry"
        ordering = ["seq"]
        indexes = [GinIndex(fields=["subjects"], name="record_entry_subjects")]

    @cached_property
    def entry(self) -> Entry:
        return Entry.from_bytes(bytes(self.content))


class LogRow(models.Model):
    """What the log shows of one entry, for everybody: its content if it was public from the start, else its seal.

    A view that belongs to the owner of the tables, whom no policy binds; so it is the one place where more is read
    than the reader may see, and it is a few lines of SQL.

    seal       SHA-256 of salt and content
    previous   the leaf of the entry before it
    """

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    content = models.BinaryField(null=True)
    seal = models.BinaryField(null=True)
    previous = models.BinaryField(null=True)

    class Meta:
        db_table = "record_log"
        managed = False
        ordering = ["seq"]


class Release(Projection):
    """An entry that was for a closed audience is open to everybody, by the act `entry`."""

    released = models.BigIntegerField(unique=True)

    class Meta:
        db_table = "record_release"


class Beginning(Projection):
    """An exercise began with the act `entry`: what stands before it is history. Only a rehearsal has such a row."""

    class Meta:
        db_table = "record_beginning"


class Node(models.Model):
    """The hash of a perfect subtree of 256 ** level leaves, level 1 and up; level 0 are the leaves themselves.

    Levels and indices are those of a tile (C2SP tlog-tiles), so that a tile is 256 consecutive rows.
    """

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "record_node"


class Head(models.Model):
    """The one row that whoever appends holds locked until the commit.

    frontier     the perfect subtrees over all leaves but the last: their hashes, largest first, joined
    leaf         the last leaf; with the frontier it leads to the root, so the signature covers both
    checkpoint   the signed note over `size` and the root (C2SP tlog-checkpoint); empty for an empty record
    at           when the last entry was recorded: time in the record does not run backwards
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    leaf = models.BinaryField(default=b"")
    checkpoint = models.TextField(default="")
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "record_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="record_has_one_head")]


class Clock(models.Model):
    """The one row that says where an exercise is; nothing ever moves it in a record that is no rehearsal.

    ahead   seconds by which the exercise's clock is ahead of the machine's; below 0 after it was taken back
    turn    how often the record was taken back: of two heads of one size, the one with the higher turn is the later
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    ahead = models.FloatField(default=0)
    turn = models.BigIntegerField(default=0)

    class Meta:
        db_table = "record_clock"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="record_has_one_clock")]
