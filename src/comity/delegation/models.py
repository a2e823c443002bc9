"""What an account has seen of what it may read: personal, no part of the record, and erased with the account."""

from django.db import models

from comity.people.models import Account


class Seen(models.Model):
    """An account has looked at a subject, `document:charter-2002` or `entry:41`, when the record had so many entries.

    The subject that is empty stands for everything: what is older is not told as new.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    subject = models.CharField(max_length=100)
    size = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("account", "subject", name="delegation_seen_once")]
