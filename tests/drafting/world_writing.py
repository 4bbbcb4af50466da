"""A section that is being written, in the world, with a citation; and sections that the coordinator writes."""

from typing import Any

from imbizo.drafting.models import Citation, Document, Section

SECTION = {"pk": "written_section"}
PRIVATE: dict[str, dict[str, str]] = {
    **{
        f"drafting:{name}": SECTION
        for name in (
            "section", "section-write", "section-save", "section-here", "section-choose",
            "section-evidence", "section-cite",
        )
    },
    "drafting:citation-locator": {"pk": "written_citation"},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {}
LISTS = ("drafting:my-sections",)


def fill(world: Any) -> None:
    here = world.here
    document = Document.objects.create(title="Being written", **world.own)
    world.written_section = Section.objects.create(
        document=document, title="Health", html="<p>Clinics open early.</p>", text="Clinics open early.",
        state="writing", **here,
    )  # fmt: skip
    world.written_citation = Citation.objects.create(
        section=world.written_section,
        source_kind="convening.input",
        source_id=world.written_section.pk,
        label="De Doorns, 12 May",
        is_in_text=False,
        **here,
    )


def add(rows: Any) -> None:
    document = Document.objects.create(title=f"Draft {rows.made:05d}", owner=rows.cast.convenor, **rows.here)
    Section.objects.create(
        document=document, title=f"Section {rows.made:05d}", writer=rows.cast.amina, **rows.here
    )
