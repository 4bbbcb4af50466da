"""The thread as a picture: layers from what was said to what was done, and lines between the beads."""

from typing import Any

import pytest

from imbizo.programmes.models import Membership
from imbizo.thread.queries.picture import SHOWN, Picture, picture
from imbizo.thread.queries.telling import story
from tests.cast import Cast
from tests.convening.making import make_gathering
from tests.drafting.making import make_document, make_section
from tests.evidence.making import make_theme
from tests.thread.test_telling import came, drafted, promised, said

pytestmark = pytest.mark.django_db


def drawn(record: Any, member: Membership) -> Picture:
    found = picture(record, story(record, member))
    assert found is not None
    return found


def test_layers_run_from_what_was_said_to_what_was_agreed(cast: Cast) -> None:
    theme = came(cast, make_theme(cast), said(cast))
    promised(cast, drafted(cast, theme))
    layers = drawn(theme, cast.bo).layers
    assert [layer.name for layer in layers] == ["Inputs", "Themes", "Sections", "Clauses"]


def test_the_record_of_the_page_is_marked_and_leads_nowhere(cast: Cast) -> None:
    theme = came(cast, make_theme(cast), said(cast))
    marks = [mark for layer in drawn(theme, cast.bo).layers for mark in layer.marks]
    assert [(mark.is_here, bool(mark.url)) for mark in marks] == [(False, True), (True, False)]


def test_many_of_a_kind_are_folded_with_their_number(cast: Cast) -> None:
    hall = make_gathering(cast)
    theme = came(cast, make_theme(cast), *(said(cast, gathering=hall) for _number in range(60)))
    beads = drawn(theme, cast.bo).layers[0].marks
    assert (len(beads), beads[-1].title, beads[-1].is_folded) == (SHOWN + 1, "and 56 more", True)


def test_every_link_is_a_line_once(cast: Cast) -> None:
    one = said(cast)
    theme = came(cast, make_theme(cast), one)
    section = came(cast, make_section(make_document(cast)), theme, one)
    assert len(drawn(section, cast.bo).lines) == 3


def test_of_a_document_its_sections_are_drawn(cast: Cast) -> None:
    section = drafted(cast, make_theme(cast))
    assert [layer.name for layer in drawn(section.document, cast.bo).layers] == ["Themes", "Sections"]


def test_who_does_not_see_the_picture_hears_what_it_shows(cast: Cast) -> None:
    theme = came(cast, make_theme(cast), said(cast))
    assert drawn(theme, cast.bo).described == (
        "2 records in layers, from what came first to what came last: Inputs, Themes."
    )


def test_nothing_is_drawn_of_what_stands_alone(cast: Cast) -> None:
    theme = make_theme(cast)
    assert picture(theme, story(theme, cast.bo)) is None
