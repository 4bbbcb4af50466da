"""Taking names out of texts that people wrote."""

import re
from collections.abc import Collection
from typing import Any

from imbizo.actors.rules.spelling import spelled


def without(value: Any, names: Collection[str], instead: str) -> Any:
    """The same text, list or mapping with `instead` for each of the names, wherever they stand as whole words.

    Letters are alike whether capital or not, and any gap between the words of a name is one.
    """
    return _without(value, _pattern(names), instead) if names else value


def _pattern(names: Collection[str]) -> re.Pattern[str]:
    # The longest first: "Ann Botha Smith" isn't left as "- Smith" for the sake of "Ann Botha".
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(map(spelled, longest_first))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _without(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(instead, value)
    if isinstance(value, list):
        return [_without(each, pattern, instead) for each in value]
    if isinstance(value, dict):
        return {key: _without(each, pattern, instead) for key, each in value.items()}
    return value
