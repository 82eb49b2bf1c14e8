"""Rows of any model, with whatever the database asks for and nothing that a person would."""

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Model, fields

_counter = itertools.count(1)


def build(model: type[Model]) -> Model:
    """A new row and those that it refers to, without the model's own `save` and without signals."""
    parents = {
        link.attname: build(parent).pk for parent, link in model._meta.parents.items() if link
    }
    own = [
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, fields.AutoField)
    ]
    row = model(**{f.attname: parents.get(f.attname) or _value(f) for f in own})
    returned = model._base_manager._insert(
        [row], own, returning_fields=[model._meta.pk], using=DEFAULT_DB_ALIAS
    )
    row.pk = returned[0][0]
    return row


def another(field: Field, value: Any) -> Any:
    """Another value than this."""
    return not value if isinstance(field, fields.BooleanField) else _fresh(field)


def _value(field: Field) -> Any:
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if field.remote_field:
        if field.remote_field.model is ContentType:
            return ContentType.objects.first().pk
        return build(field.remote_field.model).pk
    return _fresh(field)


def _fresh(field: Field) -> Any:
    number = next(_counter)
    if isinstance(field, fields.UUIDField):
        return uuid.uuid4()
    if isinstance(field, fields.DateTimeField):
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if isinstance(field, fields.DateField):
        return date(2026, 1, 1) + timedelta(days=number)
    if isinstance(field, fields.BooleanField):
        return False
    if isinstance(field, fields.DecimalField):
        return number % 50
    if isinstance(field, fields.IntegerField | fields.FloatField):
        return number
    if isinstance(field, fields.json.JSONField):
        return [number]
    if isinstance(field, fields.BinaryField):
        return str(number).encode()
    return f"{number:06}"[-(field.max_length or 100) :]
