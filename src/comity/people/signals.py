"""What follows when allauth tells that something happened."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.dispatch import receiver

from comity.people.models import Account


@receiver(password_reset)
def show_address(user: Account, **_: Any) -> None:
    """The link to a new password came by mail: whoever used it has shown that the address is theirs."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
