"""Meetings, what was on their agenda, who took part, was there and spoke; and the chair's plan.

A meeting is known by the entry that convened it, an item by the entry that put it on the agenda.
"""

from django.db import models

from comity.record.projection import Projection


class Session(Projection):
    """A meeting of a body. `entry` convened it.

    format          regular, extraordinary, narrow, extended, plus
    phase           convened, open, suspended, closed; proposed, called-off
    room_audience   who may read who was present and who spoke
    item            the entry of the item under discussion; null: none
    was_first, was_last   the days from which it was moved last, by the entry `moved_by`
    grounds         why it was moved, or called off
    initiators      the states that asked for it; `consented_by` is the entry by which the last of the others agreed
    agenda_by, circulated_by, approved_by   entries: the agenda adopted, the summary record sent round and approved
    """

    body = models.CharField(max_length=40, db_index=True)
    format = models.CharField(max_length=20)
    ordinal = models.IntegerField(null=True)
    first = models.DateField(db_index=True)
    last = models.DateField()
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    languages = models.JSONField(default=list)
    room_audience = models.TextField()
    phase = models.CharField(max_length=20, default="convened", db_index=True)
    item = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.BigIntegerField(null=True)
    entitled = models.IntegerField(null=True)
    quorum = models.IntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    agenda_by = models.BigIntegerField(null=True)
    circulated_by = models.BigIntegerField(null=True)
    corrections_until = models.DateField(null=True)
    approved_by = models.BigIntegerField(null=True)
    was_first = models.DateField(null=True)
    was_last = models.DateField(null=True)
    moved_by = models.BigIntegerField(null=True)
    called_off_by = models.BigIntegerField(null=True)
    grounds = models.JSONField(default=dict)
    initiators = models.JSONField(default=list)
    consented_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["first", "entry"]


class Answer(Projection):
    """What a state said to a meeting that was proposed: agree or decline. Its latest counts."""

    session = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=2)
    answer = models.CharField(max_length=10)
    grounds = models.JSONField(default=dict)

    class Meta:
        ordering = ["entry"]


class Nomination(Projection):
    """Somebody who is no member is proposed as a participant.

    until    the last day on which a member may object
    phase    nominated, agreed, not-agreed
    """

    session = models.BigIntegerField(db_index=True)
    seat = models.CharField(max_length=60)
    name = models.JSONField(default=dict)
    capacity = models.CharField(max_length=20)
    until = models.DateField()
    phase = models.CharField(max_length=20, default="nominated")
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["entry"]


class Objection(Projection):
    """A member objects to a participant, until it lifts its objection."""

    nomination = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=2)
    grounds = models.JSONField(default=dict)
    lifted_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["entry"]


class Item(Projection):
    """Something on the agenda of a meeting.

    place      by which the agenda is in order; of two with the same the earlier comes first
    decision   the entry that put a decision forward; null: none
    review     whether the body looks again at that decision, which was adopted before
    outcome    adopted, noted, deferred; empty as long as it is not concluded
    """

    session = models.BigIntegerField(db_index=True)
    title = models.JSONField()
    place = models.IntegerField()
    document = models.JSONField(default=list)
    minutes = models.IntegerField(null=True)
    decision = models.BigIntegerField(null=True)
    review = models.BooleanField(default=False)
    called_by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.BigIntegerField(null=True)
    struck_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["place", "entry"]


class Presence(Projection):
    """Somebody is in the room, from one moment to another."""

    session = models.BigIntegerField(db_index=True)
    seat = models.CharField(max_length=60)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["entry", "id"]


class Turn(Projection):
    """A wish to speak, and the time in which one did. `entry` asked for it, or gave the floor to who had not asked.

    claim            statement, reply, order
    minutes          how long it was to last; null: no limit
    language         in which one speaks
    interpretation   into which the speaker has it interpreted, where the meeting lacks that language
    """

    session = models.BigIntegerField(db_index=True)
    item = models.BigIntegerField(null=True)
    seat = models.CharField(max_length=60)
    claim = models.CharField(max_length=20)
    language = models.CharField(max_length=20, blank=True)
    interpretation = models.CharField(max_length=20, blank=True)
    minutes = models.IntegerField(null=True)
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    given_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["entry"]


class Limit(Projection):
    """How long and how often one may speak; the latest counts. `seat` is empty where it holds for all."""

    session = models.BigIntegerField(db_index=True)
    seat = models.CharField(max_length=60, blank=True)
    minutes = models.IntegerField(null=True)
    turns = models.IntegerField(null=True)
    speakers_list = models.CharField(max_length=10, default="open")

    class Meta:
        ordering = ["entry"]


class Correction(Projection):
    """What a paragraph of a summary record says instead, or besides. `paragraph` is the entry it tells."""

    session = models.BigIntegerField(db_index=True)
    paragraph = models.BigIntegerField()
    seat = models.CharField(max_length=60)
    wording = models.JSONField()

    class Meta:
        ordering = ["entry"]


class Event(Projection):
    """An event of the chair's plan. `entry` planned it, `changed_by` changed it last.

    preparation   proposed, agreed, preparing, ready, held
    """

    name = models.JSONField()
    first = models.DateField(db_index=True)
    last = models.DateField()
    area = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    body = models.CharField(max_length=40, blank=True)
    preparation = models.CharField(max_length=20)
    changed_by = models.BigIntegerField(null=True)
    dropped_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["first", "entry"]
