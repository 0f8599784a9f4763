"""Fields bound to their label, hint and error for those who do not see them."""

import re

import pytest
from django import forms
from django.template import engines

from porchlight.house.ui import widgets


class Call(forms.Form):
    name = forms.CharField(label="Name")
    height = forms.CharField(label="Height", widget=widgets.HeightInput, required=False)
    alone = widgets.answer("Alone?")
    langs = forms.MultipleChoiceField(
        label="Languages",
        choices=[("en", "English"), ("es", "Spanish")],
        widget=widgets.PillsMultiple,
        required=False,
    )
    note = forms.CharField(widget=forms.Textarea, required=False, max_length=100)
    picture = forms.FileField(widget=widgets.PictureInput(many=True), required=False)
    agrees = forms.BooleanField(label="Agrees", required=False)


def draw(source, **context):
    return engines["django"].from_string("{% load ui %}" + source).render(context)


class TestField:
    def test_binds_label_hint_and_error(self):
        drawn = draw("{% field form.height %}", form=Call())
        assert '<label class="field__label" for="id_height">' in drawn
        assert 'aria-describedby="id_height-hint"' in drawn
        assert 'id="id_height-hint"' in drawn

    def test_marks_what_is_wrong(self):
        drawn = draw("{% field form.name %}", form=Call({}))
        assert 'aria-invalid="true"' in drawn
        assert 'aria-describedby="id_name-error"' in drawn
        assert 'id="id_name-error"' in drawn

    @pytest.mark.parametrize("name", Call.base_fields)
    def test_names_no_id_that_is_not_there(self, name):
        drawn = draw("{% field field %}", field=Call({})[name])
        ids = set(re.findall(r'\sid="([^"]+)"', drawn))
        for named in re.findall(r'(?:aria-describedby|for)="([^"]+)"', drawn):
            assert set(named.split()) <= ids

    def test_says_required_where_most_are_not(self):
        assert "(required)" in draw("{% field form.name %}", form=Call())
        assert "(optional)" not in draw("{% field form.height %}", form=Call())

    def test_keeps_unknown_and_not_asked_apart_from_the_answers(self):
        drawn = draw("{% field form.alone %}", form=Call())
        assert drawn.count("pill--aside") == 2
        assert re.search(r'value="not_asked" id="\w+" checked', drawn)
        assert drawn.startswith("<fieldset") or "<fieldset" in drawn
        assert "<legend" in drawn

    def test_counts_down_only_where_there_is_an_end(self):
        assert 'maxlength="100"' in draw("{% field form.note %}", form=Call())

    def test_takes_several_pictures(self):
        drawn = draw("{% field form.picture %}", form=Call())
        assert "multiple" in drawn
        assert 'accept="image/*"' in drawn


class TestErrorSummary:
    def test_links_to_each_field(self):
        drawn = draw("{% error_summary form %}", form=Call({}))
        assert 'href="#id_name"' in drawn
        assert 'role="alert"' in drawn

    def test_is_absent_when_nothing_is_wrong(self):
        assert draw("{% error_summary form %}", form=Call()).strip() == ""

    def test_leads_to_the_first_answer_of_a_group(self):
        class Asked(forms.Form):
            alone = widgets.answer("Alone?", required=True)

        assert 'href="#id_alone_0"' in draw("{% error_summary form %}", form=Asked({}))


class TestSections:
    def test_follow_the_forms_fieldsets(self):
        class Grouped(Call):
            fieldsets = [("The child", ["name", "height"])]

        drawn = draw('{% include "ui/fields.html" %}', form=Grouped())
        assert "<legend>The child</legend>" in drawn
        assert "id_height" in drawn
        assert "id_note" not in drawn
