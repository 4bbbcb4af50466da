"""A draft goes out as Word, somebody works on it in LibreOffice, and it comes back as their suggestions."""

import pytest

from imbizo.drafting.exports.word import publication_docx
from imbizo.drafting.imports.word import plan
from imbizo.drafting.models import Comment
from imbizo.drafting.operations import returns
from imbizo.drafting.operations.comments import Said, comment_as_reader
from imbizo.drafting.states import CommentKind
from tests.cast import Cast
from tests.drafting.circulated import make_circulation, reader, section
from tests.parts.office import Office

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_what_is_done_in_libreoffice_comes_back_as_that_persons(cast: Cast, office: Office) -> None:
    sent = make_circulation(cast)
    document, whose = sent.publication.document, reader(sent)
    before = Said(text="How often?", section=section(document), start=23, end=32)
    ours = comment_as_reader(reader=whose, said=before)
    out = publication_docx(sent.publication, member=cast.amina, with_comments=True)
    steps = (("replace", "quarterly", "monthly"), ("comment", "within a week", "Too long."))
    back = office.edited(out, *steps, author="Nomsa D.")
    came = returns.Came("reply.docx", back, (), sent.publication)
    returned = returns.receive(document=document, came=came, by=cast.amina, reader=whose)
    returns.take(returned=returned, points=plan(back, document).points, by=cast.amina)
    made = Comment.objects.exclude(pk=ours.pk).select_related("section")
    told = {(each.kind, str(each.section), each.quote, each.replacement, each.text) for each in made}
    assert told == {
        (CommentKind.REPLACE, "Meeting", "quarterly", "monthly", ""),
        (CommentKind.COMMENT, "Complaints", "within a week", "", "Too long."),
    }
    assert {(each.reader, each.name) for each in made} == {(whose, "Nomsa D.")}
