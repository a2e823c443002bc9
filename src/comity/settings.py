"""Django's settings. What differs between instances comes from the environment:

COMITY_DATA           the data folder; ./data if it is not set
COMITY_DATABASE_URL   a PostgreSQL server to use instead of the embedded one
COMITY_HOSTS          the names under which the site is reached, with commas between them
COMITY_HTTPS          yes, where a proxy that speaks TLS stands before it and sets X-Forwarded-Proto
COMITY_ORIGIN         the name of the record's log; it is part of every signature, so it stays as it first was
COMITY_ADDRESS        where the site is, for links in letters: https://record.example.org
COMITY_SMTP_URL       the mail server, smtp://user:password@host:587 or smtps://…; without one, mail is printed
COMITY_MAIL_FROM      the address that mail comes from
COMITY_PRIVATE_WEBHOOKS   yes, where webhooks may lead into the own network, and by http: to try things out
COMITY_OIDC_ISSUER    single sign-on by OpenID Connect: the issuer's address, and what it knows us by
COMITY_OIDC_CLIENT    …
COMITY_OIDC_SECRET    …
COMITY_OIDC_NAME      what people call it; it stands on the button
"""

import os
from pathlib import Path

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from comity import database, mail, sign_on
from comity.folder import secret

COMITY_DATA = Path(os.environ.get("COMITY_DATA") or "data").resolve()
COMITY_DATABASE_URL = os.environ.get("COMITY_DATABASE_URL", "")
COMITY_ORIGIN = os.environ.get("COMITY_ORIGIN") or "localhost/log"

# Made when it is first needed, so that reading the settings leaves no trace.
SECRET_KEY = SimpleLazyObject(lambda: secret(COMITY_DATA / "secret.key"))
DEBUG = False
ALLOWED_HOSTS = (os.environ.get("COMITY_HOSTS") or "localhost,127.0.0.1,[::1]").replace(" ", "").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "comity.record",
    "comity.charter",
    "comity.membership",
    "comity.bodies",
    "comity.people",
    "comity.live",
    "comity.register",
    "comity.decisions",
    "comity.meetings",
    "comity.acting",
    "comity.delegation",
    "comity.notices",
    "comity.rehearsal",
    "comity.site",
    # After ours, whose templates come first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "comity.site.middleware.guarded",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "comity.rehearsal.middleware.rehearsing",
    "comity.site.middleware.seen",
    "comity.site.middleware.one_edition",
    "comity.site.middleware.language",
    "comity.site.middleware.measured",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comity.people.middleware.seated",
    "comity.delegation.middleware.looked",
    "comity.site.middleware.slash",
    "comity.charter.day.checked",
    "django.middleware.common.CommonMiddleware",
    "comity.site.middleware.Reading",
    "comity.site.middleware.Nameable",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "comity.urls"
WSGI_APPLICATION = "comity.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = database.aliases(COMITY_DATA, COMITY_DATABASE_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HTTPS = os.environ.get("COMITY_HTTPS") == "yes"
COMITY_ADDRESS = os.environ.get("COMITY_ADDRESS") or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ["email", "name"]}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "delegation", "home"
SESSION_COOKIE_AGE = 14 * 86_400
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# django-allauth: who comes in, and how. Nobody signs up; an invitation makes the account.
ACCOUNT_ADAPTER = "comity.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_RATE_LIMITS |= {"rehearsal_seat": "60/m/ip", "rehearsal_code": "30/m/ip"}
MFA_ADAPTER = "comity.people.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers know passkeys on localhost without TLS, for whoever tries things out.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # `people.devices` does, and writes less often
SOCIALACCOUNT_ADAPTER = "comity.people.adapters.SignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# The provider has verified the address already; an address that it has not lets nobody in.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = sign_on.providers(os.environ)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "people_attempt"}}
"""Attempts to log in are counted for all processes together, so in the database; see `people.models.Attempt`."""

COMITY_PRIVATE_WEBHOOKS = os.environ.get("COMITY_PRIVATE_WEBHOOKS") == "yes"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("COMITY_MAIL_FROM") or "comity@localhost"
locals().update(mail.settings(os.environ.get("COMITY_SMTP_URL", "")))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["comity.site.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

if HTTPS:
    # Believed only then: whoever reaches us without the proxy could write what they like into the headers.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 86_400
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options stands in `guarded`, where refusals get it too
    "security.W005",  # other hosts below ours are not ours to decide about
    "security.W021",  # and a name enters the browsers' own lists when its owner asks for it
]
# What is posted are forms and acts. A page that takes a file says so (`acting/files.py`); the others take none.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["comity.site.uploads.NoFiles"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    # Refused addresses are the visitor's affair; an error in the program is ours.
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
        "django.security": {"level": "CRITICAL"},
    },
}
