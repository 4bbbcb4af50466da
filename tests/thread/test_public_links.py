from datetime import timedelta

import pytest
from django.utils import timezone

from imbizo.thread.errors import LinkClosed
from imbizo.thread.models import PublicLink
from imbizo.thread.operations import (
    add_public_links,
    issue_public_link,
    open_public_link,
    revoke_public_links,
)
from tests.cast import Cast

PURPOSE = "own page"


def issue(cast: Cast) -> str:
    return issue_public_link(cast.committee, purpose=PURPOSE, days=7, by=cast.amina)


def test_a_link_opens_its_record(cast: Cast) -> None:
    link = open_public_link(issue(cast), purpose=PURPOSE)
    assert (link.record_kind, link.record_id) == ("programmes.partner", cast.committee.pk)


def test_the_token_is_kept_nowhere(cast: Cast) -> None:
    token = issue(cast)
    assert token not in str(PublicLink.objects.values().get())


def test_a_link_remembers_when_it_was_first_opened(cast: Cast) -> None:
    token = issue(cast)
    first = open_public_link(token, purpose=PURPOSE).opened_at
    assert open_public_link(token, purpose=PURPOSE).opened_at == first


def test_a_link_serves_one_purpose(cast: Cast) -> None:
    token = issue(cast)
    with pytest.raises(LinkClosed):
        open_public_link(token, purpose="poll")


def test_an_expired_link_is_closed(cast: Cast) -> None:
    token = issue(cast)
    PublicLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(LinkClosed):
        open_public_link(token, purpose=PURPOSE)


def test_a_revoked_link_is_closed(cast: Cast) -> None:
    token = issue(cast)
    revoke_public_links(cast.committee, purpose=PURPOSE)
    with pytest.raises(LinkClosed):
        open_public_link(token, purpose=PURPOSE)


def test_a_new_link_closes_the_one_before(cast: Cast) -> None:
    earlier, later = issue(cast), issue(cast)
    assert open_public_link(later, purpose=PURPOSE).record_id == cast.committee.pk
    with pytest.raises(LinkClosed):
        open_public_link(earlier, purpose=PURPOSE)


@pytest.mark.parametrize("guess", ["", "x", "a" * 16, "\x00", "🙂"])
def test_a_guess_opens_nothing_and_learns_nothing(cast: Cast, guess: str) -> None:
    issue(cast)
    with pytest.raises(LinkClosed, match="It may have expired"):
        open_public_link(guess, purpose=PURPOSE)


def test_a_token_has_more_bits_than_anyone_can_guess(cast: Cast) -> None:
    assert len(issue(cast)) * 6 >= 80


def test_a_further_link_leaves_the_one_before_open(cast: Cast) -> None:
    first = issue(cast)
    added = add_public_links([cast.committee, cast.convenor], purpose=PURPOSE, days=7, by=None)
    found = {open_public_link(token, purpose=PURPOSE).record_id for token in (first, *added.values())}
    assert found == {cast.committee.pk, cast.convenor.pk}


def test_revoking_closes_all_that_were_added(cast: Cast) -> None:
    added = add_public_links([cast.committee], purpose=PURPOSE, days=7, by=cast.amina)
    revoke_public_links(cast.committee, purpose=PURPOSE)
    with pytest.raises(LinkClosed):
        open_public_link(added[cast.committee.pk], purpose=PURPOSE)
