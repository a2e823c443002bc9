"""When a session ends, every process looks again at who listens."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from comity.record import CHANNEL
from comity.watch import LOOK_AGAIN_AT_READERS


@receiver(post_delete, sender=Session)
def wake(**_: Any) -> None:
    def notify() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, LOOK_AGAIN_AT_READERS])

    transaction.on_commit(notify)
