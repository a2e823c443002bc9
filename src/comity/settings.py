"""Django's settings. What differs between instances comes from the environment:

COMITY_DATA           the data folder; ./data if it is not set
COMITY_DATABASE_URL   a PostgreSQL server to use instead of the embedded one
COMITY_HOSTS          the names under which the site is reached, with commas between them
COMITY_HTTPS          yes, where a proxy that speaks TLS stands before it and sets X-Forwarded-Proto
COMITY_ORIGIN         the name of the record's log; it is part of every signature, so it stays as it first was
"""

import os
from pathlib import Path

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from comity import database
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
    "comity.register",
    "comity.acting",
    "comity.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "comity.site.middleware.seen",
    "comity.site.middleware.one_edition",
    "comity.site.middleware.language",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "comity.people.middleware.seated",
    "comity.site.middleware.slash",
    "comity.charter.day.checked",
    "django.middleware.common.CommonMiddleware",
    "comity.site.middleware.Reading",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "comity.urls"
WSGI_APPLICATION = "comity.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = database.aliases(COMITY_DATA, COMITY_DATABASE_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "/accounts/login/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["comity.site.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

CSRF_COOKIE_SAMESITE = "Lax"
if os.environ.get("COMITY_HTTPS") == "yes":
    # Believed only then: whoever reaches us without the proxy could write what they like into the header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_COOKIE_SECURE = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    # Refused addresses are the visitor's affair; an error in the program is ours.
    "loggers": {"django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False}},
}
