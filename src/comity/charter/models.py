"""The charters that have been in force: each enactment and amendment, whole."""

from django.db import models

from comity.record.projection import Projection


class Enactment(Projection):
    """A charter from the day `on`. `text` is the charter as `schema.Charter` reads it, `digest` its SHA-256."""

    on = models.DateField(db_index=True)
    text = models.JSONField()
    digest = models.CharField(max_length=64)
    basis = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["on", "entry"]
