"""The thread as PROV-JSON: its structure is that of the W3C submission, and it holds what the reader may see."""

import re
from typing import Any

import pytest
from django.urls import reverse

from imbizo.actors.models import Actor
from imbizo.thread.exports import prov_json
from imbizo.thread.models import Link
from imbizo.thread.operations import link
from imbizo.thread.states import Relation
from tests.agreements.making import make_agreement, make_clause
from tests.cast import Cast, signed_in
from tests.drafting.making import make_document, make_section
from tests.evidence.making import make_theme
from tests.thread.test_walk import chain

pytestmark = pytest.mark.django_db

# What a relation must name, and of which kind that is: section 3 of the submission.
RELATIONS = {
    "wasDerivedFrom": {
        "prov:generatedEntity": "entity",
        "prov:usedEntity": "entity",
        "prov:activity": "activity",
    },
    "wasAssociatedWith": {"prov:activity": "activity", "prov:agent": "agent"},
    "hadMember": {"prov:collection": "entity", "prov:entity": "entity"},
}
ELEMENTS = ("entity", "activity", "agent")


def misfits(document: dict[str, Any]) -> list[str]:
    """What isn't PROV-JSON in this document: unknown parts, prefixes that aren't declared, ends that aren't there."""
    found = [part for part in document if part not in ("prefix", *ELEMENTS, *RELATIONS)]
    names = [name for part in ELEMENTS for name in document.get(part, {})]
    found += [name for name in names if name.partition(":")[0] not in document["prefix"]]
    for relation, ends in RELATIONS.items():
        for name, row in document.get(relation, {}).items():
            found += [] if re.fullmatch(r"_:\w+", name) else [name]
            found += [row[end] for end, part in ends.items() if row[end] not in document.get(part, {})]
    return found


def test_prov_says_which_record_was_derived_from_which(cast: Cast) -> None:
    clause, theme = chain(cast.amina, "clause", "theme")
    made = Link.objects.get()
    assert prov_json(theme, cast.bo)["wasDerivedFrom"] == {
        "_:d0": {
            "prov:generatedEntity": f"imbizo:actors.actor/{clause.pk}",
            "prov:usedEntity": f"imbizo:actors.actor/{theme.pk}",
            "prov:activity": f"imbizo:link/{made.pk}",
            "imbizo:relation": "informs",
        }
    }


def test_prov_holds_the_same_link_whichever_end_is_asked(cast: Cast) -> None:
    clause, theme = chain(cast.amina, "clause", "theme")
    assert prov_json(clause, cast.bo)["wasDerivedFrom"] == prov_json(theme, cast.bo)["wasDerivedFrom"]


def test_prov_holds_every_link_of_a_record_that_is_reached_by_two_ways(cast: Cast) -> None:
    measure, clause, theme = chain(cast.amina, "measure", "clause", "theme")
    link(measure, theme, Relation.DELIVERS, by=cast.amina)
    assert [len(prov_json(each, cast.bo)["wasDerivedFrom"]) for each in (measure, clause)] == [3, 3]


def test_a_link_is_an_activity_at_its_moment_by_who_made_it(cast: Cast) -> None:
    _clause, theme = chain(cast.amina, "clause", "theme")
    made, document = Link.objects.get(), prov_json(theme, cast.amina)
    moment = made.at.isoformat()
    assert document["activity"] == {
        f"imbizo:link/{made.pk}": {"prov:startTime": moment, "prov:endTime": moment}
    }
    assert [each["prov:label"] for each in document["agent"].values()] == [str(cast.amina.user)]


def test_whoever_may_not_read_the_activity_reads_no_names(cast: Cast) -> None:
    _clause, theme = chain(cast.amina, "clause", "theme")
    assert "agent" not in prov_json(theme, cast.chandra)


def test_a_hidden_record_is_in_no_entity_and_no_link(cast: Cast) -> None:
    first, second, _third = chain(cast.amina, "clause", "theme", "input")
    Actor.objects.filter(pk=second.pk).update(sharing="itself")
    document = prov_json(first, cast.thandi)
    assert (len(document["entity"]), document["wasDerivedFrom"]) == (1, {})


def test_the_thread_of_a_document_is_that_of_all_its_sections(cast: Cast) -> None:
    strategy = make_document(cast)
    sections = [make_section(strategy) for _number in range(2)]
    for section in sections:
        link(section, make_theme(cast), Relation.INFORMS, by=cast.amina)
    document = prov_json(strategy, cast.amina)
    assert (misfits(document), len(document["hadMember"]), len(document["wasDerivedFrom"])) == ([], 2, 2)


def test_the_thread_of_an_agreement_can_be_taken_out(cast: Cast) -> None:
    clause = make_clause(make_agreement(cast))
    link(clause, clause.section, Relation.COMMITS_TO, by=cast.amina)
    url = reverse(
        "desk:thread-export", args=[cast.programme.slug, "agreements.agreement", clause.agreement_id]
    )
    document = signed_in(cast.amina).get(url).json()
    assert (misfits(document), len(document["wasDerivedFrom"])) == ([], 1)


def test_a_long_thread_fits_the_submission(cast: Cast) -> None:
    first, *_others = chain(cast.amina, "measure", "clause", "section", "theme", "input")
    assert misfits(prov_json(first, cast.amina)) == []
