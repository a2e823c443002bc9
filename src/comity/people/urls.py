"""Logging in, and what people settle about their account. Each address is named here; allauth has more than we use.

`forms` are pages that take POST; none is public, so they stand in no sitemap and are never kept. `returns` have one
address in all languages: a provider of single sign-on knows only one to send people back to.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as sign_on
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache

from comity.people import pages as doors
from comity.people import token_pages as tokens


def door(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    way = re_path if route.startswith("^") else path
    return way(route, never_cache(view), name=name)


RESET = r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$"
FROM_KEY = "account_reset_password_from_key"

pages: list[URLPattern] = []
data: list[URLPattern] = []
forms = [
    door("accounts", doors.account, "account"),
    door("seat", doors.seat, "seat"),
    door("accounts/login", account.login, "account_login"),
    door("accounts/logout", account.logout, "account_logout"),
    door("accounts/invitation-only", account.signup, "account_signup"),
    door("accounts/inactive", account.account_inactive, "account_inactive"),
    door("accounts/refused", doors.refused, "account_refused"),
    door("accounts/reauthenticate", account.reauthenticate, "account_reauthenticate"),
    door("accounts/email", account.email, "account_email"),
    door("accounts/email/sent", account.email_verification_sent, "account_email_verification_sent"),
    door(r"^accounts/email/confirm/(?P<key>[-:\w]+)$", account.confirm_email, "account_confirm_email"),
    door("accounts/password/change", account.password_change, "account_change_password"),
    door("accounts/password/set", account.password_set, "account_set_password"),
    door("accounts/password/reset", account.password_reset, "account_reset_password"),
    door("accounts/password/reset/sent", account.password_reset_done, "account_reset_password_done"),
    door(RESET, account.password_reset_from_key, FROM_KEY),
    door("accounts/password/reset/done", account.password_reset_from_key_done, f"{FROM_KEY}_done"),
    door("accounts/2fa", mfa.index, "mfa_index"),
    door("accounts/2fa/authenticate", mfa.authenticate, "mfa_authenticate"),
    door("accounts/2fa/reauthenticate", mfa.reauthenticate, "mfa_reauthenticate"),
    door("accounts/2fa/app/activate", totp.activate_totp, "mfa_activate_totp"),
    door("accounts/2fa/app/deactivate", totp.deactivate_totp, "mfa_deactivate_totp"),
    door("accounts/2fa/codes", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    door("accounts/2fa/codes/generate", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    door("accounts/2fa/codes/download", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes"),
    door("accounts/passkeys", webauthn.list_webauthn, "mfa_list_webauthn"),
    door("accounts/passkeys/add", webauthn.add_webauthn, "mfa_add_webauthn"),
    door("accounts/passkeys/login", webauthn.login_webauthn, "mfa_login_webauthn"),
    door("accounts/passkeys/reauthenticate", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    door("accounts/passkeys/<int:pk>/remove", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    door("accounts/passkeys/<int:pk>/edit", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    door("accounts/sessions", sessions.list_usersessions, "usersessions_list"),
    door("accounts/sessions/end", doors.end_session, "end_session"),
    door("accounts/tokens", tokens.page, "tokens"),
    door("accounts/tokens/<int:pk>/revoke", tokens.revoke, "token_revoke"),
    door("accounts/sign-on/cancelled", sign_on.login_cancelled, "socialaccount_login_cancelled"),
]
returns = [
    door("accounts/oidc/<str:provider_id>/login", oidc.login, "openid_connect_login"),
    door("accounts/oidc/<str:provider_id>/login/callback", oidc.callback, "openid_connect_callback"),
]
