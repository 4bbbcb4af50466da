"""The page of a section and its editor, without a browser."""

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.drafting.models import Section
from imbizo.drafting.operations.sections import write
from imbizo.drafting.states import DocumentState, RevisionKind, SectionState
from tests.cast import Cast, signed_in
from tests.drafting.making import make_document, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(cast: Cast) -> Section:
    return make_section(make_document(cast), writer=cast.amina)


@pytest.fixture
def amina(cast: Cast) -> Client:
    return signed_in(cast.amina)


def at(name: str, section: Section) -> str:
    return reverse(f"drafting:{name}", args=[section.programme.slug, section.pk])


def posted(section: Section, html: str, version: int = 1, **more: str) -> dict[str, object]:
    return {"title": section.title, "html": html, "version": version, "rich": "1", **more}


def test_the_page_shows_the_words_and_the_way_to_write(amina: Client, section: Section) -> None:
    page = amina.get(section.get_absolute_url()).content.decode()
    assert "<p>The parties shall meet quarterly.</p>" in page
    assert at("section-write", section) in page


def test_the_editor_alone_may_bring_trix_its_style_sheet(amina: Client, section: Section) -> None:
    answer = amina.get(at("section-write", section))
    assert answer.status_code == 200
    assert "style-src 'self' 'nonce-" in answer["Content-Security-Policy"]
    assert "vendor/trix" not in amina.get(section.get_absolute_url()).content.decode()


def test_saving_while_writing_gives_the_new_version(amina: Client, section: Section) -> None:
    answer = amina.post(at("section-save", section), posted(section, "<div>We meet monthly.</div>"))
    assert (answer.status_code, answer.json()["version"], "html" in answer.json()) == (200, 2, False)
    section.refresh_from_db()
    assert (section.text, section.revisions.first().kind) == ("We meet monthly.", RevisionKind.AUTOSAVED)  # type: ignore[union-attr]


def test_words_of_two_are_joined_and_it_is_said_whose_they_are(
    cast: Cast, amina: Client, section: Section
) -> None:
    html = "<p>The municipalities shall meet quarterly.</p>"
    write(section=section, html=html, base_version=1, by=cast.bo)
    answer = amina.post(
        at("section-save", section), posted(section, "<div>The parties shall meet monthly.</div>")
    ).json()
    assert answer["html"] == "<div>The municipalities shall meet monthly.</div>"
    assert (answer["who"], answer["what"]) == ([str(cast.bo.user)], ["municipalities"])


def test_who_only_reads_on_gets_what_the_other_wrote(cast: Cast, amina: Client, section: Section) -> None:
    write(section=section, html="<p>The towns shall meet quarterly.</p>", base_version=1, by=cast.bo)
    answer = amina.post(at("section-save", section), posted(section, section.html)).json()
    assert (answer["version"], answer["html"]) == (2, "<div>The towns shall meet quarterly.</div>")


def test_words_that_collide_are_refused_and_nothing_is_written(
    cast: Cast, amina: Client, section: Section
) -> None:
    write(section=section, html="<p>The parties must meet quarterly.</p>", base_version=1, by=cast.bo)
    answer = amina.post(
        at("section-save", section), posted(section, "<p>The parties will meet quarterly.</p>")
    )
    section.refresh_from_db()
    assert (answer.status_code, section.text) == (409, "The parties must meet quarterly.")


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("mine", "The parties will meet quarterly."),
        ("theirs", "The parties must meet quarterly."),
        ("base", "The parties shall meet quarterly."),
        ("both", "The parties will must meet quarterly."),
        ("anew", "The parties may meet quarterly."),
    ],
)
def test_what_is_chosen_is_written(
    cast: Cast, amina: Client, section: Section, choice: str, text: str
) -> None:
    write(section=section, html="<p>The parties must meet quarterly.</p>", base_version=1, by=cast.bo)
    mine = posted(section, "<p>The parties will meet quarterly.</p>")
    page = amina.post(at("section-write", section), mine)
    assert (page.status_code, len(page.context["colliding"].hunks)) == (409, 1)
    chosen = mine | {"until": 2, "choice-0": choice, "anew-0": "may"}
    assert amina.post(at("section-choose", section), chosen).status_code == 302
    section.refresh_from_db()
    assert section.text == text


