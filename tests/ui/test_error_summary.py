"""Each line of the summary leads to something that can take the focus."""

import re

from django import forms
from django.template.loader import render_to_string

CHOICES = [("a", "A"), ("b", "B")]


class Everything(forms.Form):
    words = forms.CharField()
    one = forms.ChoiceField(choices=CHOICES)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    day = forms.DateField(widget=forms.SelectDateWidget(years=[2026]))
    tick = forms.BooleanField()


def test_every_link_names_an_input_of_its_field():
    form = Everything({})
    summary = render_to_string("components/error_summary.html", {"form": form})
    linked = re.findall(r'href="#([^"]*)"', summary)
    assert len(linked) == len(form.fields)
    page = "".join(render_to_string("components/field.html", {"field": each}) for each in form)
    for target in linked:
        assert re.search(rf'<(input|select|textarea)[^>]*\bid="{target}"', page), target
