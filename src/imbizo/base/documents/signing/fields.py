"""The fields that signatories sign in, made before the first signature, tagged and named for screen readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from imbizo.base.documents.signing import reading
from imbizo.base.documents.signing.errors import AlreadySigned, NoSuchField

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass(frozen=True, kw_only=True)
class SignatureField:
    """A box to sign in.

    `name` is what programs call it: ASCII, without a dot. `label` is read aloud and shown by the pointer. `page` counts
    from 0, or from the end with -1 as the last. `box` is left, bottom, right, top in points, from the lower left.
    """

    name: str
    label: str
    page: int
    box: tuple[float, float, float, float]

    def __post_init__(self) -> None:
        if not self.name.isascii() or not self.name or "." in self.name:
            raise ValueError(f"A field can't be named {self.name!r}.")


def prepare(pdf: bytes, fields: Sequence[SignatureField]) -> bytes:
    """The document with an empty field for each, as an update: its first bytes stay those of `pdf`.

    The fields stand in the structure of a tagged PDF, so that it stays tagged (PDF/UA-1, 7.18). Raises UnreadablePdf,
    and ValueError for two fields of a name or for a document that has signature fields already.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    if len({field.name for field in fields}) != len(fields) or reading.field_names(reading.opened(pdf)):
        raise ValueError("Each signatory has one field, and all of them are made at once.")
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for field in fields:
        _append(writer, field)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def require_free(reader: "PdfFileReader", name: str) -> None:
    """Refuse a field that isn't there (NoSuchField) or is signed (AlreadySigned)."""
    if name not in reading.field_names(reader):
        raise NoSuchField
    if name in reading.field_names(reader, filled=True):
        raise AlreadySigned


def _append(writer: "IncrementalPdfFileWriter", field: SignatureField) -> None:
    from pyhanko.sign.fields import (
        SigFieldSpec,
        append_signature_field,
        ensure_sig_flags,
        enumerate_sig_fields,
    )

    spec = SigFieldSpec(
        field.name,
        on_page=field.page,
        # pyHanko says int, and writes fractions of a point as well.
        box=cast(Any, field.box),
        readable_field_name=field.label,
    )
    append_signature_field(writer, spec)
    # Flags that only change with the first signature would look like a change to the text.
    ensure_sig_flags(writer)
    ((_, _, widget),) = enumerate_sig_fields(writer, with_name=field.name)
    _tag(writer, widget, field)


def _tag(writer: "IncrementalPdfFileWriter", widget: Any, field: SignatureField) -> None:
    """Put the field into the structure that screen readers follow, where the document has one.

    Typst writes the tree of parents as one flat list; a document with another kind is left as it is.
    """
    from pyhanko.pdf_utils.generic import NumberObject

    if "/StructTreeRoot" not in writer.root or "/Nums" not in writer.root["/StructTreeRoot"]["/ParentTree"]:
        return
    root = writer.root["/StructTreeRoot"]
    tree = root["/ParentTree"]
    key = int(root["/ParentTreeNextKey"])
    element = writer.add_object(_element(root, widget, field))
    _document_of(root)["/K"].append(element)
    tree["/Nums"].extend([NumberObject(key), element])
    root["/ParentTreeNextKey"] = NumberObject(key + 1)
    widget.get_object()["/StructParent"] = NumberObject(key)
    for changed in (root, tree, tree["/Nums"], _document_of(root), _document_of(root)["/K"]):
        writer.update_container(changed)


def _document_of(root: Any) -> Any:
    """The element that holds the whole document."""
    return root["/K"][0]


def _element(root: Any, widget: Any, field: SignatureField) -> Any:
    from pyhanko.pdf_utils.generic import DictionaryObject, TextStringObject, pdf_name

    reference = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/OBJR"),
            pdf_name("/Obj"): widget,
            pdf_name("/Pg"): widget.get_object().raw_get("/P"),
        }
    )
    return DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): root["/K"].raw_get(0),
            pdf_name("/Alt"): TextStringObject(field.label),
            # Not in a list: pyHanko's review of later changes knows a signed field by this path alone.
            pdf_name("/K"): reference,
        }
    )
