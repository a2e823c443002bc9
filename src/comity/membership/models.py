"""States, what they have been to the organisation, and how far each has come on the way in or out.

Periods are half-open: `since` is in, `until` is out. `entry` made a row, `ended_by` closed it.
"""

from django.db import models

from comity.record.projection import Projection


class StateName(Projection):
    """The name by which a state is called from the day `since`; states are known by their ISO 3166 code."""

    state = models.CharField(max_length=2, db_index=True)
    name = models.JSONField()
    full_name = models.JSONField(default=dict)
    since = models.DateField()

    class Meta:
        ordering = ["state", "since", "entry"]


class Standing(Projection):
    """A state holds a status for a period.

    decided_on   when the competent body decided it, where that is another day or is known
    dated        how exactly `since` is known: "day", "month", "year", "unknown"
    basis        the entry on which it rests
    article      the provision under which it was given
    ended_by     the entry that ended it; null while it lasts
    """

    state = models.CharField(max_length=2, db_index=True)
    status = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True, db_index=True)
    decided_on = models.DateField(null=True)
    dated = models.CharField(max_length=10, default="day")
    basis = models.BigIntegerField(null=True)
    article = models.CharField(max_length=120)
    irregular = models.BooleanField(default=False)

    class Meta:
        ordering = ["state", "since", "entry"]


class Suspension(Projection):
    """A member may not use the rights of its status for a period (SCO Charter, art. 13)."""

    state = models.CharField(max_length=2, db_index=True)
    since = models.DateField()
    until = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True)
    basis = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["state", "since", "entry"]


class Step(Projection):
    """A step that a state has taken on the way in or out: the act's kind, and the day.

    effective_on   of a notice of withdrawal: the day on which it takes effect
    """

    state = models.CharField(max_length=2, db_index=True)
    step = models.CharField(max_length=60)
    status = models.CharField(max_length=40)
    on = models.DateField()
    effective_on = models.DateField(null=True)
    dated = models.CharField(max_length=10, default="day")
    basis = models.BigIntegerField(null=True)
    article = models.CharField(max_length=120)
    irregular = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "entry"]
