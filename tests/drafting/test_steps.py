"""How the steps of a programme stand that drafts are the tool of."""

from imbizo.drafting.models import Disposition
from imbizo.drafting.queries import steps
from imbizo.drafting.states import SectionState
from imbizo.programmes.states import StepStatus
from imbizo.thread.operations import link
from imbizo.thread.states import Relation
from tests.cast import Cast, member_in
from tests.drafting.circulated import make_circulation, make_published
from tests.drafting.making import make_comment, make_component, make_document, make_section
from tests.evidence.making import make_theme


def figures(status: StepStatus | None) -> tuple[str, int | None, int | None] | None:
    return (status.text, status.done, status.total) if status else None


def test_before_anything_is_written_each_step_says_so(cast: Cast) -> None:
    told = [
        steps.components_status(cast.amina),
        steps.reference_group_status(cast.amina),
        steps.strategy_status(cast.amina),
        steps.comments_status(cast.amina),
        steps.publication_status(cast.amina),
    ]
    assert [each.text for each in told if each] == [
        "No component has been chosen yet",
        "Nobody sits in a reference group yet",
        "No section has been written yet",
        "No comment has come in yet",
        "No version has been published yet",
    ]


def test_components_count_when_they_name_a_theme(cast: Cast) -> None:
    called = make_component(cast)
    make_component(cast, title="A forum")
    link(called, make_theme(cast), Relation.INFORMS, by=cast.amina)
    told = figures(steps.components_status(cast.amina))
    assert told == ("1 of 2 components name the themes that call for them", 1, 2)


def test_a_draft_says_how_many_sections_are_ready_and_comments_open(cast: Cast) -> None:
    document = make_document(cast)
    make_section(document, state=SectionState.READY)
    make_comment(make_section(document))
    told = figures(steps.strategy_status(cast.amina))
    assert told == ("1 of 2 sections ready; 1 comment open", 1, 3)


def test_a_decided_comment_is_counted(cast: Cast) -> None:
    section = make_section(make_document(cast))
    make_comment(section)
    Disposition.objects.create(
        comment=make_comment(section), verdict="noted", reason="Thank you", programme=cast.programme
    )
    status = steps.comments_status(cast.amina)
    assert (figures(status), status and status.action) == (
        ("1 of 2 comments decided on", 1, 2),
        "Decide on comments",
    )


def test_a_published_version_isn_t_final_yet(cast: Cast) -> None:
    made = make_published(cast)
    assert figures(steps.publication_status(cast.amina)) == (
        "Version 1 is published; none is final yet",
        0,
        1,
    )
    made.is_final = True
    made.save()
    assert figures(steps.publication_status(cast.amina)) == ("Version 1 is final", 1, 1)


def test_the_reference_group_counts_who_agreed_to_its_terms(cast: Cast) -> None:
    made = make_circulation(cast)
    seat = made.publication.document.reference_group.members.all()[0]
    seat.agreed_on = made.opened_at.date()
    seat.save()
    told = figures(steps.reference_group_status(cast.amina))
    assert told == ("1 of 2 members have agreed to the terms", 1, 2)


def test_who_may_not_see_drafts_is_told_nothing(cast: Cast) -> None:
    assert steps.strategy_status(member_in(cast, "observer")) is None
