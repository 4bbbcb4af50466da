"""The site's own settings, with what tests need: quick hashes, plain static files, mail in memory."""

import os

# The suppliers, SMS centres and mail servers of tests are on this machine. Processes that tests start are told so too.
os.environ.setdefault("IMBIZO_GATEWAY_HOSTS", "localhost,127.0.0.1,::1")

from imbizo.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
AXES_ENABLED = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # In a file, because a database in memory has neither the locks nor the write-ahead log of a real one.
    DATABASES["default"]["TEST"] = {"NAME": str(ENVIRONMENT.data / "test.sqlite3")}  # noqa: F405
