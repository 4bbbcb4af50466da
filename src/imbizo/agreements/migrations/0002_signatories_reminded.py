"""When signatories were asked and reminded."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Max


def note_the_asked(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever was asked before was asked when their newest link was made: they too get word and reminders."""
    links = apps.get_model("thread", "PublicLink").objects.filter(
        record_kind="agreements.signatory", purpose="sign", revoked_at=None
    )
    signatories = apps.get_model("agreements", "Signatory").objects
    asked = links.order_by().values_list("record_id").annotate(last=Max("created_at"))
    for signatory, last in asked.iterator():
        signatories.filter(pk=signatory).update(asked_at=last)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("thread", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="signatory",
            name="asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="asked"),
        ),
        migrations.AddField(
            model_name="signatory",
            name="reminded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="reminded"),
        ),
        migrations.RunPython(note_the_asked, migrations.RunPython.noop),
    ]
