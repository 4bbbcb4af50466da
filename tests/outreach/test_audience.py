"""Whom a campaign reaches, by which way, and why not the others."""

from typing import Any

import pytest

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_contact, add_members, create_list
from imbizo.actors.operations.consent import object_to, record_basis
from imbizo.actors.states import Basis, Purpose
from imbizo.messaging.operations import suppress
from imbizo.messaging.states import SuppressionReason
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations.campaigns import set_wording
from imbizo.outreach.queries.audience import Audience, Reach
from imbizo.outreach.states import Outside
from tests.cast import Cast
from tests.outreach.people import campaign, fresh_number, reachable


def only(made: Campaign) -> Reach:
    """How the one person of an audience is reached."""
    (reach,) = [reach for chunk in Audience(made).walk() for reach in chunk]
    return reach


def outsides(made: Campaign) -> dict[Any, str]:
    return {reach.actor_id: reach.outside for chunk in Audience(made).walk() for reach in chunk}


def test_a_mobile_number_is_reached_by_sms(cast: Cast) -> None:
    reachable(cast.amina, number="060 000 0123")
    reach = only(campaign(cast.amina))
    assert (reach.channel, reach.address, reach.outside) == ("sms", "+27600000123", "")


def test_who_prefers_mail_gets_mail(cast: Cast) -> None:
    actor = reachable(cast.amina)
    add_contact(actor=actor, channel="email", raw="t@example.org", by=cast.amina, is_preferred=True)
    assert only(campaign(cast.amina)).channel == "email"


def test_without_a_preference_sms_comes_before_mail(cast: Cast) -> None:
    reachable(cast.amina, email="t@example.org", number=fresh_number())
    assert only(campaign(cast.amina)).channel == "sms"


def test_who_has_no_mobile_number_gets_mail(cast: Cast) -> None:
    actor = reachable(cast.amina, email="t@example.org")
    add_contact(actor=actor, channel="phone", raw="021 000 0123", by=cast.amina, is_preferred=True)
    assert only(campaign(cast.amina)).channel == "email"


def test_by_sms_alone_who_has_only_mail_is_left_out(cast: Cast) -> None:
    reachable(cast.amina, email="t@example.org")
    assert only(campaign(cast.amina, via="sms")).outside == Outside.NO_NUMBER


def test_a_number_of_another_partner_is_none_here(cast: Cast) -> None:
    actor = reachable(cast.amina, number="", email="t@example.org", sharing="all")
    made = campaign(cast.thandi)
    assert (actor.sharing, only(made).outside) == ("all", Outside.NO_NUMBER)


def test_who_is_not_shared_with_the_partner_is_not_in_its_audience(cast: Cast) -> None:
    reachable(cast.amina)
    assert Audience(campaign(cast.thandi)).ids() == []


def test_without_a_basis_nobody_is_written_to(cast: Cast) -> None:
    reachable(cast.amina)
    assert only(campaign(cast.amina, purpose=Purpose.INVITATION)).outside == Outside.NO_BASIS


def test_for_marketing_only_consent_is_a_basis(cast: Cast) -> None:
    actor = reachable(cast.amina)
    made = campaign(cast.amina, purpose=Purpose.DIRECT_MARKETING)
    before = only(made).outside
    record_basis(actors=[actor], purpose=Purpose.DIRECT_MARKETING, basis=Basis.CONSENT, by=cast.amina)
    assert (before, only(made).outside) == (Outside.NO_BASIS, "")


def test_who_objects_to_the_purpose_is_left_out(cast: Cast) -> None:
    actor = reachable(cast.amina)
    object_to(actor=actor, purpose=Purpose.SERVICE, how="by phone", by=cast.amina)
    assert only(campaign(cast.amina)).outside == Outside.OBJECTED


def test_who_is_handled_in_person_is_left_out(cast: Cast) -> None:
    reachable(cast.amina, handle_in_person=True, in_person_reason="the king")
    assert only(campaign(cast.amina)).outside == Outside.IN_PERSON


def stop(cast: Cast, *addresses: tuple[str, str], reason: str = SuppressionReason.STOP) -> None:
    suppress(programme=cast.programme, addresses=addresses, reason=SuppressionReason(reason), by=cast.amina)


def test_who_stopped_sms_may_still_get_mail_where_people_choose(cast: Cast) -> None:
    reachable(cast.amina, number="+27600000123", email="t@example.org")
    stop(cast, ("sms", "+27600000123"))
    reaches = [only(campaign(cast.amina, via=via)) for via in ("preference", "sms")]
    assert [(reach.channel, reach.outside) for reach in reaches] == [("email", ""), ("", Outside.SUPPRESSED)]


def test_who_stopped_one_number_is_not_written_to_at_the_other(cast: Cast) -> None:
    actor = reachable(cast.amina, number="+27600000123")
    add_contact(actor=actor, channel="sms", raw=fresh_number(), by=cast.amina)
    stop(cast, ("sms", "+27600000123"))
    assert only(campaign(cast.amina)).outside == Outside.SUPPRESSED


def test_an_address_that_does_not_exist_leaves_the_other(cast: Cast) -> None:
    actor = reachable(cast.amina, email="old@example.org")
    add_contact(actor=actor, channel="email", raw="new@example.org", by=cast.amina)
    stop(cast, ("email", "old@example.org"), reason=SuppressionReason.BOUNCED)
    assert only(campaign(cast.amina)).address == "new@example.org"


