"""Django's settings. What can be set from outside stands in environment.py; everything else is a safe default."""

from __future__ import annotations

from csp.constants import NONCE, NONE, SELF

from config import environment, guessing_limits
from config.environment import BASE_DIR, DATA_DIR, HOST, HTTPS, PORT
from designer.core.document import MAX_BYTES

SECRET_KEY = environment.secret_key(DATA_DIR)
DEBUG = False
ALLOWED_HOSTS = environment.allowed_hosts(HOST)
LOOPBACK = environment.is_loopback(HOST)  # only this machine can reach us: its owner signs in by a link instead of a password

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "config",
    "designer",
    "training",
    "classroom",
    "assignments",
    "classroom.admin_app.AdministrationConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.security_headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.problem_bodies.ProblemBodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sign_in.KnownUserMiddleware",
    "classroom.seen.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "layerloom.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BYTES
LARGEST_UPLOAD = environment.largest_upload()
PYTHON_LAYERS = environment.PYTHON_LAYERS
CHECKPOINT_SECONDS = environment.CHECKPOINT_SECONDS
TRAINING_SECONDS = environment.TRAINING_SECONDS
GIVE_WAY_SECONDS = environment.GIVE_WAY_SECONDS
UPLOADS = FILE_UPLOAD_TEMP_DIR = environment.made(DATA_DIR / "uploads")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"  # the front end is served from where it was built; there is no collecting step
WHITENOISE_USE_FINDERS = True  # for the administration, whose files lie with Django
STATICFILES_DIRS: list[str] = []
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/assets/.+-[\w-]{8}\.\w+$"  # Vite puts a hash of the content into these names

GUESTS = environment.GUESTS
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "classroom.joining.PhraseBackend",
]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = guessing_limits.limit
AXES_COOLOFF_TIME = guessing_limits.PAUSE
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.throttles.address"  # behind a proxy everyone comes from that one's
AXES_LOCKOUT_CALLABLE = "classroom.guessing.locked_out"
AXES_SENSITIVE_PARAMETERS = ["password", "phrase"]
AXES_DISABLE_ACCESS_LOG = True  # nobody needs to know later who signed in from where
AXES_VERBOSE = False

LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]

# Cookies know no ports: two Layerlooms on one machine must not sign each other's browser out.
SESSION_COOKIE_NAME = f"layerloom-{PORT}"
SESSION_COOKIE_AGE = 365 * 24 * 3600 if LOOPBACK else 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:  # a proxy in front of us speaks https and sets this header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 30 * 24 * 3600
    CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],  # Mantine writes <style> elements, with the nonce of the page
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "ERROR"},  # warns of each wrong password, and names who typed it
        "django.request": {"level": "ERROR"},  # a refused request is an answer, not news
        "celery.worker.control": {"level": "ERROR"},  # warns, for every run that is killed, of results that we do not keep
    },
}
