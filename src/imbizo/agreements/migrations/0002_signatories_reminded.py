"""When signatories were asked and reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

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
    ]
