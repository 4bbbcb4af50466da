"""What the pages of agreements share: an address in the member's programme."""

from django.urls import reverse

from imbizo.base.web import MemberRequest


def address(request: MemberRequest, name: str, *rest: object) -> str:
    """The address of a page of agreements in the member's programme."""
    return reverse(f"agreements:{name}", args=[request.member.programme.slug, *rest])
