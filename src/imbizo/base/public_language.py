"""In which language somebody's own page opens."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def speak(request: HttpRequest, language: str) -> None:
    """Go on in this language, which we know to be the reader's, unless they chose another by the switch on top.

    Most phones are set to English, whatever their owners speak.
    """
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language
