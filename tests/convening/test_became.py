"""What participants read of themes, sections, clauses and measures that their words led to, and when they get word."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import Consent
from imbizo.agreements.models import Clause, Measure
from imbizo.agreements.states import AgreementState, MeasureState
from imbizo.convening.models import Attendance, Input
from imbizo.convening.operations.inputs import receipt_for
from imbizo.convening.operations.word_back import APART, send_word_back
from imbizo.convening.queries import said as queries
from imbizo.drafting.models import Section
from imbizo.drafting.operations.publishing import publish
from imbizo.evidence.states import ThemeState
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation
from tests.agreements.making import make_agreement, make_clause
from tests.cast import Cast
from tests.convening.making import MARCH, keep_no_quiet_hours, make_person
from tests.convening.saying import heard, make_hall, slip
from tests.drafting.making import make_document, make_section
from tests.evidence.making import make_theme
from tests.thread.test_telling import adopted, finalised

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(cast: Cast) -> Input:
    """Words of somebody in the register who wants to hear what becomes of them."""
    keep_no_quiet_hours(cast.programme)
    person = make_person(cast, "Zola Ndlovu", number="060 000 0001")
    given: dict[str, Any] = {"purpose": "service", "basis": "consent", "given_on": MARCH.date()}
    Consent.objects.create(programme=cast.programme, actor=person, **given)
    hall = make_hall(cast)
    named: dict[str, Any] = {
        "code": "AAAA0",
        "name": "Zola Ndlovu",
        "name_consent": "given",
        "wants_word": True,
    }
    speaker = Attendance.objects.create(
        programme=cast.programme, gathering=hall.gathering, actor=person, **named
    )
    return heard(hall, speaker=speaker)


def informed(cast: Cast, said: Input, **changes: Any) -> Section:
    """The only section of a strategy, with the words behind it."""
    section = make_section(make_document(cast, title="Living together", **changes))
    link(section, said, Relation.INFORMS, by=cast.amina)
    return section


def promised(cast: Cast, said: Input) -> Clause:
    """A clause behind which the words stand, in an agreement that the parties agreed on."""
    clause = make_clause(make_agreement(cast))
    link(clause.section, said, Relation.INFORMS, by=cast.amina)
    link(clause, clause.section, Relation.COMMITS_TO, by=cast.amina)
    return clause


def measured(cast: Cast, clause: Clause, state: MeasureState) -> Measure:
    measure = Measure.objects.create(
        programme=cast.programme, agreement=clause.agreement, clause=clause, title="A clinic", state=state
    )
    link(measure, clause, Relation.DELIVERS, by=cast.amina)
    return measure


def told(said: Input) -> list[str]:
    return [each.sentence for each in queries.mine(said).told]


@pytest.mark.parametrize(
    ("state", "sentences"),
    [(ThemeState.DRAFT, []), (ThemeState.AGREED, ["It is part of the theme “Trading licences”."])],
)
def test_a_theme_is_told_once_it_is_agreed(
    cast: Cast, said: Input, state: ThemeState, sentences: list[str]
) -> None:
    link(make_theme(cast, state=state), said, Relation.INFORMS, by=cast.amina)
    assert told(said) == sentences


def test_a_section_is_told_once_it_is_published(cast: Cast, said: Input) -> None:
    section = informed(cast, said)
    before = told(said)
    publication = publish(document=section.document, note="", by=cast.amina)
    day = timezone.localtime(publication.published_at)
    assert (before, told(said)) == (
        [],
        [f"It is in section 1 of “Living together”, published on {day.day} {day:%B %Y}."],
    )


def test_words_that_came_behind_a_section_later_are_not_in_what_was_published_before(
    cast: Cast, said: Input
) -> None:
    section = make_section(make_document(cast))
    publish(document=section.document, note="", by=cast.amina)
    link(section, said, Relation.INFORMS, by=cast.amina)
    assert told(said) == []


def test_a_clause_that_is_still_negotiated_is_not_told(cast: Cast, said: Input) -> None:
    promised(cast, said)
    assert told(said) == []


def test_a_clause_is_told_with_who_adopted_it(cast: Cast, said: Input) -> None:
    agreement = finalised(cast, promised(cast, said))
    before = told(said)
    adopted(cast, agreement, "Breede Valley", date(2026, 8, 30))
    assert [*before, *told(said)] == [
        (
            "It is in clause 1 of “Memorandum of understanding”. The parties agreed on it; their councils haven't "
            "decided yet."
        ),
        "It is in clause 1 of “Memorandum of understanding”, which Breede Valley adopted on 30 August 2026.",
    ]


def test_a_signed_agreement_is_told_with_its_day(cast: Cast, said: Input) -> None:
    agreement = finalised(cast, promised(cast, said))
    agreement.state, agreement.took_effect_on = AgreementState.IN_EFFECT, date(2026, 9, 12)
    agreement.save()
    assert told(said) == [
        "It is in clause 1 of “Memorandum of understanding”. It is signed, and in effect since 12 September 2026."
    ]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (MeasureState.PLANNED, "It is to lead to this: “A clinic”."),
        (MeasureState.UNDER_WAY, "This has begun: “A clinic”."),
        (MeasureState.DONE, "This is done: “A clinic”."),
        (MeasureState.STOPPED, "This was stopped: “A clinic”."),
    ],
)
def test_a_measure_is_told_by_how_far_it_is(
    cast: Cast, said: Input, state: MeasureState, sentence: str
) -> None:
    clause = promised(cast, said)
    finalised(cast, clause)
    measured(cast, clause, state)
    assert told(said)[-1] == sentence


def test_one_sentence_says_where_the_words_are_now(cast: Cast, said: Input) -> None:
    theme = make_theme(cast, state=ThemeState.AGREED)
    link(theme, said, Relation.INFORMS, by=cast.amina)
    publish(document=informed(cast, said).document, note="", by=cast.amina)
    adopted(cast, finalised(cast, promised(cast, said)), "Breede Valley", date(2026, 8, 30))
    in_short = queries.mine(said).in_short
    assert in_short[in_short.index(" is in ") :] == (
        " is in section 1 of “Living together” and clause 1 of “Memorandum of understanding”, which Breede Valley "
        "adopted on 30 August 2026."
    )


def test_by_the_receipt_the_anonymous_read_it_too(cast: Cast) -> None:
    cache.clear()
    nameless = slip(make_hall(cast))
    publish(document=informed(cast, nameless).document, note="", by=cast.amina)
    page = Client().post(reverse("convening:said"), {"code": receipt_for(nameless)}).content.decode()
    assert "section 1 of “Living together”" in page


def test_word_goes_when_a_version_with_the_words_is_published_and_once(cast: Cast, said: Input) -> None:
    section = informed(cast, said)
    before = send_word_back(timezone.now())
    publish(document=section.document, note="", by=cast.amina)
    after = [send_word_back(timezone.now()), send_word_back(timezone.now() + APART)]
    assert (before, after) == (0, [1, 0])


def test_word_goes_when_an_agreement_takes_effect(cast: Cast, said: Input) -> None:
    agreement = finalised(cast, promised(cast, said))
    audit("take_effect", [agreement], by=None)
    assert send_word_back(timezone.now()) == 1


def test_a_plan_alone_is_no_news(cast: Cast, said: Input) -> None:
    clause = promised(cast, said)
    finalised(cast, clause)
    agreed = send_word_back(timezone.now())
    audit("create", [measured(cast, clause, MeasureState.PLANNED)], by=cast.amina)
    assert (agreed, send_word_back(timezone.now() + APART)) == (1, 0)
