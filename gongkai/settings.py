"""The one settings file. What differs between sites comes from the environment (docs/settings.md)."""

import os
import secrets
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

import gongkai
from gongkai.lib import logs
from gongkai.lib.language import language

PACKAGE = Path(__file__).resolve().parent


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DATA = Path(os.environ.get("GONGKAI_DATA", "gongkai-data")).expanduser().resolve()
FONTS = Path(os.environ["GONGKAI_FONTS"]).expanduser() if os.environ.get("GONGKAI_FONTS") else DATA / "fonts"
BACKUP_DIR = Path(os.environ.get("GONGKAI_BACKUP_DIR", DATA / "backups")).expanduser().resolve()
BACKUP_KEYS_DIR = Path(os.environ.get("GONGKAI_BACKUP_KEYS_DIR", BACKUP_DIR)).expanduser().resolve()
HANDOVER = Path(os.environ.get("GONGKAI_HANDOVER_DIR", DATA / "handover")).expanduser().resolve()
BACKUP_DAILY = _flag("GONGKAI_BACKUP_DAILY")
BACKUP_KEEP = os.environ.get("GONGKAI_BACKUP_KEEP", "7,4,12")
#: Storage that speaks S3, where the ledgers' files lie, encrypted; empty: in the data folder.
S3_BUCKET = os.environ.get("GONGKAI_S3_BUCKET", "")
S3_ENDPOINT = os.environ.get("GONGKAI_S3_ENDPOINT", "")
S3_REGION = os.environ.get("GONGKAI_S3_REGION", "us-east-1")
S3_KEY = os.environ.get("GONGKAI_S3_KEY", "")
S3_SECRET = os.environ.get("GONGKAI_S3_SECRET", "")
METRICS_TOKEN = os.environ.get("GONGKAI_METRICS_TOKEN", "")
CLAMD = os.environ.get("GONGKAI_CLAMD", "")
#: Where the workbench is opened, for the links in reminders: https://gk.example.gov.cn
SITE_URL = os.environ.get("GONGKAI_URL", "").rstrip("/")
#: Off where a copy of the data lies, for trial: else both would tell everybody.
SENDING = _flag("GONGKAI_SENDING", "1")
#: Hosts to which robots and other systems may be written; an organ's administrator chooses among them.
WEBHOOK_HOSTS = _list("GONGKAI_WEBHOOK_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com,api.weixin.qq.com")
#: Below which each organ that wants one has a folder whose files are taken in.
DROP = Path(os.environ.get("GONGKAI_DROP_DIR", DATA / "drop")).expanduser().resolve()
#: The mailbox whose mail is taken in, read over TLS alone; none where no host is named.
IMAP_HOST = os.environ.get("GONGKAI_IMAP_HOST", "")
IMAP_PORT = int(os.environ.get("GONGKAI_IMAP_PORT", 993))
IMAP_USER = os.environ.get("GONGKAI_IMAP_USER", "")
IMAP_PASSWORD = os.environ.get("GONGKAI_IMAP_PASSWORD", "")
IMAP_FOLDER = os.environ.get("GONGKAI_IMAP_FOLDER", "INBOX")
IMAP_VOUCHED_BY = os.environ.get("GONGKAI_IMAP_VOUCHED_BY", "")
DEBUG = _flag("GONGKAI_DEBUG")
ALLOWED_HOSTS = _list("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1]")


def _secret_key() -> str:
    """The site's key: from the environment, else kept in the data folder, else for this process alone."""
    if key := os.environ.get("GONGKAI_SECRET_KEY"):
        return key
    kept = DATA / "keys" / "session.key"
    return kept.read_text("ascii").strip() if kept.exists() else secrets.token_urlsafe(50)


SECRET_KEY = _secret_key()


def _database() -> dict[str, Any]:
    """SQLite in the data folder, or PostgreSQL named by DATABASE_URL.

    IMMEDIATE: a deferred SQLite transaction that reads first and writes later fails at once under
    concurrent writers instead of waiting its turn.
    """
    if url := os.environ.get("DATABASE_URL"):
        parts = conninfo_to_dict(url)
        known = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
        options: dict[str, Any] = dict(parts)
        if _flag("GONGKAI_POOL"):
            # as many as there are threads; a server that is back is found within seconds, not minutes
            options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 5, "reconnect_timeout": 5}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": known["dbname"],
            "USER": known["user"],
            "PASSWORD": known["password"],
            "HOST": known["host"],
            "PORT": known["port"],
            "OPTIONS": options,
            "CONN_HEALTH_CHECKS": True,  # of what the pool kept while the server was started anew
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "gongkai.sqlite3",
        "CONN_MAX_AGE": 60,  # opening it anew for every page takes longer than most of what is asked
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


