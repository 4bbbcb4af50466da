"""The pages of agreements: made from a strategy, negotiated, agreed, read and verified by anybody."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.operations import add_actor
from imbizo.actors.states import Form
from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import Agreement, ConsentRound, Party, Position
from imbizo.agreements.operations.agreements import make_agreement as make
from imbizo.agreements.operations.asking import issue_links
from imbizo.agreements.operations.clauses import reopen
from imbizo.agreements.operations.meetings import record_meeting
from imbizo.agreements.operations.parties import add_party, withdraw_party
from imbizo.agreements.operations.rounds import open_round
from imbizo.agreements.queries.clauses import standing
from imbizo.agreements.states import AgreementState
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.thread.models import AuditEntry, Link
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party
from tests.cast import Cast, signed_in
from tests.drafting.making import make_document, make_section


def _memorandum(cast: Cast) -> Agreement:
    """With two parties and one clause."""
    agreement = make_agreement(cast)
    make_clause(agreement)
    for name in ("Witzenberg Municipality", "Cape Winelands District"):
        make_party(agreement, make_institution(cast, name))
    return agreement


def _opened(cast: Cast, **rules: object) -> ConsentRound:
    given = {"deadline": timezone.now() + timedelta(days=7), "by": cast.amina, **rules}
    return open_round(agreement=_memorandum(cast), **given)  # type: ignore[arg-type]  # any rules


def _url(cast: Cast, name: str, *rest: object) -> str:
    return reverse(f"agreements:{name}", args=[cast.programme.slug, *rest])


def _link_of(row: ConsentRound, party: Party) -> str:
    return urlsplit(issue_links(row, [party], by=None)[party.pk]).path


def _page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_memorandum_is_made_from_the_template_and_the_chosen_sections(cast: Cast) -> None:
    strategy = make_document(cast)
    chosen = make_section(strategy, "A desk in each town hall helps newcomers.", title="Help desks")
    made = make(title="Memorandum", strategy=strategy, sections=[chosen], by=cast.amina)
    kinds = [each.clause.kind for each in standing(made)]
    assert kinds == [
        "parties", "purpose", "commitment", "roles", "governance", "funding", "data", "disputes", "duration",
        "review", "signature",
    ]  # fmt: skip


def test_a_clause_remembers_the_section_of_the_strategy_that_it_was_made_from(cast: Cast) -> None:
    strategy = make_document(cast)
    chosen = make_section(strategy, "A desk in each town hall helps newcomers.")
    made = make(title="Memorandum", strategy=strategy, sections=[chosen], by=cast.amina)
    clause = made.clauses.get(kind="commitment")
    links = Link.objects.filter(record_id__in=[clause.pk, clause.section_id])
    assert set(links.values_list("relation", "source_id")) == {
        ("commits_to", clause.section_id),
        ("informs", chosen.pk),
    }


def test_making_it_twice_by_one_form_makes_one(cast: Cast) -> None:
    one = new_id()
    first = make(title="Memorandum", by=cast.amina, id=one)
    assert make(title="Memorandum", by=cast.amina, id=one) == first


def test_only_those_who_prepare_agreements_make_one(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        make(title="Memorandum", by=cast.chandra)


def test_it_is_made_on_two_pages(cast: Cast) -> None:
    strategy = make_document(cast)
    chosen = make_section(strategy, "A desk in each town hall.")
    client, query = signed_in(cast.amina), f"?kind=mou&strategy={strategy.pk}"
    assert strategy.title in _page(client, _url(cast, "agreement-make"))
    form = {"id": new_id(), "title": "Memorandum", "sections": [chosen.pk]}
    answer = client.post(_url(cast, "agreement-fill") + query, form)
    assert answer["Location"] == Agreement.objects.get().get_absolute_url()


def test_a_protocol_has_a_checklist(cast: Cast) -> None:
    made = make(title="Protocol", kind="protocol", by=cast.amina)
    client = signed_in(cast.amina)
    client.post(_url(cast, "agreement-checklist", made.pk), {"done-roles": "on", "note-roles": "Clause 3"})
    made.refresh_from_db()
    assert made.checklist["roles"] == {"done": True, "note": "Clause 3"}


def test_an_institution_is_a_party_once(cast: Cast) -> None:
    agreement, district = make_agreement(cast), make_institution(cast, "Cape Winelands District")
    add_party(agreement=agreement, institution=district, by=cast.amina)
    with pytest.raises(Conflict):
        add_party(agreement=agreement, institution=district, by=cast.amina)


def test_a_person_is_no_party(cast: Cast) -> None:
    person = add_actor(form=Form.PERSON, name="Sipho Dlamini", by=cast.amina)
    with pytest.raises(NotReady):
        add_party(agreement=make_agreement(cast), institution=person, by=cast.amina)


def test_what_all_agreed_on_in_a_room_is_the_text_subject_to_council(cast: Cast) -> None:
    agreement = _memorandum(cast)
    record = record_meeting(agreement=agreement, parties=list(agreement.parties.all()), by=cast.amina)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.text, record.capacity) == (
        AgreementState.AGREED,
        record.text,
        "subject",
    )


def test_what_one_party_agreed_on_isnt_agreed_by_all(cast: Cast) -> None:
    agreement = _memorandum(cast)
    record_meeting(agreement=agreement, parties=[agreement.parties.all()[0]], by=cast.amina)
    agreement.refresh_from_db()
    assert (agreement.state, standing(agreement)[0].is_agreed) == (AgreementState.DRAFTING, False)


def test_a_clause_that_a_council_opens_again_is_open_for_all(cast: Cast) -> None:
    agreement = _memorandum(cast)
    record_meeting(agreement=agreement, parties=list(agreement.parties.all()), by=cast.amina)
    reopen(clauses=agreement.clauses.all(), because="Only with funding.", by=cast.amina)
    agreement.refresh_from_db()
    assert (agreement.state, standing(agreement)[0].words) == (AgreementState.DRAFTING, "opened again")


def test_a_meeting_is_noted_on_a_page(cast: Cast) -> None:
    agreement = _memorandum(cast)
    form = {"id": new_id(), "agreed_on": timezone.localdate(), "capacity": "subject"}
    form["parties"] = [each.pk for each in agreement.parties.all()]
    signed_in(cast.amina).post(_url(cast, "meeting-add", agreement.pk), form)
    page = _page(signed_in(cast.amina), agreement.get_absolute_url())
    assert "agreed at the meeting, subject to council" in page


def test_an_official_answers_without_an_account(cast: Cast) -> None:
    row = _opened(cast)
    party = row.agreement.parties.all()[0]
    url = _link_of(row, party)
    client = Client()
    assert "The parties shall meet quarterly." in _page(client, url)
    client.post(
        url, {"said_by": "T. Jacobs", "capacity": "subject", "stance-whole": "consent", "version-whole": 1}
    )
    assert Position.objects.get().said_by == "T. Jacobs"


def test_an_objection_without_a_reason_comes_back_with_what_was_typed(cast: Cast) -> None:
    row = _opened(cast)
    party = row.agreement.parties.all()[0]
    url = _link_of(row, party)
    form = {"said_by": "T. Jacobs", "capacity": "official", "stance-whole": "object", "version-whole": 1}
    page = Client().post(url, form).content.decode()
    assert ("need a reason" in page, "T. Jacobs" in page, Position.objects.count()) == (True, True, 0)


def test_the_link_of_a_party_that_withdrew_is_closed(cast: Cast) -> None:
    row = _opened(cast)
    party = row.agreement.parties.all()[0]
    url = _link_of(row, party)
    withdraw_party(party=party, because="No budget.", on=timezone.localdate(), by=cast.amina)
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("name", ["round", "party", "clause", "agreement", "activity", "file", "thread"])
def test_what_was_said_shows_nowhere_while_it_is_hidden(cast: Cast, name: str) -> None:
    row = _opened(cast)
    party, clause = row.agreement.parties.all()[0], row.agreement.clauses.get()
    url = _link_of(row, party)
    key = clause.pk.hex
    form = {"said_by": "T.", "capacity": "official", f"stance-{key}": "block", f"version-{key}": 1}
    Client().post(url, {**form, f"reason-{key}": "Unfunded nonsense"})
    slug = cast.programme.slug
    pages = {
        "round": row.get_absolute_url(),
        "party": party.get_absolute_url(),
        "clause": clause.get_absolute_url(),
        "agreement": row.agreement.get_absolute_url(),
        "activity": reverse("desk:activity", args=[slug]),
        "file": _url(cast, "round-positions", row.pk),
        "thread": reverse("desk:thread", args=[slug, "agreements.party", party.pk]),
    }
    shown = signed_in(cast.amina).get(pages[name]).getvalue()
    assert (Position.objects.count(), b"Unfunded" in shown, b"blocks" in shown) == (1, False, False)


def test_the_trail_never_tells_what_a_party_said(cast: Cast) -> None:
    row = _opened(cast)
    party = row.agreement.parties.all()[0]
    url = _link_of(row, party)
    Client().post(
        url, {"said_by": "T.", "capacity": "official", "stance-whole": "consent", "version-whole": 1}
    )
    assert AuditEntry.objects.get(verb="speak").changes == {}


def test_a_member_enters_a_position_on_a_partys_behalf(cast: Cast) -> None:
    row = _opened(cast)
    party = row.agreement.parties.all()[0]
    form = {"via": "letter", "said_by": "The mayor", "capacity": "subject"}
    form |= {"stance-whole": "consent", "version-whole": "1"}
    signed_in(cast.amina).post(_url(cast, "position-enter", row.pk, party.pk), form)
    said = Position.objects.get()
    assert (said.via, said.said_by, said.entered_by) == ("letter", "The mayor", cast.amina)


def test_a_round_is_opened_on_a_page(cast: Cast) -> None:
    agreement = _memorandum(cast)
    closes = timezone.localtime(timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    form = {"id": new_id(), "deadline": closes, "quorum": 2, "quorum_kind": "count", "silence_consents": ""}
    signed_in(cast.amina).post(_url(cast, "round-open", agreement.pk), form)
    row = ConsentRound.objects.get()
    assert (row.quorum_percent, row.quorum_count, row.silence_consents) == (None, 2, False)


def test_anybody_reads_an_agreement_that_is_public(cast: Cast) -> None:
    agreement = _memorandum(cast)
    record_meeting(agreement=agreement, parties=list(agreement.parties.all()), by=cast.amina)
    url = reverse("agreements:public-agreement", args=[agreement.code])
    assert Client().get(url).status_code == 404
    signed_in(cast.amina).post(_url(cast, "agreement-public", agreement.pk), {"do": "open"})
    page = Client().get(url).content
    agreement.refresh_from_db()
    assert agreement.text is not None
    assert (agreement.text.text_hash.encode() in page, len(page) < 30_000) == (True, True)


@pytest.mark.parametrize(("is_ours", "sentence"), [(True, "hash of the text"), (False, "not a copy of ours")])
def test_anybody_verifies_a_hash(cast: Cast, is_ours: bool, sentence: str) -> None:
    agreement = _memorandum(cast)
    record_meeting(agreement=agreement, parties=list(agreement.parties.all()), by=cast.amina)
    Agreement.objects.update(is_public=True)
    agreement.refresh_from_db()
    assert agreement.text is not None
    digest = agreement.text.text_hash if is_ours else "0" * 64
    page = Client().post(reverse("agreements:public-verify", args=[agreement.code]), {"digest": digest})
    assert sentence in page.content.decode()


def test_a_file_that_isnt_ours_is_told_so(cast: Cast) -> None:
    agreement = _memorandum(cast)
    record_meeting(agreement=agreement, parties=list(agreement.parties.all()), by=cast.amina)
    Agreement.objects.update(is_public=True)
    url = reverse("agreements:public-verify", args=[agreement.code])
    page = Client().post(url, {"file": SimpleUploadedFile("copy.pdf", b"%PDF-1.7 something else")})
    assert "not a copy of ours" in page.content.decode()


def test_other_partners_dont_find_what_is_kept_to_itself(cast: Cast) -> None:
    agreement = make_agreement(cast)
    assert signed_in(cast.thandi).get(agreement.get_absolute_url()).status_code == 404
