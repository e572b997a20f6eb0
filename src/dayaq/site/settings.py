"""Settings: read from the environment by small typed readers, safe unless told otherwise.

The `dayaq` command sets DAYAQ_DATABASE_URL and DAYAQ_DATABASE_OWNER_URL for its embedded
PostgreSQL before Django loads; an installation with a server of its own sets them itself.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PACKAGE = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """A setting of the environment, or of the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text().strip() if path else os.environ.get(name, default)


def env_bool(name: str, *, default: bool) -> bool:
    """1, true, yes, on are true; anything else is false."""
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, Any]:
    """The settings of `postgresql://user:password@host:port/name?host=/socket/dir`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    threshold = env("DAYAQ_PREPARE_AFTER", "3")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": query.pop("port", None) or str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # Values travel beside the statement, so that one asked again is neither read nor planned
        # anew: after how many times it is prepared; "never" for a pooler that hands a connection
        # to somebody else after each transaction.
        "OPTIONS": query
        | {
            "server_side_binding": True,
            "prepare_threshold": None if threshold == "never" else int(threshold),
        },
    }


DEBUG = False
SECRET_KEY = env("DAYAQ_SECRET_KEY", "only-for-tests-and-checks-never-to-serve")
DAYAQ_MASTER_KEY = env("DAYAQ_MASTER_KEY", "00" * 32)
DAYAQ_SETUP_WORD = env("DAYAQ_SETUP_WORD")[:16]  # short enough to be typed
ALLOWED_HOSTS = [h for h in env("DAYAQ_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in env("DAYAQ_ORIGINS").split(",") if o]

ROOMS = [
    room
    for room in (
        "people", "ledger", "programme", "network", "cases", "training", "credit", "cash",
        "reporting",
        "field", "api", "web",
    )
    if find_spec(f"dayaq.{room}") and find_spec(f"dayaq.{room}.apps")
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "dayaq.kernel.apps.KernelConfig",
    "dayaq.kernel.access.apps.AccessConfig",
    *(["dayaq.kernel.files"] if find_spec("dayaq.kernel.files") else []),
    *(f"dayaq.{room}" for room in ROOMS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dayaq.kernel.web.middleware.SettingMiddleware",
]

ROOT_URLCONF = "dayaq.site.urls"
WSGI_APPLICATION = "dayaq.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            PACKAGE / "web" / "templates",
            *(PACKAGE / room / "web" / "templates" for room in ROOMS if room != "web"),
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "dayaq.kernel.web.forms.Renderer"

_APP_URL = env("DAYAQ_DATABASE_URL", "postgresql://dayaq_app@/dayaq")
_OWNER_URL = env("DAYAQ_DATABASE_OWNER_URL", "postgresql://dayaq_owner@/dayaq")
DATABASES = {"default": database(_APP_URL), "owner": database(_OWNER_URL)}
DATABASES["owner"]["CONN_MAX_AGE"] = 0
DAYAQ_POSTGRES_DIR = env("DAYAQ_POSTGRES_DIR")  # the embedded server's; its disk is watched
DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "dayaq_cache",
    },
}

PROCRASTINATE_IMPORT_PATHS = ["dayaq.site.demo.panels"]

AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "full_name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
AUTHENTICATION_BACKENDS = ["dayaq.site.accounts.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "dayaq.site.accounts.AccountAdapter"
MFA_ADAPTER = "dayaq.site.accounts.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # computers are shared: closing the browser signs out
ACCOUNT_FORMS = {
    "login": "dayaq.web.signing_in.LoginForm",
    "change_password": "dayaq.web.signing_in.ChangePasswordForm",
    "reauthenticate": "dayaq.web.signing_in.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "dayaq.web.signing_in.AuthenticateForm",
    "reauthenticate": "dayaq.web.signing_in.SecondReauthenticateForm",
    "activate_totp": "dayaq.web.signing_in.ActivateTOTPForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Dayaq"

SESSION_ENGINE = "dayaq.kernel.access.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dayaq.web.views.csrf_failure"
DAYAQ_SECURE = env_bool("DAYAQ_SECURE", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = DAYAQ_SECURE
SECURE_HSTS_SECONDS = 31536000 if DAYAQ_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = DAYAQ_SECURE
if DAYAQ_SECURE and env_bool("DAYAQ_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "az"
LANGUAGES = [("az", "Azərbaycanca"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["dayaq.site.formats"]
LANGUAGE_COOKIE_NAME = "dayaq_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Baku"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "site" / "static_root"
STATICFILES_DIRS = [PACKAGE / "web" / "static"] if (PACKAGE / "web" / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if (STATIC_ROOT / "staticfiles.json").is_file()
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").is_file()
FILE_UPLOAD_HANDLERS = ["dayaq.kernel.web.receiving.WeighingUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("DAYAQ_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