#: Shared by all web processes, those of another version beside it excepted; made anew at every start.
CACHES = {
    "default": {
        "BACKEND": "gongkai.lib.cache.FileCache",
        "KEY_PREFIX": gongkai.__version__,
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 3_000},
    },
    # of each process: pages of the portal, under the state of the ledgers in which they hold
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # allauth's list of sessions
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_tasks",
    "django_tasks_db",
    "gongkai.ledger.organs",
    "gongkai.ledger.people",
    "gongkai.ledger.audit",
    "gongkai.ledger.tokens",
    "gongkai.ledger.transparency",
    "gongkai.ledger.words",
    "gongkai.ledger.outbox",
    "gongkai.ledger.deliveries",
    "gongkai.ledger.requests",
    "gongkai.ledger.disclosures",
    "gongkai.ledger.remedies",
    "gongkai.ledger.archive",
    "gongkai.ledger.supervision",
    "gongkai.ledger.assessment",
    "gongkai.ledger.reports",
    "bootstrap",
    "lucide",
    "django_htmx",
    "gongkai.faces.ui",
    "gongkai.faces.portal",
    "gongkai.faces.workbench",
    "gongkai.faces.api",
    "gongkai.jobs",
    # after the workbench, whose templates stand before theirs
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "axes",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

MIDDLEWARE = [
    "gongkai.faces.operation.middleware.watched",
    "gongkai.faces.operation.headers.carried",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a page is closed unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "gongkai.faces.ui.display.middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "gongkai.urls"
WSGI_APPLICATION = "gongkai.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.faces.ui.display.context",
            ]
        },
    }
]

FORM_RENDERER = "gongkai.faces.ui.forms.Renderer"

# Who logs in, and how: by a name and password, a second factor where the person chose one. Nobody signs up;
# people are entered and invited (gongkai.ledger.people).
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "gongkai.lib.passwords.RepetitionValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workbench:start"
ACCOUNT_ADAPTER = "gongkai.faces.workbench.entry.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False  # nothing calls out by itself
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes counts these, in the database
MFA_ADAPTER = "gongkai.faces.workbench.entry.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = "政府信息公开"
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "gongkai.faces.workbench.entry.accounts.attempted_name"
AXES_LOCKOUT_TEMPLATE = "workbench/entry/locked_out.html"
AXES_VERBOSE = False
#: 统一身份认证: an OpenID provider that says who somebody is (docs/howto/log-in-from-outside.md).
OIDC_ISSUER = os.environ.get("GONGKAI_OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = os.environ.get("GONGKAI_OIDC_NAME", "统一身份认证")
OIDC_CLAIM = os.environ.get("GONGKAI_OIDC_CLAIM", "preferred_username")
#: Links of persons hold with the provider that made them, and with no other that is named later.
OIDC_ID = f"sso-{sha256(OIDC_ISSUER.encode()).hexdigest()[:12]}"
if OIDC_ISSUER:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_ADAPTER = "gongkai.faces.workbench.entry.outside.OutsideAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another site would need that site in the CSP
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "profile"],
        "APPS": [
            {
                "provider_id": OIDC_ID,
                "name": OIDC_NAME,
                "client_id": os.environ.get("GONGKAI_OIDC_CLIENT", ""),
                "secret": os.environ.get("GONGKAI_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }
}
SESSION_COOKIE_AGE = 14 * 3600  # a long working day
SESSION_COOKIE_NAME = "gongkai_session"
SESSION_COOKIE_SAMESITE = "Lax"  # a link in a mail leads into the page it names
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = _flag("GONGKAI_HTTPS")
#: How long a browser remembers that this host speaks HTTPS alone; it counts for every port of the host.
SECURE_HSTS_SECONDS = int(os.environ.get("GONGKAI_HSTS", 31_536_000)) if SESSION_COOKIE_SECURE else 0
#: The proxy that speaks HTTPS says so; without it forms would be refused as coming from elsewhere.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("GONGKAI_HTTPS") else None

#: Told where the server was started; nothing is sent anywhere.
LOGGING = logs.configuration(os.environ.get("GONGKAI_LOG", logs.PLAIN))

LANGUAGE_CODE = "en" if language() == "en" else "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
