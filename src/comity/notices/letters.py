"""Letters: in the reader's language, as text and as simple HTML, with nothing confidential but the link."""

import smtplib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext, override

from comity.notices import rules
from comity.notices.models import OFF, REMINDER, Delivery
from comity.notices.outcome import GivenUp, TryAgain
from comity.notices.rules import DIGEST
from comity.notices.telling import address_of, told
from comity.people.mail import noticed, organisation
from comity.people.models import Account
from comity.record.exercise import notice

SALT = "comity.notices.unsubscribe"
PRINTED = "django.core.mail.backends.console.EmailBackend"
MOST_LINES = 50
"""Entries that one letter lists."""


def send(delivery: Delivery) -> str:
    """Send a letter; answers with the name of the server that took it. Raises TryAgain, GivenUp, NothingToTell."""
    if not delivery.account.has_address:
        raise GivenUp("the account has no address for letters")
    with override(delivery.account.language):
        letter = _letter(delivery)
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _verdict(code, said) from error
    except smtplib.SMTPAuthenticationError as error:
        # It is ours to mend, so nobody loses a letter by it.
        raise TryAgain(_answer(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPResponseException as error:
        raise _verdict(error.smtp_code, error.smtp_error) from error
    except OSError as error:
        raise TryAgain(str(error) or type(error).__name__) from error
    return ""


def _verdict(code: int, said: Any) -> Exception:
    return (GivenUp if rules.for_good(code) else TryAgain)(_answer(code, said))


def _answer(code: int, said: Any) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def _letter(delivery: Delivery) -> EmailMultiAlternatives:
    values = _values(delivery)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    # RFC 3834: an answering machine does not answer.
    headers = {"Message-ID": f"<{delivery.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    if values["unsubscribe"]:
        # RFC 8058: one click, and no page in between.
        headers |= {
            "List-Unsubscribe": f"<{values['unsubscribe']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    text = noticed(render_to_string("notices/letter.txt", values))
    letter = EmailMultiAlternatives(
        f"{values['organisation']}: {values['subject']}", text, to=[delivery.account.email], headers=headers
    )
    # On a terminal, where letters are printed without a mail server, nobody wants to read HTML.
    if settings.EMAIL_BACKEND != PRINTED:
        letter.attach_alternative(render_to_string("notices/letter.html", values), "text/html")
    return letter


def _values(delivery: Delivery) -> dict[str, Any]:
    """What the letter is made of, in the language that is active. Raises NothingToTell."""
    off = delivery.reason == OFF
    news, awaited = ([], []) if off else told(delivery)
    return {
        "organisation": organisation(),
        "notice": notice(),
        "subject": subject(delivery),
        "off": delivery.webhook if off else None,
        "awaited": awaited,
        "news": news[:MOST_LINES],
        "more": more(len(news) - MOST_LINES),
        "settings": address_of("notices"),
        "unsubscribe": "" if off else address_of("unsubscribe", token(delivery.account, delivery.way)),
    }


def subject(delivery: Delivery) -> str:
    if delivery.reason == OFF:
        return gettext("a webhook was switched off")
    if delivery.reason == REMINDER:
        return gettext("it falls due in three days")
    if delivery.way == DIGEST:
        return gettext("the day in the record")
    return gettext("something awaits your seat") if delivery.awaited else gettext("new in the record")


def more(count: int) -> str:
    """That there is more than is listed; empty if there is not."""
    if count <= 0:
        return ""
    return ngettext("%(count)s more is in the record.", "%(count)s more are in the record.", count) % {"count": count}


def token(account: Account, way: str) -> str:
    """By which whoever has the letter, and nobody else, can have no more of them."""
    return signing.dumps([account.code, way], salt=SALT)


def read_token(text: str) -> tuple[Account, str] | None:
    """The account and the sort of its letters; None if we have not signed it, or the account is gone."""
    try:
        code, way = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    account = Account.objects.filter(code=code).first()
    return (account, way) if account else None
