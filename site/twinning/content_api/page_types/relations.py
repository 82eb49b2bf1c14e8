"""What a model's relations are in the API: pages, pictures, other objects, children."""

from typing import TYPE_CHECKING, Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from taggit.managers import TaggableManager
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from twinning.content_api import filters, objects, schemas
from twinning.content_api.blocks.naming import schema
from twinning.content_api.filters import Filter
from twinning.content_api.page_types.fields import ApiField, fields_of, serialises

if TYPE_CHECKING:
    from twinning.content_api.context import Context


@serialises(models.ForeignKey)
def _foreign_key(found: Any, model: type[models.Model]) -> ApiField:
    target = found.related_model
    if target is get_image_model():
        return _picture(found, model)
    if issubclass(target, Page):
        shape: Any = schemas.PageReference
        by: Filter | None = filters.by_page(found.name)
    elif target is get_document_model():
        shape, by = schemas.Document, None
    else:
        shape, by = objects.annotation(target), None

    def value(owner: Any, context: "Context") -> Any:
        key = getattr(owner, found.attname)
        is_document = target is get_document_model()
        return context.document(key) if is_document else context.object(target, key)

    return ApiField(
        found.name,
        shape | None,
        value,
        lambda owner, context: context.want_object(target, getattr(owner, found.attname)),
        filter=by,
    )


@serialises(ParentalManyToManyField, models.ManyToManyField)
def _many_to_many(found: Any, model: type[models.Model]) -> ApiField:
    target = found.related_model
    shown = objects.of(target)
    key_field = target._meta.pk if shown.key == "pk" else target._meta.get_field(shown.key)
    key_type = int if isinstance(key_field, models.IntegerField) else str
    return ApiField(
        found.name,
        list[shown.schema],  # type: ignore[name-defined]
        lambda owner, context: context.objects(target, context.lookups.many(found, owner)),
        prepare=lambda owner, context: context.lookups.want_many(found, owner),
        filter=filters.by_related(model, found.name, shown.key, key_type),
    )


@serialises(TaggableManager)
def _tags(found: Any, model: type[models.Model]) -> ApiField:
    """The names of an object's tags, those of all objects fetched together."""
    fetched = (model, found.name, "tags")

    def want(owner: Any, context: "Context") -> None:
        if not context.lookups.is_held(owner):
            context.store.once((*fetched, "owners"), list).append(owner)

    def fetch(context: "Context") -> dict[Any, list[str]]:
        owners: list[Any] = context.store.once((*fetched, "owners"), list)
        through: Any = found.through
        names: dict[Any, list[str]] = {owner.pk: [] for owner in owners}
        items = through._default_manager.filter(**_of_owners(through, owners))
        for item in items.select_related("tag"):
            names[getattr(item, "object_id", None) or item.content_object_id].append(item.tag.name)
        return names

    def value(owner: Any, context: "Context") -> list[str]:
        if context.lookups.is_held(owner):
            return sorted(tag.name for tag in getattr(owner, found.name).all())
        names: dict[Any, list[str]] = context.store.once(fetched, lambda: fetch(context))
        return sorted(names.get(owner.pk, []))

    return ApiField(found.name, list[str], value, want)


def _of_owners(through: Any, owners: list[Any]) -> dict[str, Any]:
    """What picks the tags of some objects, of any type or of the one that a model is for."""
    if hasattr(through, "bulk_lookup_kwargs"):
        found: dict[str, Any] = through.bulk_lookup_kwargs(owners)
        return found
    return {"content_object__in": [owner.pk for owner in owners]}


@serialises(models.ManyToOneRel)
def _children(found: Any, model: type[models.Model]) -> ApiField:
    """Children that are edited with their owner, with their own `api_fields`."""
    child = found.related_model
    within = fields_of(child, frozenset({found.field.name}))
    shape = schema(
        child.__name__,
        child,
        {name: (item.annotation, ...) for name, item in within.items()},
        doc=(child.__doc__ or "").split("\n")[0],
    )

    def prepare(owner: Any, context: "Context") -> None:
        for item in context.lookups.children(found, owner):
            for part in within.values():
                part.want(item, context)
                part.prepare(item, context)

    def value(owner: Any, context: "Context") -> list[dict[str, Any]]:
        items = context.lookups.children(found, owner)
        return [
            {name: part.value(item, context) for name, part in within.items()} for item in items
        ]

    return ApiField(
        found.get_accessor_name(),
        list[shape],  # type: ignore[valid-type]
        value,
        lambda owner, context: context.lookups.want_children(found, owner),
        prepare,
    )


def _picture(found: Any, model: type[models.Model]) -> ApiField:
    """A picture; its text is the model's own field of that name with `_alt`, if there is one."""
    alt = f"{found.name}_alt"
    has_alt = any(other.name == alt for other in model._meta.get_fields())
    return ApiField(
        found.name,
        schemas.Image | None,
        lambda owner, context: context.image(
            getattr(owner, found.attname), getattr(owner, alt) if has_alt else None
        ),
        lambda owner, context: context.want_image(getattr(owner, found.attname)),
    )
