"""Joining words into a sentence, in the language that is set."""

import textwrap
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def listed(items: Iterable[str]) -> str:
    """Several things in a sentence: "one", "one and two", "one, two and three"; empty where there are none.

    Things with commas of their own are told apart by semicolons: "one, which is short; and two".
    """
    *first, last = [item for item in items if item] or [""]
    if not first:
        return last
    if any("," in item for item in first):
        some = "; ".join(first) + ";"
    else:
        some = pgettext("between the first of several things", ", ").join(first)
    return _("%(some)s and %(last)s") % {"some": some, "last": last}


def shortened(text: str, most: int) -> str:
    """At most `most` characters on one line, cut between words and with an ellipsis where something was left out."""
    short = textwrap.shorten(text, most, placeholder="…")
    return short if short != "…" else f"{text.strip()[: most - 1]}…"


def opened(sentence: str) -> str:
    """The sentence with a capital at its beginning; the rest stays as it is."""
    return sentence[:1].upper() + sentence[1:]
