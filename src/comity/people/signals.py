"""What follows when allauth, or an exercise, tells that something happened."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from comity.people import devices
from comity.people.mail import NEW_LOG_IN
from comity.people.models import Account, Token
from comity.record.exercise import taken_back


@receiver(password_reset)
def show_address(user: Account, **_: Any) -> None:
    """The link to a new password came by mail: whoever used it has shown that the address is theirs."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@receiver(user_logged_in)
def notice_the_browser(request: HttpRequest, response: HttpResponse, user: Account, **_: Any) -> None:
    """A log-in from elsewhere is told to the holder; the very first is expected."""
    if not user.logs_in_first and not devices.is_known(request, user):
        get_adapter(request).send_notification_mail(NEW_LOG_IN, user)
    devices.remember(request, response, user)


@receiver(taken_back)
def end_tokens(size: int, **_: Any) -> None:
    """The number of a credential that is no more may be given to that of somebody else."""
    Token.objects.filter(credential__gt=size).delete()
