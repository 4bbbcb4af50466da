"""Several coders on the same material: blind until compared, settled before it reaches the thread."""

import pytest

from imbizo.base.errors import NotAllowed
from imbizo.convening.models import Input
from imbizo.evidence import queries
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Code, CodingRound
from imbizo.evidence.operations import coding, rounds, settling
from imbizo.evidence.operations.coding import Words
from imbizo.evidence.queries.agreement import compared
from imbizo.evidence.queries.round_material import progress
from imbizo.evidence.states import RoundState
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry, Link
from tests.cast import Cast, member_in, signed_in
from tests.convening.saying import heard, make_hall
from tests.evidence.making import make_codebook

pytestmark = pytest.mark.django_db
Story = tuple[CodingRound, Membership, list[Input], Code]


@pytest.fixture
def story(cast: Cast) -> Story:
    """A blind round of Amina and another coder over two inputs, with one code."""
    other = member_in(cast, "coordinator")
    hall = make_hall(cast)
    said = [heard(hall, text) for text in ("We need a clinic.", "We need water.")]
    book, [code] = make_codebook(cast, "Health")
    within = rounds.create_round(
        codebook=book, name="First", coders=[cast.amina, other], gatherings=[hall.gathering], by=cast.amina
    )
    return within, other, said, code


def put(said: Input, code: Code, within: CodingRound, by: Membership) -> None:
    words = Words(said.text, 0, len(said.text), input=said)
    coding.code_words(words=words, codes=[code], within=within, by=by)


def test_a_blind_coder_sees_their_own_codings_alone(cast: Cast, story: Story) -> None:
    within, other, [clinic, _water], code = story
    put(clinic, code, within, cast.amina)
    assert queries.codings(cast.amina).count() == 1
    assert queries.codings(other).count() == 0
    assert not Link.objects.filter(relation="coded_as").exists()
    assert AuditEntry.objects.get(verb="code_in_round").changes == {}


def test_an_open_round_gives_no_comparison_away(cast: Cast, story: Story) -> None:
    within, other, [clinic, _water], code = story
    put(clinic, code, within, cast.amina)
    client = signed_in(other)
    assert client.get(f"{within.get_absolute_url()}agreement.xlsx").status_code == 404
    assert "We need a clinic" not in client.get(within.get_absolute_url()).content.decode()
    assert "We need a clinic" not in client.get(code.get_absolute_url()).content.decode()


def test_agreement_is_computed_on_the_inputs_and_says_where_it_cannot(cast: Cast, story: Story) -> None:
    within, other, [clinic, water], code = story
    put(clinic, code, within, cast.amina)
    put(clinic, code, within, other)
    put(water, code, within, other)
    rounds.compare_round(within=within, by=cast.amina)
    found = compared(within)
    percent, cohen, *_others = found.rows[0].cells
    assert (found.units, percent.value, cohen.value) == (2, 0.5, 0.0)
    assert [(each.text, each.yes, each.no) for each in found.disagreements] == [
        ("We need water.", ["Coordinator"], ["Amina"])
    ]


def test_an_open_round_tells_how_far_each_coder_is(cast: Cast, story: Story) -> None:
    within, other, [clinic, _water], code = story
    put(clinic, code, within, other)
    assert [(coder.name, done, of) for coder, done, of in progress(within)] == [
        ("Amina", 0, 2),
        ("Coordinator", 1, 2),
    ]


def test_what_is_still_to_be_settled_stands_before_what_is_settled(cast: Cast, story: Story) -> None:
    within, other, said, code = story
    for each in said:
        put(each, code, within, other)
    rounds.compare_round(within=within, by=cast.amina)
    first, second = (each.token for each in compared(within).disagreements)
    settling.settle(within=within, tokens=[first], applies=True, reason="It is health.", by=cast.amina)
    assert [each.token for each in compared(within).disagreements] == [second, first]


def test_one_category_alone_cannot_be_computed(cast: Cast, story: Story) -> None:
    within, other, said, code = story
    for each in said:
        put(each, code, within, cast.amina)
        put(each, code, within, other)
    rounds.compare_round(within=within, by=cast.amina)
    cell = compared(within).rows[0].cells[1]
    assert cell.value is None
    assert cell.why.startswith("cannot be computed")


def test_a_settled_round_joins_the_thread_without_what_does_not_apply(cast: Cast, story: Story) -> None:
    within, other, [clinic, water], code = story
    put(clinic, code, within, cast.amina)
    put(clinic, code, within, other)
    put(water, code, within, other)
    rounds.compare_round(within=within, by=cast.amina)
    with pytest.raises(NotReady):
        settling.finish(within=within, by=cast.amina)
    token = compared(within).disagreements[0].token
    settling.settle(within=within, tokens=[token], applies=False, reason="Water isn't health.", by=cast.amina)
    settling.finish(within=within, by=cast.amina)
    assert [each.source_id for each in Link.objects.filter(relation="coded_as")] == [clinic.pk]
    assert [each.settled_as for each in compared(within).disagreements] == ["it doesn't apply"]


def test_nobody_codes_in_a_round_that_is_compared(cast: Cast, story: Story) -> None:
    within, other, [clinic, water], code = story
    put(clinic, code, within, other)
    rounds.compare_round(within=within, by=cast.amina)
    within.refresh_from_db()
    assert within.state == RoundState.COMPARED
    with pytest.raises(NotNow):
        put(water, code, within, other)


def test_only_its_coders_code_in_a_round(cast: Cast, story: Story) -> None:
    within, _other, [clinic, _water], code = story
    with pytest.raises(NotAllowed):
        put(clinic, code, within, member_in(cast, "facilitator"))


def test_the_pages_of_a_round_lead_from_making_it_to_closing_it(cast: Cast, story: Story) -> None:
    within, other, [clinic, _water], code = story
    put(clinic, code, within, other)
    client, here = signed_in(cast.amina), within.get_absolute_url()
    client.post(f"{here}compare/")
    token = compared(CodingRound.objects.get(pk=within.pk)).disagreements[0].token
    client.post(f"{here}settle/", {"selected": [token], "applies": "yes", "reason": "A clinic is health."})
    client.post(f"{here}finish/")
    assert CodingRound.objects.get(pk=within.pk).state == RoundState.SETTLED
    assert client.get(f"{here}agreement.xlsx").getvalue()[:2] == b"PK"
    assert "Krippendorff" in client.get(here).content.decode()
