"""What follows when an exercise is taken back, and forward again."""

from typing import Any

from django.dispatch import receiver

from comity.notices.models import Cursor
from comity.record.exercise import put_back, taken_back


@receiver(taken_back)
def follow_again(size: int, **_: Any) -> None:
    """What comes behind that point is told anew."""
    Cursor.objects.filter(seq__gt=size).update(seq=size)


@receiver(put_back)
def follow_on(size: int, **_: Any) -> None:
    """What was told before is not told again."""
    Cursor.objects.filter(seq__lt=size).update(seq=size)
