"""What the editor needs beside `sections.write`: choosing between two people's words, and words sent in between."""

from collections.abc import Sequence

from django.db import transaction

from imbizo.calc.errors import ChoicesError
from imbizo.calc.merging import Choice, resolve
from imbizo.calc.richtext import RichText, to_html
from imbizo.drafting.errors import Collision
from imbizo.drafting.models import Section
from imbizo.drafting.operations.sections import COLLIDES, Written, write
from imbizo.drafting.queries.colliding import Mine, merged
from imbizo.drafting.states import RevisionKind
from imbizo.programmes.models import Membership


@transaction.atomic
def autosave(*, section: Section, mine: Mine, by: Membership) -> Written:
    """Save what the editor holds. Raises Collision, and all that `sections.write` raises.

    With `mine.sent` the editor was ahead of our last answer, which had joined what it sent with another's words as
    the state `mine.since`: what was typed meanwhile is brought to the joined words first.
    """
    html = mine.html
    if mine.sent:
        both = merged(section, mine, mine.since)
        if both.text is None:
            raise Collision(COLLIDES, merge=both)
        html = to_html(both.text)
    return write(
        section=section,
        html=html,
        base_version=mine.since,
        by=by,
        title=mine.title,
        kind=RevisionKind.AUTOSAVED,
    )


def chosen(*, section: Section, mine: Mine, until: int, choices: Sequence[Choice | RichText]) -> str:
    """The words that were chosen, hunk by hunk, between mine and those of the state `until`: canonical HTML.

    Raises Collision where the choices don't fit the hunks.
    """
    both = merged(section, mine, until)
    try:
        return to_html(resolve(both, choices))
    except ChoicesError as error:
        raise Collision(COLLIDES, merge=both) from error
