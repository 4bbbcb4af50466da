"""The final text is signed in turn, electronically and on paper, and takes effect by its own rule."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.agreements.errors import BadCode, NotNow, NotReady, OtherText, OutOfTurn
from imbizo.agreements.models import AdoptionPath, AdoptionStep, Agreement, Resolution, Signatory, SigningFile
from imbizo.agreements.operations import electronic, signatories
from imbizo.agreements.operations.asking_to_sign import ask_to_sign, remind_due
from imbizo.agreements.operations.signing import begin_signing, decline, take_back_signing
from imbizo.agreements.operations.signing_codes import LASTS, check_code
from imbizo.agreements.operations.verifying import judge
from imbizo.agreements.queries.signing import standing
from imbizo.agreements.states import AgreementState, SignatoryState, SignWay, StepState
from imbizo.base.documents.signing import authority as certificates
from imbizo.base.documents.signing import signatures
from imbizo.base.documents.signing.errors import AnotherSignedMeanwhile, NotOurFile
from imbizo.base.errors import NotAllowed
from imbizo.desk.models import Notification
from imbizo.messaging.models import Message
from imbizo.thread.models import AuditEntry
from tests.agreements.making import make_clause
from tests.agreements.signing_it import (
    begun,
    code_for,
    content,
    make_ready,
    name_signatory,
    newest,
    scan,
    sign,
    sign_paper,
)
from tests.cast import Cast
from tests.convening.making import keep_no_quiet_hours


def test_signing_begins_with_a_file_that_nobody_has_signed(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    file = newest(agreement)
    assert (agreement.state, file.signatures, nomsa.field, piet.field) == (
        AgreementState.SIGNING, 0, "signature-1", "signature-2",
    )  # fmt: skip


def test_signing_does_not_begin_before_each_party_has_named_enough(cast: Cast) -> None:
    agreement = make_ready(cast)
    name_signatory(cast, agreement.parties.all()[0])
    with pytest.raises(NotReady, match="Langeberg"):
        begin_signing(agreement=agreement, by=cast.amina)


def test_signing_does_not_begin_while_a_clause_is_open_again(cast: Cast) -> None:
    agreement = make_ready(cast)
    make_clause(agreement, is_reopened=True)
    with pytest.raises(NotReady):
        begin_signing(agreement=agreement, by=cast.amina)


def test_a_resolution_on_another_text_holds_up_signing(cast: Cast) -> None:
    agreement = make_ready(cast)
    first, second = agreement.parties.all()
    name_signatory(cast, first)
    name_signatory(cast, second)
    here = {"programme": cast.programme}
    path = AdoptionPath.objects.create(party=first, institution=first.institution, **here)
    step = AdoptionStep.objects.create(path=path, kind="council", **here)
    Resolution.objects.create(
        step=step, outcome="adopted", decided_on=timezone.localdate(), text_hash="0" * 64, **here
    )
    with pytest.raises(OtherText, match="Witzenberg"):
        begin_signing(agreement=agreement, by=cast.amina)


def test_only_those_who_decide_for_its_keeper_begin_signing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        begin_signing(agreement=make_ready(cast), by=cast.thandi)


def test_who_signs_stays_once_signing_has_begun(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    with pytest.raises(NotNow):
        signatories.change_signatory(signatory=nomsa, changes={"name": "Somebody"}, by=cast.amina)


def test_somebody_who_signs_on_paper_can_still_be_added(cast: Cast) -> None:
    agreement, _nomsa, _piet = begun(cast)
    added = name_signatory(cast, agreement.parties.all()[0], "Sipho Zulu", way=SignWay.PAPER)
    with pytest.raises(NotNow):
        name_signatory(cast, agreement.parties.all()[0], "Anele Mbeki")
    assert added.way == SignWay.PAPER


def test_signing_can_be_taken_back_until_somebody_has_signed(cast: Cast) -> None:
    agreement, _nomsa, _piet = begun(cast)
    take_back_signing(agreement=agreement, by=cast.amina)
    agreement.refresh_from_db()
    assert (agreement.state, SigningFile.objects.count()) == (AgreementState.AGREED, 0)


def test_signing_begun_anew_makes_its_file_anew(cast: Cast) -> None:
    agreement, _nomsa, _piet = begun(cast)
    take_back_signing(agreement=agreement, by=cast.amina)
    assert begin_signing(agreement=agreement, by=cast.amina).signatures == 0


def test_the_file_holds_after_each_signature_and_takes_effect_with_the_last(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    sign(nomsa)
    one = judge(agreement, newest(agreement))
    sign(piet)
    both = judge(agreement, newest(agreement))
    agreement.refresh_from_db()
    assert (one.passes, both.passes, [each.covers_all for each in both.signatures]) == (
        True,
        True,
        [False, True],
    )
    assert (agreement.state, agreement.took_effect_on) == (
        AgreementState.IN_EFFECT,
        timezone.localdate(timezone=cast.programme.zone),
    )


def test_who_comes_before_their_turn_is_told_who_signs_first(cast: Cast) -> None:
    _agreement, _nomsa, piet = begun(cast)
    with pytest.raises(OutOfTurn, match="Nomsa Dlamini"):
        sign(piet)


def test_a_wrong_code_signs_nothing(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    right = code_for(nomsa)
    with pytest.raises(BadCode):
        sign(nomsa, code=f"{(int(right) + 1) % 1_000_000:06d}")
    assert newest(agreement).signatures == 0


def test_a_code_that_was_tried_five_times_opens_nothing_any_more(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    right = code_for(nomsa)
    for _try in range(5):
        with pytest.raises(BadCode):
            sign(nomsa, code="none")
    with pytest.raises(BadCode):
        sign(nomsa, code=right)


def test_a_wrong_try_makes_a_code_last_no_longer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _agreement, nomsa, _piet = begun(cast)
    right, sent_at = code_for(nomsa), time.time()
    monkeypatch.setattr(time, "time", lambda: sent_at + LASTS - 60)
    with pytest.raises(BadCode):
        check_code(signatory=nomsa, code="none")
    monkeypatch.setattr(time, "time", lambda: sent_at + LASTS + 60)
    with pytest.raises(BadCode):
        check_code(signatory=nomsa, code=right)


def test_one_code_does_not_sign_for_somebody_else(cast: Cast) -> None:
    _agreement, nomsa, piet = begun(cast)
    code = code_for(piet)
    with pytest.raises(BadCode):
        sign(nomsa, code=code)


def test_who_read_the_file_before_another_signed_it_signs_the_newest(cast: Cast) -> None:
    agreement = make_ready(cast)
    first, second = agreement.parties.all()
    nomsa, piet = name_signatory(cast, first), name_signatory(cast, second, "Piet Fourie")
    begin_signing(agreement=agreement, by=cast.amina)
    for each in (nomsa, piet, agreement):
        each.refresh_from_db()
    read, code = newest(agreement).digest, code_for(piet)
    sign(nomsa)
    with pytest.raises(AnotherSignedMeanwhile):
        sign(piet, onto=read, code=code)
    assert sign(piet, code=code).after == newest(agreement).digest


def test_a_file_with_many_signatures_is_judged_before_anybody_opens_its_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(electronic, "MANY", 1)
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    file = newest(agreement)
    file.file.storage.delete(str(file.file.name))  # Nothing is left to be judged now.
    assert judge(agreement, file).passes


def test_a_button_pressed_twice_is_one_signature(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    first, second = sign(nomsa), sign(nomsa)
    assert (first, newest(agreement).signatures) == (second, 1)


def test_the_certificate_says_that_it_is_an_ordinary_signature(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    (signature,) = judge(agreement, newest(agreement)).signatures
    assert (signature.signer, signature.organisation, signature.ordinary) == (
        "Nomsa Dlamini", "Witzenberg Municipality", True,
    )  # fmt: skip


def test_two_of_three_sign_for_a_party_and_the_third_is_not_needed(cast: Cast) -> None:
    agreement = make_ready(cast, effect_rule="some", effect_needed=1)
    first, second = agreement.parties.all()
    first.signatures_needed = 2
    first.save()
    people = [name_signatory(cast, first, name) for name in ("Ann One", "Ben Two", "Cat Three")]
    name_signatory(cast, second, "Piet Fourie", turn=2)
    begin_signing(agreement=agreement, by=cast.amina)
    for each in people:
        each.refresh_from_db()
    sign(people[0])
    sign(people[2])
    with pytest.raises(NotNow, match="as many as it needs"):
        sign(people[1])
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.IN_EFFECT


def test_the_last_signature_ends_the_party_s_path(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    party, here = nomsa.party, {"programme": cast.programme}
    path = AdoptionPath.objects.create(party=party, institution=party.institution, **here)
    step = AdoptionStep.objects.create(path=path, kind="signed", **here)
    signed = sign(nomsa)
    step.refresh_from_db()
    on = signed.signed_at.astimezone(cast.programme.zone).date()
    assert (step.state, step.done_on) == (StepState.DONE, on)


def test_who_declines_says_why_and_the_party_is_short(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    with pytest.raises(NotReady):
        decline(signatory=nomsa, because=" ", by=None)
    decline(signatory=nomsa, because="The budget isn't approved.", by=None)
    nomsa.refresh_from_db()
    first = standing(agreement).parties[0]
    assert (nomsa.state, first.is_short, first.is_complete) == (SignatoryState.DECLINED, True, False)


def test_the_link_goes_by_message_where_the_register_knows_an_address(cast: Cast) -> None:
    keep_no_quiet_hours(cast.programme)
    _agreement, nomsa, _piet = begun(cast)
    link, is_on_its_way = ask_to_sign(signatory=nomsa, by=cast.amina)
    message = Message.objects.get(recipient_id=nomsa.actor_id)
    assert (is_on_its_way, link in message.text) == (message.state == "waiting", True)


def test_whoever_was_asked_is_reminded_each_week_and_nobody_else(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    now = timezone.now()
    before = remind_due(now)
    ask_to_sign(signatory=nomsa, by=cast.amina, at=now)
    days = [remind_due(now + timedelta(days=days)) for days in (6, 8, 9, 16, 120)]
    assert (before, days) == (0, [0, 1, 0, 1, 0])


def test_whose_turn_comes_gets_word_of_it_and_who_signed_none(cast: Cast) -> None:
    keep_no_quiet_hours(cast.programme)
    _agreement, nomsa, piet = begun(cast)
    for each in (nomsa, piet):
        ask_to_sign(signatory=each, by=cast.amina)
    early = remind_due(timezone.now())
    sign(nomsa)
    found = [remind_due(timezone.now()) for _minute in range(2)]
    last = Message.objects.filter(purpose="service").latest("pk")
    assert (early, found, last.recipient_id) == (0, [1, 0], piet.actor_id)


def test_the_code_stands_in_no_trail(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    code = code_for(nomsa)
    sign(nomsa, code=code)
    assert not [each for each in AuditEntry.objects.all() if code in str(each.changes)]


def test_paper_counts_as_electronic_does(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    sign(nomsa)
    sign_paper(cast, piet, scan=scan(), is_initialled=True)
    agreement.refresh_from_db()
    assert (agreement.state, piet.signature.way, piet.signature.witnesses) == (
        AgreementState.IN_EFFECT, SignWay.PAPER, ["Fatou Ndiaye"],
    )  # fmt: skip


def test_a_paper_with_the_hash_of_another_text_is_not_taken(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    with pytest.raises(OtherText):
        sign_paper(cast, nomsa, text_hash="0" * 16)


def test_a_paper_signed_tomorrow_or_without_a_witness_is_not_taken(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    for wrong in ({"signed_on": timezone.localdate() + timedelta(days=2)}, {"witnesses": [" "]}):
        with pytest.raises(NotReady):
            sign_paper(cast, nomsa, **wrong)


def test_a_scan_that_is_no_picture_and_no_pdf_is_not_taken(cast: Cast) -> None:
    _agreement, nomsa, _piet = begun(cast)
    with pytest.raises(NotReady) as refused:
        sign_paper(cast, nomsa, scan=scan(b"MZ a program"))
    assert refused.value.field == "scan"


def _elsewhere(agreement: Agreement, signatory: Signatory, issued: datetime | None = None) -> bytes:
    """The newest file, signed with a certificate that we never issued."""
    at = timezone.now()
    theirs = certificates.found("Somebody else", at=at - timedelta(days=40))
    credential = certificates.issue(theirs, name="Nomsa Dlamini", at=issued or at, lasts=timedelta(days=2))
    told: dict[str, Any] = {"name": "Nomsa Dlamini", "capacity": "", "reason": "", "location": ""}
    return signatures.sign(content(agreement), signatory.field, credential, at=at, **told)


def test_a_certificate_of_their_own_counts_once_somebody_has_checked_it(cast: Cast) -> None:
    agreement, nomsa, _piet = begun(cast)
    made = electronic.bring_back(signatory=nomsa, content=_elsewhere(agreement, nomsa))
    before = (
        made.is_trusted,
        standing(agreement).parties[0].is_complete,
        judge(agreement, newest(agreement)).passes,
    )
    electronic.trust(signature=made, by=cast.amina)
    after = (standing(agreement).parties[0].is_complete, judge(agreement, newest(agreement)).passes)
    assert (before, after) == ((False, False, False), (True, True))


def test_a_file_of_ours_that_was_signed_in_another_box_is_not_taken(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    with pytest.raises(NotOurFile):
        electronic.bring_back(signatory=nomsa, content=_elsewhere(agreement, piet))


def test_a_certificate_that_had_expired_is_not_taken(cast: Cast) -> None:
    from imbizo.agreements.errors import BadSignature

    agreement, nomsa, _piet = begun(cast)
    expired = _elsewhere(agreement, nomsa, issued=timezone.now() - timedelta(days=30))
    with pytest.raises(BadSignature, match="expired"):
        electronic.bring_back(signatory=nomsa, content=expired)
    assert newest(agreement).signatures == 0


def test_members_hear_when_it_takes_effect_and_keepers_when_somebody_signs(cast: Cast) -> None:
    agreement, nomsa, piet = begun(cast)
    sign(nomsa)
    sign(piet)
    told = Notification.objects.filter(member=cast.amina).exclude(verb="join")
    found = sorted(told.values_list("verb", "subject_id"), key=str)
    assert found == sorted([("sign", nomsa.pk), ("sign", piet.pk), ("take_effect", agreement.pk)], key=str)
