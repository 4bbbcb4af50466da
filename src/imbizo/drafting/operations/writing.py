"""What the editor needs beside `sections.write`: choosing between two people's words, and words sent in between."""

from collections.abc import Sequence

from django.db import transaction

from imbizo.calc.errors import ChoicesError
from imbizo.calc.merging import Choice, Merge, merge, resolve
from imbizo.calc.plainediting import typed_over
from imbizo.calc.richtext import RichText, parse, to_html
from imbizo.drafting.errors import Collision
from imbizo.drafting.models import Section
from imbizo.drafting.operations.revisions import base_of
from imbizo.drafting.operations.sections import COLLIDES, Written, write
from imbizo.drafting.states import RevisionKind
from imbizo.programmes.models import Membership


def merged(section: Section, html: str, *, since: int, until: int) -> Merge:
    """Somebody's words, as changed from the state `since`, beside those of the state `until`."""
    base, theirs = (base_of(section, version) for version in (since, until))
    return merge(parse(base.html if base else ""), parse(html), parse(theirs.html if theirs else ""))


@transaction.atomic
def choose(
    *,
    section: Section,
    html: str,
    since: int,
    until: int,
    choices: Sequence[Choice | RichText],
    by: Membership,
) -> Written:
    """Write what was chosen, hunk by hunk, between one's own words and those of the state `until`.

    `html` are one's own words as changed from the state `since`. Whatever somebody wrote after `until` is merged
    again. Raises Collision where the choices don't fit the hunks, and all that `sections.write` raises.
    """
    both = merged(section, html, since=since, until=until)
    try:
        text = resolve(both, choices)
    except ChoicesError as error:
        raise Collision(COLLIDES, merge=both) from error
    return write(section=section, html=to_html(text), base_version=until, by=by, kind=RevisionKind.CHOSEN)


@transaction.atomic
def write_after(*, section: Section, html: str, sent: str, base_version: int, by: Membership) -> Written:
    """Save words that went on from `sent`, which was saved and joined with another's as the state `base_version`.

    The editor was ahead of the answer: what was typed meanwhile is brought to the joined words first.
    Raises Collision, and all that `sections.write` raises.
    """
    joined = base_of(section, base_version)
    both = merge(parse(sent), parse(html), parse(joined.html if joined else ""))
    if both.text is None:
        raise Collision(COLLIDES, merge=both)
    return write(
        section=section,
        html=to_html(both.text),
        base_version=base_version,
        by=by,
        kind=RevisionKind.AUTOSAVED,
    )


@transaction.atomic
def write_plain(
    *, section: Section, typed: str, base_version: int, by: Membership, title: str | None = None
) -> Written:
    """Save words that were typed without the editor: what wasn't touched keeps its look, its lists, its citations.

    Raises what `sections.write` raises.
    """
    base = base_of(section, base_version)
    text = typed_over(parse(base.html if base else ""), typed)
    return write(section=section, html=to_html(text), base_version=base_version, by=by, title=title)
