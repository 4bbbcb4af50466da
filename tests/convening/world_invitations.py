"""One invitation that was answered, with what was sent and worded for it."""

from typing import Any

from imbizo.convening.models import Answer, Invitation, NoticeRun, NoticeWording
from imbizo.convening.operations.invitations import LINK_PURPOSE
from imbizo.convening.states import AnswerOutcome, AnswerWay, InvitationState, NoticeKind, Said
from imbizo.thread.operations import add_public_links
from tests.convening.making import make_person

_OF_GATHERING = "invitations invitations-add invitations-invite invitations-remind invitations-news"
_MORE = "invitations-do invitations-needs invitations-needs-file invitations-letters"
PRIVATE = {
    **{f"convening:{name}": {"pk": "gathering"} for name in f"{_OF_GATHERING} {_MORE}".split()},
    "convening:invitation": {"pk": "guest"},
    "convening:invitation-note": {"pk": "guest"},
    "convening:invitation-needs": {"pk": "guest"},
    "convening:invitation-substitute": {"pk": "guest"},
    "convening:invitation-offer": {"pk": "guest"},
    "convening:invitations-texts": {"pk": "gathering", "kind": "invitation_kind"},
    "convening:invitations-text": {"pk": "gathering", "kind": "invitation_kind", "language": "language"},
}
OPEN: dict[str, dict[str, str]] = {"convening:answer": {"token": "answer_token"}}
LISTS = ("convening:invitations",)


def fill(world: Any) -> None:
    """Sipho was invited to the workshop and said yes on the telephone."""
    person = make_person(world.cast, "Sipho Dlamini", number="060 000 0001")
    world.guest = Invitation.objects.create(
        gathering=world.gathering,
        actor=person,
        state=InvitationState.ACCEPTED,
        place_number=1,
        **world.here,
    )
    world.invitation_answer = Answer.objects.create(
        invitation=world.guest,
        said=Said.YES,
        via=AnswerWay.PHONE,
        outcome=AnswerOutcome.TAKEN,
        by=world.cast.amina,
        **world.here,
    )
    world.notice_run = NoticeRun.objects.create(
        gathering=world.gathering, kind=NoticeKind.INVITATION, to=[str(world.guest.pk)], **world.here
    )
    world.notice_wording = NoticeWording.objects.create(
        gathering=world.gathering, kind=NoticeKind.NEWS, language="en", text="New: {when}", **world.here
    )
    world.invitation_kind, world.language = NoticeKind.INVITATION.value, "en"
    tokens = add_public_links([world.guest], purpose=LINK_PURPOSE, days=30, by=None)
    world.answer_token = tokens[world.guest.pk]


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The gathering of thirty; the day's part puts them on its list."""
    return {name: {"pk": rows.gathering.pk} for name in LISTS}
