"""The part of the world that documents stand on: a document with sections, a component, a published version."""

from typing import Any

from imbizo.drafting.models import Component, Document, Publication, Revision, Section

DOCUMENT, SECTION, COMPONENT = {"pk": "document"}, {"pk": "section"}, {"pk": "component"}
STATE = {"pk": "section", "number": "1"}
PRIVATE: dict[str, dict[str, str]] = {
    **{
        f"drafting:{name}": DOCUMENT
        for name in (
            "document", "document-edit", "document-sharing", "document-withdraw", "document-take-up", "reading",
            "document-components", "document-from-components", "section-add", "publications", "publish", "reopen",
            "compare", "compare-pdf", "compare-word",
        )
    },
    **{
        f"drafting:{name}": COMPONENT
        for name in (
            "component", "component-edit", "component-sharing", "component-move", "component-withdraw",
            "component-take-up",
        )
    },
    **{
        f"drafting:section-{name}": SECTION
        for name in ("settings", "move", "place", "split", "join", "take-away", "put-back", "states")
    },
    **{f"drafting:{name}": STATE for name in ("section-state", "section-restore")},
    **{f"drafting:{name}": {"pk": "publication"} for name in ("publication", "publication-pdf")},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {}
LISTS = (
    "drafting:documents", "drafting:components", "drafting:document", "drafting:reading",
    "drafting:document-components", "drafting:publications", "drafting:section-states",
)  # fmt: skip
TEXT: dict[str, Any] = {"html": "<p>We meet.</p>", "text": "We meet.", "version": 1, "state": "writing"}
PART = {"number": "1", "depth": 1, "parent": None, "title": "Meeting", "html": "<p>We meet.</p>", "version": 1,
        "text": "We meet.", "words": "We meet.", "sources": {"workshops": [], "other": 0}}  # fmt: skip


def fill(world: Any) -> None:
    world.document = Document.objects.create(title="The strategy", version=1, **world.own)
    world.component = Component.objects.create(title="A desk", document=world.document, **world.own)
    world.section = Section.objects.create(document=world.document, title="Meeting", **TEXT, **world.here)
    Revision.objects.create(
        section=world.section, number=1, title="Meeting", html=TEXT["html"], text="We meet."
    )
    frozen = {"sections": [PART | {"id": str(world.section.pk)}], "atoms": {}}
    world.publication = Publication.objects.create(
        document=world.document, number=1, title="The strategy", frozen=frozen, **world.here
    )


def add(rows: Any) -> None:
    """A section, a component, a state and a version more in one document; `world_writing` adds documents."""
    owner = {"owner": rows.cast.convenor, **rows.here}
    if not hasattr(rows, "outlined"):
        rows.outlined = Document.objects.create(title="Outlined", **owner)
        rows.stated = Section.objects.create(document=rows.outlined, title="Stated", **TEXT, **rows.here)
    made = rows.made + 1
    Component.objects.create(title=f"Component {made:05d}", document=rows.outlined, **owner)
    Section.objects.create(
        document=rows.outlined,
        title=f"Part {made}",
        position=made,
        writer=rows.cast.bo,
        **TEXT,
        **rows.here,
    )
    Publication.objects.create(
        document=rows.outlined, number=made, title="Outlined", frozen={"sections": [], "atoms": {}},
        by=rows.cast.amina, **rows.here,
    )  # fmt: skip
    state = Revision.objects.create(section=rows.stated, number=made, title="Stated", by=rows.cast.amina)
    state.credit.set([rows.cast.bo])


def of(rows: Any) -> dict[str, dict[str, Any]]:
    document = ("document", "reading", "document-components", "publications")
    return {
        **{f"drafting:{name}": {"pk": rows.outlined.pk} for name in document},
        "drafting:section-states": {"pk": rows.stated.pk},
    }
