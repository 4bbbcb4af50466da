"""Django's settings, all of them from `environment.load`; nothing else reads the environment."""

import os
import sys
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from imbizo.config import environment, logs

try:
    ENVIRONMENT = environment.load(os.environ)
except environment.BadSetting as error:
    sys.exit(str(error))

PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT.data.mkdir(parents=True, exist_ok=True)

DEBUG = ENVIRONMENT.debug
SECRET_KEY, *SECRET_KEY_FALLBACKS = ENVIRONMENT.secret_keys or environment.read_keys(
    ENVIRONMENT.keys_folder / "secret"
)
HASH_KEYS = ENVIRONMENT.hash_keys or environment.read_keys(ENVIRONMENT.keys_folder / "hash")
ALLOWED_HOSTS = [ENVIRONMENT.origin.split("://")[1].split(":")[0], *ENVIRONMENT.hosts]
if not ENVIRONMENT.is_https:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.origin]

INSTALLED_APPS = [
    "imbizo.config",
    "imbizo.desk",
    "imbizo.agreements",
    "imbizo.evidence",
    "imbizo.drafting",
    "imbizo.convening",
    "imbizo.outreach",
    "imbizo.actors",
    "imbizo.messaging",
    "imbizo.thread",
    "imbizo.places",
    "imbizo.programmes",
    "imbizo.accounts",
    "imbizo.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "imbizo.base.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "imbizo.base.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "imbizo.programmes.middleware.CurrentMembership",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "imbizo.config.urls"
WSGI_APPLICATION = "imbizo.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "imbizo.base.context.page",
            ],
        },
    }
]
FORM_RENDERER = "imbizo.base.forms.renderer.FormRenderer"

# Databases
_database = environ.Env.db_url_config(
    ENVIRONMENT.database or f"sqlite:///{ENVIRONMENT.data / 'imbizo.sqlite3'}"
)
if _database["ENGINE"].endswith("sqlite3"):
    # Django's own engine, but that whoever writes waits in a queue.
    _database["ENGINE"] = "imbizo.base.sqlite3"
    # IMMEDIATE takes the write lock at the start of a transaction, where waiting for it is still possible.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
        "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
    }
else:
    _database |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": _database}

CACHES: dict[str, dict[str, Any]]
if ENVIRONMENT.cache:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENVIRONMENT.cache}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
if ENVIRONMENT.tasks:
    INSTALLED_APPS += ["django_rq"]
    RQ_QUEUES = {"default": {"URL": ENVIRONMENT.tasks, "DEFAULT_TIMEOUT": 60 * 60}}
    TASKS = {"default": {"BACKEND": "imbizo.base.redis_tasks.OnCommitBackend", "QUEUES": []}}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_FORMS = {"login": "imbizo.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "imbizo.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Axes counts for an account and an address together; this holds off many addresses that try one account.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,20/5m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.is_https else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Imbizo"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "imbizo.accounts.views.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "imbizo.accounts.adapter.client_username"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "imbizo.accounts.adapter.client_address"
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True

# Mail
_mail = (
    environ.Env.email_url_config(ENVIRONMENT.mail.replace("file:", "filemail:")) if ENVIRONMENT.mail else {}
)
EMAIL_BACKEND = _mail.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or str(ENVIRONMENT.data / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

# Languages and time
LANG_INFO.update(
    {
        "xh": {"bidi": False, "code": "xh", "name": "Xhosa", "name_local": "isiXhosa"},
        "st": {"bidi": False, "code": "st", "name": "Sotho", "name_local": "Sesotho"},
        "sn": {"bidi": False, "code": "sn", "name": "Shona", "name_local": "chiShona"},
        "so": {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"},
    }
)
LANGUAGES = [
    ("en", _("English")),
    ("af", _("Afrikaans")),
    ("xh", _("isiXhosa")),
    ("st", _("Sesotho")),
    ("sn", _("Shona")),
    ("fr", _("French")),
    ("so", _("Somali")),
]
# Staff pages are whole in these; participants' pages in all of LANGUAGES.
STAFF_LANGUAGES = ("en", "af", "xh")
LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone
FORMAT_MODULE_PATH = ["imbizo.base.formats"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
_packed = PACKAGE / "_vendor"
ASSETS = ENVIRONMENT.assets or (_packed if _packed.is_dir() else ENVIRONMENT.data / "vendor")
ASSETS.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [("vendor", ASSETS)]
MEDIA_ROOT = ENVIRONMENT.data / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
UPLOAD_LIMIT = ENVIRONMENT.upload_limit * 1_000_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_https
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.is_https
if ENVIRONMENT.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logs.configuration(form=ENVIRONMENT.log, level=ENVIRONMENT.log_level)
