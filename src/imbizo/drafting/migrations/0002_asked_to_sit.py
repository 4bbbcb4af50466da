from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafting", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="referencemember",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked"),
        ),
    ]
