"""A form as data: JSON Schema (2020-12) for machines, labels and widgets for front ends."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from twinning.submissions.dates import PATTERN, KnownDateField, KnownDateInput
from twinning.submissions.forms import SubmissionForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Describe = Callable[[Any], dict[str, Any]]


def json_schema(form: SubmissionForm) -> dict[str, Any]:
    """What a submission of the form must look like, each member with its words."""
    properties = {name: _property(form[name]) for name in form.fields}
    required = [name for name, field in form.fields.items() if field.required]
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": properties,
        "required": [*required, "token"],
        "additionalProperties": False,
    }


def fields(form: SubmissionForm) -> list[dict[str, Any]]:
    """The fields that people see, in their order, as a front end shows them."""
    return [_field(bound) for bound in (*form.own_fields, form["consent"])]


def choices_of(field: forms.Field) -> list[dict[str, str]]:
    """The choices of a field, without the one that stands for none."""
    return [
        {"value": str(value), "label": str(label)}
        for value, label in getattr(field, "choices", [])
        if value != ""
    ]


def _field(bound: BoundField) -> dict[str, Any]:
    field = bound.field
    return {
        "name": bound.name,
        "widget": _widget(field),
        "label": str(bound.label),
        "help_text": str(bound.help_text),
        "required": field.required,
        "choices": choices_of(field),
        "autocomplete": str(field.widget.attrs.get("autocomplete", "")),
    }


_WIDGETS: list[tuple[type[forms.Widget], str]] = [
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radio"),
    (forms.SelectMultiple, "multiselect"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.EmailInput, "email"),
    (forms.NumberInput, "number"),
    (forms.URLInput, "url"),
    (forms.DateInput, "date"),
    (KnownDateInput, "known_date"),
]


def _widget(field: forms.Field) -> str:
    found = (name for kind, name in _WIDGETS if isinstance(field.widget, kind))
    return next(found, "text")


def _property(bound: BoundField) -> dict[str, Any]:
    words = {"title": str(bound.label), "description": str(bound.help_text)}
    found = next(make(bound.field) for kind, make in _KINDS if isinstance(bound.field, kind))
    return {name: value for name, value in words.items() if value} | found


def _text(field: Any) -> dict[str, Any]:
    shortest = field.min_length or int(field.required)
    least = {"minLength": shortest} if shortest else {}
    most = {"maxLength": field.max_length} if field.max_length else {}
    return {"type": "string", **least, **most}


def _formatted(name: str) -> Describe:
    return lambda field: {"type": "string", "format": name}


def _agreed(field: Any) -> dict[str, Any]:
    return {"type": "boolean", **({"const": True} if field.required else {})}


def _options(field: Any) -> dict[str, Any]:
    options = [{"const": c["value"], "title": c["label"]} for c in choices_of(field)]
    nothing = [] if field.required else [{"const": "", "title": ""}]
    return {"type": "string", "oneOf": [*options, *nothing]}


def _several(field: Any) -> dict[str, Any]:
    options = [{"const": c["value"], "title": c["label"]} for c in choices_of(field)]
    return {
        "type": "array",
        "items": {"type": "string", "oneOf": options},
        "uniqueItems": True,
        **({"minItems": 1} if field.required else {}),
    }


def _files(field: Any) -> dict[str, Any]:
    file = {"type": "string", "format": "binary"}
    return {"type": "array", "items": file, "maxItems": getattr(field, "most", 1)}


def _known_date(field: Any) -> dict[str, Any]:
    pattern = PATTERN if field.required else f"({PATTERN})?"
    return {"type": "string", "pattern": f"^{pattern}$"}


def _number(field: Any) -> dict[str, Any]:
    return {"type": "number"}


#: The most special first.
_KINDS: list[tuple[type[forms.Field], Describe]] = [
    (forms.FileField, _files),
    (KnownDateField, _known_date),
    (forms.BooleanField, _agreed),
    (forms.MultipleChoiceField, _several),
    (forms.ChoiceField, _options),
    (forms.EmailField, _formatted("email")),
    (forms.URLField, _formatted("uri")),
    (forms.DateField, _formatted("date")),
    (forms.DecimalField, _number),
    (forms.CharField, _text),
]
