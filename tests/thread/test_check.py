from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from imbizo.actors.models import Actor
from imbizo.convening.models import Input
from imbizo.evidence.models import InTheme
from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.operations import link
from imbizo.thread.queries.check import faults, orphans
from imbizo.thread.registry import ForeignPair, JoiningRow
from imbizo.thread.states import Relation
from tests.cast import Cast
from tests.convening.making import make_gathering
from tests.desk.people import person
from tests.evidence.making import make_theme


@pytest.fixture(autouse=True)
def _merges_stand_beside_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_pairs", [])
    monkeypatch.setattr(registry, "_rows", [])
    registry.register_pair(ForeignPair(Actor, "merged_into", Relation.MERGED_FROM, "source"))


def merged(cast: Cast) -> tuple[Actor, Actor]:
    survivor, absorbed = person(cast.amina, "Survivor"), person(cast.amina, "Absorbed")
    Actor.objects.filter(pk=absorbed.pk).update(merged_into=survivor, state="merged")
    return survivor, absorbed


def told() -> list[str]:
    return [fault.what for fault in faults()]


def test_a_foreign_key_with_its_link_agrees(cast: Cast) -> None:
    survivor, absorbed = merged(cast)
    link(survivor, absorbed, Relation.MERGED_FROM, by=cast.amina)
    assert told() == []


def test_a_foreign_key_without_its_link_is_a_fault(cast: Cast) -> None:
    _survivor, absorbed = merged(cast)
    (fault,) = faults()
    assert (fault.what, fault.count, fault.example) == (
        "actors.Actor.merged_into without its link",
        1,
        absorbed.pk,
    )


def test_a_link_whose_end_is_gone_is_a_fault(cast: Cast) -> None:
    link(person(cast.amina, "One"), gone := person(cast.amina, "Gone"), Relation.INFORMS, by=cast.amina)
    Actor.objects.filter(pk=gone.pk).delete()
    assert told() == ["links whose source (actors.actor) is gone"]


def test_a_link_to_no_registered_kind_is_a_fault(cast: Cast) -> None:
    link(person(cast.amina, "One"), person(cast.amina, "Two"), Relation.INFORMS, by=cast.amina)
    Link.objects.update(record_kind="gone.kind")
    assert told() == ["links whose record is of no registered kind"]


def test_the_command_ends_with_an_error_where_something_disagrees(cast: Cast) -> None:
    merged(cast)
    with pytest.raises(CommandError, match="don't agree"):
        call_command("check_thread", stdout=StringIO(), stderr=StringIO())


def test_the_command_says_when_all_agrees(cast: Cast) -> None:
    out = StringIO()
    call_command("check_thread", stdout=out)
    assert out.getvalue() == "The thread agrees with the records.\n"


def test_words_under_a_code_without_their_link_are_a_fault(cast: Cast) -> None:
    registry.register_row(JoiningRow(InTheme, "theme_id", "input_id", Relation.INFORMS))
    given = Input.objects.create(
        programme=cast.programme, gathering=make_gathering(cast), text="A clinic.", via="scribe"
    )
    theme = make_theme(cast)
    InTheme.objects.create(programme=cast.programme, theme=theme, input=given)
    before = told()
    link(theme, given, Relation.INFORMS, by=cast.amina)
    assert (before, told()) == (["evidence.InTheme.input without its link"], [])


def test_a_theme_that_goes_back_to_nothing_is_an_orphan_and_no_fault(cast: Cast) -> None:
    theme, out = make_theme(cast), StringIO()
    call_command("check_thread", "--orphans", stdout=out)
    assert out.getvalue().splitlines() == [
        f"Goes back to nothing: 1 × evidence.theme, e.g. {theme.pk}",
        "The thread agrees with the records.",
    ]


def test_a_withdrawn_theme_is_no_orphan(cast: Cast) -> None:
    make_theme(cast, state="withdrawn", withdrawn_because="Said twice.")
    assert list(orphans()) == []
