"""The full-text index over `desk_searchentry.tokens`, on each database by its own means.

The tokens are made in Python (`desk.rules.words`), so neither database parses text: SQLite's `ascii` tokeniser parts
them at blanks (everything beyond ASCII is a letter to it), PostgreSQL gets them as an array. Nothing here needs an
extension, and so no superuser. No positions are kept: phrases aren't searched, and the index is a third of the size.

A later migration that makes Django rebuild the table on SQLite (AlterField, RemoveField) must make the triggers anew.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    """CREATE VIRTUAL TABLE desk_searchindex USING fts5(
        tokens, content='desk_searchentry', content_rowid='id', tokenize='ascii', prefix='3 4 5', detail='none')""",
    """CREATE TRIGGER desk_searchindex_insert AFTER INSERT ON desk_searchentry BEGIN
        INSERT INTO desk_searchindex(rowid, tokens) VALUES (new.id, new.tokens);
    END""",
    """CREATE TRIGGER desk_searchindex_delete AFTER DELETE ON desk_searchentry BEGIN
        INSERT INTO desk_searchindex(desk_searchindex, rowid, tokens) VALUES ('delete', old.id, old.tokens);
    END""",
    """CREATE TRIGGER desk_searchindex_update AFTER UPDATE OF tokens ON desk_searchentry WHEN old.tokens <> new.tokens BEGIN
        INSERT INTO desk_searchindex(desk_searchindex, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO desk_searchindex(rowid, tokens) VALUES (new.id, new.tokens);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER desk_searchindex_update",
    "DROP TRIGGER desk_searchindex_delete",
    "DROP TRIGGER desk_searchindex_insert",
    "DROP TABLE desk_searchindex",
)
POSTGRESQL = (
    """CREATE INDEX desk_searchindex ON desk_searchentry USING gin (array_to_tsvector(string_to_array(tokens, ' ')))""",
)
POSTGRESQL_BACK = ("DROP INDEX desk_searchindex",)


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
