"""The entry of the web server: `granian --interface wsgi imbizo.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imbizo.config.settings")
application = get_wsgi_application()
