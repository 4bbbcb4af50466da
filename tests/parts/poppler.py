"""What another program sees in a PDF: the tools of poppler-utils, each run on bytes."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("pdftotext", "pdfinfo", "pdffonts", "pdfimages", "pdfsig")
PATIENCE = 20  # seconds


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a PDF; one that is embedded looks alike everywhere, one with `unicode` can be searched and read out."""

    name: str
    embedded: bool
    unicode: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a PDF: its page from 1, and its size in pixels."""

    page: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as pdfsig sees it: `valid` is its sentence, `whole` whether it covers the file to its end."""

    field: str
    signer: str
    valid: bool
    whole: bool


class Poppler:
    """The fixture; its methods raise CalledProcessError for what is no PDF."""

    PACKAGES = "poppler-utils"  # of Debian

    @staticmethod
    def found() -> bool:
        """Whether this machine has all of the tools."""
        return all(shutil.which(program) for program in PROGRAMS)

    def text(self, data: bytes) -> str:
        return pdf_text(data)

    def info(self, data: bytes) -> dict[str, str]:
        return pdf_info(data)

    def fonts(self, data: bytes) -> list[Font]:
        return pdf_fonts(data)

    def images(self, data: bytes) -> list[Image]:
        return pdf_images(data)

    def signatures(self, data: bytes) -> list[Signed]:
        return pdf_signatures(data)


def pdf_text(data: bytes) -> str:
    """The text in reading order, pages divided by a form feed."""
    return _run("pdftotext", data, "-enc", "UTF-8", output="-")


def pdf_info(data: bytes) -> dict[str, str]:
    """What the document says of itself: Title, Pages, Tagged ("yes"), Page size, as pdfinfo names them."""
    lines = _run("pdfinfo", data, "-enc", "UTF-8").splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def pdf_fonts(data: bytes) -> list[Font]:
    """Every font used; the name without the six letters of a subset."""
    # Name, type and encoding may hold spaces; the last five columns (emb sub uni, object number and version) don't.
    rows = [line.split() for line in _run("pdffonts", data).splitlines()[2:]]
    return [Font(row[0].rpartition("+")[2], row[-5] == "yes", row[-3] == "yes") for row in rows]


def pdf_images(data: bytes) -> list[Image]:
    """Every picture, in the order of the pages; drawings (SVG) aren't pictures."""
    rows = [line.split() for line in _run("pdfimages", data, "-list").splitlines()[2:]]
    return [Image(int(row[0]), int(row[3]), int(row[4])) for row in rows]


def pdf_signatures(data: bytes) -> list[Signed]:
    """Every signature, in the order of the fields, without the empty ones. Good or bad, pdfsig ends with success."""
    told = _run("pdfsig", data, "-nocert").split("Signature #")[1:]
    facts = [
        dict(line.strip(" -").split(": ", 1) for line in one.splitlines() if ": " in line) for one in told
    ]
    return [
        Signed(
            field=fact["Signature Field Name"],
            signer=fact["Signer Certificate Common Name"],
            valid=fact["Signature Validation"] == "Signature is Valid.",
            whole="\n  - Total document signed" in one,
        )
        for fact, one in zip(facts, told, strict=True)
        if "Signature Validation" in fact
    ]


def _run(program: str, data: bytes, *options: str, output: str = "") -> str:
    """What a tool prints of a PDF; the tools read files, not pipes, since a PDF begins at its end."""
    with tempfile.TemporaryDirectory(prefix="imbizo-pdf-") as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        command = [program, *options, str(path), *([output] if output else [])]
        done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
    return done.stdout.decode()
