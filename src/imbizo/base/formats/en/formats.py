"""English: 10,000.50, as in the texts that we write."""

from imbizo.base.formats.shared import *  # noqa: F403  # Django reads the names off this module.

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
