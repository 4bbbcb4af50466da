"""Each reading of what somebody told an interviewer is logged: on pages, in lists, exports and search alike."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from imbizo.evidence.models import Excerpt, Interview, Source
from imbizo.evidence.states import SourceKind
from imbizo.thread.models import ReadEntry
from imbizo.thread.operations import audit
from tests.cast import Cast, signed_in
from tests.evidence.making import make_source


@pytest.fixture
def told(cast: Cast) -> Source:
    """An interview with its words, beside a report."""
    make_source(cast)
    source = make_source(
        cast,
        kind=SourceKind.INTERVIEW,
        title="Interview with a baker",
        file=ContentFile(b"words", name="a"),
        file_name="transcript.txt",
    )
    Interview.objects.create(source=source, called="a baker", consent="signed", programme=cast.programme)
    return source


def logged() -> list[tuple[str, str]]:
    return list(ReadEntry.objects.order_by("at").values_list("subject_kind", "how"))


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("source", "page"),
        ("source-text", "page"),
        ("source-file", "export"),
        ("source-ris", "export"),
        ("code-source", "page"),
    ],
)
def test_each_reading_of_an_interview_is_logged(cast: Cast, told: Source, name: str, how: str) -> None:
    signed_in(cast.amina).get(reverse(f"evidence:{name}", args=["winelands", told.pk]))
    assert logged() == [("evidence.source", how)]


def test_in_the_list_interviews_alone_are_logged(cast: Cast, told: Source) -> None:
    signed_in(cast.amina).get(reverse("evidence:sources", args=["winelands"]))
    assert logged() == [("evidence.source", "list")]


def test_words_of_an_interview_that_were_set_apart_are_logged(cast: Cast, told: Source) -> None:
    excerpt = Excerpt.objects.create(source=told, quote="Shop owners pay twice.", programme=cast.programme)
    signed_in(cast.amina).get(excerpt.get_absolute_url())
    assert logged() == [("evidence.excerpt", "page")]


def test_an_interview_that_is_found_is_logged(cast: Cast, told: Source) -> None:
    audit("create", [told], by=cast.amina)
    signed_in(cast.amina).get(reverse("desk:search", args=["winelands"]), {"q": "baker"})
    assert logged() == [("evidence.source", "search")]
