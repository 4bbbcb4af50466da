"""Writing very many rows at once."""

from imbizo.actors.models import Tag
from imbizo.base import bulk
from imbizo.base.models import new_id
from tests.cast import Cast


def test_rows_are_written_with_their_defaults(cast: Cast) -> None:
    pk = new_id()
    bulk.insert_rows(Tag, ("id", "name"), [(pk, "farm")], programme_id=cast.programme.pk)
    tag = Tag.objects.get()
    assert (tag.pk, tag.name, tag.created_at == tag.updated_at) == (pk, "farm", True)


def test_instances_are_written_as_they_are(cast: Cast) -> None:
    bulk.insert([Tag(programme=cast.programme, name=name) for name in ("farm", "youth")])
    assert list(Tag.objects.values_list("name", flat=True)) == ["farm", "youth"]


def test_rows_are_changed_each_to_its_own_values(cast: Cast) -> None:
    tags = [Tag(programme=cast.programme, name=name) for name in ("farm", "youth")]
    bulk.insert(tags)
    bulk.update_rows(Tag, ("name",), [(tag.name.upper(), tag.pk) for tag in tags])
    assert list(Tag.objects.values_list("name", flat=True)) == ["FARM", "YOUTH"]


def test_nothing_to_write_is_no_error(cast: Cast) -> None:
    bulk.insert([])
    bulk.insert_rows(Tag, ("id", "name"), [], programme_id=cast.programme.pk)
    bulk.update_rows(Tag, ("name",), [])
    assert not Tag.objects.exists()
