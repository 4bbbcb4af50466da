"""Bringing in what was coded in another program."""

import io
import zipfile

import pytest

from imbizo.calc.refi import made_guid, write_codebook
from imbizo.calc.refi import model as refi
from imbizo.evidence.errors import NotNow
from imbizo.evidence.models import Code, Codebook, Coding, Excerpt, Source
from imbizo.evidence.operations import brought as making
from imbizo.evidence.queries.agreement import compared
from imbizo.evidence.states import FileState
from imbizo.thread.models import Link
from tests.cast import Cast, member_in, signed_in
from tests.evidence.making import make_codebook
from tests.evidence.projecting import ANNA, BEN, TEXT, brought, project, taken, words

pytestmark = pytest.mark.django_db


def test_the_page_says_what_was_found_and_what_is_left_out(cast: Cast) -> None:
    found = brought(cast, project(words(0, 22, ANNA), words(0, 22, BEN)))
    assert found.state == FileState.READ
    counts = {name: found.found[name] for name in ("codes", "texts", "codings", "shared")}
    assert counts == {"codes": 2, "texts": 1, "codings": 2, "shared": 1}
    assert [(each["reason"], each["names"], each["count"]) for each in found.left_out] == [
        ("recording", ["Tape 1"], 1)
    ]
    page = signed_in(cast.amina).get(found.get_absolute_url()).content.decode()
    assert "Tape 1" in page
    assert "no transcript" in page


def test_all_of_it_is_taken_with_coders_by_name(cast: Cast) -> None:
    found = taken(cast, brought(cast, project(words(0, 22, ANNA), words(23, 43, BEN))))
    assert found.state == FileState.TAKEN
    codings = Coding.objects.filter(source__text=TEXT)
    assert [(each.who, each.quote) for each in codings] == [
        ("Anna", "Shop owners pay twice."), ("Ben", "Nobody answers them."),
    ]  # fmt: skip
    code = Code.objects.get(name="Licences")
    assert (code.parent.name if code.parent else "", code.memo) == ("Trade", "When it is about paper.")
    assert Link.objects.filter(record_id=code.pk, relation="coded_as").count() == 1


def test_a_coder_who_is_a_member_codes_as_that_member(cast: Cast) -> None:
    other = member_in(cast, "coordinator")
    taken(cast, brought(cast, project(words(0, 22, ANNA))), coders={ANNA: other, BEN: None})
    assert Coding.objects.get().coder == other


def test_the_agreement_of_its_coders_is_computed(cast: Cast) -> None:
    content = project(words(0, 22, ANNA), words(0, 22, BEN), words(23, 43, BEN))
    found = taken(cast, brought(cast, content), compare="sentence")
    within = found.codebook.rounds.get() if found.codebook else None
    assert within is not None
    told = compared(within)
    assert (told.units, told.coders, told.rows[0].cells[0].value) == (2, 2, 0.5)
    assert [(each.yes, each.no) for each in told.disagreements] == [(["Ben"], ["Anna"])]
    assert signed_in(cast.amina).get(within.get_absolute_url()).status_code == 200


def test_the_very_same_file_leads_to_what_came_of_it(cast: Cast) -> None:
    content = project(words(0, 22, ANNA))
    assert brought(cast, content).pk == brought(cast, content, "copy.qdpx").pk


def test_codes_of_the_same_name_in_the_same_place_become_one(cast: Cast) -> None:
    book, [trade] = make_codebook(cast, "trade")
    taken(cast, brought(cast, project(words(0, 22, ANNA))), into=book, name="")
    assert Coding.objects.get().code.parent == trade
    assert Codebook.objects.count() == 1


def test_the_codes_alone_bring_no_words(cast: Cast) -> None:
    taken(cast, brought(cast, project(words(0, 22, ANNA))), what="codebook")
    assert (Code.objects.count(), Source.objects.count(), Coding.objects.count()) == (2, 0, 0)


def test_a_codebook_file_is_taken(cast: Cast) -> None:
    codes = (refi.Code(guid=made_guid(1), name="Water"), refi.Code(guid=made_guid(2), name="Water"))
    taken(cast, brought(cast, write_codebook(refi.Codebook(codes=codes)), "codes.qdc"))
    assert sorted(Code.objects.values_list("name", flat=True)) == ["Water", "Water (2)"]


