"""French: 10 000,50, with the narrow space that French uses."""

from imbizo.base.formats.shared import *  # noqa: F403  # Django reads the names off this module.

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u202f"
