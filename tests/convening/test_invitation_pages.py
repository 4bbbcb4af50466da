"""The organiser's pages of the invited."""

from django.urls import reverse

from imbizo.convening.models import Answer, Gathering, Invitation, NoticeWording
from imbizo.convening.states import AnswerWay, InvitationState
from imbizo.messaging.models import Message
from tests.cast import Cast, signed_in
from tests.convening.inviting import invited, person, says, to_come
from tests.convening.making import make_list


def url(name: str, gathering: Gathering, *rest: str) -> str:
    return reverse(f"convening:{name}", args=[gathering.programme.slug, gathering.pk, *rest])


def one(name: str, invitation: Invitation) -> str:
    return reverse(f"convening:{name}", args=[invitation.programme.slug, invitation.pk])


def test_a_list_is_put_on_the_list_by_the_page(cast: Cast) -> None:
    gathering, people = to_come(cast), make_list(cast, person(cast))
    signed_in(cast.amina).post(url("invitations-add", gathering), {"actor_list": str(people.pk)})
    assert gathering.invitations.count() == 1


def test_the_page_shows_the_next_step_and_the_tallies(cast: Cast) -> None:
    gathering = to_come(cast, capacity=3)
    first, _second = invited(cast, gathering, person(cast), person(cast, "Sipho Ndlovu"))
    says(first)
    page = signed_in(cast.amina).get(url("invitations", gathering))
    assert [str(each.value) for each in page.context["figures"]] == ["1 / 3", "1", "1"]
    assert page.context["next"].title == "Wait for answers, or remind them"


def test_invitations_are_looked_at_and_sent(cast: Cast) -> None:
    gathering = to_come(cast)
    signed_in(cast.amina).post(
        url("invitations-add", gathering), {"actor_list": str(make_list(cast, person(cast)).pk)}
    )
    page = signed_in(cast.amina).get(url("invitations-invite", gathering))
    assert len(page.context["previews"]) == 7
    signed_in(cast.amina).post(
        url("invitations-invite", gathering), {"id": page.context["form"]["id"].value()}
    )
    assert Message.objects.filter(source_id=gathering.pk).count() == 1


def test_an_answer_on_the_telephone_is_noted_with_who_noted_it(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    signed_in(cast.amina).post(one("invitation-note", invitation), {"said": "yes", "via": "phone"})
    answer = Answer.objects.get()
    assert (answer.via, answer.by, answer.invitation.state) == (
        AnswerWay.PHONE, cast.amina, InvitationState.ACCEPTED,
    )  # fmt: skip


def test_several_are_withdrawn_with_one_reason(cast: Cast) -> None:
    gathering = to_come(cast)
    made = invited(cast, gathering, person(cast), person(cast, "Sipho Ndlovu"))
    chosen = {"action": "withdraw", "selected": [str(each.pk) for each in made]}
    client = signed_in(cast.amina)
    assert client.post(url("invitations-do", gathering), chosen).status_code == 200
    client.post(url("invitations-do", gathering), chosen | {"because": "Moved"})
    assert set(gathering.invitations.values_list("state", flat=True)) == {InvitationState.WITHDRAWN}


def test_needs_are_totalled_and_exported(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    says(invitation, interpreter="so", children="2", diet="Halal")
    page = signed_in(cast.amina).get(url("invitations-needs", invitation.gathering))
    assert (page.context["needs"].children, page.context["needs"].diets[0].label) == (2, "Halal")
    file = signed_in(cast.amina).get(url("invitations-needs-file", invitation.gathering)).getvalue().decode()
    assert "Interpreter,Somali,1,Thandi Mokoena" in file


def test_a_text_of_its_own_is_kept_and_unknown_words_are_named(cast: Cast) -> None:
    address = url("invitations-text", to_come(cast), "reminder", "en")
    client = signed_in(cast.amina)
    refused = client.post(address, {"subject": "A", "text": "Hello {nobody}"})
    assert "nobody" in str(refused.context["form"].errors["text"])
    client.post(address, {"subject": "A", "text": "Hello {first_name}"})
    assert NoticeWording.objects.get().text == "Hello {first_name}"


def test_letters_are_printed_for_those_whom_nothing_reaches(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast, email=""))
    made = signed_in(cast.amina).post(url("invitations-letters", invitation.gathering))
    invitation.refresh_from_db()
    assert (made.content[:5], invitation.state) == (b"%PDF-", InvitationState.INVITED)


def test_another_partner_finds_no_names(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast, sharing="all"), person(cast))
    assert signed_in(cast.thandi).get(one("invitation", invitation)).status_code in {403, 404}
