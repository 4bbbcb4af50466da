"""How far each measure is by its parts is kept beside it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from imbizo.calc.progress import Measure, progress


def _reckon(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = list(apps.get_model("agreements", "Measure").objects.all())
    percents = _percents(row for row in rows if row.state != "stopped")
    for row in rows:
        row.reached = percents.get(str(row.pk), row.progress)
        row.save(update_fields=["reached"])


def _percents(rows: Iterable[Any]) -> dict[str, Any]:
    known = [
        Measure(
            str(row.pk),
            str(row.parent_id) if row.parent_id else None,
            None if row.progress is None else Decimal(row.progress),
            Decimal(row.weight),
        )
        for row in rows
    ]
    return {key: found.percent for key, found in progress(known).items()}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_signatories_reminded")]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="reached",
            field=models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=5, null=True),
        ),
        migrations.RunPython(_reckon, migrations.RunPython.noop),
    ]
