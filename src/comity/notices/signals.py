"""What follows when an exercise is taken back."""

from typing import Any

from django.dispatch import receiver

from comity.notices.models import Cursor
from comity.record.exercise import taken_back


@receiver(taken_back)
def follow_again(size: int, **_: Any) -> None:
    """What comes behind that point is told anew."""
    Cursor.objects.filter(seq__gt=size).update(seq=size)
