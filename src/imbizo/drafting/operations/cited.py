"""Which citations stand in a section's words: what was taken out is noted, what came from elsewhere is taken in."""

import dataclasses
from collections.abc import Mapping
from uuid import UUID

from imbizo.base.models import new_id
from imbizo.calc import richtext
from imbizo.calc.richtext import Block, Inline, RichText
from imbizo.drafting.models import Citation, Section
from imbizo.programmes.models import Membership
from imbizo.thread.models import Link
from imbizo.thread.states import Relation


def taken_in(section: Section, text: RichText, *, by: Membership) -> RichText:
    """The text with citations of its own: one that came with words from another section gets a row here.

    A citation that nobody made is left out: its identity was forged, or belongs to another document.
    """
    asked = {atom.id for atom in text.atoms if isinstance(atom, richtext.Citation)}
    rows = Citation.objects.filter(pk__in=asked, section__document_id=section.document_id)
    known = {each.pk: each for each in rows}
    ours = {
        pk: pk if each.section_id == section.pk else _copied(section, each, by) for pk, each in known.items()
    }
    return text if all(ours.get(pk) == pk for pk in asked) else _renamed(text, ours)


def mark(section: Section, text: RichText) -> None:
    """Note which of the section's citations stand in its words now, and let the thread hold those that are new."""
    there = {atom.id for atom in text.atoms if isinstance(atom, richtext.Citation)}
    section.citations.filter(is_in_text=True).exclude(pk__in=there).update(is_in_text=False)
    placed = list(section.citations.select_related("by").filter(is_in_text=False, pk__in=there))
    section.citations.filter(pk__in=[each.pk for each in placed]).update(is_in_text=True)
    Link.objects.bulk_create([_link(section, each) for each in placed], ignore_conflicts=True)


def _link(section: Section, cited: Citation) -> Link:
    """The link of a citation: the record that is cited informs the section."""
    return Link(
        programme_id=section.programme_id,
        record_kind="drafting.section",
        record_id=section.pk,
        source_kind=cited.source_kind,
        source_id=cited.source_id,
        relation=Relation.INFORMS,
        by_id=cited.by.user_id if cited.by else None,
    )


def _copied(section: Section, cited: Citation, by: Membership) -> UUID:
    """The id of the section's own citation of the same record, with its link on the thread."""
    same = {"source_kind": cited.source_kind, "source_id": cited.source_id, "locator": cited.locator}
    found = section.citations.filter(**same).first()
    if found is not None:
        return found.pk
    made = Citation.objects.create(
        id=new_id(), programme_id=section.programme_id, section=section, label=cited.label, by=by, **same
    )
    for link in Link.objects.filter(
        record_id=cited.section_id, source_id=cited.source_id, relation=Relation.INFORMS
    ):
        link_as(section, link)
    return made.pk


def link_as(section: Section, link: Link) -> None:
    """The same link for another section. Saying it twice is harmless."""
    Link.objects.get_or_create(
        record_id=section.pk,
        source_id=link.source_id,
        relation=link.relation,
        defaults={
            "programme_id": link.programme_id,
            "record_kind": link.record_kind,
            "source_kind": link.source_kind,
            "by_id": link.by_id,
        },
    )


def _renamed(text: RichText, ids: Mapping[UUID, UUID]) -> RichText:
    return RichText.of(Block(_content(block.content, ids), block.shape) for block in text.blocks)


def _content(content: tuple[Inline, ...], ids: Mapping[UUID, UUID]) -> tuple[Inline, ...]:
    return tuple(
        dataclasses.replace(each, id=ids[each.id]) if isinstance(each, richtext.Citation) else each
        for each in content
        if not isinstance(each, richtext.Citation) or each.id in ids
    )
