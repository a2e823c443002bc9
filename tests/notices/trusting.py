"""Django's mail, with a certificate of the test believed instead of the system's."""

import ssl

from django.conf import settings
from django.core.mail.backends import smtp


class EmailBackend(smtp.EmailBackend):
    @property
    def ssl_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=settings.TRUSTED)
