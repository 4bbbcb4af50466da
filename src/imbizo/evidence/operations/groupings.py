"""Suggested groups: asking for them, computing them in the worker, making a theme of one or dismissing it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from imbizo.calc.grouping import Grouping as Found
from imbizo.calc.grouping import suggest_groups
from imbizo.convening.models import Input
from imbizo.evidence import tasks
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Grouping, Theme
from imbizo.evidence.operations.themes import create_theme
from imbizo.evidence.queries.groupings import MOST, texts, working_language
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import make_once
from imbizo.thread.operations import audit


@transaction.atomic
def ask_for_groups(*, by: Membership, only_unanswered: bool = True, id: UUID | None = None) -> Grouping:
    """Ask the worker for groups of what was said; the suggestion fills when it is done. Raises Conflict."""
    is_new = not id or not Grouping.objects.filter(pk=id).exists()
    grouping = make_once(
        Grouping,
        id=id,
        programme=by.programme,
        by=by,
        defaults={"made_for": by, "language": working_language(by.programme)},
        only_unanswered=only_unanswered,
    )
    if is_new:
        tasks.suggest_groups.enqueue(str(grouping.pk))
    return grouping


def compute(*, id: UUID) -> None:
    """Fill a suggestion. Done twice it gives the same. Called by the worker."""
    grouping = Grouping.objects.select_related("made_for__partner", "programme").get(pk=id)
    if grouping.is_done:
        return
    given = texts(grouping.made_for, grouping)
    if len(given) > MOST:
        grouping.problem = _("There are more than 20,000 sentences. Group only what nobody answered yet.")
    else:
        _fill(grouping, suggest_groups(given, language=grouping.language))
        grouping.count = len(given)
    grouping.is_done = True
    grouping.save(update_fields=["groups", "left", "count", "is_done", "problem", "updated_at"])


@transaction.atomic
def make_theme_of(
    *,
    grouping: Grouping,
    number: int,
    said: Sequence[Input],
    title: str,
    by: Membership,
    statement: str = "",
    id: UUID | None = None,
) -> Theme:
    """Make a theme of a group, of those of its sentences that a person left in it.

    Raises NotReady, NotNow, Conflict.
    """
    held = Grouping.objects.select_for_update().get(pk=grouping.pk)
    group = _group(held, number)
    made: Theme | None = Theme.objects.filter(pk=group["theme"]).first() if group["theme"] else None
    if made is not None and made.pk == id:
        return made
    if made is not None:
        raise NotNow(_("Somebody made a theme of this group already: “%(theme)s”.") % {"theme": made})
    if not said:
        raise NotReady(_("Tick at least one sentence."))
    theme = create_theme(title=title, statement=statement, inputs=said, by=by, id=id)
    group["theme"] = str(theme.pk)
    held.save(update_fields=["groups", "updated_at"])
    return theme


@transaction.atomic
def dismiss(*, grouping: Grouping, number: int, by: Membership, is_back: bool = False) -> None:
    """Say that a group isn't a theme, or take that back. Raises NotNow."""
    held = Grouping.objects.select_for_update().get(pk=grouping.pk)
    group = _group(held, number)
    if group["theme"]:
        raise NotNow(_("A theme was made of this group."))
    if group["dismissed"] == (not is_back):
        return
    group["dismissed"] = not is_back
    held.save(update_fields=["groups", "updated_at"])
    audit("change", [held], by=by, changes={"groups": [None, ", ".join(group["words"])]})


def _fill(grouping: Grouping, found: Found) -> None:
    grouping.groups = [
        {
            "words": list(group.words),
            "inputs": [str(key) for key in group.members],
            "typical": [str(key) for key in group.typical],
            "theme": None,
            "dismissed": False,
        }
        for group in found.groups
    ]
    grouping.left = [
        {"why": "language", "inputs": [str(key) for key in found.other_language]},
        {"why": "alone", "inputs": [str(key) for key in found.alone]},
    ]


def _group(grouping: Grouping, number: int) -> dict[str, Any]:
    """One of the groups. Raises NotNow where there is none of that number."""
    if not 0 <= number < len(grouping.groups):
        raise NotNow(_("This group isn't there any more. Load the page again."))
    group: dict[str, Any] = grouping.groups[number]
    return group
