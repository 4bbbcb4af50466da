from datetime import UTC

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_the_day(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Letters of before are taken to name the day that their gathering has now: nothing else is known of them."""
    letters = apps.get_model("convening", "Telling").objects.select_related("gathering")
    for letter in letters.exclude(gathering__starts_at=None, gathering__state="planned").iterator():
        starts_at = letter.gathering.starts_at
        is_off = letter.gathering.state == "called_off"
        letter.names_day = "off" if is_off else starts_at.astimezone(UTC).isoformat() if starts_at else ""
        letter.save(update_fields=["names_day"])


class Migration(migrations.Migration):
    dependencies = [
        ("convening", "0003_reserves_move_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="telling",
            name="names_day",
            field=models.CharField(blank=True, default="", editable=False, max_length=40),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_day, migrations.RunPython.noop),
    ]
