"""Decisions on their way through a body: what is put forward, who has said what to which version, how it ended.

A decision is known by the place in the record of the act that put it forward: `Decision.entry`, and the column
`decision` of every other table.
"""

from django.db import models

from comity.record.audiences import MEMBERS
from comity.record.projection import Projection


class Decision(Projection):
    """A decision that was put before a body.

    competence   by which the body decides it, and so the rule; the name of a table of the charter
    seat         that put it forward
    stage        put-forward, open, silence, written, adopted, withdrawn, closed
    version      of the text that it has now
    concerned_state    the state that it is about; set aside, where the rule says so
    party_states       the parties to the dispute that it is about; set aside, where the rule says so
    positions_audience who may read the positions now
    opens        "on-adoption": once adopted, everybody may read it with all positions; "decision": without; "never"
    deadline     the moment at which silence, or the written procedure, ends
    ended_by     the entry that adopted, withdrew or closed it
    manner       how it was adopted: session, silence, written; or history: before this record began
    electorate, positions, outcome   who was asked, who had said what (by position) and what followed, as it ended
    adopted_by   the entry that adopted it
    """

    title = models.JSONField()
    body = models.CharField(max_length=40, db_index=True)
    competence = models.CharField(max_length=80)
    rule = models.CharField(max_length=40)
    article = models.CharField(max_length=120)
    seat = models.CharField(max_length=60)
    stage = models.CharField(max_length=12, db_index=True)
    version = models.IntegerField(default=1)
    concerned_state = models.CharField(max_length=2, blank=True)
    party_states = models.JSONField(default=list)
    positions_audience = models.TextField(default=MEMBERS)
    opens = models.CharField(max_length=12)
    put_forward_on = models.DateField()
    dated = models.CharField(max_length=10, default="day")
    deadline = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    ended_on = models.DateField(null=True, db_index=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    manner = models.CharField(max_length=12, blank=True)
    adopted_by = models.BigIntegerField(null=True, db_index=True)
    electorate = models.JSONField(default=list)
    positions = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    irregular = models.BooleanField(default=False)

    class Meta:
        ordering = ["-put_forward_on", "-entry"]


class Phase(Projection):
    """A stage that a decision went through while it was under way, so that it can be told as it was on a day.

    Between two phases it was open for positions.

    stage      put-forward, silence, written; empty: the term of the one that lasts was made longer
    ended_on   the day on which it went on to another stage; null: it lasts
    """

    decision = models.BigIntegerField(db_index=True)
    stage = models.CharField(max_length=12, blank=True)
    deadline = models.DateTimeField(null=True)
    on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["decision", "entry"]


class Draft(Projection):
    """A version of the text of a decision. `correction`: an error was corrected after the adoption."""

    decision = models.BigIntegerField(db_index=True)
    number = models.IntegerField()
    on = models.DateField()
    text = models.JSONField(default=dict)
    document = models.CharField(max_length=80, blank=True)
    grounds = models.JSONField(default=dict)
    correction = models.BooleanField(default=False)

    class Meta:
        ordering = ["decision", "number", "entry"]


class Position(Projection):
    """What a state said to a version of a decision.

    position   consent, object, abstain, or excused: it takes no part
    ended_by   the entry by which the state said something else, or lifted its objection; null: it stands
    """

    decision = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=2, db_index=True)
    position = models.CharField(max_length=10)
    version = models.IntegerField()
    grounds = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["decision", "at", "entry"]


class Opinion(Projection):
    """A state's point of view, which stands with the decision for ever and stops nothing."""

    decision = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=2)
    text = models.JSONField()
    on = models.DateField()

    class Meta:
        ordering = ["decision", "entry"]


class Reminder(Projection):
    """The states of which nothing was on record were reminded."""

    decision = models.BigIntegerField(db_index=True)
    states = models.JSONField()
    on = models.DateField()

    class Meta:
        ordering = ["decision", "entry"]
