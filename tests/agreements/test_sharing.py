"""An agreement and its text are read by those with whom they are shared."""

import pytest
from django.urls import reverse

from imbizo.agreements.errors import NotReady
from imbizo.agreements.operations.sharing import share_agreement
from imbizo.agreements.queries import agreements
from imbizo.base.errors import NotAllowed
from imbizo.drafting.queries.seeing import documents
from imbizo.programmes.states import Sharing
from tests.agreements.making import make_agreement
from tests.cast import Cast, signed_in


def test_the_text_of_an_agreement_is_shared_with_it(cast: Cast) -> None:
    agreement, other = make_agreement(cast), cast.thandi
    share_agreement(agreement=agreement, sharing=Sharing.NAMED, partners=[other.partner], by=cast.amina)
    assert list(agreements(other)) == [agreement]
    assert agreement.document in documents(other)


def test_sharing_with_partners_names_at_least_one(cast: Cast) -> None:
    with pytest.raises(NotReady):
        share_agreement(agreement=make_agreement(cast), sharing=Sharing.NAMED, by=cast.amina)


def test_only_the_partner_that_keeps_it_shares_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        share_agreement(agreement=make_agreement(cast), sharing=Sharing.ALL, by=cast.chandra)


def test_who_reads_it_is_chosen_on_a_page(cast: Cast) -> None:
    agreement = make_agreement(cast)
    url = reverse("agreements:agreement-sharing", args=[cast.programme.slug, agreement.pk])
    signed_in(cast.amina).post(url, {"sharing": Sharing.ALL})
    agreement.refresh_from_db()
    assert agreement.sharing == Sharing.ALL
