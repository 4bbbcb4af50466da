"""The look that all documents share: colours, languages, the words at the foot of a page.

The colours are the light ones of static/base/theme.css, and typst/style.typ has them too; a test compares the three.
"""

from django.utils import translation
from django.utils.translation import gettext

INK = "#1f2a2e"
INK_2 = "#566266"
LINE = "#e4dfd3"
ACT = "#0f5e5a"
ACT_SOFT = "#e2efed"
WARN = "#b5741a"
WARN_SOFT = "#f8ecd6"
CARD = "#fffefb"

# Where each of our languages is spoken most by those who use the site: spelling and hyphenation differ by country.
_COUNTRIES = {"en": "ZA", "af": "ZA", "xh": "ZA", "st": "ZA", "sn": "ZW", "fr": "FR", "so": "SO"}


def locale(language: str) -> tuple[str, str]:
    """Language and country, as in ("xh", "ZA"); the country is "" for a language that isn't one of ours.

    A country that the code names itself is kept: "fr-CD" gives ("fr", "CD").
    """
    code, _, country = language.partition("-")
    return code.lower(), country.upper() or _COUNTRIES.get(code.lower(), "")


def language_tag(language: str) -> str:
    """The tag that Word and PDF readers know, as in "xh-ZA"."""
    return "-".join(filter(None, locale(language)))


def page_words(language: str) -> str:
    """What stands at the foot of a page, with {page} and {pages} to be filled in."""
    with translation.override(language):
        return gettext("Page {page} of {pages}")
