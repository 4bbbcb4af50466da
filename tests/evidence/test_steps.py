"""How the steps of a programme stand that evidence is the tool of."""

from imbizo.desk.queries.bringing_together import written_up_status
from imbizo.evidence.models import Interview, Practice, Scan, ScanItem, ScanQuestion
from imbizo.evidence.queries import steps
from imbizo.evidence.states import SourceKind, Verdict
from imbizo.programmes.states import StepStatus
from tests.cast import Cast
from tests.convening.making import make_gathering
from tests.evidence.making import make_source, make_theme
from tests.evidence.theming import said_at


def figures(status: StepStatus | None) -> tuple[str, int | None, int | None] | None:
    return (status.text, status.done, status.total) if status else None


def test_before_anything_is_there_each_step_says_so(cast: Cast) -> None:
    told = [
        steps.literature_status(cast.amina),
        steps.policies_status(cast.amina),
        steps.interviews_status(cast.amina),
        steps.themes_status(cast.amina),
    ]
    assert [each.text for each in told if each] == [
        "No source has been found yet",
        "No policy or practice has been collected yet",
        "No interview has been held yet",
        "Nothing stands in a theme yet",
    ]


def test_a_scan_says_what_is_screened_and_which_questions_are_unanswered(cast: Cast) -> None:
    here = {"programme": cast.programme}
    scan = Scan.objects.create(name="Migration", owner=cast.convenor, **here)
    for number, outcome in enumerate([Verdict.INCLUDE, ""]):
        source = make_source(cast, kind=SourceKind.LITERATURE, title=f"Paper {number}")
        ScanItem.objects.create(scan=scan, source=source, outcome=outcome, **here)
    ScanQuestion.objects.create(scan=scan, text="How many came?", **here)
    told = figures(steps.literature_status(cast.amina))
    assert told == ("1 of 2 sources screened; 1 question unanswered", 1, 3)


def test_a_practice_counts_once_it_says_what_to_borrow(cast: Cast) -> None:
    for borrow in ("A desk", ""):
        source = make_source(cast, kind=SourceKind.PRACTICE, title=f"Desk {borrow}")
        Practice.objects.create(source=source, borrow=borrow, programme=cast.programme)
    assert figures(steps.policies_status(cast.amina)) == ("1 of 2 say what to borrow", 1, 2)


def test_an_interview_counts_with_its_words_and_consent(cast: Cast) -> None:
    for consent in ("signed", "none"):
        source = make_source(cast, kind=SourceKind.INTERVIEW, title=consent)
        Interview.objects.create(source=source, consent=consent, called="A trader", programme=cast.programme)
    told = figures(steps.interviews_status(cast.amina))
    assert told == ("1 of 2 interviews written down; 1 without consent", 1, 2)


def test_themes_say_how_much_of_what_was_said_is_answered(cast: Cast) -> None:
    said_at(make_gathering(cast, state="held"))
    make_theme(cast, state="agreed")
    told = figures(steps.themes_status(cast.amina))
    sentence = "0 of 1 sentences are in a theme, were put to somebody or set aside; 1 of 1 themes agreed"
    assert told == (sentence, 1, 2)


def test_writing_up_and_bringing_together_are_one_step(cast: Cast) -> None:
    said_at(make_gathering(cast, state="held"))
    make_theme(cast, state="agreed")
    status = written_up_status(cast.amina)
    assert status is not None
    assert (status.text.split(";")[0], status.done, status.total) == ("0 of 1 written up and approved", 1, 3)
