"""Where the pages of the inbox stand."""

from django.urls import reverse
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest
from imbizo.outreach.models import Conversation


def crumbs(request: MemberRequest, conversation: Conversation | None = None) -> list[Link]:
    """The way to a page below the inbox."""
    first = Link(_("Inbox"), reverse("outreach:inbox", args=[request.member.programme.slug]))
    return [first, Link(str(conversation), conversation.get_absolute_url())] if conversation else [first]
