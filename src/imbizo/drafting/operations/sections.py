"""The one way to write a section's words: whatever somebody else wrote meanwhile is kept, or laid beside it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.calc.merging import Side, merge
from imbizo.calc.richtext import RichText, parse, plain_text, to_html
from imbizo.drafting.errors import Collision, NotReady
from imbizo.drafting.models import Revision, Section
from imbizo.drafting.operations.anchoring import follow
from imbizo.drafting.operations.cited import mark, taken_in
from imbizo.drafting.operations.holding import held_section
from imbizo.drafting.operations.revisions import authors_since, base_of, keep
from imbizo.drafting.states import RevisionKind, SectionState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

COLLIDES = _(
    "Somebody else changed the same words while you were writing. Nothing was saved yet: choose below."
)
_OTHER_TITLE = _(
    "Somebody else gave the section another heading while you were writing. Choose one of the two."
)
_NO_TITLE = _("A section needs a heading.")
_NEVER_SEEN = _("This page shows a state of the section that never was. Open it again.")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a writing: the section as it stands now, the state kept, and whether words were joined.

    `is_new` is False where nothing differed, so that nothing was kept.
    """

    section: Section
    revision: Revision | None
    is_merged: bool = False

    @property
    def is_new(self) -> bool:
        return self.revision is not None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to stand: the words and heading, and whether they're two people's."""

    text: RichText
    title: str
    is_merged: bool


@transaction.atomic
def write(
    *,
    section: Section,
    html: str,
    base_version: int,
    by: Membership,
    title: str | None = None,
    kind: str = RevisionKind.SAVED,
) -> Written:
    """Write the section's words, and its heading unless `title` is None, as changed from its state `base_version`.

    Where somebody else wrote meanwhile, changes that don't collide are joined and both credited. In this order: the
    row is held, the words are merged, citations and spans of comments follow, the state is kept, the audit trail
    hears of it once for each state.

    Raises Collision (with `merge`, or `titles`; nothing is written), NotAllowed, NotNow (the document is closed, the
    section gone), NotReady (no heading).
    """
    current = held_section(section, by)
    if base_version > current.version:
        raise NotReady(_NEVER_SEEN)
    wanted = _wanted(current, parse(html), title, base_version)
    text = taken_in(current, wanted.text, by=by)
    if to_html(text) == current.html and wanted.title == current.title:
        return _nothing_new(current, wanted, by)
    return _keep(current, _Wanted(text, wanted.title, wanted.is_merged), base_version, kind, by)


@transaction.atomic
def restore(*, revision: Revision, by: Membership) -> Written:
    """Take up an earlier state again. It becomes the newest; what stood in between stays among the states.

    Raises NotAllowed, NotNow.
    """
    current = held_section(revision.section, by)
    wanted = _Wanted(taken_in(current, parse(revision.html), by=by), revision.title, is_merged=False)
    if to_html(wanted.text) == current.html and wanted.title == current.title:
        return Written(current, None)
    return _keep(current, wanted, current.version, RevisionKind.RESTORED, by)


def put(section: Section, text: RichText, *, kind: str, by: Membership, title: str | None = None) -> Revision:
    """Give a section whose row is held these words, as the next state: for the verbs that divide and join."""
    wanted = _Wanted(text, section.title if title is None else title, is_merged=False)
    return _stand(section, wanted, kind=kind, by=by, credit=set())[0]


def _wanted(current: Section, mine: RichText, title: str | None, base_version: int) -> _Wanted:
    """What is to stand after both people's changes. Raises Collision, NotReady."""
    heading = current.title if title is None else " ".join(title.split())[:200]
    if not heading:
        raise NotReady(_NO_TITLE)
    if base_version == current.version:
        return _Wanted(mine, heading, is_merged=False)
    base = base_of(current, base_version)
    # Before its first state a section is empty, under the heading that it was given.
    base_html, base_title = (base.html, base.title) if base else ("", current.title)
    joined = merge(parse(base_html), mine, parse(current.html))
    if joined.text is None:
        raise Collision(COLLIDES, merge=joined)
    heading = _one_title(base_title, heading if title is not None else base_title, current.title)
    is_of_two = any(each.side is not Side.MINE for each in joined.credits)
    return _Wanted(joined.text, heading, is_merged=is_of_two)


def _one_title(base: str, mine: str, theirs: str) -> str:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    raise Collision(_OTHER_TITLE, titles=(base, mine, theirs))


def _nothing_new(current: Section, wanted: _Wanted, by: Membership) -> Written:
    """Nothing is to be kept. Who made the same change as another is credited with it too."""
    last = current.revisions.first()
    if wanted.is_merged and last is not None and last.by_id != by.pk:
        last.credit.add(by)
    return Written(current, None, wanted.is_merged)


def _keep(current: Section, wanted: _Wanted, base_version: int, kind: str, by: Membership) -> Written:
    credit = authors_since(current, base_version) - {by.pk} if wanted.is_merged else set()
    kept_as = RevisionKind.MERGED if credit else kind
    before = current.version
    revision, is_new_state = _stand(current, wanted, kind=kept_as, by=by, credit=credit)
    if is_new_state:
        verb = "restore" if kind == RevisionKind.RESTORED else "write_part"
        audit(verb, [current], by=by, changes={"version": [before, current.version]})
    return Written(current, revision, wanted.is_merged)


def _stand(
    current: Section, wanted: _Wanted, *, kind: str, by: Membership, credit: set[UUID]
) -> tuple[Revision, bool]:
    """Let the section stand as wanted, and all that hangs on its words follow."""
    old = current.text
    current.html, current.text = to_html(wanted.text), plain_text(wanted.text)
    current.title, current.version = wanted.title, current.version + 1
    current.state = _state(current)
    current.save(update_fields=["html", "text", "title", "version", "state", "updated_at"])
    mark(current, wanted.text)
    follow(current, old)
    return keep(current, kind=kind, by=by, credit=credit)


def _state(section: Section) -> str:
    """What was agreed were the words that stood before; what is empty hasn't begun."""
    if not section.text:
        return SectionState.EMPTY
    if section.state in (SectionState.EMPTY, SectionState.AGREED):
        return SectionState.WRITING
    return section.state
