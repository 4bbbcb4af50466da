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
LISTS = ("convening:invitations", "convening:invitations-needs", "convening:invitation")


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


def add(rows: Any) -> None:
    """One more of the invited, who comes with a need; one more answer of the first; and one more sending."""
    made, _new = rows.gathering.invitations.get_or_create(actor=rows.person, defaults=rows.here)
    state = {"state": InvitationState.ACCEPTED, "place_number": rows.made, "diet": "Halal"}
    Invitation.objects.filter(pk=made.pk).update(**state)
    if not hasattr(rows, "invitation"):
        rows.invitation = made
    said = {"said": Said.YES, "via": AnswerWay.PHONE, "outcome": AnswerOutcome.SAME, "by": rows.cast.amina}
    Answer.objects.create(invitation=rows.invitation, **said, **rows.here)
    run = {"kind": NoticeKind.REMINDER, "by": rows.cast.amina}
    NoticeRun.objects.create(gathering=rows.gathering, **run, **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The gathering of thirty, and the one who answered thirty times."""
    lists = {name: {"pk": rows.gathering.pk} for name in LISTS}
    return lists | {"convening:invitation": {"pk": rows.invitation.pk}}
