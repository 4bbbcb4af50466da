"""Why a round was closed before its day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_measures_reckoned")]

    operations = [
        migrations.AddField(
            model_name="consentround",
            name="closed_early_because",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
