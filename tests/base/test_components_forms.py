"""Forms as people meet them: labels, help and errors tied together, and fields that forgive."""

import datetime as dt
import re
import uuid

import pytest
from django import forms

from imbizo.base.forms.fields import DateField, DateInput, PhoneInput, TagField, TagInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.models import new_id


class Sample(IdempotentForm):
    name = forms.CharField(label="Full name", help_text="As they say it.")
    mobile = forms.CharField(label="Mobile", widget=PhoneInput, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Host"), ("b", "Guest")], widget=forms.RadioSelect)
    tags = TagField(label="Tags", required=False, widget=TagInput(suggestions=["farm <work>"]))
    agreed = forms.BooleanField(label="Agreed", required=False)


def _tag(html: str, marker: str) -> str:
    return next(tag.group() for tag in re.finditer(r"<[^>]+>", html) if marker in tag.group())


def test_a_field_names_its_help_and_its_error() -> None:
    html = str(Sample({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in _tag(html, 'name="name"')
    assert html.count('id="id_name_helptext"') == html.count('id="id_name_error"') == 1


def test_only_the_optional_fields_are_marked() -> None:
    html = str(Sample())
    assert re.findall(r"(\w+) <span class=\"optional\">\(optional\)", html) == ["Mobile", "Tags"]


def test_the_summary_links_to_each_wrong_field() -> None:
    html = str(Sample({"id": str(new_id())}))
    assert re.findall(r'<li><a href="#(\w+)">', html) == ["id_name", "id_kind_0"]
    assert 'id="id_kind_0"' in html


def test_a_form_not_yet_sent_has_no_summary() -> None:
    assert 'class="summary"' not in str(Sample())


@pytest.mark.parametrize(
    ("marker", "css"),
    [
        ('name="name"', "form-control"),
        ('name="agreed"', "form-check-input"),
        ('name="mobile"', "form-control"),
    ],
)
def test_each_widget_has_the_class_of_its_kind(marker: str, css: str) -> None:
    assert f'class="{css}"' in _tag(str(Sample()), marker)


def test_a_label_is_tied_to_every_radio() -> None:
    html = str(Sample())
    assert re.findall(r'<label for="(id_kind_\d)">', html) == ["id_kind_0", "id_kind_1"]


def test_a_file_field_has_a_label_and_is_described() -> None:
    class Upload(forms.Form):
        register = forms.FileField(label="The spreadsheet", help_text="Excel or CSV.")

    html = str(Upload())
    assert '<label for="id_register">The spreadsheet</label>' in html
    assert 'aria-describedby="id_register_helptext"' in _tag(html, 'type="file"')


def test_suggestions_are_escaped() -> None:
    assert '<option value="farm &lt;work&gt;">' in str(Sample())


def test_a_new_form_carries_an_id_ordered_by_time() -> None:
    value = Sample()["id"].value()
    assert uuid.UUID(str(value)).version == 7


def test_each_drawing_of_a_form_makes_another_record() -> None:
    assert Sample()["id"].value() != Sample()["id"].value()


def test_a_refused_form_keeps_its_id() -> None:
    mine = str(new_id())
    assert f'value="{mine}"' in _tag(str(Sample({"id": mine})), 'name="id"')


@pytest.mark.parametrize("broken", ["", "not-an-id", "' OR 1=1"])
def test_a_missing_or_broken_id_is_said_in_words(broken: str) -> None:
    form = Sample({"id": broken, "name": "Bo", "kind": "a"})
    assert [str(error).endswith("Open it again.") for error in form.errors["id"]] == [True]


@pytest.mark.parametrize("typed", ["2026-07-26", "26/07/2026", "26 July 2026", " 2026-07-26 "])
def test_a_day_is_understood_however_it_is_written(typed: str) -> None:
    assert DateField().clean(typed) == dt.date(2026, 7, 26)


def test_a_day_goes_to_the_browser_as_iso_in_any_language() -> None:
    html = DateInput().render("day", dt.date(2026, 7, 26))
    assert ('type="date"' in html, 'value="2026-07-26"' in html) == (True, True)


def test_a_day_that_isnt_one_is_refused_with_the_way_to_write_it() -> None:
    with pytest.raises(forms.ValidationError, match="2026-07-26"):
        DateField().clean("next week")


def test_tags_are_split_trimmed_and_kept_once() -> None:
    assert TagField().clean(" farm  work, Youth;youth ,, faith") == ["farm work", "Youth", "faith"]


def test_a_tag_of_a_thousand_letters_is_refused() -> None:
    with pytest.raises(forms.ValidationError, match="too long"):
        TagField().clean("x" * 1000)


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(forms.ValidationError, match="at most 30"):
        TagField().clean(",".join(str(number) for number in range(31)))


def test_tags_come_back_as_a_line_of_text() -> None:
    assert TagInput().format_value(["farm work", "faith"]) == "farm work, faith"
