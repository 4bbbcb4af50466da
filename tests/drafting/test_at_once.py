"""Several at the same instant: nobody's words are lost, none waits for another in a ring, nothing is done twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from imbizo.base.errors import DomainError
from imbizo.drafting.models import Comment, Disposition, Document, ReferenceGroup, Section
from imbizo.drafting.operations.comments import Said, comment_as_member
from imbizo.drafting.operations.dispositions import accept_suggestion
from imbizo.drafting.operations.publishing import publish
from imbizo.drafting.operations.reference_groups import keep_group
from imbizo.drafting.operations.sections import write
from imbizo.drafting.states import CommentKind, DocumentState
from tests.cast import make_cast
from tests.drafting.making import make_comment, make_document, make_section

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
WORDS = [f"Party {number} meets quarterly." for number in range(WRITERS)]


def test_eight_who_write_in_one_section_at_once_all_find_their_words_in_it() -> None:
    cast = make_cast()
    section = _section(make_document(cast))
    by = [cast.amina, cast.bo]
    _at_once([partial(_write, section, at, by[at % 2]) for at in range(WRITERS)])
    section.refresh_from_db()
    assert (section.version, section.text.split("\n")) == (1 + WRITERS, [_changed(each) for each in WORDS])


def test_suggestions_are_put_in_while_others_write_in_the_same_section() -> None:
    cast = make_cast()
    section = _section(make_document(cast))
    half = WRITERS // 2
    wanted = [_suggestion(section, at) for at in range(half)]
    accept = [partial(accept_suggestion, comment=each, by=cast.amina) for each in wanted]
    type_on = [partial(_write, section, at, cast.bo) for at in range(half, WRITERS)]
    _at_once([*accept, *type_on])
    section.refresh_from_db()
    assert section.text.split("\n") == [_changed(each) for each in WORDS]
    assert Disposition.objects.filter(verdict="accepted", is_applied=True).count() == half


def test_what_is_written_and_said_while_a_document_is_made_final_is_in_it_or_is_refused() -> None:
    cast = make_cast()
    document = make_document(cast)
    section = _section(document)
    said = Said(text="Why?", section=section)
    _at_once(
        [
            lambda: publish(document=document, is_final=True, by=cast.amina),
            *(lambda at=at: _write(section, at, cast.bo) for at in range(3)),
            lambda: comment_as_member(document=document, said=said, by=cast.bo),
        ],
        may_refuse=True,
    )
    document.refresh_from_db()
    section.refresh_from_db()
    is_final, is_open = document.state == DocumentState.FINAL, Comment.objects.exists()
    assert is_final is not is_open
    assert not is_final or document.publications.get().frozen["sections"][0]["text"] == section.text


def test_terms_that_are_saved_by_two_at_once_make_one_group() -> None:
    cast = make_cast()
    document = make_document(cast)
    save = [
        lambda by=by: keep_group(document=document, name="Readers", terms="We read.", by=by)
        for by in (cast.amina,) * 4
    ]
    _at_once(save)
    assert ReferenceGroup.objects.filter(document=document).count() == 1


def _section(document: Document) -> Section:
    return make_section(document, text="\n".join(WORDS), html="".join(f"<p>{each}</p>" for each in WORDS))


def _changed(words: str) -> str:
    return words.replace("quarterly", "monthly")


def _write(section: Section, at: int, by: Any) -> object:
    """Change one paragraph, as seen in the first state."""
    html = "".join(
        f"<p>{_changed(words) if number == at else words}</p>" for number, words in enumerate(WORDS)
    )
    return write(section=section, html=html, base_version=1, by=by)


def _suggestion(section: Section, at: int) -> Comment:
    start = section.text.index(WORDS[at]) + WORDS[at].index("quarterly")
    end = start + len("quarterly")
    return make_comment(
        section,
        start=start,
        end=end,
        quote="quarterly",
        text="",
        kind=CommentKind.REPLACE,
        replacement="monthly",
    )


def _at_once(acts: Sequence[Callable[[], object]], *, may_refuse: bool = False) -> None:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except DomainError:
            if not may_refuse:
                raise
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))
