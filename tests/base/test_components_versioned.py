"""Two people with one record open at once: neither loses what they wrote.

Content types stand in for a record of two text fields, groups for one with a choice of many.
"""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict

from imbizo.base.forms.versioned import ThreeWayForm, shown

pytestmark = pytest.mark.django_db


class TypeForm(ThreeWayForm):
    class Meta:
        model = ContentType
        fields = ("app_label", "model")


class GroupForm(ThreeWayForm):
    class Meta:
        model = Group
        fields = ("name", "permissions")


@pytest.fixture
def record() -> ContentType:
    return ContentType.objects.create(app_label="ceres", model="hall")


def _opened(record: ContentType) -> dict[str, str]:
    """The fields of the page as the browser would send them back untouched."""
    form = TypeForm(instance=ContentType.objects.get(pk=record.pk))
    return {name: str(form[name].value()) for name in form.fields}


def _sent(record: ContentType, page: dict[str, str]) -> TypeForm:
    form = TypeForm(page, instance=ContentType.objects.get(pk=record.pk))
    form.is_valid()
    return form


def _they_write(record: ContentType, **fields: str) -> None:
    ContentType.objects.filter(pk=record.pk).update(**fields)


def test_what_only_i_changed_is_to_be_written(record: ContentType) -> None:
    form = _sent(record, _opened(record) | {"model": "school"})
    assert form.changes == {"model": "school"}


def test_an_untouched_page_changes_nothing(record: ContentType) -> None:
    assert _sent(record, _opened(record)).changes == {}


def test_what_only_they_changed_is_kept(record: ContentType) -> None:
    page = _opened(record)
    _they_write(record, app_label="wolseley")
    form = _sent(record, page | {"model": "school"})
    assert (form.cleaned_data["app_label"], form.changes) == ("wolseley", {"model": "school"})


def test_saving_the_form_keeps_their_field_and_mine(record: ContentType) -> None:
    page = _opened(record)
    _they_write(record, app_label="wolseley")
    _sent(record, page | {"model": "school"}).save()
    record.refresh_from_db()
    assert (record.app_label, record.model) == ("wolseley", "school")


def test_the_same_change_by_both_is_fine(record: ContentType) -> None:
    page = _opened(record)
    _they_write(record, model="school")
    form = _sent(record, page | {"model": "school"})
    assert (form.errors, form.changes) == ({}, {})


def test_two_different_changes_are_shown_side_by_side(record: ContentType) -> None:
    page = _opened(record)
    _they_write(record, model="church")
    form = _sent(record, page | {"model": "school"})
    assert [(c.name, c.mine, c.theirs) for c in form.conflicts] == [("model", "school", "church")]


def test_what_was_typed_stays_on_the_page_of_a_conflict(record: ContentType) -> None:
    page = _opened(record)
    _they_write(record, model="church")
    form = _sent(record, page | {"model": "school"})
    assert form["model"].value() == "school"


def _after_conflict(record: ContentType, choice: str) -> TypeForm:
    page = _opened(record)
    _they_write(record, model="church")
    first = _sent(record, page | {"model": "school"})
    again = {name: str(first[name].value()) for name in first.fields}
    return _sent(record, again | {"resolve_model": choice})


def test_choosing_mine_writes_mine(record: ContentType) -> None:
    assert _after_conflict(record, "mine").changes == {"model": "school"}


def test_choosing_theirs_writes_nothing(record: ContentType) -> None:
    form = _after_conflict(record, "theirs")
    assert (form.is_valid(), form.cleaned_data["model"], form.changes) == (True, "church", {})


def test_a_conflict_without_a_choice_is_asked_again(record: ContentType) -> None:
    assert [c.name for c in _after_conflict(record, "").conflicts] == ["model"]


def test_a_choice_holds_only_for_what_was_shown(record: ContentType) -> None:
    page = _opened(record)
    _they_write(record, model="church")
    first = _sent(record, page | {"model": "school"})
    again = {name: str(first[name].value()) for name in first.fields}
    _they_write(record, model="stadium")
    form = _sent(record, again | {"resolve_model": "mine"})
    assert [(c.mine, c.theirs) for c in form.conflicts] == [("school", "stadium")]


def test_a_field_that_they_changed_is_named_beside_the_conflict(record: ContentType) -> None:
    page = _opened(record)
    _they_write(record, app_label="wolseley", model="church")
    form = _sent(record, page | {"model": "school"})
    assert [kept.theirs for kept in form.kept] == ["wolseley"]


@pytest.mark.parametrize("snapshot", ["", "forged", "e30:1:2"])
def test_a_page_whose_note_is_lost_or_forged_saves_nothing(record: ContentType, snapshot: str) -> None:
    form = _sent(record, {"app_label": "x", "model": "y", "snapshot": snapshot})
    assert form.non_field_errors().as_data()[0].code == "snapshot"


def test_the_note_of_another_record_is_refused(record: ContentType) -> None:
    other = ContentType.objects.create(app_label="ceres", model="park")
    form = _sent(record, _opened(other))
    assert form.has_error("__all__", "snapshot")


def test_after_a_lost_note_the_next_press_saves_what_was_typed(record: ContentType) -> None:
    first = _sent(record, {"app_label": "x", "model": "y"})
    again = {name: str(first[name].value()) for name in first.fields}
    assert _sent(record, again).changes == {"app_label": "x", "model": "y"}


def test_the_note_doesnt_repeat_the_text_of_the_record(record: ContentType) -> None:
    _they_write(record, model="a very private hall")
    assert "private" not in _opened(record)["snapshot"]


def _group_page(group: Group, **changed: Any) -> QueryDict:
    form = GroupForm(instance=Group.objects.get(pk=group.pk))
    page = QueryDict(mutable=True)
    page.update({"name": str(form["name"].value()), "snapshot": str(form["snapshot"].value())})
    page.setlist("permissions", [str(p.pk) for p in group.permissions.all()])
    for name, value in changed.items():
        page.setlist(name, value)
    return page


def test_choices_of_many_are_compared_without_their_order() -> None:
    group = Group.objects.create(name="hosts")
    first, second = Permission.objects.all()[:2]
    group.permissions.set([first, second])
    page = _group_page(group, permissions=[str(second.pk), str(first.pk)])
    form = GroupForm(page, instance=group)
    assert (form.is_valid(), form.changes) == (True, {})


def test_their_choice_of_many_is_kept_beside_my_name() -> None:
    group = Group.objects.create(name="hosts")
    page = _group_page(group, name=["guests"])
    group.permissions.set(Permission.objects.all()[:1])
    form = GroupForm(page, instance=Group.objects.get(pk=group.pk))
    assert form.is_valid()
    form.save()
    assert (Group.objects.get(pk=group.pk).name, group.permissions.count()) == ("guests", 1)


def test_values_are_shown_in_the_words_of_the_form() -> None:
    field = GroupForm().fields["permissions"]
    permission = Permission.objects.all()[0]
    assert shown(field, [permission]) == str(permission)
