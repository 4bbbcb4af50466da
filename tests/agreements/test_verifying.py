"""A copy is what the parties signed, an earlier state of it, or it is refused, with words."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.agreements.models import Agreement, Signature, SigningAuthority
from imbizo.agreements.operations.authority import in_use, retire, revoke
from imbizo.agreements.operations.verifying import Standing, judge, moved_here, verify_copy, verify_hash
from imbizo.base.documents.signing import authority as certificates
from imbizo.thread.operations import audit
from tests.agreements.signing_it import begun, content, newest, scan, sign, sign_paper, text_of
from tests.cast import Cast, signed_in
from tests.signing import stamped


def _standing(agreement: Agreement, copy: bytes) -> str:
    return verify_copy(agreement=agreement, content=copy).standing


def test_the_file_as_it_stands_passes(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    sign(nomsa)
    sign(piet)
    found = verify_copy(agreement=agreement, content=content(agreement))
    assert (found.standing, found.signed, found.of, found.reasons) == (Standing.NEWEST, 2, 2, ())


def test_an_earlier_state_is_called_so_with_its_signatures(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    unsigned = content(agreement)
    sign(nomsa)
    one = content(agreement)
    sign(piet)
    found = verify_copy(agreement=agreement, content=one)
    assert (found.standing, found.signed, _standing(agreement, unsigned)) == (
        Standing.EARLIER, 1, Standing.UNSIGNED,
    )  # fmt: skip


def test_a_copy_stamped_after_signing_is_refused_with_words(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    found = verify_copy(agreement=agreement, content=stamped(content(agreement)))
    assert (
        found.standing,
        "Something was added to this file after the last signature." in found.reasons,
    ) == (
        Standing.CHANGED,
        True,
    )


def test_a_copy_changed_by_one_byte_is_refused_wherever_it_is(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    good = content(agreement)
    for place in range(20, len(good), len(good) // 12):
        spoilt = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        assert not verify_copy(agreement=agreement, content=spoilt).is_good


def test_a_copy_without_the_newest_signature_but_with_more_bytes_is_refused(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    unsigned = content(agreement)
    sign(nomsa)
    assert _standing(agreement, unsigned + b"\n") == Standing.CHANGED


def test_what_is_no_pdf_is_not_a_copy_of_ours(cast: Cast) -> None:
    agreement, _nomsa, _piet = begun(cast)
    assert _standing(agreement, b"Dear parties") == Standing.UNKNOWN


def test_the_hash_of_the_text_and_of_a_scan_are_known(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    signed = sign_paper(cast, nomsa, scan=scan())
    found = [verify_hash(agreement=agreement, digest=each).standing for each in (
        text_of(agreement).text_hash.upper(), signed.scan_digest, "0" * 64, "",
    )]  # fmt: skip
    assert found == [Standing.TEXT, Standing.COUNTERPART, Standing.UNKNOWN, Standing.UNKNOWN]


def test_before_signing_nothing_is_a_copy(cast: Cast) -> None:
    from tests.agreements.signing_it import make_ready

    assert _standing(make_ready(cast), b"%PDF-1.7") == Standing.UNKNOWN


def test_a_certificate_revoked_before_it_signed_spoils_the_file(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    signed = sign(nomsa)
    assert judge(agreement, newest(agreement)).passes
    revoke(serial=signed.serial, because="Their phone was stolen.", at=signed.signed_at - timedelta(hours=1))
    found = verify_copy(agreement=agreement, content=content(agreement))
    assert (found.standing, "revoked when the signature was made" in " ".join(found.reasons)) == (
        Standing.CHANGED,
        True,
    )


def test_a_certificate_revoked_after_it_signed_is_noted_and_refuses_nothing(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    signed = sign(nomsa)
    revoke(serial=signed.serial, because="Their phone was stolen.", at=timezone.now() + timedelta(hours=1))
    found = verify_copy(agreement=agreement, content=content(agreement))
    assert (found.is_good, len(found.notes)) == (True, 1)


def test_what_a_retired_authority_signed_stays_good(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    sign(nomsa)
    retire()
    sign(piet)
    assert (judge(agreement, newest(agreement)).passes, SigningAuthority.objects.count()) == (True, 2)


def test_anybody_may_have_the_certificate_that_other_programs_need(cast: Cast, client: Client) -> None:
    _agreement, nomsa, _piet = begun(cast)
    url = reverse("agreements:signing-authority")
    before = client.get(url).status_code
    made = sign(nomsa)
    root = client.get(url).content.decode()
    assert (before, certificates.is_issued_by(made.certificate, root)) == (404, True)


def test_what_was_signed_on_another_site_holds_here_unless_it_was_revoked_there(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    made = sign(nomsa)
    SigningAuthority.objects.all().delete()
    before = judge(agreement, newest(agreement)).passes
    page = signed_in(cast.amina).get(reverse("agreements:signing", args=[cast.programme.slug, agreement.pk]))
    audit("revoke_certificate", [made], by=None)
    after = judge(agreement, newest(agreement)).passes
    assert (before, page.context["has_moved"], after) == (True, True, False)


def test_a_signature_that_came_without_its_certificate_spoils_no_other(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    Signature.objects.update(certificate="")
    assert (moved_here(agreement), judge(agreement, newest(agreement)).passes) == ([], True)


def test_that_a_revocation_isn_t_known_is_said_no_longer_than_five_minutes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    key = SigningAuthority.objects.get().sealed_key
    SigningAuthority.objects.update(sealed_key="sealed with a secret that is lost")
    before = judge(agreement, newest(agreement)).notes
    SigningAuthority.objects.update(sealed_key=key)
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert (len(before), judge(agreement, newest(agreement)).notes) == (1, ())


def test_an_authority_in_its_second_half_is_followed_by_another(cast: Cast) -> None:
    old = in_use(at=timezone.now() - certificates.ISSUES_FOR - timedelta(days=1))
    new = in_use()
    old.refresh_from_db()
    assert (old.retired_at is not None, new.retired_at, new == old) == (True, None, False)


def test_the_key_is_sealed_in_the_database() -> None:
    assert "PRIVATE KEY" not in in_use().sealed_key


test_the_key_is_sealed_in_the_database = pytest.mark.django_db(test_the_key_is_sealed_in_the_database)


def _said(*words: str, **options: str) -> str:
    out = StringIO()
    call_command("signing_authority", *words, stdout=out, **options)
    return out.getvalue()


def test_an_operator_sees_revokes_and_retires(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    assert "none yet" in _said("show")
    signed = sign(nomsa)
    _said("revoke", signed.serial, "--because", "Phone stolen")
    shown = _said("show")
    assert (signed.serial in shown, "Phone stolen" in shown, "Retired" in _said("retire")) == (
        True,
        True,
        True,
    )


def test_an_operator_can_t_revoke_what_was_never_issued(cast: Cast) -> None:
    with pytest.raises(CommandError, match="No signature"):
        _said("revoke", "abcdef", "--because", "Phone stolen")
