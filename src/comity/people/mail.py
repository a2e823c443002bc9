"""Letters to people: in their language, and with nothing in them that is not for everybody's eyes."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.charter import queries as charters
from comity.people.models import Account
from comity.record.clock import today
from comity.record.sentences import localised


def organisation() -> str:
    """What the organisation is called, or the program before there is one."""
    found = charters.in_force(today())
    return localised(found[0].organisation.full_name) if found else "Comity"


def send_invitation(account: Account) -> None:
    """A link with which they choose their password, and so show that the address is theirs. Raises OSError."""
    address = settings.COMITY_ADDRESS.rstrip("/")
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)
    with override(account.language):
        link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), token])
        values = {
            "organisation": organisation(),
            "link": address + link,
            "again": address + reverse("account_reset_password"),
        }
        subject = _("%(organisation)s: your account") % values
        send_mail(subject, render_to_string("people/invitation_message.txt", values), None, [account.email])
