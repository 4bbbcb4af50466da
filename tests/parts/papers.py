"""Files as people bring them: typeset, scanned, locked, broken."""

import io
import struct
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from imbizo.base.documents import pdf


@cache
def typeset(source: str, title: str = "A paper") -> bytes:
    """The PDF of a Typst text."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "app/typst/sheet.typ"
        sheet.parent.mkdir(parents=True)
        sheet.write_text(f'#set document(title: "{title}")\n#set page(width: 10cm, height: 14cm)\n{source}')
        return pdf.render("app/sheet", {}, language="en", title=title, root=Path(folder))


def scanned(pages: int) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    from PIL import Image

    sheets = [Image.new("L", (210, 297), 200 + number % 50) for number in range(pages)]
    file = io.BytesIO()
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:])
    return file.getvalue()


def bound(*parts: bytes) -> bytes:
    """Several PDFs as one."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    file = io.BytesIO()
    whole.save(file)
    return file.getvalue()


def locked_pdf(content: bytes) -> bytes:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    # Typed as anything: some of its methods have no types.
    writer: Any = copy_into_new_writer(PdfFileReader(io.BytesIO(content)))
    writer.encrypt("owner", "user")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def locked_office() -> bytes:
    """The wrapping of a Word file with a password ([MS-CFB]): a header, and a directory with one stream's name."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, 2, 1)
    return header.ljust(512, b"\0") + entry.ljust(512, b"\0")


def packed(**parts: str | bytes) -> bytes:
    """A zip; in the names of its parts, __ stands for / and the ending is .xml."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()
