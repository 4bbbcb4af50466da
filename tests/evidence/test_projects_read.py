"""What is read out of files of other programs: PDF, recordings, cases, memos, long passages."""

from typing import Any

from imbizo.calc.refi import made_guid, write_project
from imbizo.calc.refi import model as refi
from imbizo.evidence.imports.projects import read
from imbizo.evidence.rules.brought import Brought, once_each
from tests.evidence.projecting import ANNA, LICENCES, TEXT, project, words


def reasons(found: Brought) -> list[tuple[str, int]]:
    return [(each.reason, each.count) for each in found.left_out]


def with_sources(*sources: refi.Source, **changes: Any) -> Brought:
    """A project with these sources alone, read."""
    codes = (refi.Code(guid=LICENCES, name="Licences", notes=changes.pop("notes", ())),)
    users = (refi.User(guid=ANNA, name="Anna"),)
    return read(write_project(refi.Project(name="P", users=users, codes=codes, sources=sources, **changes)))


def coding(number: int) -> refi.Coding:
    return refi.Coding(guid=made_guid("whole", number), code=LICENCES, created_by=ANNA)


def test_of_a_pdf_its_text_is_taken_and_areas_without_words_are_listed() -> None:
    area = refi.AreaSelection(
        guid=made_guid("area"), first_x=1, first_y=1, second_x=9, second_y=9, page=1, codings=(coding(1),)
    )
    inside = refi.TextSource(guid=made_guid("inside"), text=TEXT, selections=(words(0, 22, ANNA),))
    file = refi.File(extension=".pdf", content=b"%PDF")
    pdf = refi.PdfSource(
        guid=made_guid("pdf"), name="Policy", file=file, selections=(area,), representation=inside
    )
    found = with_sources(pdf)
    assert [(each.name, len(each.codings)) for each in found.texts] == [("Policy", 1)]
    assert reasons(found) == [("pdf-itself", 1), ("no-words", 1)]


def test_of_a_recording_its_transcript_is_taken() -> None:
    points = (refi.SyncPoint(guid=made_guid("p1"), time=0, position=0),)
    spoken = refi.TranscriptSelection(
        guid=made_guid("spoken"), from_point=points[0].guid, codings=(coding(2),)
    )
    transcript = refi.Transcript(guid=made_guid("t"), text=TEXT, sync_points=points, selections=(spoken,))
    tape = refi.File(extension=".mp3", content=b"ID3")
    found = with_sources(
        refi.RecordingSource(
            guid=made_guid("tape"),
            name="Tape",
            medium=refi.Medium.AUDIO,
            file=tape,
            transcripts=(transcript,),
        )
    )
    assert [(each.text, len(each.codings)) for each in found.texts] == [(TEXT, 1)]
    assert reasons(found) == [("recording-itself", 1)]


def test_a_case_is_noted_at_its_texts_with_its_values() -> None:
    town = refi.Variable(guid=made_guid("town"), name="Town")
    text = refi.TextSource(guid=made_guid("text"), name="Talk", text=TEXT)
    value = refi.Value(variable=town.guid, value="De Doorns")
    case = refi.Case(guid=made_guid("case"), name="Shop", values=(value,), sources=(text.guid,))
    found = with_sources(text, variables=(town,), cases=(case,))
    assert (found.texts[0].note, reasons(found)) == ("Shop: Town: De Doorns", [("case-noted", 1)])


def test_memos_go_to_what_they_belong_to_and_free_ones_are_listed() -> None:
    about = refi.TextSource(guid=made_guid("m1"), name="About", text="When it is about paper.")
    free = refi.TextSource(guid=made_guid("m2"), name="Diary", text="I am tired.")
    found = with_sources(memos=(about, free), notes=(about.guid,))
    assert found.codes[0].memo == "When it is about paper."
    assert [(each.reason, each.names) for each in found.left_out] == [("memo", ["Diary"])]


def test_a_long_text_that_was_coded_whole_is_coded_in_pieces() -> None:
    text = refi.TextSource(guid=made_guid("text"), name="Long", text="word " * 4_000, codings=(coding(3),))
    found = with_sources(text)
    spans = [(each.start, each.end) for each in found.texts[0].codings]
    assert max(end - start for start, end in spans) <= 8_000
    assert (spans[0][0], spans[-1][1]) == (0, 19_999)
    assert reasons(found) == [("cut", 1)]


def test_a_label_that_isnt_in_the_text_leaves_a_coding_where_it_is() -> None:
    found = read(project(words(0, 22, ANNA, name="a quotation of my own")))
    assert [(each.start, each.end) for each in found.texts[0].codings] == [(0, 22)]


def test_words_that_stand_twice_elsewhere_are_left_out() -> None:
    text = "Alpha beta gamma. No water here. And no more: No water here."
    selection = words(0, 17, ANNA, name="No water here.")
    sure = words(18, 32, ANNA, name="No water here.")
    source = refi.TextSource(guid=made_guid("t"), name="T", text=text, selections=(selection, sure))
    found = with_sources(source)
    assert [(each.start, each.end) for each in found.texts[0].codings] == [(18, 32)]
    assert [(each.reason, each.names) for each in found.left_out] == [("words-differ", ["No water here."])]


def test_coders_of_the_same_name_stay_two() -> None:
    assert list(once_each({"a": "Anna", "b": "Anna"}).values()) == ["Anna", "Anna (2)"]
