"""A drop-down list drawn in Python says what Django's own template says."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from dayaq.kernel.web.forms import Renderer

NASTY = "\"><script>'&"
GROUPED = [("", "–"), ("North", [("a", "Ağdam"), ("b", f"B {NASTY}")]), ("c&d", "C & D"), (7, 7)]


class Lists(forms.Form):
    plain = forms.ChoiceField(choices=[("", "All"), ("a", "A"), ("b", NASTY)])
    grouped = forms.ChoiceField(choices=GROUPED, required=False)
    attributes = forms.ChoiceField(
        choices=[("a", "A")],
        required=False,
        widget=forms.Select(attrs={"class": f"w-4 {NASTY}", "disabled": True, "hidden": False}),
    )
    none = forms.ChoiceField(choices=[], required=False)


def _without_layout(html: str) -> str:
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.parametrize("name", list(Lists.base_fields))
@pytest.mark.parametrize("typed", [None, "a", "b", "c&d", "7", NASTY])
def test_a_list_reads_as_django_draws_it(name: str, typed: str | None) -> None:
    data = None if typed is None else {name: typed}
    ours, theirs = (
        str(Lists(data, renderer=renderer)[name].as_widget())
        for renderer in (Renderer(), DjangoTemplates())
    )

    assert _without_layout(ours) == _without_layout(theirs)
