"""Coverage: every figure counts what the member sees, and opens down to what is missing."""

import pytest
from django.urls import reverse

from imbizo.agreements.models import Measure
from imbizo.agreements.queries.coverage import by_municipality, figures, line_called
from imbizo.agreements.states import ClauseKind
from imbizo.calc.progress import Coverage
from imbizo.convening.models import Input
from imbizo.convening.states import GatheringState, InputState, Via
from imbizo.evidence.models import InTheme
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import link
from imbizo.thread.states import Relation
from tests.agreements.making import make_agreement, make_clause
from tests.cast import Cast, signed_in
from tests.convening.making import make_gathering
from tests.drafting.making import make_document, make_section
from tests.evidence.making import make_theme

pytestmark = pytest.mark.django_db


def _figures(member: Membership) -> dict[str, Coverage]:
    return {told.line.key: told.figures for told in figures(member)}


def _said(cast: Cast, *texts: str) -> list[Input]:
    gathering = make_gathering(cast, state=GatheringState.HELD)
    return [
        Input.objects.create(
            programme=cast.programme, gathering=gathering, via=Via.SCRIBE, text=text, state=InputState.SHOWN
        )
        for text in texts
    ]


def test_an_input_in_a_theme_is_answered_and_another_is_listed(cast: Cast) -> None:
    first, second = _said(cast, "Nobody knew whom to ring", "Put lights at the footbridge")
    InTheme.objects.create(programme=cast.programme, theme=make_theme(cast), input=first)
    assert _figures(cast.amina)["inputs"] == Coverage(1, 2)
    line = line_called("inputs", cast.amina)
    assert line is not None
    assert list(line.left(cast.amina)) == [second]


def test_a_theme_is_used_once_a_section_comes_from_it(cast: Cast) -> None:
    used, _unused = make_theme(cast), make_theme(cast, title="Rumours")
    link(make_section(make_document(cast)), used, Relation.INFORMS, by=cast.amina)
    assert _figures(cast.amina)["themes"] == Coverage(1, 2)


def test_a_clause_without_a_source_is_listed_but_not_a_formal_one(cast: Cast) -> None:
    agreement = make_agreement(cast)
    make_clause(agreement, kind=ClauseKind.SIGNATURE)
    sourced, bare = (make_clause(agreement, kind=ClauseKind.COMMITMENT) for _each in range(2))
    link(sourced.section, make_section(make_document(cast)), Relation.INFORMS, by=cast.amina)
    line = line_called("clauses", cast.amina)
    assert line is not None
    assert list(line.left(cast.amina)) == [bare]


def test_an_unfunded_measure_says_what_pays_and_a_silent_one_does_not(cast: Cast) -> None:
    agreement = make_agreement(cast)
    for title, is_unfunded in (("Desk", True), ("Cards", False)):
        Measure.objects.create(
            programme=cast.programme, agreement=agreement, title=title, is_unfunded=is_unfunded
        )
    assert _figures(cast.amina)["money"] == Coverage(1, 2)


def test_another_partner_counts_only_what_is_shared_with_it(cast: Cast) -> None:
    Measure.objects.create(programme=cast.programme, agreement=make_agreement(cast), title="Desk")
    shared = make_agreement(cast, sharing=Sharing.ALL)
    Measure.objects.create(programme=cast.programme, agreement=shared, title="Cards")
    assert (_figures(cast.amina)["owners"].of, _figures(cast.thandi)["owners"].of) == (2, 1)


def test_what_was_said_is_told_by_municipality(cast: Cast) -> None:
    _said(cast, "Nobody knew whom to ring")
    assert [(each.place, each.figures) for each in by_municipality(cast.amina)] == [(None, Coverage(0, 1))]


def test_each_figure_opens_down_to_its_records(cast: Cast) -> None:
    _said(cast, "Put lights at the footbridge")
    page = signed_in(cast.amina).get(
        reverse("agreements:coverage-left", args=[cast.programme.slug, "inputs"])
    )
    assert [str(each) for each in page.context["page"]] == ["Put lights at the footbridge"]


def test_a_line_that_is_unknown_is_not_found(cast: Cast) -> None:
    address = reverse("agreements:coverage-left", args=[cast.programme.slug, "anything"])
    assert signed_in(cast.amina).get(address).status_code == 404
