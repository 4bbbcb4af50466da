"""Small Word files for tests: the XML of a body put into a package, as Word would."""

import zipfile
from io import BytesIO
from uuid import UUID

from imbizo.base.documents.word_review import Draft, Returned, Section, Stamp, read
from imbizo.calc.richtext import from_plain

PURPOSE, SCOPE, VOICE = UUID(int=1), UUID(int=2), UUID(int=3)
STAMP = Stamp(UUID(int=9), "3", "6f1d")
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
# The roots of parts that aren't named as the part is.
_ROOTS = {"header": "hdr", "footer": "ftr"}
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2", "heading 3", "Quote", "toc 1")
)


def word_file(body: str, **parts: str) -> bytes:
    """A .docx. `parts` are the insides of its other parts by name; `external` is an address with the id rIdOut."""
    external = parts.pop("external", "")
    parts = {"styles": STYLES, **parts}
    links = [_link(f"rId{name}", name, f"{name}.xml") for name in parts]
    links += [_link("rIdOut", "hyperlink", external, 'TargetMode="External"')] if external else []
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relationships([_link("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(links),
        **{f"word/{name}.xml": _part(name, inside) for name, inside in parts.items()},
    }
    return zipped({name: text.encode() for name, text in files.items()})


def _part(name: str, inside: str) -> str:
    root = "w15:commentsEx" if name == "commentsExtended" else f"w:{_ROOTS.get(name, name)}"
    return f"<{root} {NAMESPACES}>{inside}</{root}>"


def _link(identifier: str, kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="{identifier}" Type="{_KINDS}/{kind}" Target="{target}" {more}/>'


def _relationships(links: list[str]) -> str:
    return f'<Relationships xmlns="{_LINKS}">{"".join(links)}</Relationships>'


def zipped(files: dict[str, bytes]) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return archive.getvalue()


def changed(content: bytes, **files: bytes | None) -> bytes:
    """The file with some of its parts replaced, or with None left out; "__" in a name stands for a slash."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, replacement in files.items():
        path = name.replace("__", "/") + ".xml"
        parts.pop(path, None)
        parts |= {} if replacement is None else {path: replacement}
    return zipped(parts)


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(content)).read(name).decode()


def paragraph(inside: str, style: str = "", end: str = "") -> str:
    """A paragraph; `inside` is words or XML, `end` a change of its end."""
    words = inside if inside.startswith("<") or not inside else run(inside)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    changed_end = f"<w:rPr>{end}</w:rPr>" if end else ""
    return f"<w:p><w:pPr>{named}{changed_end}</w:pPr>{words}</w:p>"


def run(words: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def inserted(words: str = "", by: str = "Thandi") -> str:
    """Inserted words, or without any the mark of an inserted end."""
    return (
        f'<w:ins w:id="1" w:author="{by}" w:date="2026-08-14T07:00:00Z">{run(words) if words else ""}</w:ins>'
    )


def deleted(words: str = "", by: str = "Thandi") -> str:
    """Deleted words, or without any the mark of a deleted end."""
    inside = run(words).replace("w:t", "w:delText") if words else ""
    return f'<w:del w:id="1" w:author="{by}" w:date="2026-08-14T07:00:00Z">{inside}</w:del>'


def draft(text: str = "The parties shall meet quarterly.", **more: object) -> Draft:
    """A draft of two sections, the first with this text."""
    sections = (
        Section(PURPOSE, "Purpose", body=from_plain(text)),
        Section(SCOPE, "Scope", level=2, body=from_plain("The whole district.")),
    )
    whole = {"title": "A strategy", "language": "en", "programme": "Cape Winelands", "stamp": STAMP}
    return Draft(**{**whole, "sections": sections, **more})  # type: ignore[arg-type]  # a test names any field


def changes(returned: Returned) -> list[tuple[str, str, str]]:
    """Who changed which words to which."""
    return [(each.author, each.quote, each.replacement) for each in returned.suggestions]


def outline(content: bytes) -> list[tuple[int, str, str]]:
    """Level, title and words of each section of a file."""
    return [(section.level, section.title, section.text) for section in read(content).sections]
