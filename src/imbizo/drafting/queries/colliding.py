"""Two people's changes to the same words, laid side by side for one of them to choose."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from imbizo.calc.merging import Hunk, Merge, merge
from imbizo.calc.plainediting import shown_plain, typed_over
from imbizo.calc.richtext import ATOM_CHARACTER, RichText, parse, to_html
from imbizo.drafting.models import Revision, Section
from imbizo.drafting.queries.drawing import HEADING_FROM, Atoms, atoms_of
from imbizo.programmes.models import Membership


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody wants to save: their words and heading, as changed from the state `since`.

    `sent` are the words from which the editor went on, where those aren't what it was given (`write_after`).
    """

    html: str
    title: str
    since: int
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A hunk as a page shows it: three versions as HTML, mine as plain text to write anew, and the words around."""

    before: str
    after: str
    mine: SafeString
    theirs: SafeString
    base: SafeString
    plain: str


@dataclass(frozen=True, slots=True)
class Colliding:
    """All that is to be chosen: hunks, and two headings where those collide too. `until` is the state laid beside."""

    mine: Mine
    until: int
    who: str
    hunks: tuple[Shown, ...]
    titles: tuple[str, str] | None
    title: str


def state(section: Section, version: int) -> tuple[RichText, str]:
    """Words and heading of the section at a version; before its first, nothing under the heading it has."""
    row: Revision | None = section.revisions.filter(number__lte=version).first()
    return (parse(row.html), row.title) if row else (RichText(), section.title)


def merged(section: Section, mine: Mine, until: int) -> Merge:
    """My words beside those of the state `until`."""
    base = parse(mine.sent) if mine.sent else state(section, mine.since)[0]
    return merge(base, parse(mine.html), state(section, until)[0])


def colliding(section: Section, mine: Mine, member: Membership) -> Colliding:
    """What collides between mine and the section as it stands now."""
    until = section.version
    hunks = merged(section, mine, until).hunks
    versions = [text for hunk in hunks for text in (hunk.base, hunk.mine, hunk.theirs)]
    atoms = atoms_of(versions, section.document)
    titles = _titles(section, mine, until)
    return Colliding(
        mine,
        until,
        _who(section, mine.since, member),
        tuple(_shown(hunk, atoms) for hunk in hunks),
        titles if len(set(titles)) > 1 and state(section, mine.since)[1] not in titles else None,
        titles[0] if titles[0] != state(section, mine.since)[1] else titles[1],
    )


def _titles(section: Section, mine: Mine, until: int) -> tuple[str, str]:
    return mine.title, state(section, until)[1]


def _who(section: Section, since: int, member: Membership) -> str:
    rows = section.revisions.filter(number__gt=since).exclude(by=member).select_related("by__user")
    return ", ".join(dict.fromkeys(str(row.by.user) for row in rows if row.by))


def _shown(hunk: Hunk, atoms: Atoms) -> Shown:
    mine, theirs, base = (
        # Written by calc.richtext, which escapes all but its own few tags.
        SafeString(to_html(each, draw=atoms.html, heading_from=HEADING_FROM))
        for each in (hunk.mine, hunk.theirs, hunk.base)
    )
    before, after = (each.replace(ATOM_CHARACTER, "…") for each in (hunk.before, hunk.after))
    return Shown(before, after, mine, theirs, base, shown_plain(hunk.mine))


def from_typed(section: Section, typed: str, since: int) -> str:
    """HTML of words typed without the editor: what wasn't touched keeps its look, its lists and its citations."""
    return to_html(typed_over(state(section, since)[0], typed))


def for_typing(section: Section) -> str:
    """The words of the section as a plain text field shows them."""
    return shown_plain(parse(section.html))


def drawn(section: Section, html: str) -> SafeString:
    """Words that aren't kept, as a page shows them."""
    text = parse(html)
    return SafeString(to_html(text, draw=atoms_of([text], section.document).html, heading_from=HEADING_FROM))
