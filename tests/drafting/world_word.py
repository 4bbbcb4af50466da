"""Word files that came back, in the world; what one is made of stands in world_documents."""

from typing import Any

from django.core.files.base import ContentFile

from imbizo.drafting.models import Document, WordReturn

PRIVATE: dict[str, dict[str, str]] = {
    "drafting:draft-word": {"pk": "document"},
    "drafting:word-returns": {"pk": "document"},
    "drafting:publication-word": {"pk": "publication"},
    **{f"drafting:word-return{more}": {"pk": "word_return"} for more in ("", "-refuse", "-file")},
}
OPEN: dict[str, dict[str, str]] = {"drafting:from-word": {}}
LISTS = ("drafting:word-returns",)


def fill(world: Any) -> None:
    world.word_return = WordReturn(
        document=world.document,
        file_name="reply.docx",
        digest="0",
        state="taken",
        by=world.cast.amina,
        **world.here,
    )
    world.word_return.file.save("reply.docx", ContentFile(b"PK"))


def add(rows: Any) -> None:
    if not hasattr(rows, "worded"):
        rows.worded = Document.objects.create(title="In Word", owner=rows.cast.convenor, **rows.here)
    WordReturn.objects.create(
        document=rows.worded, file="", file_name=f"{rows.made}.docx", digest=str(rows.made), by=rows.cast.amina,
        on_behalf_of=rows.person, **rows.here,
    )  # fmt: skip


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {"drafting:word-returns": {"pk": rows.worded.pk}}
