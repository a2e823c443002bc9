"""How the exercise is run. Nothing here is part of the record."""

from django.db import models

from comity.people.models import Account


class Course(models.Model):
    """The one row of settings.

    any_seat   whether every visitor may take any seat
    link       SHA-256 of the secret in the organiser's link, as long as nobody has opened it
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    any_seat = models.BooleanField(default=True)
    link = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="rehearsal_has_one_course")]


class Organiser(models.Model):
    """An account that runs the exercise. It needs no seat for that."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")


class Code(models.Model):
    """An invitation to one seat. It is kept readable, because it is printed again.

    account   who came by it; the code is theirs from then on
    """

    code = models.CharField(max_length=8, unique=True)
    seat = models.CharField(max_length=60)
    role = models.CharField(max_length=20)
    account = models.OneToOneField(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]


class Point(models.Model):
    """A named point of the exercise: the head of the record as it was, and what the clock showed.

    size, frontier, leaf, note, last   the columns of `record.models.Head`; `note` is the signed checkpoint
    at                                 what the exercise's clock showed
    """

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
    size = models.BigIntegerField()
    frontier = models.BinaryField()
    leaf = models.BinaryField()
    note = models.TextField()
    last = models.DateTimeField(null=True)

    class Meta:
        ordering = ["size", "at"]
