"""What a record goes back to and what became of it, in a plain sentence, as its reader may see it."""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest
from django.db.models import Model
from django.urls import reverse

from imbizo.agreements.models import AdoptionPath, Agreement, Clause, Party
from imbizo.agreements.states import AgreementState, Outcome, StepKind
from imbizo.convening.models import Input
from imbizo.drafting.models import Section
from imbizo.drafting.operations.publishing import publish
from imbizo.evidence.models import Theme
from imbizo.programmes.models import Membership
from imbizo.thread.operations import link
from imbizo.thread.queries.telling import story
from imbizo.thread.states import Relation
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party
from tests.agreements.signing_it import text_of
from tests.cast import Cast, signed_in
from tests.convening.making import make_gathering
from tests.drafting.making import make_comment, make_document, make_section
from tests.evidence.making import make_codebook, make_source, make_theme

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 12, 10, tzinfo=UTC)
_Record = TypeVar("_Record", bound=Model)


def said(cast: Cast, text: str = "We wait from four.", **changes: Any) -> Input:
    """Something said at a workshop in De Doorns on 12 May."""
    gathering = changes.pop("gathering", None) or make_gathering(cast, name="Workshop in De Doorns")
    fields = {"via": "scribe", "state": "shown", "said_at": MAY, **changes}
    return Input.objects.create(programme=cast.programme, gathering=gathering, text=text, **fields)


def came(cast: Cast, record: _Record, *sources: Model) -> _Record:
    """The record, on the thread behind its sources."""
    for source in sources:
        link(record, source, Relation.INFORMS, by=cast.amina)
    return record


def drafted(cast: Cast, *sources: Model) -> Section:
    """Section 3 of a strategy, with these behind it."""
    document = make_document(cast, title="Living together")
    return came(cast, [make_section(document) for _number in range(3)][-1], *sources)


def promised(cast: Cast, section: Section) -> Clause:
    """Clause 1 of a memorandum that was made from the section."""
    clause = make_clause(make_agreement(cast))
    link(clause.section, section, Relation.INFORMS, by=cast.amina)
    link(clause, clause.section, Relation.COMMITS_TO, by=cast.amina)
    return clause


def adopted(cast: Cast, agreement: Agreement, name: str, on: date, **changes: Any) -> Party:
    """A party whose council adopted the agreement's text."""
    party = make_party(agreement, make_institution(cast, name))
    path = AdoptionPath.objects.create(programme=cast.programme, party=party, institution=party.institution)
    step = path.steps.create(programme=cast.programme, kind=StepKind.COUNCIL)
    fields = {"outcome": Outcome.ADOPTED, "text_hash": text_of(agreement).text_hash, **changes}
    step.resolutions.create(programme=cast.programme, decided_on=on, **fields)
    return party


def finalised(cast: Cast, clause: Clause) -> Agreement:
    agreement = clause.agreement
    agreement.text = publish(document=agreement.document, note="", by=cast.amina)
    agreement.state = AgreementState.AGREED
    agreement.save()
    return agreement


def became(record: Any, member: Membership) -> str:
    return " ".join(story(record, member).became)


def came_from(record: Any, member: Membership) -> str:
    return story(record, member).came_from


def test_what_nobody_used_says_so(cast: Cast) -> None:
    assert became(said(cast), cast.bo) == "Nobody has used this yet."


def test_words_in_a_theme_are_told_by_it(cast: Cast) -> None:
    one = said(cast)
    came(cast, make_theme(cast), one)
    assert became(one, cast.bo) == (
        "What was said at “Workshop in De Doorns” on 12 May 2026 is in the theme “Trading licences”."
    )


def test_words_that_got_further_are_told_by_section_and_clause(cast: Cast) -> None:
    one = said(cast)
    clause = promised(cast, drafted(cast, came(cast, make_theme(cast), one)))
    adopted(cast, finalised(cast, clause), "Breede Valley", date(2026, 8, 30))
    assert became(one, cast.bo) == (
        "What was said at “Workshop in De Doorns” on 12 May 2026 is in section 3 of “Living together” and "
        "clause 1 of “Memorandum of understanding”, which Breede Valley adopted on 30 August 2026."
    )


def test_several_councils_are_told_with_the_last_day(cast: Cast) -> None:
    clause = promised(cast, drafted(cast))
    agreement = finalised(cast, clause)
    adopted(cast, agreement, "Breede Valley", date(2026, 8, 30))
    adopted(cast, agreement, "Witzenberg", date(2026, 9, 2))
    assert became(clause, cast.bo) == (
        "Breede Valley and Witzenberg adopted it, the last of them on 2 September 2026."
    )


@pytest.mark.parametrize("changes", [{"text_hash": "another"}, {"outcome": Outcome.DEFERRED}])
def test_a_resolution_on_another_text_or_without_adoption_isn_t_told(
    cast: Cast, changes: dict[str, Any]
) -> None:
    clause = promised(cast, drafted(cast))
    adopted(cast, finalised(cast, clause), "Breede Valley", date(2026, 8, 30), **changes)
    assert became(clause, cast.bo) == "Nobody has used this yet."


