"""Tables that are made at once are the tables that their operations would make one by one."""

from importlib import import_module

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from imbizo.base.schema import TablesAtOnce, make_tables_at_once

HEN_AND_EGG = [
    migrations.CreateModel("Hen", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel(
        "Egg",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("laid_by", models.ForeignKey("Hen", models.CASCADE)),
        ],
    ),
    migrations.AddField("Hen", "hatched_from", models.ForeignKey("Egg", models.CASCADE, null=True)),
    migrations.AddIndex("Egg", models.Index(fields=["laid_by"], name="eggs_by_hen")),
]
AT_ONCE = TablesAtOnce(HEN_AND_EGG)


def after(operation: migrations.operations.base.Operation, state: ProjectState) -> ProjectState:
    new = state.clone()
    operation.state_forwards("yard", new)
    return new


def constraints(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


def test_the_models_are_those_of_one_operation_after_the_other() -> None:
    state = ProjectState()
    for operation in HEN_AND_EGG:
        state = after(operation, state)
    assert after(AT_ONCE, ProjectState()).models == state.models


@pytest.mark.django_db(transaction=True)
def test_tables_that_refer_to_each_other_are_made_with_their_indexes_and_taken_away() -> None:
    empty, full = ProjectState(), after(AT_ONCE, ProjectState())
    with connection.schema_editor() as editor:
        AT_ONCE.database_forwards("yard", editor, empty, full)
    indexed = "eggs_by_hen" in constraints("yard_egg")
    with connection.schema_editor() as editor:
        AT_ONCE.database_backwards("yard", editor, full, empty)
    left = [table for table in connection.introspection.table_names() if table.startswith("yard_")]
    assert (indexed, left) == (True, [])


def test_the_first_migration_of_gatherings_makes_its_tables_at_once() -> None:
    """Whoever generates it anew wraps its operations again: `[schema.TablesAtOnce([...])]`."""
    migration = import_module("imbizo.convening.migrations.0001_initial").Migration
    assert [type(operation) for operation in migration.operations] == [TablesAtOnce]


def planned(*operations: migrations.operations.base.Operation) -> list[str]:
    """The operations that a migration with these carries out, by name."""
    migration = migrations.Migration("0001_initial", "yard")
    vars(migration)["operations"] = list(operations)
    make_tables_at_once([(migration, False)])
    return [type(operation).__name__ for operation in migration.operations]


def test_whatever_only_makes_tables_makes_them_together() -> None:
    assert planned(*HEN_AND_EGG) == ["TablesAtOnce"]


def test_a_migration_that_touches_a_table_of_before_goes_step_by_step() -> None:
    to_before = migrations.AddField("Yard", "fence", models.BooleanField(default=False))
    assert planned(HEN_AND_EGG[0], to_before) == ["CreateModel", "AddField"]


def test_a_migration_that_writes_rows_goes_step_by_step() -> None:
    rows = migrations.RunPython(migrations.RunPython.noop)
    assert planned(HEN_AND_EGG[0], rows) == ["CreateModel", "RunPython"]
