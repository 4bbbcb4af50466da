"""Amounts on pages: what is known in words, what isn't as "not known", and a bar beside it."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.outreach.queries.spending import Amount, Line
from imbizo.outreach.rules.amounts import in_words

register = template.Library()


@register.simple_tag
def amount(value: Decimal, currency: str) -> str:
    """An amount with its currency."""
    return in_words(value, currency)


@register.simple_tag
def spent(sum_: Amount, currency: str) -> SafeString:
    """What messages cost together; "not known" where no price is, and how many have none where some do."""
    if not sum_.is_known:
        return format_html('<span class="quiet-text">{}</span>', _("not known"))
    if not sum_.unknown:
        return format_html('<span class="nowrap">{}</span>', in_words(sum_.cost, currency))
    words = ngettext(
        "and %(count)s message without a price", "and %(count)s messages without a price", sum_.unknown
    )
    text = in_words(sum_.cost, currency)
    return format_html(
        '<span class="nowrap">{}</span><small>{}</small>', text, words % {"count": f"{sum_.unknown:n}"}
    )


@register.simple_tag
def share(line: Line, lines: Iterable[Line]) -> SafeString | str:
    """A bar: the line's cost beside the dearest one of its currency. The number stands before it."""
    most = max((each.spent.cost for each in lines if each.currency == line.currency), default=Decimal(0))
    if not most:
        return ""
    return format_html(
        '<progress class="amount" value="{}" max="{}" aria-hidden="true"></progress>',
        f"{line.spent.cost:.4f}",
        f"{most:.4f}",
    )


@register.filter
def counted_exactly(value: int) -> str:
    """A number to the last one, in groups of three: bookkeepers add them up."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
