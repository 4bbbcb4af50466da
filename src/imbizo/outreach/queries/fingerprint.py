"""Whether an estimate still holds."""

import hashlib
import json

from django.db.models import Count, Max

from imbizo.actors.models import Register
from imbizo.messaging.models import Suppression
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.texts import texts_of
from imbizo.outreach.queries.ways import ways_of


def fingerprint(campaign: Campaign) -> str:
    """A hash of everything that an estimate counts: texts, audience, prices, the register, who asked us to stop."""
    programme_id = campaign.programme_id
    texts, ways = texts_of(campaign), ways_of(campaign)
    stopped = Suppression.objects.filter(programme_id=programme_id, lifted_at=None)
    said = [
        str(campaign.pk),
        [campaign.purpose, campaign.via, campaign.fallback, campaign.everybody, campaign.conditions],
        sorted(str(pk) for pk in campaign.lists.values_list("pk", flat=True)),
        sorted(str(pk) for pk in campaign.excluded.values_list("pk", flat=True)),
        {language: [body.text, texts.subjects[language].text] for language, body in texts.bodies.items()},
        [texts.neutral, dict(texts.shared)],
        [[str(gateway.pk), str(gateway.prices), gateway.currency] for gateway in ways.all],
        list(Register.objects.filter(programme_id=programme_id).values_list("revision", flat=True)),
        list(stopped.aggregate(Count("pk"), Max("created_at")).values()),
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
