"""Two versions of a document as tracked changes, which Word's own buttons accept and reject."""

from imbizo.base.documents.word_review import names
from imbizo.base.documents.word_review.paragraphs import Track, heading_style, without_number
from imbizo.base.documents.word_review.shapes import ComparedSection, Comparison
from imbizo.base.documents.word_review.sheet import Sheet, blank
from imbizo.calc.diff import ChangeKind, ComparedBlock
from imbizo.calc.richtext import Run


def compare(comparison: Comparison) -> bytes:
    """The comparison as .docx. Accepting all its changes gives the newer version, rejecting all the older."""
    sheet = blank(
        title=comparison.title,
        language=comparison.language,
        programme=comparison.programme,
        labels=comparison.labels,
        track=Track(comparison.author, comparison.at),
    )
    sheet.pen.write(sheet.pen.paragraph("Heading1"), [Run(comparison.title)])
    for section in comparison.sections:
        _section(sheet, section)
    # The end of the last paragraph can be neither inserted nor deleted: an empty one takes that place.
    sheet.pen.paragraph("")
    return sheet.to_bytes()


def _section(sheet: Sheet, section: ComparedSection) -> None:
    heading = sheet.pen.paragraph(heading_style(section.level), end=section.end)
    # A title is one block, or none in a version that hasn't the section.
    for block in section.title.blocks:
        sheet.pen.write_changes(heading, block.pieces)
    sheet.pen.bookmark(heading, names.of_section(section.identity))
    if not section.numbered:
        without_number(heading)
    sheet.end_list()
    for block in section.body.blocks:
        _block(sheet, block)


def _block(sheet: Sheet, block: ComparedBlock) -> None:
    was = block.before if block.end is ChangeKind.REFORMATTED else None
    paragraph = sheet.pen.shaped(block.shape, sheet.numbering_for(block.shape), end=block.end, was=was)
    sheet.pen.write_changes(paragraph, block.pieces)
