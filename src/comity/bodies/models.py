"""The organisation's bodies, who chairs, who holds office, and when bodies met.

Periods are half-open: `since` is in, `until` is out. `entry` made a row, `ended_by` closed it.
"""

from django.db import models

from comity.record.projection import Projection


class Body(Projection):
    """A body, known by its code, from its establishment to its dissolution.

    kind     council, ministerial, standing, secretariat, contact-group, working-group, non-governmental
    phase    "operating", "decided" (its establishment was decided, its work has not begun) or "proposed"
    parent   the code of the body it belongs to; empty for the highest
    meets    how often it meets, in words
    """

    code = models.CharField(max_length=40, db_index=True)
    name = models.JSONField()
    kind = models.CharField(max_length=40)
    phase = models.CharField(max_length=20, default="operating")
    parent = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    meets = models.TextField(blank=True)
    since = models.DateField()
    dated = models.CharField(max_length=10, default="day")
    until = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True)
    basis = models.BigIntegerField(null=True)
    article = models.CharField(max_length=120)
    irregular = models.BooleanField(default=False)

    class Meta:
        ordering = ["since", "entry"]


class Chairmanship(Projection):
    """A state in the chair for a period. `expected` is the state whose turn it was by the charter's order."""

    state = models.CharField(max_length=2, db_index=True)
    since = models.DateField()
    until = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True)
    slogan = models.JSONField(default=dict)
    events_planned = models.IntegerField(null=True)
    expected = models.CharField(max_length=2, blank=True)
    article = models.CharField(max_length=120)
    irregular = models.BooleanField(default=False)

    class Meta:
        ordering = ["since", "entry"]


class Holder(Projection):
    """Who holds an office for a term. Holders of public offices are named; nobody else is in the record.

    called     what the holder is called in other languages than `person` is written in
    due        the day on which the term ends by the appointment; `until` is when it ended
    state      of which the holder is a national
    """

    office = models.CharField(max_length=60, db_index=True)
    person = models.CharField(max_length=120)
    called = models.JSONField(default=dict)
    state = models.CharField(max_length=2, blank=True)
    since = models.DateField()
    dated = models.CharField(max_length=10, default="day")
    due = models.DateField(null=True)
    until = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True)
    basis = models.BigIntegerField(null=True)
    article = models.CharField(max_length=120)
    irregular = models.BooleanField(default=False)

    class Meta:
        ordering = ["office", "since", "entry"]


class Meeting(Projection):
    """A meeting of a body. `held` is false as long as it is only announced.

    ordinal      its number among the body's regular meetings
    first, last  the days of it; `dated` tells how exactly they are known
    chair        the state that chaired
    format       in-person, videoconference or empty; of one convened here extraordinary, narrow, extended or plus too
    moved_by     the entry that moved it to these days; null: none did
    called_off_on, called_off_by   the day from which it is not to take place, and the entry that says so
    """

    body = models.CharField(max_length=40, db_index=True)
    ordinal = models.IntegerField(null=True)
    first = models.DateField(db_index=True)
    last = models.DateField()
    dated = models.CharField(max_length=10, default="day")
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    chair = models.CharField(max_length=2, blank=True)
    format = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    held = models.BooleanField()
    announced_on = models.DateField(null=True)
    announced_by = models.BigIntegerField(null=True)
    moved_by = models.BigIntegerField(null=True)
    called_off_on = models.DateField(null=True)
    called_off_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["first", "entry"]