def test_choosing_for_no_place_shows_them_again(cast: Cast, amina: Client, section: Section) -> None:
    write(section=section, html="<p>The parties must meet quarterly.</p>", base_version=1, by=cast.bo)
    mine = posted(section, "<p>The parties will meet quarterly.</p>", until="2")
    assert amina.post(at("section-choose", section), mine).status_code == 409


def test_two_headings_are_both_offered(cast: Cast, amina: Client, section: Section) -> None:
    write(section=section, html=section.html, title="Meetings", base_version=1, by=cast.bo)
    mine = posted(section, section.html) | {"title": "How we meet"}
    page = amina.post(at("section-write", section), mine)
    assert page.context["colliding"].titles == ("How we meet", "Meetings")


def test_what_was_typed_ahead_of_the_answer_is_joined_as_well(
    cast: Cast, amina: Client, section: Section
) -> None:
    write(section=section, html="<p>The towns shall meet quarterly.</p>", base_version=1, by=cast.bo)
    first = "<div>The parties shall meet monthly.</div>"
    amina.post(at("section-save", section), posted(section, first))
    ahead = posted(section, "<div>The parties shall meet monthly. Everybody comes.</div>", 3, sent=first)
    answer = amina.post(at("section-save", section), ahead).json()
    section.refresh_from_db()
    assert section.text == "The towns shall meet monthly. Everybody comes."
    assert answer["html"] == f"<div>{section.text}</div>"


def test_without_a_script_formatting_stays_where_words_stay(amina: Client, section: Section) -> None:
    Section.objects.filter(pk=section.pk).update(html="<p>The <strong>parties</strong> meet.</p>")
    section.revisions.update(html="<p>The <strong>parties</strong> meet.</p>")
    typed = {"title": "Meetings", "typed": "The parties meet often.\r\n\r\nAll come.", "version": 1}
    assert amina.post(at("section-write", section), typed).status_code == 302
    section.refresh_from_db()
    assert section.html == "<p>The <strong>parties</strong> meet often.</p><p>All come.</p>"


def test_words_for_a_final_document_come_back_to_be_copied(amina: Client, section: Section) -> None:
    type(section.document).objects.update(state=DocumentState.FINAL)
    answer = amina.post(at("section-write", section), posted(section, "<p>Too late.</p>"))
    assert (answer.status_code, "Too late." in answer.content.decode()) == (410, True)
    assert amina.post(at("section-save", section), posted(section, "<p>Late.</p>")).status_code == 410


def test_a_text_too_long_is_refused_with_a_sentence(amina: Client, section: Section) -> None:
    answer = amina.post(at("section-save", section), posted(section, "<p>" + "word " * 90_000 + "</p>"))
    assert (answer.status_code, "divide it" in answer.json()["error"]) == (422, True)


def test_who_else_writes_is_told_until_they_leave(cast: Cast, amina: Client, section: Section) -> None:
    bo = signed_in(cast.bo)
    bo.post(at("section-here", section))
    assert amina.post(at("section-here", section)).json()["others"] == [str(cast.bo.user)]
    bo.post(at("section-here", section), {"leave": "1"})
    assert amina.post(at("section-here", section)).json()["others"] == []


def test_a_section_gets_its_writer_its_day_and_its_state(cast: Cast, amina: Client, section: Section) -> None:
    url = at("section-settings", section) + "?section"
    snapshot = amina.get(url).context["form"]["snapshot"].value()
    form = {"title": section.title, "writer": cast.bo.pk, "due_on": "2026-12-01", "state": SectionState.READY}
    answer = amina.post(url, form | {"snapshot": snapshot})
    assert answer["Location"] == section.get_absolute_url()
    section.refresh_from_db()
    assert (section.writer, str(section.due_on), section.state) == (cast.bo, "2026-12-01", "ready")


def test_my_sections_are_those_that_i_write(cast: Cast, amina: Client, section: Section) -> None:
    make_section(section.document, title="Not mine")
    page = amina.get(reverse("drafting:my-sections", args=[cast.programme.slug])).content.decode()
    assert (section.title in page, "Not mine" in page) == (True, False)


def test_another_partner_reads_a_shared_section_and_does_not_write(cast: Cast, section: Section) -> None:
    type(section.document).objects.update(sharing="all")
    thandi = signed_in(cast.thandi)
    assert thandi.get(section.get_absolute_url()).status_code == 200
    assert thandi.get(at("section-write", section))["Location"] == section.get_absolute_url()
    assert thandi.post(at("section-save", section), posted(section, "<p>Ours.</p>")).status_code == 422
