"""Programmes that began before there were gateways get the simulator that new ones begin with."""

from decimal import Decimal
from typing import Any

from django.db import migrations


def add_simulators(apps: Any, schema_editor: Any) -> None:
    Programme = apps.get_model("programmes", "Programme")
    Gateway = apps.get_model("messaging", "Gateway")
    for programme in Programme.objects.filter(anonymised_at=None):
        Gateway.objects.create(
            programme=programme,
            name="Practice phones",
            kind="simulator",
            parts_per_second=100,
            cost_per_part=Decimal("0.24"),
            currency=programme.currency,
            can_receive=True,
            reply_cost=0,
            senders=["Imbizo"],
        )


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_gateways_and_outbox")]
    operations = [migrations.RunPython(add_simulators, migrations.RunPython.noop)]
