"""Fields by which a form takes records: chosen from those offered, or named by writing."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django import forms

from imbizo.base.forms.choosing import NamedField, RecordField, offer
from imbizo.places.models import Place

CERES, HAMLET = Place(name="Ceres"), Place(name="Prince Alfred Hamlet")


@dataclass(frozen=True)
class _Names:
    """Records by their names, as a domain gives them."""

    of: dict[str, list[Place]] = field(default_factory=dict)
    apart: str = ""
    suggestions: tuple[str, ...] = ()

    def find(self, written: str) -> list[Place]:
        return self.of.get(written, [])

    def by_id(self, pk: UUID) -> Place | None:
        return next((each for found in self.of.values() for each in found if each.pk == pk), None)

    def tell_apart(self, found: object) -> str:
        return self.apart


class _PlaceForm(forms.Form):
    place = NamedField(required=False)


def _form(names: _Names, written: str = "Ceres") -> _PlaceForm:
    form = _PlaceForm({"place": written})
    offer(form, place=names)
    return form


def test_a_written_name_gives_the_record() -> None:
    form = _form(_Names({"Ceres": [CERES]}))

    assert form.is_valid()
    assert form.cleaned_data == {"place": CERES}


def test_nothing_written_gives_nothing() -> None:
    form = _form(_Names({"": [CERES]}), written=" ")

    assert form.is_valid()
    assert form.cleaned_data == {"place": None}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (_Names(), "This name isn't in the register. Mend it, or add them there first."),
        (
            _Names({"Ceres": [CERES, HAMLET]}),
            "Several in the register have this name. Merge them there first.",
        ),
        (
            _Names({"Ceres": [CERES, HAMLET]}, apart="“Ceres, Witzenberg”"),
            "Several have this name. Write where they are behind it: “Ceres, Witzenberg”",
        ),
    ],
)
def test_a_name_of_nobody_or_of_several_is_refused_with_how_to_mend_it(names: _Names, said: str) -> None:
    assert _form(names).errors == {"place": [said]}


def test_a_field_shows_the_name_of_the_record_that_is_kept() -> None:
    form = _PlaceForm(initial={"place": CERES.pk})
    offer(form, place=_Names({"Ceres": [CERES]}, suggestions=("Ceres", "Tulbagh")))

    assert 'value="Ceres"' in str(form["place"])
    assert '<option value="Tulbagh">' in str(form["place"])


@pytest.mark.django_db
def test_a_field_offers_records_in_its_own_words() -> None:
    CERES.save()
    form = forms.Form()
    form.fields["place"] = RecordField[Place](words=lambda place: place.name.upper(), empty_label=None)
    offer(form, place=Place.objects.filter(pk=CERES.pk))

    assert [label for _value, label in form.fields["place"].choices] == ["CERES"]  # type: ignore[attr-defined]
