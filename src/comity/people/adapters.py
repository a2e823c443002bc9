"""What allauth does in our way: nobody signs up, whoever is unknown is refused, secrets are kept encrypted."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_path, override

from comity.people.devices import device_name
from comity.people.mail import noticed, organisation, send_notice
from comity.people.models import NOWHERE, Account

SILENT = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
"""The masthead says it already, and a public page shows nobody a message of their own."""


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{organisation()}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing goes to the address that stands for none."""
        if not email.endswith(NOWHERE):
            super().send_mail(template_prefix, email, context)

    def render_mail(self, *values: Any, **named: Any) -> EmailMessage:
        letter: EmailMessage = super().render_mail(*values, **named)
        letter.body = noticed(str(letter.body))
        return letter

    def login(self, request: HttpRequest, user: Account) -> None:
        user.logs_in_first = user.last_login is None
        super().login(request, user)

    def send_notification_mail(
        self, template_prefix: str, user: Account, context: dict[str, Any] | None = None, email: str = ""
    ) -> None:
        """In our words, and in the reader's language; where nothing was there before, nobody has to be warned."""
        if user.last_login is None:
            return
        agent = self.request.headers.get("User-Agent", "")
        where = {"device": device_name(agent) or "–", "ip": self.get_client_ip(self.request)}
        send_notice(user, template_prefix, where | (context or {}), email or "")

    def add_message(self, request: HttpRequest, level: int, template: str = "", *rest: Any, **more: Any) -> None:
        template = more.pop("message_template", template)
        if template not in SILENT:
            super().add_message(request, level, template, *rest, **more)


class MFAAdapter(DefaultMFAAdapter):
    """Whoever reads the database alone learns no second factor: the key is in the data folder."""

    def get_totp_issuer(self) -> str:
        return organisation()

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return organisation()


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"second factor:{settings.SECRET_KEY}".encode()).digest()))


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on lets in who has an account, found by an address that the provider has verified; nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing or sociallogin.state.get("process") != "login":
            # The provider sends everybody back to one address; which language they read, the way on tells.
            language = get_language_from_path(sociallogin.state.get("next") or "") or settings.LANGUAGE_CODE
            with override(language):
                raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_refused")))
