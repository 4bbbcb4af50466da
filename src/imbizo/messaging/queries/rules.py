"""What a programme decided about its messages."""

from imbizo.messaging.models import SendingRules
from imbizo.messaging.rules.gate import Daily
from imbizo.programmes.models import Programme


def sending_rules(programme: Programme) -> SendingRules:
    """The programme's rules; where it decided nothing, a row that isn't saved, with the defaults."""
    found = SendingRules.objects.filter(programme=programme).first()
    return found or SendingRules(programme=programme)


def daily_hours(programme: Programme) -> Daily:
    """From when until when the programme's ordinary messages leave: from inclusive, until exclusive."""
    rules = sending_rules(programme)
    return rules.hours_from, rules.hours_until
