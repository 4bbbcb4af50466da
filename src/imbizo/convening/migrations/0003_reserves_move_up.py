from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("convening", "0002_certificates_again"),
    ]

    operations = [
        # In draws of before, reserves go on being moved up by hand: nobody was told otherwise.
        migrations.AddField(
            model_name="selection",
            name="moves_up",
            field=models.BooleanField(default=False, verbose_name="reserves move up by themselves"),
        ),
        migrations.AlterField(
            model_name="selection",
            name="moves_up",
            field=models.BooleanField(default=True, verbose_name="reserves move up by themselves"),
        ),
    ]
