"""Django's settings, derived from the configuration; nothing is decided here that an operator should decide."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from yinuo.site.config import Config, read_config
from yinuo.site.file_store import storage_settings
from yinuo.site.secrets import secret_key

PACKAGE = Path(__file__).resolve().parent.parent
CONFIG: Config = read_config()

DEBUG = CONFIG.debug
SECRET_KEY = secret_key(CONFIG)
ALLOWED_HOSTS = [CONFIG.origin.split("//", 1)[1].split(":")[0]] if CONFIG.origin else []
if CONFIG.is_demo:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]", *([] if CONFIG.is_loopback else [CONFIG.host])]
CSRF_TRUSTED_ORIGINS = [CONFIG.origin] if CONFIG.origin else []

ROOMS = [
    "yinuo.platform.jobs",
    "yinuo.platform.audit",
    "yinuo.platform.identity",
    "yinuo.platform.vault",
    "yinuo.platform.auditors",
    "yinuo.platform.files",
    "yinuo.platform.takeovers",
    "yinuo.platform.notices",
    "yinuo.platform.approvals",
    "yinuo.platform.reveals",
    "yinuo.platform.rest",
    "yinuo.platform.ui",
    "yinuo.core.calendars",
    "yinuo.core.promises",
    "yinuo.core.customers",
    "yinuo.features.cases",
    "yinuo.site",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "ninja",
]
MIDDLEWARE = [
    "yinuo.site.request_log.log_requests",
    "yinuo.site.middleware.headers",
    "yinuo.site.middleware.scripts",  # outside the next one: its redirect to TLS is an answer, too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # within those above: files carry their headers, too
    "yinuo.site.middleware.visits",
    "django.middleware.locale.LocaleMiddleware",
    "yinuo.platform.ui.middleware.words_for_refusals",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "yinuo.site.middleware.visitors",
    "allauth.account.middleware.AccountMiddleware",
    "yinuo.platform.identity.middleware.AccessMiddleware",
    "yinuo.site.closed_vault.ClosedVault",
]
ROOT_URLCONF = "yinuo.site.urls"
WSGI_APPLICATION = "yinuo.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "yinuo.platform.ui.context.shell",
            ],
            "builtins": [
                "yinuo.platform.ui.templatetags.ui",
                "yinuo.platform.reveals.templatetags.reveals",
                "django.templatetags.i18n",
            ],
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        # Only cursors that ask for it prepare: jobs.public.prepared_cursor.
        "OPTIONS": {**parts, "prepare_threshold": 2, "pool": {"min_size": 0, "max_size": 8, "timeout": 10}},
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {"default": _database(CONFIG.effective_database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.Staff"
AUTHENTICATION_BACKENDS = ["yinuo.platform.identity.sign_in.backend.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ROUTE_ACCESS = "yinuo.site.routes.ROUTE_ACCESS"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIG.time_zone

STATIC_URL = "static/"
STATIC_ROOT = CONFIG.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": storage_settings(CONFIG.file_store, home=CONFIG.home),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["yinuo.platform.files.uploads.CarefulUpload"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG or "PYTEST_VERSION" in os.environ:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # Found when they are asked for: a test's browser does not look through all of them before its first page.
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# Sessions and cookies: the identity room keeps these three; the cookie's age is the absolute end.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_CAP = 5
PASSWORD_DAYS = CONFIG.password_days  # None: passwords do not end
PASSWORD_HISTORY = CONFIG.password_history
SESSION_SERIALIZER = "yinuo.platform.identity.sign_in.sealing.SealedSerializer"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "yinuo_session"
CSRF_COOKIE_NAME = "yinuo_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "yinuo.platform.ui.staff.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "yinuo_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
_https = CONFIG.origin is not None and CONFIG.origin.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if CONFIG.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],  # the live origin is added for each request by yinuo.site.middleware
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# Staff sign in with a staff number and a password, then a second factor; nobody signs up by themself.
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "yinuo.platform.identity.adapters.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
# Lock-out by account (key) and by address; the counters live in the shared cache.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/15m/ip,5/15m/key"}
ACCOUNT_FORMS = {
    "login": "yinuo.platform.identity.sign_in.forms.SignInForm",
    "change_password": "yinuo.platform.identity.sign_in.forms.NewPasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONFIG.behind_proxy else 0
# By which tokens of the institution's own app are checked: features/cases/portal.
APP_KEYS = CONFIG.app_keys
PERSONA_SIGN_IN = CONFIG.is_demo and CONFIG.is_loopback and not CONFIG.behind_proxy
MFA_ADAPTER = "yinuo.platform.identity.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "yinuo.platform.identity.sign_in.forms.SecondFactorForm",
    "reauthenticate": "yinuo.platform.identity.sign_in.forms.SecondFactorAgainForm",
    "activate_totp": "yinuo.platform.identity.sign_in.forms.ActivateAppForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = CONFIG.is_demo and CONFIG.is_loopback
USERSESSIONS_TRACK_ACTIVITY = False  # the identity room notes it once a minute, with the idle clock
# How much access to sealed values is usual: yinuo.platform.reveals.rules.Limits says what each number means.
REVEAL_LIMITS = {
    "alarm_at": 12,
    "stop_at": 30,
    "elsewhere": 5,
    "off_hours": 3,
    "denials": 10,
    "searches": 60,
    "opens": 7,
    "closes": 21,
    "shown_for": 60,
}
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "yinuo.platform.identity.sign_in.passwords.MaximumLengthValidator"},
    {"NAME": "yinuo.platform.identity.sign_in.passwords.GuessableValidator"},
    {"NAME": "yinuo.platform.identity.sign_in.passwords.ContextValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
]

CACHES = {"default": {"BACKEND": "yinuo.platform.identity.shared_cache.SharedCache"}}
if CONFIG.is_demo:
    # The people of the story have no mailboxes: what would be sent can be read in the data folder.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = CONFIG.home / "mail"
elif CONFIG.mail_server:
    EMAIL_HOST = CONFIG.mail_server.host
    EMAIL_PORT = CONFIG.mail_server.port
    EMAIL_HOST_USER = CONFIG.mail_server.user
    EMAIL_HOST_PASSWORD = CONFIG.mail_server.password
    EMAIL_USE_SSL = CONFIG.mail_server.tls_from_start
    EMAIL_USE_TLS = not CONFIG.mail_server.tls_from_start and not CONFIG.mail_server.plain
    EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = CONFIG.mail_from
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
# The structured logger of yinuo.site.logs takes everything; Django configures none of its own.
LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS: list[str] = []
