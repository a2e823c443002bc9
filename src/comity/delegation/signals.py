"""What follows when an exercise is taken back."""

from typing import Any

from django.dispatch import receiver

from comity.delegation.models import Seen
from comity.record.exercise import taken_back


@receiver(taken_back)
def see_again(size: int, **_: Any) -> None:
    """What comes behind that point is new to everybody."""
    Seen.objects.filter(size__gt=size).update(size=size)