def test_section_numbers_are_those_of_now(cast: Cast) -> None:
    theme = make_theme(cast)
    section = drafted(cast, theme)
    section.document.sections.order_by("position")[0].delete()
    assert became(theme, cast.bo) == "This theme is in section 2 of “Living together”."


def test_a_clause_goes_back_to_words_and_reports(cast: Cast) -> None:
    hall, other = make_gathering(cast, name="One"), make_gathering(cast, name="Two")
    inputs = [said(cast, gathering=hall), said(cast, gathering=hall), said(cast, gathering=other)]
    clause = promised(cast, drafted(cast, came(cast, make_theme(cast), *inputs), make_source(cast)))
    assert came_from(clause, cast.bo) == (
        "This clause goes back to 3 things said in 2 workshops and 1 report."
    )


def test_joined_words_count_as_often_as_they_were_said(cast: Cast) -> None:
    whole, *parts = (said(cast, text) for text in ("A clinic and a nurse.", "A clinic.", "A nurse."))
    for part in parts:
        link(whole, part, Relation.MERGED_FROM, by=cast.amina)
    theme = came(cast, make_theme(cast), whole)
    assert came_from(theme, cast.bo) == "This theme goes back to 2 things said in 2 workshops."


def test_a_crowd_is_counted_whole(cast: Cast) -> None:
    hall = make_gathering(cast, name="One")
    theme = came(cast, make_theme(cast), *(said(cast, gathering=hall) for _number in range(60)))
    assert came_from(theme, cast.bo) == "This theme goes back to 60 things said in 1 workshop."


def test_without_words_behind_it_the_earliest_kind_is_counted(cast: Cast) -> None:
    section = drafted(cast, make_theme(cast), make_theme(cast, title="Water"))
    assert came_from(section, cast.bo) == "This section goes back to 2 themes."


def test_what_nothing_stands_behind_says_so(cast: Cast) -> None:
    assert came_from(drafted(cast), cast.bo) == "Nothing is noted yet that this goes back to."


def test_of_an_anonymous_one_the_month_alone_is_told(cast: Cast) -> None:
    one = said(cast, is_anonymous=True)
    came(cast, make_theme(cast), one)
    assert became(one, cast.bo).startswith("What was said at “Workshop in De Doorns” in May 2026 is in")


def test_a_comment_tells_what_was_decided_about_it(cast: Cast) -> None:
    comment = make_comment(drafted(cast))
    assert became(comment, cast.bo) == "It waits for a decision."


def test_what_stands_behind_a_comment_isn_t_an_origin_of_another_section(cast: Cast) -> None:
    first = drafted(cast, said(cast))
    comment = make_comment(first)
    link(comment, first, Relation.RESPONDS_TO, by=cast.amina)
    other = came(cast, make_section(first.document), comment)
    assert came_from(other, cast.bo) == "This section goes back to 1 comment."


def test_what_the_reader_may_not_see_is_in_no_sentence(cast: Cast) -> None:
    one = said(cast)
    came(cast, make_theme(cast, title="A secret"), one)
    one.gathering.sharing = "all"
    one.gathering.save()
    assert "secret" not in became(one, cast.thandi)


def test_a_document_is_told_with_all_its_sections(cast: Cast) -> None:
    section = drafted(cast, said(cast))
    assert came_from(section.document, cast.bo) == ("This document goes back to 1 thing said in 1 workshop.")


def test_more_records_of_the_same_kinds_cost_no_queries(
    cast: Cast, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    def whole(number: int) -> Theme:
        theme = came(cast, make_theme(cast), *(said(cast) for _each in range(number)))
        for _each in range(number):
            promised(cast, drafted(cast, theme))
        return theme

    one, many = whole(1), whole(5)
    with django_assert_max_num_queries(40) as counted:
        story(one, cast.bo)
    with django_assert_num_queries(len(counted)):
        story(many, cast.bo)


def test_the_page_of_the_thread_has_sentence_outline_and_picture(cast: Cast) -> None:
    one = said(cast)
    came(cast, make_theme(cast), one)
    url = reverse("desk:thread", args=[cast.programme.slug, "convening.input", one.pk])
    page = signed_in(cast.bo).get(url).content.decode()
    marks = ("is in the theme “Trading licences”.", '<ol class="thread">', '<svg class="thread-picture"')
    assert [mark in page for mark in marks] == [True, True, True]


def test_a_code_is_told_until_a_theme_takes_it_up(cast: Cast) -> None:
    one = said(cast)
    _codebook, (code,) = make_codebook(cast, "Licences")
    link(code, one, Relation.CODED_AS, by=cast.amina)
    before = became(one, cast.bo).partition("2026 ")[2]
    came(cast, make_theme(cast), code)
    assert (before, became(one, cast.bo).partition("2026 ")[2]) == (
        "is coded as “Licences”.",
        "is in the theme “Trading licences”.",
    )


def test_a_comment_on_the_section_isn_t_told_of_the_words_behind_it(cast: Cast) -> None:
    one = said(cast)
    section = drafted(cast, one)
    link(make_comment(section), section, Relation.RESPONDS_TO, by=cast.amina)
    assert ["drew" in became(each, cast.bo) for each in (one, section)] == [False, True]
