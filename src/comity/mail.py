"""Django's settings of mail, from the address of a server."""

from typing import Any
from urllib.parse import unquote, urlsplit

from comity.folder import CannotStart

PORTS = {"smtp": 587, "smtps": 465}


def settings(url: str) -> dict[str, Any]:
    """`smtp://user:password@host:587` speaks STARTTLS, `smtps://…` TLS from the start, `smtp://127.0.0.1:25` to this
    machine neither. Without an address mail is printed on the terminal. Raises CannotStart.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(url)
        host, port, usual = parts.hostname, parts.port, PORTS[parts.scheme]
    except (ValueError, KeyError):
        host = None
    if not host:
        raise CannotStart("COMITY_SMTP_URL is no mail server. It looks like smtp://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or usual,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and host not in ("127.0.0.1", "::1", "localhost"),
        "EMAIL_TIMEOUT": 20,
    }
