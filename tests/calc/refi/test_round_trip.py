"""What is written is read again as it was: the whole of it, in the same bytes."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from imbizo.calc.refi import read_codebook, read_project, write_codebook, write_project
from imbizo.calc.refi.model import Code, Codebook, Collection, Project, TextSelection, TextSource
from imbizo.calc.refi.scalars import made_guid
from imbizo.calc.refi.write import ORIGIN
from tests.calc.refi.projects import projects

QUICKLY = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def one_text(text: str, *places: tuple[int, int]) -> Project:
    """A project with one text and these selections in it."""
    selections = [
        TextSelection(guid=made_guid("selection", number), start=start, end=end)
        for number, (start, end) in enumerate(places)
    ]
    source = TextSource(guid=made_guid("text"), text=text, selections=tuple(selections))
    return Project(name="One text", origin=ORIGIN, sources=(source,))


def quotes(data: bytes) -> list[str]:
    """The words of all selections in a package's first source."""
    source = read_project(data)[0].sources[0]
    assert isinstance(source, TextSource)
    assert source.text is not None
    return [source.text[found.start : found.end] for found in source.selections]


@QUICKLY
@given(projects())
def test_nothing_of_a_project_is_lost_and_its_bytes_stay_the_same(project: Project) -> None:
    data = write_project(project)
    read, _ = read_project(data)
    assert read == project
    assert write_project(read) == data


def test_a_codebook_comes_back_with_its_sets() -> None:
    below = Code(guid=made_guid("below"), name="Gemors & rommel", colour="#a0b1c2", description="Waste")
    codes = (Code(guid=made_guid("above"), name="Dienste", codable=False, codes=(below,)),)
    together = Collection(guid=made_guid("set"), name="Round 1", codes=(below.guid,))
    codebook = Codebook(origin=ORIGIN, codes=codes, sets=(together,))
    assert read_codebook(write_codebook(codebook)) == (codebook, ())


def test_emoji_and_combining_accents_move_nothing() -> None:
    data = write_project(one_text("😀 Ame\u0301lie said 👩🏽‍🌾 water", (2, 9), (15, 19)))
    assert quotes(data) == ["Ame\u0301lie", "👩🏽‍🌾"]


def test_windows_line_ends_and_a_mark_are_taken_out_before_positions_are_written() -> None:
    data = write_project(one_text("\ufeffone\r\ntwo\r\nthree", (6, 9), (11, 16)))
    assert quotes(data) == ["two", "three"]


def test_names_that_look_like_quotes_dont_change_how_our_own_files_are_read() -> None:
    project = one_text("aa", (0, 1))
    source = project.sources[0]
    assert isinstance(source, TextSource)
    named = replace(source, selections=(replace(source.selections[0], name="aaa"),))
    assert read_project(write_project(replace(project, sources=(named,))))[0].sources == (named,)


def test_a_file_with_an_origin_of_ours_has_no_findings() -> None:
    assert read_project(write_project(one_text("Water", (0, 5))))[1] == ()
