"""A Word file that was never here becomes a document, after somebody looked at it."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from imbizo.base.documents import word_review
from imbizo.base.models import new_id
from imbizo.calc.richtext import from_plain
from imbizo.drafting.imports.new_word import new_text
from imbizo.drafting.models import Document, Section, WordReturn
from imbizo.drafting.queries.outline import outline
from imbizo.drafting.states import ReturnState, RevisionKind
from tests.cast import Cast, signed_in
from tests.drafting.word_made import without_stamp

pytestmark = pytest.mark.django_db


def word_file(*sections: tuple[str, int, str], comment: str = "") -> bytes:
    """A file of these headings, levels and words, with a comment on the first word of all."""
    said = (word_review.Comment("Bo", comment, None, 0, 2),) if comment else ()
    made = [
        word_review.Section(new_id(), title, level, from_plain(words), said if not number else ())
        for number, (title, level, words) in enumerate(sections)
    ]
    stamp = word_review.Stamp(new_id(), "", "")
    draft = word_review.Draft("Health for all", "en", "Cape Winelands", stamp, tuple(made))
    return without_stamp(word_review.write(draft))


THREE = (("Why", 1, "We are many."), ("For whom", 2, "For all."), ("What", 1, "A clinic."))


def looked_at(client: Client, cast: Cast, content: bytes) -> str:
    """The address of the page on which a file that was brought is looked at."""
    url = reverse("drafting:from-word", args=[cast.programme.slug])
    answer = client.post(url, {"file": SimpleUploadedFile("Health.docx", content)})
    return str(answer["Location"])


def test_headings_become_sections_below_each_other(cast: Cast) -> None:
    client = signed_in(cast.amina)
    client.post(looked_at(client, cast, word_file(*THREE)), {"title": "Health"})
    entries = outline(Document.objects.get(title="Health"))
    told = [(entry.number, entry.section.title, entry.section.text) for entry in entries]
    assert told == [("1", "Why", "We are many."), ("1.1", "For whom", "For all."), ("2", "What", "A clinic.")]


def test_nothing_is_made_before_somebody_says_so(cast: Cast) -> None:
    client = signed_in(cast.amina)
    page = client.get(looked_at(client, cast, word_file(*THREE))).content.decode()
    assert ("For whom" in page, Document.objects.count()) == (True, 0)


def test_its_first_state_says_that_it_was_brought(cast: Cast) -> None:
    client = signed_in(cast.amina)
    client.post(looked_at(client, cast, word_file(*THREE)), {"title": "Health"})
    state = Section.objects.get(title="Why").revisions.get()
    assert (state.number, state.kind, state.by) == (1, RevisionKind.BROUGHT, cast.amina)


def test_its_comments_become_those_of_whoever_brought_it(cast: Cast) -> None:
    client = signed_in(cast.amina)
    client.post(looked_at(client, cast, word_file(*THREE, comment="Who?")), {"title": "Health"})
    comment = Document.objects.get(title="Health").comments.get()
    told = (comment.text, comment.name, comment.quote, comment.member)
    assert told == ("Who?", "Bo", "We", cast.amina)


def test_it_can_be_begun_once(cast: Cast) -> None:
    client = signed_in(cast.amina)
    url = looked_at(client, cast, word_file(*THREE))
    for _time in range(2):
        client.post(url, {"title": "Health"})
    assert Document.objects.count() == 1


def test_a_file_can_be_left(cast: Cast) -> None:
    client = signed_in(cast.amina)
    url = looked_at(client, cast, word_file(*THREE))
    client.post(url + "refuse/")
    assert (WordReturn.objects.get().state, Document.objects.count()) == (ReturnState.REFUSED, 0)


def test_another_partner_doesnt_see_it(cast: Cast) -> None:
    url = looked_at(signed_in(cast.amina), cast, word_file(*THREE))
    assert signed_in(cast.thandi).get(url).status_code == 404


def test_words_without_a_heading_are_one_section_with_a_warning() -> None:
    plain = docx.Document()
    plain.add_paragraph("Only a line.")
    plain.save(kept := io.BytesIO())
    found = new_text(kept.getvalue(), "Plan.docx")
    told = (found.title, [part.title for part in found.parts], len(found.warnings))
    assert told == ("Plan", ["Opening words"], 1)
