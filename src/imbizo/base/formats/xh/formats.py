"""isiXhosa: 10 000,50, as in Afrikaans, since the two stand side by side in one programme."""

from imbizo.base.formats.shared import *  # noqa: F403  # Django reads the names off this module.

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