def test_taking_goes_on_where_it_broke_off(cast: Cast) -> None:
    from imbizo.evidence.imports.projects import take

    found = taken(cast, brought(cast, project(words(0, 22, ANNA))))
    found.state = FileState.TAKING
    found.save()
    take(id=found.pk)
    found.refresh_from_db()
    assert (found.state, Coding.objects.count(), Source.objects.count()) == (FileState.TAKEN, 1, 1)


def test_words_that_stand_elsewhere_are_moved_and_those_in_doubt_listed(cast: Cast) -> None:
    elsewhere = words(0, 11, ANNA, name="Nobody answers them.")
    found = brought(cast, project(words(0, 22, BEN), words(23, 43, BEN), elsewhere))
    taken(cast, found)
    assert [each.quote for each in Coding.objects.filter(coder_name="Anna")] == ["Nobody answers them."]
    assert ("moved", False) in [(each["reason"], each["is_lost"]) for each in found.left_out]


def test_it_can_be_taken_back_whole(cast: Cast) -> None:
    content = project(words(0, 22, ANNA), words(0, 22, BEN))
    found = taken(cast, brought(cast, content), compare="whole")
    making.take_back(project=found, by=cast.amina)
    assert [model.objects.count() for model in (Codebook, Code, Coding, Source)] == [0, 0, 0, 0]
    assert not Link.objects.exists()
    assert brought(cast, content).pk != found.pk


def test_what_was_used_since_cannot_be_taken_back(cast: Cast) -> None:
    found = taken(cast, brought(cast, project(words(0, 22, ANNA))))
    Excerpt.objects.create(source=Source.objects.get(), quote="Shop", programme=cast.programme)
    with pytest.raises(NotNow, match="an excerpt was taken"):
        making.take_back(project=found, by=cast.amina)
    assert Coding.objects.count() == 1


def test_interviews_stay_with_the_partner_until_consent_is_noted(cast: Cast) -> None:
    taken(cast, brought(cast, project(words(0, 22, ANNA))), kind="interview")
    source = Source.objects.get()
    assert (source.interview.consent, source.sharing) == ("none", "itself")


def test_another_partner_doesnt_see_the_file(cast: Cast) -> None:
    found = brought(cast, project())
    assert signed_in(cast.thandi).get(found.get_absolute_url()).status_code in {403, 404}


def _zip(**files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/").replace("_qde", ".qde"), content)
    return kept.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project name="&e;"/>'


@pytest.mark.parametrize(
    ("content", "words_of_it"),
    [
        (b"Not a project at all", "REFI-QDA"),
        (_zip(project_qde=ENTITY), "instructions to fetch"),
        (_zip(project_qde=b"<Project>" + b" " * 3_000_000), "unpacks to more"),
        (_zip(readme=b"hello"), "no project in it"),
        (project()[:200], "damaged"),
    ],
)
def test_a_hostile_or_broken_file_ends_in_a_clear_sentence(
    cast: Cast, content: bytes, words_of_it: str
) -> None:
    found = brought(cast, content)
    assert found.state == FileState.REFUSED
    assert words_of_it in found.problem
    assert not found.file


def test_a_file_that_leads_out_of_the_package_is_listed_and_not_touched(cast: Cast) -> None:
    kept = io.BytesIO(project())
    with zipfile.ZipFile(kept, "a") as package:
        package.writestr("../../evil.txt", "x")
    found = brought(cast, kept.getvalue())
    assert ("unsafe-file", 1) in [(each["reason"], each["count"]) for each in found.left_out]


def test_the_page_takes_it_and_takes_it_back(cast: Cast) -> None:
    found, client = brought(cast, project(words(0, 22, ANNA))), signed_in(cast.amina)
    given = {"what": "all", "name": "Trading", "kind": "report", "compare": ""}
    client.post(found.get_absolute_url(), given)
    found.refresh_from_db()
    assert found.state == FileState.TAKEN
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Take it back" in page
    client.post(f"{found.get_absolute_url()}back/")
    found.refresh_from_db()
    assert (found.state, Coding.objects.count()) == (FileState.UNDONE, 0)


def test_a_name_is_asked_for(cast: Cast) -> None:
    found = brought(cast, project(words(0, 22, ANNA)))
    page = signed_in(cast.amina).post(found.get_absolute_url(), {"what": "all", "kind": "report", "name": ""})
    assert "Give the new codebook a name" in page.content.decode()
