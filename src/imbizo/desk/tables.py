"""Tabs and ways on of the desk's lists."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.thread.queries import Happening
from imbizo.thread.registry import RecordKind


def kind_tabs(kinds: Sequence[RecordKind], *, words: str, chosen: str) -> list[Link]:
    """One tab for each kind that can be searched, without counts: a count would tell of what is hidden."""
    tabs = [Link(_("Everything"), f"?{urlencode({'q': words})}", is_current=not chosen)]
    return tabs + [
        Link(kind.many, f"?{urlencode({'q': words, 'kind': kind.kind})}", is_current=kind.kind == chosen)
        for kind in kinds
    ]


def next_address(query: QueryDict, found: Sequence[Happening], page: int) -> str:
    """The address of what is older; empty at the end. `found` holds one more than a page where there is more."""
    if len(found) <= page:
        return ""
    asked = query.copy()
    asked["before"] = str(found[page - 1].entry.pk)
    asked.pop("part", None)
    return f"?{asked.urlencode()}"
