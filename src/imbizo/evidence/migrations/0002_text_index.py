"""The full-text index over `evidence_textpage.words`, on each database by its own means; as `desk` has its own.

The words are folded in Python (`evidence.rules.words`), so neither database parses text: SQLite's `ascii` tokeniser
parts them at blanks, PostgreSQL gets them as an array. Rows are written and deleted, never changed.

A later migration that makes Django rebuild the table on SQLite (AlterField, RemoveField) must make the triggers anew.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    """CREATE VIRTUAL TABLE evidence_textindex USING fts5(
        words, content='evidence_textpage', content_rowid='id', tokenize='ascii', prefix='3 4', detail='none')""",
    """CREATE TRIGGER evidence_textindex_insert AFTER INSERT ON evidence_textpage BEGIN
        INSERT INTO evidence_textindex(rowid, words) VALUES (new.id, new.words);
    END""",
    """CREATE TRIGGER evidence_textindex_delete AFTER DELETE ON evidence_textpage BEGIN
        INSERT INTO evidence_textindex(evidence_textindex, rowid, words) VALUES ('delete', old.id, old.words);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER evidence_textindex_delete",
    "DROP TRIGGER evidence_textindex_insert",
    "DROP TABLE evidence_textindex",
)
POSTGRESQL = (
    "CREATE INDEX evidence_textindex ON evidence_textpage USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)
POSTGRESQL_BACK = ("DROP INDEX evidence_textindex",)


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
