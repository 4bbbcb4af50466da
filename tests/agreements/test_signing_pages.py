"""The pages of signing: for members, and for signatories without an account."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from imbizo.agreements.models import Agreement, Signatory
from imbizo.agreements.states import AgreementState, SignatoryState
from tests.agreements.signing_it import (
    begun,
    code_for,
    content,
    make_ready,
    newest,
    scan,
    sign,
    sign_paper,
    text_of,
    token_of,
)
from tests.cast import Cast, signed_in


def _page(agreement: Agreement, name: str = "signing") -> str:
    return reverse(f"agreements:{name}", args=[agreement.programme.slug, agreement.pk])


def _open(signatory: Signatory, name: str = "sign") -> str:
    return reverse(f"agreements:{name}", args=[token_of(signatory)])


def test_a_member_names_signatories_and_begins(cast: Cast) -> None:
    agreement = make_ready(cast)
    client, here = signed_in(cast.amina), cast.programme.slug
    for party in agreement.parties.all():
        url = reverse("agreements:signatory-add", args=[here, party.pk])
        form_id = client.get(url).context["form"]["id"].value()
        data = {
            "id": form_id,
            "name": "Nomsa Dlamini",
            "office": "Mayor",
            "turn": 1,
            "way": "paper",
            "actor": "",
        }
        assert client.post(url, data).status_code == 302
    client.post(_page(agreement, "signing-begin"))
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNING


def test_the_page_says_whose_turn_it_is_and_that_the_file_holds(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    page = signed_in(cast.amina).get(_page(agreement)).content.decode()
    assert ("Next: Piet Fourie signs" in page, "The file holds: 1 signature is in it" in page) == (True, True)


def test_wrong_codes_stay_counted_so_that_nobody_guesses_one(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    client, url, right = Client(), _open(nomsa), code_for(nomsa)
    data = {"onto": newest(agreement).digest, "declares": "on", "place": "Ceres"}
    for _try in range(5):
        client.post(url, data | {"code": "no"})
    page = client.post(url, data | {"code": right}).content.decode()
    nomsa.refresh_from_db()
    assert (nomsa.state, "Not signed yet" in page) == (SignatoryState.WAITING, True)


def test_another_partner_doesn_t_see_what_is_kept_to_itself(cast: Cast) -> None:
    agreement, _nomsa, _piet = begun(cast)
    client = signed_in(cast.thandi)
    found = [
        client.get(_page(agreement, name)).status_code
        for name in ("signing", "signing-file", "signing-check")
    ]
    assert found == [404, 404, 404]


def test_a_signatory_reads_gets_a_code_and_signs(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    client, url = Client(), _open(nomsa)
    assert text_of(agreement).text_hash in client.get(url).content.decode()
    data = {"onto": newest(agreement).digest, "declares": "on", "place": "Ceres", "code": code_for(nomsa)}
    client.post(url, data)
    nomsa.refresh_from_db()
    assert (nomsa.state, nomsa.signature.place) == (SignatoryState.SIGNED, "Ceres")


def test_the_button_sends_a_code_to_the_registered_number_without_showing_it(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    client = Client()
    client.post(_open(nomsa, "sign-code"))
    page = client.get(_open(nomsa)).content.decode()
    assert nomsa.actor is not None
    assert ("+27 82" in page, nomsa.actor.contacts.get().address in page) == (True, False)


def test_a_link_copied_to_somebody_whose_turn_it_isn_t_says_who_signs_first(cast: Cast) -> None:
    agreement, _nomsa, piet = begun(cast)
    client, url = Client(), _open(piet)
    data = {"onto": newest(agreement).digest, "declares": "on", "place": "Ceres", "code": code_for(piet)}
    page = client.post(url, data).content.decode()
    assert ("Before you: Nomsa Dlamini." in page, newest(agreement).signatures) == (True, 0)


def test_who_signs_on_a_page_that_is_behind_is_shown_the_newest_file(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    read = newest(agreement).digest
    sign(nomsa)
    data = {"onto": read, "declares": "on", "place": "Ceres", "code": code_for(piet)}
    response = Client().post(_open(piet), data)
    page = response.content.decode()
    assert ("Another signatory has signed" in page, f'value="{newest(agreement).digest}"' in page) == (
        True,
        True,
    )


def test_a_link_that_nobody_made_opens_nothing(cast: Cast) -> None:
    begun(cast)
    client = Client()
    assert [
        client.get(reverse(f"agreements:{name}", args=["made-up"])).status_code
        for name in ("sign", "sign-decline", "sign-bring-back", "sign-file")
    ] == [404, 404, 404, 404]


def test_a_signatory_declines_with_a_reason(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    Client().post(_open(nomsa, "sign-decline"), {"because": "Council hasn't met."})
    nomsa.refresh_from_db()
    assert (nomsa.state, nomsa.declined_because) == (SignatoryState.DECLINED, "Council hasn't met.")


def test_the_file_brought_back_without_a_signature_is_refused_with_words(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    file = SimpleUploadedFile("mou.pdf", content(agreement), content_type="application/pdf")
    page = Client().post(_open(nomsa, "sign-bring-back"), {"file": file}).content.decode()
    assert "carries no new signature" in page


@pytest.mark.parametrize("name", ["sign", "sign-decline", "sign-bring-back"])
def test_the_page_of_a_signatory_is_light(cast: Cast, name: str) -> None:
    _agreement, nomsa, _piet = begun(cast)
    page = Client().get(_open(nomsa, name)).content
    assert (len(page) < 30_000, b"<script" in page) == (True, False)


def test_a_member_notes_a_signature_on_paper_with_its_scan(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    client = signed_in(cast.amina)
    url = reverse("agreements:signatory-paper", args=[cast.programme.slug, nomsa.pk])
    data = {
        "id": client.get(url).context["form"]["id"].value(),
        "signed_on": text_of(agreement).published_at.astimezone(cast.programme.zone).date().isoformat(),
        "place": "Ceres",
        "witnesses": "Fatou Ndiaye\nSipho Zulu",
        "text_hash": text_of(agreement).text_hash[:16],
        "scan": scan(),
    }
    client.post(url, data)
    nomsa.refresh_from_db()
    assert nomsa.signature.witnesses == ["Fatou Ndiaye", "Sipho Zulu"]


def test_a_scan_is_served_to_its_keeper_alone(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    signed = sign_paper(cast, nomsa, scan=scan())
    url = reverse("agreements:signature-scan", args=[cast.programme.slug, signed.pk])
    found = [signed_in(each).get(url).status_code for each in (cast.amina, cast.thandi)]
    assert found == [200, 404]


def test_a_member_checks_a_copy(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    file = SimpleUploadedFile("mou.pdf", content(agreement), content_type="application/pdf")
    page = signed_in(cast.amina).post(_page(agreement, "signing-check"), {"file": file}).content.decode()
    assert "as it stands now, unchanged" in page


def test_a_counterpart_prints_for_one_party(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    response = signed_in(cast.amina).get(
        _page(agreement, "signing-counterpart"), {"party": str(nomsa.party_id)}
    )
    assert response.content.startswith(b"%PDF-")
