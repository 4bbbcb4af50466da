"""A codebook taken along to another program, and read again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.calc.refi import passages, read_codebook, read_project
from imbizo.convening.models import Input, Translation
from imbizo.evidence.exports.projects import codebook_file, project_file, project_of
from imbizo.evidence.models import Code, Codebook, Coding, CodingRound, Interview
from imbizo.evidence.queries.taken_along import taken
from tests.cast import Cast, signed_in
from tests.convening.saying import heard, make_hall
from tests.evidence.making import make_codebook, make_source

pytestmark = pytest.mark.django_db
Story = tuple[Codebook, Code, Input]


@pytest.fixture
def story(cast: Cast) -> Story:
    """A code on two words of an input that has a translation, and on the whole of a source."""
    hall = make_hall(cast)
    said = heard(hall, "Ons het 'n kliniek nodig 🙏 nou.")
    heard(hall, "Water too.")
    Input.objects.update(state="shown")
    Translation.objects.create(
        programme=cast.programme, input=said, language="en", text="We need a clinic now."
    )
    book, [code] = make_codebook(cast, "Health")
    put(cast, code, "kliniek", input=said)
    put(cast, code, "clinic", input=said, language="en")
    put(cast, code, "Nobody", source=make_source(cast))
    return book, code, said


def put(cast: Cast, code: Code, quote: str, *, language: str = "", **where: Any) -> Coding:
    """Those words of an input or a source under the code, by Amina."""
    text = next(iter(where.values())).text if not language else "We need a clinic now."
    start = text.index(quote)
    return Coding.objects.create(
        programme=cast.programme, code=code, coder=cast.amina, quote=quote, language=language,
        start=start, end=start + len(quote), **where,
    )  # fmt: skip


@pytest.mark.parametrize("each_input", [False, True])
def test_what_goes_out_comes_back_the_same(cast: Cast, story: Story, each_input: bool) -> None:
    what = taken(story[0], cast.amina)
    found, findings = read_project(project_file(what, each_input=each_input))
    assert found == project_of(what, each_input=each_input)
    assert findings == ()


def test_every_coding_stands_on_its_words(cast: Cast, story: Story) -> None:
    found, _findings = read_project(project_file(taken(story[0], cast.amina)))
    assert sorted(each.text for each in passages(found)) == ["Nobody", "clinic", "kliniek"]


def test_coders_are_numbers_unless_names_are_chosen(cast: Cast, story: Story) -> None:
    what = taken(story[0], cast.amina)
    assert [each.name for each in project_of(what).users] == ["Coder 1"]
    assert [each.name for each in project_of(what, named=True).users] == [str(cast.amina.user)]
    assert str(cast.amina.pk).encode() not in project_file(what)


def test_gatherings_are_cases_with_their_texts(cast: Cast, story: Story) -> None:
    found = project_of(taken(story[0], cast.amina))
    text = next(each.guid for each in found.sources if each.name == story[2].gathering.name)
    case = next(each for each in found.cases if each.name == story[2].gathering.name)
    assert case.sources == (text,)


def test_interviews_stay_until_the_embargo_ends(cast: Cast, story: Story) -> None:
    book, code, _said = story
    source = make_source(
        cast, kind="interview", title="Interview with a shop owner", text="They threatened us."
    )
    later = timezone.localdate() + timedelta(days=3)
    of = {"programme": cast.programme, "source": source, "called": "a shop owner", "consent": "signed"}
    Interview.objects.create(embargo_until=later, **of)
    put(cast, code, "threatened", source=source)
    what = taken(book, cast.amina)
    assert (len(what.codings), what.kept_back) == (3, 1)
    assert "threatened" not in str(project_of(what))


def test_rounds_go_along_once_they_are_settled(cast: Cast, story: Story) -> None:
    book, _code, _said = story
    within = CodingRound.objects.create(programme=cast.programme, codebook=book, name="First")
    Coding.objects.filter(language="en").update(round=within)
    assert len(taken(book, cast.amina).codings) == 2
    CodingRound.objects.update(state="settled")
    assert len(taken(book, cast.amina).codings) == 3


def test_the_codes_alone_are_a_codebook(cast: Cast, story: Story) -> None:
    found, findings = read_codebook(codebook_file(taken(story[0], cast.amina)))
    assert ([each.name for each in found.codes], findings) == (["Health"], ())


def test_the_files_are_given_with_what_was_chosen(cast: Cast, story: Story) -> None:
    client, address = signed_in(cast.amina), story[0].get_absolute_url()
    assert "3 passages are coded" in client.get(f"{address}files/").content.decode()
    answer = client.get(f"{address}project.qdpx", {"inputs": "each", "names": "on"})
    project, _findings = read_project(answer.content)
    assert [each.name for each in project.users] == [str(cast.amina.user)]
    assert read_codebook(client.get(f"{address}codebook.qdc").content)[0].origin == "Imbizo"


def test_a_codebook_without_codes_says_so(cast: Cast) -> None:
    book, _codes = make_codebook(cast)
    page = signed_in(cast.amina).get(f"{book.get_absolute_url()}codebook.qdc", follow=True)
    assert "no codes yet" in page.content.decode()
