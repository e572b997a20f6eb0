"""Forms: one look, one error summary, a command id that makes a second submit harmless.

A room's form subclasses `Form`; a sheet of rows (twenty receipts, thirty trainees)
subclasses `RowsForm` (kernel.web.rows). `{{ form }}` draws either of them.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.clock import Clock
from dayaq.kernel.money import format_minor
from dayaq.kernel.web.fields import ApproximateDay, DayField, MoneyField
from dayaq.kernel.web.parts import Item
from dayaq.kernel.web.widgets import select

COMMAND = "command_id"

SENTENCES: Mapping[type[forms.Field], Mapping[str, object]] = {
    forms.Field: {"required": _("Fill this in. It cannot be left empty.")},
    forms.CharField: {
        "max_length": _(
            "Shorten this to %(limit_value)s characters or fewer. It has %(show_value)s now."
        ),
        "min_length": _("Write at least %(limit_value)s characters. There are %(show_value)s now."),
    },
    forms.IntegerField: {
        "invalid": _("Enter a whole number in figures, such as 12."),
        "max_value": _("Enter a number of %(limit_value)s or less."),
        "min_value": _("Enter a number of %(limit_value)s or more."),
    },
    forms.DecimalField: {
        "invalid": _("Enter a number in figures, such as 12 or 12.5."),
        "max_digits": _("Enter a number with no more than %(max)s figures."),
        "max_decimal_places": _(
            "Enter a number with no more than %(max)s figures after the point."
        ),
        "max_whole_digits": _("Enter a number with no more than %(max)s figures before the point."),
    },
    forms.TimeField: {"invalid": _("Enter a time of day, such as 09:30.")},
    forms.EmailField: {"invalid": _("Enter an e-mail address such as name@example.org.")},
    forms.URLField: {"invalid": _("Enter a web address that begins with https://.")},
    forms.BooleanField: {"required": _("Tick the box to go on.")},
    forms.ChoiceField: {
        "required": _("Choose one of the answers."),
        "invalid_choice": _("This answer is not in the list. Choose one that is."),
    },
    forms.MultipleChoiceField: {
        "required": _("Choose at least one answer."),
        "invalid_choice": _("One of the answers is not in the list. Choose again."),
        "invalid_list": _("The answers could not be read. Choose again."),
    },
    forms.ModelChoiceField: {
        "required": _("Choose one from the list."),
        "invalid_choice": _("This one is no longer in the list. Choose another."),
    },
    forms.ModelMultipleChoiceField: {
        "required": _("Choose at least one from the list."),
        "invalid_choice": _("One of these is no longer in the list. Choose again."),
        "invalid_pk_value": _("One of these is no longer in the list. Choose again."),
        "invalid_list": _("The answers could not be read. Choose again."),
    },
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _("The file did not arrive. Choose it again."),
        "missing": _("The file did not arrive. Choose it again."),
        "empty": _("The file is empty. Choose another."),
        "max_length": _("The name of the file is too long. Give it a shorter one."),
    },
}
"""What to do, in place of Django's own messages. A field's own `error_messages` win."""


class Renderer(BaseRenderer):
    """The site's templates for our components, Django's own for its plain widgets."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == forms.Select.template_name:
            return select(context["widget"])
        return super().render(template_name, context, request)

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("components/"):
            return get_template(template_name)
        return _django_templates().get_template(template_name)


@functools.cache
def _django_templates() -> DjangoTemplates:
    return DjangoTemplates()


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary."""

    target: str
    label: str
    sentence: str


class Form(forms.Form):
    """A form of the house.

    `command_id` is made when the form is first shown, travels hidden with it and stays the
    same when the form comes back with errors: `submit` lets it act once.

    :param clock: the programme's clock, for days that must be past or future
    """

    default_renderer = Renderer
    use_required_attribute = False
    label_suffix_default = ""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        clock: Clock | None = None,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", self.label_suffix_default)
        # `request.FILES or None` is the customary call; a form without files stays bound.
        super().__init__(
            data,
            cast(Any, files) if data is not None else None,
            initial=dict(initial or {}),
            prefix=prefix,
            **kwargs,
        )
        self.clock = clock
        for field in self.fields.values():
            prepare(field, clock)

    @cached_property
    def command_id(self) -> UUID:
        """The id under which this act happens once; a new one if the form carries none."""
        try:
            return UUID(str(self.data.get(COMMAND, "")))
        except ValueError:
            return uuid4()

    def clean(self) -> dict[str, Any] | None:
        sent = self.data.get(COMMAND)
        if sent and str(self.command_id) != str(sent).lower():
            raise ValidationError(
                _("This page was damaged on its way. Open it again and repeat your answers."),
                code="command",
            )
        return super().clean()

    @property
    def is_confirmed(self) -> bool:
        """Whether the person has seen the answers on a check page and sent them on."""
        return self.data.get("confirmed") == "yes"

    def answers(self) -> Sequence[Item]:
        """The valid answers as a person reads them, for a check page."""
        return [
            Item(bound.label, readable(bound.field, self.cleaned_data[bound.name]))
            for bound in self.visible_fields()
            if self.cleaned_data.get(bound.name) not in (None, "", [])
        ]

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's, but a sentence for a field this form lacks stands above the form."""
        super().add_error(field if field in self.fields else None, error)

    def problems(self) -> Sequence[Problem]:
        """Every error of the form in page order, for the summary on top."""
        return problems_of(self)


class DatedForm(Form):
    """A form for what may be typed in later: it asks for the day, which is today at first."""

    on = DayField(
        label=_("Day it happened"),
        past=True,
        help_text=_("Today, or the day on the paper when it is typed in later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.clock is not None:
            self.initial.setdefault("on", self.clock.today)


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """Every error of any form in page order, with the input it belongs to."""
    found = [Problem("", "", str(text)) for text in form.non_field_errors()]
    for bound in form:
        # A hidden input has no place on the page to jump to.
        target = "" if bound.is_hidden else first_input_id(bound)
        found += [Problem(target, str(bound.label), str(text)) for text in bound.errors]
    return found


def prepare(field: forms.Field, clock: Clock | None) -> None:
    """Give `field` the clock and our sentences, where it has none of its own."""
    if hasattr(field, "clock"):
        field.clock = clock
    customary = _customary_messages(type(field))
    for code, sentence in _sentences(type(field)).items():
        if field.error_messages.get(code) is customary.get(code):
            field.error_messages[code] = sentence  # type: ignore[assignment]


def readable(field: forms.Field, value: Any) -> Any:
    """A cleaned value in words: an amount with its currency, the label of a choice."""
    if isinstance(field, MoneyField):
        return f"{format_minor(value, field.currency)} {field.currency}"
    if isinstance(value, ApproximateDay):
        formats = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
        return date_format(value.on, formats[value.precision])
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list) else [value]
        labels = {str(key): str(label) for key, label in _flat(field.choices)}
        return ", ".join(labels.get(str(key), str(key)) for key in chosen)
    return str(value)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield key, label


def first_input_id(bound: BoundField) -> str:
    """The id that a link in the error summary leads to."""
    identifier = bound.auto_id
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{identifier}_0"
    return identifier


def _customary_messages(kind: type[forms.Field]) -> dict[str, object]:
    messages: dict[str, object] = {}
    for base in reversed(kind.__mro__):
        messages.update(getattr(base, "default_error_messages", {}))
    return messages


def _sentences(kind: type[forms.Field]) -> dict[str, object]:
    sentences: dict[str, object] = {}
    for base in reversed(kind.__mro__):
        sentences.update(SENTENCES.get(base, {}))
    return sentences
