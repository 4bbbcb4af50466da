"""Pages of documents, components and versions."""

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.base.models import new_id
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Component, Document, Publication, Section
from imbizo.drafting.operations import publishing
from imbizo.drafting.operations.outline import change_section
from imbizo.drafting.operations.sections import write
from imbizo.drafting.states import DocumentState
from tests.cast import Cast, signed_in
from tests.drafting.making import make_comment, make_component, make_document, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast: Cast) -> Client:
    return signed_in(cast.amina)


def _to(cast: Cast, name: str, *rest: object) -> str:
    return reverse(f"drafting:{name}", args=[cast.programme.slug, *rest])


def test_a_document_is_begun_once_though_the_form_is_sent_twice(cast: Cast, amina: Client) -> None:
    form = {"id": new_id(), "title": "Strategy", "kind": "strategy", "language": "en", "sharing": "itself"}
    for _time in range(2):
        answer = amina.post(_to(cast, "document-add"), form)
    document = Document.objects.get()
    assert (answer.headers["Location"], document.owner) == (document.get_absolute_url(), cast.convenor)


def test_a_title_is_asked_for(cast: Cast, amina: Client) -> None:
    page = amina.post(_to(cast, "document-add"), {"id": new_id(), "kind": "strategy", "language": "en"})
    assert "Give it a title." in page.text


def test_the_outline_shows_numbers_writers_and_what_waits(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    first = make_section(document, title="Purpose", writer=cast.bo)
    make_section(document, title="Scope", parent=first, position=1)
    make_comment(first)
    page = amina.get(document.get_absolute_url()).text
    assert [
        word in page for word in ("1.1", "Scope", "Bo", "1 comment waits", "say who writes section 1.1")
    ] == [True] * 5


def test_another_partner_reads_what_is_shared_and_changes_nothing(cast: Cast) -> None:
    document = make_document(cast, sharing="all")
    make_section(document)
    thandi = signed_in(cast.thandi)
    page = thandi.get(document.get_absolute_url())
    assert (page.status_code, "Move down" in page.text) == (200, False)
    assert thandi.get(_to(cast, "section-add", document.pk)).status_code == 404


def test_a_component_is_made_for_a_document_and_becomes_a_section(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    form = {"id": new_id(), "title": "A desk", "document": document.pk, "sharing": "itself"}
    amina.post(_to(cast, "component-add"), form)
    amina.post(_to(cast, "document-from-components", document.pk))
    section = document.sections.get()
    assert (section.title, section.component) == ("A desk", Component.objects.get())


def test_components_change_places(cast: Cast, amina: Client) -> None:
    first, second = make_component(cast, position=1), make_component(cast, title="Second", position=2)
    amina.post(_to(cast, "component-move", second.pk), {"to": "up"})
    assert list(Component.objects.order_by("position")) == [second, first]


def test_a_section_moves_by_a_button(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    _first, second = make_section(document), make_section(document)
    amina.post(_to(cast, "section-move", second.pk), {"to": "under"})
    second.refresh_from_db()
    assert second.parent == _first


def test_a_section_is_put_where_it_was_dragged(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    first, _second, third = (make_section(document) for _ in range(3))
    amina.post(_to(cast, "section-place", third.pk), {"parent": "", "index": 0})
    assert list(document.sections.order_by("position").values_list("pk", flat=True))[:2] == [
        third.pk,
        first.pk,
    ]


def test_a_section_is_divided_by_a_form(cast: Cast, amina: Client) -> None:
    section = make_section(make_document(cast), html="<p>One.</p><p>Two.</p>", text="One.\nTwo.")
    form = {"id": new_id(), "at": 1, "title": "Rest", "base_version": 1}
    amina.post(_to(cast, "section-split", section.pk), form)
    assert Section.objects.get(title="Rest").text == "Two."


def test_a_section_taken_away_can_be_put_back_from_the_message(cast: Cast, amina: Client) -> None:
    section = make_section(make_document(cast))
    url = _to(cast, "section-take-away", section.pk)
    page = amina.post(url, {"because": "Said elsewhere."}, follow=True).text
    assert _to(cast, "section-put-back", section.pk) in page


def test_a_state_that_the_words_belie_is_neither_offered_nor_taken(cast: Cast, amina: Client) -> None:
    section = make_section(make_document(cast), html="", text="", state="empty")
    form = amina.get(_to(cast, "section-settings", section.pk)).context["form"]
    assert [value for value, _label in form.fields["state"].choices] == ["empty"]
    with pytest.raises(NotReady, match="It has no words yet"):
        change_section(section=section, changes={"state": "ready"}, by=cast.amina)


def test_publishing_as_final_names_the_comments_that_wait(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    make_comment(make_section(document), text="Why quarterly?")
    page = amina.post(_to(cast, "publish", document.pk), {"is_final": "on"}).text
    assert ("Why quarterly?" in page, Publication.objects.exists()) == (True, False)


def test_a_version_is_published_and_read(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    make_section(document, title="Purpose")
    page = amina.post(_to(cast, "publish", document.pk), {"note": "First."}, follow=True).text
    assert [word in page for word in ("version 1", "The parties shall meet quarterly.", "First.")] == [
        True
    ] * 3


def test_what_changed_since_a_version_is_shown_as_tracked_changes(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    section = make_section(document)
    publishing.publish(document=document, by=cast.amina)
    write(section=section, html="<p>The parties shall meet monthly.</p>", base_version=1, by=cast.bo)
    page = amina.get(_to(cast, "compare", document.pk)).text
    assert "<del>quarterly</del><ins>monthly</ins>" in page


def test_a_version_and_a_comparison_come_as_files(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    section = make_section(document)
    version = publishing.publish(document=document, by=cast.amina)
    write(section=section, html="<ul><li>One</li><li>Two</li></ul>", base_version=1, by=cast.bo)
    urls = [_to(cast, "publication-pdf", version.pk)]
    urls += [_to(cast, name, document.pk) for name in ("compare-pdf", "compare-word")]
    assert [amina.get(url).content[:4] for url in urls] == [b"%PDF", b"%PDF", b"PK\x03\x04"]


def test_a_long_version_with_headings_and_lists_is_a_tagged_pdf(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    html = "<h2>A</h2><h1>B</h1><h3>C</h3><ul><li>One<ol><li>Two</li></ol></li></ul><blockquote><p>Q</p></blockquote>"
    parent = None
    for _depth in range(6):
        parent = make_section(document, html=html, text="A", parent=parent, position=1)
    version = publishing.publish(document=document, by=cast.amina)
    pdf = amina.get(_to(cast, "publication-pdf", version.pk)).getvalue()
    assert b"pdfuaid" in pdf


def test_earlier_states_are_listed_and_taken_up_again(cast: Cast, amina: Client) -> None:
    section = make_section(make_document(cast))
    write(section=section, html="<p>Other.</p>", base_version=1, by=cast.bo)
    amina.post(_to(cast, "section-restore", section.pk, 1))
    section.refresh_from_db()
    assert section.text == "The parties shall meet quarterly."


def test_a_withdrawn_document_is_taken_up_again(cast: Cast, amina: Client) -> None:
    document = make_document(cast)
    amina.post(_to(cast, "document-withdraw", document.pk), {"because": "No money."})
    amina.post(_to(cast, "document-take-up", document.pk))
    document.refresh_from_db()
    assert document.state == DocumentState.DRAFT
