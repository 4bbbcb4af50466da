"""How many, said as people say it: never counted beyond what a page can wait for."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

COUNT_LIMIT = 10_000


def count_text(count: int) -> str:
    """The number with its thousands apart; "more than 10,000" above the limit, where lists stop counting."""
    if count > COUNT_LIMIT:
        return _("more than %(count)s") % {"count": number_format(COUNT_LIMIT, force_grouping=True)}
    return number_format(count, force_grouping=True)
