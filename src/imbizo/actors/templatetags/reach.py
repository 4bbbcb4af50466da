"""How a contact point reads on a page: an icon, a link that dials or writes, and what it can't do."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imbizo.actors.models import ContactPoint
from imbizo.actors.rules import reason_words
from imbizo.actors.states import ContactState, NumberKind
from imbizo.base.templatetags.look import icon, state_badge
from imbizo.messaging.states import Channel

register = template.Library()

_ICONS = {
    Channel.SMS: "device-mobile",
    Channel.PHONE: "phone",
    Channel.EMAIL: "mail",
    Channel.WHATSAPP: "message",
    Channel.POST: "map-pin",
}
_BADGES = {ContactState.DOUBTFUL: "doubtful"}


@register.simple_tag
def reach_icon(contact: ContactPoint) -> SafeString:
    """The icon of the channel."""
    return icon(_ICONS[Channel(contact.channel)], 20)


@register.simple_tag
def reach_link(contact: ContactPoint) -> SafeString | str:
    """The number to tap, or the address to write to; plain text where neither is possible."""
    if contact.channel == Channel.EMAIL and contact.address:
        return format_html('<a href="mailto:{0}">{0}</a>', contact.address)
    if contact.address.startswith("+"):
        return format_html('<a href="tel:{0}">{0}</a>', contact.address)
    return str(contact)


@register.simple_tag
def reach_kind(contact: ContactPoint) -> str:
    """What it is, and what it can't do: "landline: can't get SMS"."""
    if contact.channel != Channel.PHONE or not contact.number_kind:
        return str(contact.get_channel_display())
    kind = str(contact.get_number_kind_display())
    if contact.number_kind == NumberKind.MOBILE:
        return _("%(kind)s, calls only") % {"kind": kind}
    return _("%(kind)s: can't get SMS") % {"kind": kind}


@register.simple_tag
def reach_state(contact: ContactPoint) -> SafeString:
    """How it stands, and why."""
    label, why = str(contact.get_state_display()), reason_words(contact.reason)
    return state_badge(_BADGES.get(ContactState(contact.state), "bad"), f"{label}: {why}" if why else label)
