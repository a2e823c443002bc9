"""The setting of single sign-on by OpenID Connect, from the environment."""

from collections.abc import Mapping
from typing import Any

PROVIDER = "sso"
"""It stands in the address to which the provider sends people back: /accounts/oidc/sso/login/callback."""


def providers(environ: Mapping[str, str]) -> dict[str, Any]:
    """What allauth calls SOCIALACCOUNT_PROVIDERS; empty, unless an issuer is named."""
    if not environ.get("COMITY_OIDC_ISSUER"):
        return {}
    app = {
        "provider_id": PROVIDER,
        "name": environ.get("COMITY_OIDC_NAME") or "OpenID Connect",
        "client_id": environ.get("COMITY_OIDC_CLIENT", ""),
        "secret": environ.get("COMITY_OIDC_SECRET", ""),
        "settings": {"server_url": environ["COMITY_OIDC_ISSUER"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