def unsafe(cast: Cast) -> Actor:
    actor = reachable(cast.amina, number="", email="x@example.org")
    actor.contacts.all().delete()
    add_contact(
        actor=actor, channel="sms", raw=fresh_number(), by=cast.amina, is_unsafe=True, safe_when="mornings"
    )
    return actor


def test_an_unsafe_number_gets_neutral_text(cast: Cast) -> None:
    unsafe(cast)
    cast.programme.contact_number = "021 000 0000"
    cast.programme.save()
    made = campaign(cast.amina)
    audience = Audience(made)
    (reach,) = next(audience.walk())
    assert audience.text(reach) == "Please phone 021 000 0000 when it suits you."


def test_a_safe_address_is_chosen_before_an_unsafe_one(cast: Cast) -> None:
    add_contact(actor=unsafe(cast), channel="email", raw="t@example.org", by=cast.amina)
    reach = only(campaign(cast.amina))
    assert (reach.channel, reach.is_neutral) == ("email", False)


def test_marketing_never_goes_to_an_unsafe_number(cast: Cast) -> None:
    actor = unsafe(cast)
    record_basis(actors=[actor], purpose=Purpose.DIRECT_MARKETING, basis=Basis.CONSENT, by=cast.amina)
    assert only(campaign(cast.amina, purpose=Purpose.DIRECT_MARKETING)).outside == Outside.UNSAFE


def test_a_number_of_two_gets_one_neutral_text(cast: Cast) -> None:
    first, second = (reachable(cast.amina, given, number="+27600000123") for given in ("Ayanda", "Bongi"))
    assert outsides(campaign(cast.amina)) == {first.pk: "", second.pk: Outside.TWICE}


def test_the_language_is_the_persons_first_that_has_a_text(cast: Cast) -> None:
    reachable(cast.amina, language="so", other_languages=["sw", "xh"])
    made = campaign(cast.amina)
    before = only(made).language
    set_wording(campaign=made, language="xh", text="Ubambano: siyadibana.", by=cast.amina)
    assert (before, only(made).language) == ("en", "xh")


def test_who_lacks_a_word_of_the_text_is_left_out(cast: Cast) -> None:
    reachable(cast.amina)
    reach = only(campaign(cast.amina, "Ubambano: dear {title} {surname}"))
    assert (reach.outside, reach.missing) == (Outside.INCOMPLETE, ("title",))


def test_a_word_with_something_in_its_place_leaves_nobody_out(cast: Cast) -> None:
    reachable(cast.amina)
    made = campaign(cast.amina, "Ubambano: dear {title|friend} {surname}")
    assert Audience(made).text(only(made)) == "Ubambano: dear friend Moyo"


def test_lists_and_a_filter_together_less_those_left_out(cast: Cast) -> None:
    one, two, three, _other = (reachable(cast.amina, given) for given in ("Ayanda", "Bongi", "Chipo", "Dudu"))
    on_list = create_list(name="Ours", by=cast.amina)
    add_members(actor_list=on_list, actors=[one, two], by=cast.amina)
    hostile = create_list(name="Not them", by=cast.amina, conditions={"q": "Bongi"})
    made = campaign(
        cast.amina, everybody=False, lists=[on_list], excluded=[hostile], conditions={"q": "Chipo"}
    )
    assert outsides(made) == {one.pk: "", two.pk: Outside.EXCLUDED, three.pk: ""}


def test_a_list_that_the_owner_no_longer_sees_reaches_nobody(cast: Cast) -> None:
    theirs = create_list(name="Theirs", by=cast.thandi, sharing="all")
    actor = reachable(cast.thandi, sharing="all")
    add_members(actor_list=theirs, actors=[actor], by=cast.thandi)
    made = campaign(cast.amina, everybody=False, lists=[theirs])
    before = Audience(made).ids()
    theirs.sharing = "itself"
    theirs.save()
    assert (before, Audience(made).ids()) == ([actor.pk], [])


def test_going_on_begins_behind_the_last_actor(cast: Cast) -> None:
    ids = sorted(reachable(cast.amina, given).pk for given in ("Ayanda", "Bongi", "Chipo"))
    found = [reach.actor_id for chunk in Audience(campaign(cast.amina)).walk(ids[0]) for reach in chunk]
    assert found == ids[1:]


def test_the_number_of_queries_does_not_grow_with_the_audience(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for given in ("Ayanda", "Bongi", "Chipo", "Dudu"):
        reachable(cast.amina, given)
    audience = Audience(campaign(cast.amina, "Dear {name} of {organisation|us}"))
    ids = audience.ids()
    with django_assert_num_queries(7):
        audience.look(ids)


@pytest.mark.parametrize("text", ["We meet on Monday.", "Dear {name}, we meet on Monday."])
def test_a_text_that_does_not_name_its_sender_is_given_its_name(cast: Cast, text: str) -> None:
    reachable(cast.amina)
    made = campaign(cast.amina, text)
    assert Audience(made).text(only(made)).startswith("Ubambano: ")


def test_marketing_says_how_to_end_it(cast: Cast) -> None:
    actor = reachable(cast.amina)
    record_basis(actors=[actor], purpose=Purpose.DIRECT_MARKETING, basis=Basis.CONSENT, by=cast.amina)
    made = campaign(cast.amina, "Ubambano: give!", purpose=Purpose.DIRECT_MARKETING)
    assert Audience(made).text(only(made)) == "Ubambano: give! STOP to end"
