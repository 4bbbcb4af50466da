"""Designs: agendas to use again."""

import pytest
from django.urls import reverse

from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.models import Design, Question
from imbizo.convening.operations.agenda_copy import copy_agenda
from imbizo.convening.operations.designs import add_design, change_design
from imbizo.convening.queries.design_files import design_file, design_files
from tests.cast import Cast, signed_in
from tests.convening.making import make_gathering
from tests.convening.planning_the_day import make_design, make_session, titles


def test_each_design_that_comes_with_the_system_fits_into_a_day(cast: Cast) -> None:
    lengths = {file.key: file.minutes for file in design_files()}
    assert sorted(lengths) == [
        "learning-laboratory", "municipal-workshop", "sector-mapping", "team-meeting", "training-day",
    ]  # fmt: skip
    assert max(lengths.values()) <= 480


def test_a_design_begins_from_a_file_with_its_sessions_and_questions(cast: Cast) -> None:
    design = make_design(cast, begun_from=design_file("municipal-workshop"))
    assert (design.template, design.items.count()) == ("municipal-workshop", 10)
    assert Question.objects.filter(item__design=design).count() == 4


def test_a_design_is_copied_with_its_questions_and_stays_apart(cast: Cast) -> None:
    first = make_design(cast)
    make_session(cast, first, "Talk", "What is it like?")
    copy = make_design(cast, name="Copy", begun_from=first)
    make_session(cast, first, "More")
    assert titles(copy) == ["Talk"]
    assert Question.objects.get(item__design=copy).text == "What is it like?"


def test_the_agenda_of_a_gathering_becomes_a_design(cast: Cast) -> None:
    gathering = make_gathering(cast)
    make_session(cast, gathering, "Talk")
    assert titles(make_design(cast, begun_from=gathering)) == ["Talk"]


def test_a_gathering_takes_the_sessions_of_a_design_behind_its_own(cast: Cast) -> None:
    design, gathering = make_design(cast), make_gathering(cast)
    make_session(cast, design, "Talk")
    make_session(cast, gathering, "Tea")
    copy_agenda(design=design, gathering=gathering, by=cast.amina)
    assert titles(gathering) == ["Tea", "Talk"]


def test_the_same_form_sent_twice_makes_one_design(cast: Cast) -> None:
    wanted = new_id()
    for _time in range(2):
        make_design(cast, id=wanted, begun_from=design_file("team-meeting"))
    assert Design.objects.get().items.count() == len(design_file("team-meeting").sessions)  # type: ignore[union-attr]


def test_the_same_id_with_another_name_is_refused(cast: Cast) -> None:
    made = make_design(cast)
    with pytest.raises(Conflict):
        make_design(cast, id=made.pk, name="Another")


def test_another_partner_may_use_a_design_but_not_change_it(cast: Cast) -> None:
    design = make_design(cast)
    with pytest.raises(NotAllowed):
        change_design(design=design, changes={"name": "Ours now"}, by=cast.thandi)
    assert (
        add_design(name="Theirs", kind="workshop", begun_from=design, by=cast.thandi).owner == cast.committee
    )


def test_an_observer_adds_no_design(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_design(name="Mine", kind="workshop", by=cast.chandra)


def test_the_form_begins_with_the_words_of_the_file_in_the_address(cast: Cast) -> None:
    page = signed_in(cast.amina).get(_url(cast, "design-add"), {"begun_from": "file:sector-mapping"})
    assert page.context["form"].initial["name"] == "One-day mapping and strategy session"


def test_a_design_is_added_from_a_file_on_its_page(cast: Cast) -> None:
    given = {
        "id": str(new_id()), "begun_from": "file:training-day", "name": "Ours", "kind": "training", "sharing": "all",
    }  # fmt: skip
    page = signed_in(cast.amina).post(_url(cast, "design-add"), given, follow=True)
    assert page.status_code == 200
    assert Design.objects.get().template == "training-day"


def test_what_two_people_changed_at_once_is_laid_side_by_side(cast: Cast) -> None:
    design = make_design(cast)
    client, url = signed_in(cast.amina), _url(cast, "design-edit", design.pk)
    drawn = client.get(url).context["form"]
    given = {"name": "Mine", "kind": "workshop", "purpose": "", "snapshot": drawn["snapshot"].value()}
    change_design(design=design, changes={"name": "Theirs"}, by=cast.bo)
    page = client.post(url, given)
    assert [each.theirs for each in page.context["form"].conflicts] == ["Theirs"]


def test_a_design_kept_to_itself_is_not_found_by_others(cast: Cast) -> None:
    design = make_design(cast, sharing="itself")
    assert signed_in(cast.thandi).get(_url(cast, "design", design.pk)).status_code == 404


def test_a_design_is_shared_on_its_page(cast: Cast) -> None:
    design = make_design(cast, sharing="itself")
    signed_in(cast.amina).post(_url(cast, "design-sharing", design.pk), {"sharing": "all"})
    assert signed_in(cast.thandi).get(_url(cast, "design", design.pk)).status_code == 200


def _url(cast: Cast, name: str, *rest: object) -> str:
    return reverse(f"convening:{name}", args=[cast.programme.slug, *rest])
