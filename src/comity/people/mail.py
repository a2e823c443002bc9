"""Letters to people: in their language, and with nothing in them that is not for everybody's eyes."""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from comity.charter import queries as charters
from comity.people.models import Account
from comity.record.clock import today
from comity.record.exercise import notice
from comity.record.sentences import localised

log = logging.getLogger(__name__)

NEW_LOG_IN = "people/new_log_in"
NOTICES = {
    NEW_LOG_IN: gettext_lazy("Somebody logged in to your account from a browser that it was not used with before."),
    "account/email/password_changed": gettext_lazy("The password of your account was changed."),
    "account/email/password_set": gettext_lazy("The password of your account was set."),
    "account/email/password_reset": gettext_lazy(
        "A new password was chosen for your account, by the link in a letter."
    ),
    "account/email/email_changed": gettext_lazy(
        "Your account now has the address %(to_email)s in place of this one."
    ),
    "account/email/email_deleted": gettext_lazy("The address %(deleted_email)s was taken from your account."),
    "mfa/email/totp_activated": gettext_lazy("An app now gives the second factor of your account."),
    "mfa/email/totp_deactivated": gettext_lazy("The app no longer gives a second factor of your account."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made for your account."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was removed from your account."),
}
"""What is told to the holder of an account, by the name that allauth gives it."""


def organisation() -> str:
    """What the organisation is called, or the program before there is one."""
    found = charters.in_force(today())
    return localised(found[0].organisation.full_name) if found else "Comity"


def noticed(text: str) -> str:
    """The text of a letter. That of a rehearsal says first that it is one: a letter is passed on without its page."""
    return "\n\n".join(filter(None, [notice(), text]))


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
        send_mail(subject, noticed(render_to_string("people/invitation_message.txt", values)), None, [account.email])


def send_notice(account: Account, what: str, where: Mapping[str, Any], to: str = "") -> None:
    """Tell the holder what was done with their account. What was done stands, so a letter that fails is only logged.

    what    a key of `NOTICES`
    where   what its sentence names, and `device` and `ip`, from where it was done
    to      the address, if it is not the account's own: the one that was left
    """
    if not (to or account.has_address):
        return
    address = settings.COMITY_ADDRESS.rstrip("/")
    with override(account.language):
        told = {
            **where,
            "what": NOTICES[what] % where,
            "at": f"{timezone.now():%Y-%m-%d %H:%M} UTC",
            "sessions": address + reverse("usersessions_list"),
            "password": address + reverse("account_reset_password"),
        }
        subject = _("%(organisation)s: your account was changed or used") % {"organisation": organisation()}
        text = noticed(render_to_string("people/notice_message.txt", told))
        try:
            send_mail(subject, text, None, [to or account.email])
        except OSError:
            log.exception("A notice about an account could not be sent")
