"""Afrikaans: 10 000,50, with a space that doesn't break."""

from imbizo.base.formats.shared import *  # noqa: F403  # Django reads the names off this module.

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
