"""The list of actions as a file that spreadsheets read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Sheet
from imbizo.convening.models import Action
from imbizo.convening.queries.afterwards import owner_words


def sheet(rows: Iterable[Action]) -> Sheet:
    """The actions as a table. What isn't known is an empty cell."""
    return Sheet(_("Actions"), _headings(), map(_cells, rows))


def _cells(action: Action) -> list[str]:
    days = [day.isoformat() if day else "" for day in (action.due_on, action.done_on)]
    state = str(action.get_state_display())
    owner = owner_words(action) if action.member or action.actor else ""
    return [action.text, owner, days[0], state, days[1], action.note, action.gathering.name]


def _headings() -> list[str]:
    done = [_("State"), _("Done on"), _("How it stands")]
    return [_("What is to be done"), _("Who"), _("By"), *done, _("Gathering")]
