"""Word files that went out from here, as somebody sends them back: changed by hand in the XML, as Word would."""

import io
import re
import zipfile
from dataclasses import replace

from imbizo.base.documents import word_review
from imbizo.base.models import new_id
from imbizo.calc.richtext import from_plain, plain_text
from imbizo.drafting.exports.word import draft_docx, publication_docx
from imbizo.drafting.models import Document, Publication
from tests.cast import Cast

_MAIN = "word/document.xml"
_BY = 'w:author="Nomsa D." w:date="2026-08-14T07:00:00Z"'


def went_out(cast: Cast, publication: Publication) -> bytes:
    return publication_docx(publication, member=cast.amina, with_comments=True)


def draft_that_went(cast: Cast, document: Document) -> bytes:
    return draft_docx(document, member=cast.amina, with_comments=True)


def tracked(content: bytes, words: str, others: str) -> bytes:
    """The file with words replaced by others, as a tracked change."""
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    gone = f'<w:del w:id="9001" {_BY}><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="9002" {_BY}>{run.format(others)}</w:ins>' if others else ""
    cut = f'</w:t></w:r>{gone}{new}<w:r><w:t xml:space="preserve">'
    return _edited(content, words, cut)


def retyped(content: bytes, words: str, others: str) -> bytes:
    """The file with words replaced by others, without any trace."""
    return _edited(content, words, others)


def without_stamp(content: bytes) -> bytes:
    """The file as a program leaves it that keeps neither our mark nor our bookmarks."""
    main = re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", _main(content))
    return _repacked(content, {_MAIN: main}, leave_out=("docProps/custom.xml",))


def commented(content: bytes, words: str, remark: str) -> bytes:
    """The file with a comment on words of its first section."""
    first, *others = _sections(content)
    start = plain_text(first.body).index(words)
    comment = word_review.Comment("Nomsa D.", remark, None, start, start + len(words))
    return _written_again(content, [replace(first, comments=(comment,)), *others])


def shortened(content: bytes) -> bytes:
    """The file without its last section, and without a trace of it."""
    return _written_again(content, _sections(content)[:-1])


def with_a_new_section(content: bytes, title: str, words: str) -> bytes:
    """The file with a section more at its end, without a trace; its name is none of ours."""
    new = word_review.Section(new_id(), title, body=from_plain(words))
    return _written_again(content, [*_sections(content), new])


def _sections(content: bytes) -> list[word_review.Section]:
    told = word_review.read(content).sections
    return [
        word_review.Section(each.identity or new_id(), each.title, each.level, each.body) for each in told
    ]


def _written_again(content: bytes, sections: list[word_review.Section]) -> bytes:
    """A new file with these sections, under the stamp of the other."""
    told = word_review.read(content)
    assert told.stamp
    return word_review.write(
        word_review.Draft(told.title, "en", "Cape Winelands", told.stamp, tuple(sections))
    )


def _edited(content: bytes, words: str, others: str) -> bytes:
    main = _main(content)
    assert main.count(words) == 1, words
    return _repacked(content, {_MAIN: main.replace(words, others)})


def _main(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(_MAIN).decode()


def _repacked(content: bytes, changed: dict[str, str], leave_out: tuple[str, ...] = ()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name not in leave_out:
                new.writestr(name, changed.get(name) or old.read(name))
    return made.getvalue()
