"""Every upward hook, a page for each part of the site: who below is told what by whom above.

Imports point down the map; where an app below needs one above, it offers a hook, and it is bound here.
"""

from imbizo.config.wiring import duties, gatherings, journey, messages, navigation, people, programmes, texts


def bind() -> None:
    """Called once, when all apps are loaded."""
    # Bottom up: a person's page and file tell of the parts in this order.
    for part in (navigation, programmes, messages, gatherings, people, texts, journey, duties):
        part.bind()
