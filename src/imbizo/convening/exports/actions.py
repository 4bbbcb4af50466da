"""The list of actions as a file that spreadsheets read."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import harmless
from imbizo.convening.models import Action
from imbizo.convening.queries.afterwards import owner_words

CSV = "text/csv; charset=utf-8"


def as_csv(rows: Iterable[Action]) -> bytes:
    """UTF-8 with the mark by which Excel knows it. What isn't known is an empty cell."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(_headings())
    for row in rows:
        writer.writerow([harmless(cell) for cell in _cells(row)])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


def _cells(action: Action) -> list[str]:
    days = [day.isoformat() if day else "" for day in (action.due_on, action.done_on)]
    state = str(action.get_state_display())
    owner = owner_words(action) if action.member or action.actor else ""
    return [action.text, owner, days[0], state, days[1], action.note, action.gathering.name]


def _headings() -> list[str]:
    done = [_("State"), _("Done on"), _("How it stands")]
    return [_("What is to be done"), _("Who"), _("By"), *done, _("Gathering")]
