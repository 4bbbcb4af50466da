from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def note_asked(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever has a link to the terms was asked before this was noted, when their last link was made."""
    links = apps.get_model("thread", "PublicLink").objects.filter(purpose="drafting.terms")
    last = links.values("record_id").annotate(at=models.Max("created_at")).values_list("record_id", "at")
    members = apps.get_model("drafting", "ReferenceMember").objects
    for pk, at in last.order_by():
        members.filter(pk=pk).update(asked_at=at)


class Migration(migrations.Migration):
    dependencies = [("drafting", "0001_initial"), ("thread", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="referencemember",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked"),
        ),
        migrations.RunPython(note_asked, migrations.RunPython.noop),
    ]
