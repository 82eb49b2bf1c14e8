"""What pages refer to beyond single objects, in batches: embeds, children, many-to-many relations.

As in `twinning.references`: everything says first what it will want, then all of it comes at once.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, reduce
from typing import Any

from django.db.models import CharField, Model, QuerySet, Value
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Page

from twinning import references
from twinning.compiled import Columns, CompiledQuery
from twinning.translation import provenance


class Lookups:
    """Relations and embeds, fetched for all that asked when the first is read."""

    def __init__(self, store: references.References) -> None:
        self._store = store
        self._owners: defaultdict[Any, set[int]] = defaultdict(set)
        self._related: dict[Any, dict[int, list[Any]]] = defaultdict(dict)
        self._urls: set[str] = set()
        self._embeds: dict[str, Embed] = {}
        self._translated: set[int] = set()
        self._provenance: dict[int, provenance.Provenance] = {}
        self._held: dict[int, Model] = {}

    # Drafts, whose relations are not in the database

    def hold(self, owner: Model) -> None:
        """Say that a draft has its children and relations itself."""
        self._held[id(owner)] = owner

    def is_held(self, owner: Model) -> bool:
        """Whether an object is a draft, or belongs to one."""
        return id(owner) in self._held

    def held(self, name: str, owner: Model) -> list[Any]:
        """What a draft has by a relation; its children are drafts as well."""
        items = list(getattr(owner, name).all())
        for item in items:
            self.hold(item)
        return items

    # Children: the other side of a ParentalKey

    def want_children(self, relation: Any, owner: Model) -> None:
        """Say that an owner's children by a reverse relation will be asked for."""
        if not self.is_held(owner):
            self._owners[relation].add(owner.pk)

    def children(self, relation: Any, owner: Model) -> list[Any]:
        """An owner's children, in their own order."""
        if self.is_held(owner):
            return self.held(relation.get_accessor_name(), owner)
        found = self._related[relation]
        missing = self._owners.pop(relation, set()) | {owner.pk}
        missing -= found.keys()
        if missing:
            found.update({key: [] for key in missing})
            field = relation.field
            children = relation.related_model._default_manager.filter(
                **{f"{field.attname}__in": missing}
            )
            for child in children:
                found[getattr(child, field.attname)].append(child)
        return found[owner.pk]

    # Many-to-many relations, all that lead to one model in one query

    def want_many(self, field: Any, owner: Model) -> None:
        """Say that the objects that a many-to-many field relates to will be asked for."""
        if not self.is_held(owner):
            self._owners[field].add(owner.pk)

    def many(self, field: Any, owner: Model) -> list[Any]:
        """The objects that a many-to-many field relates an owner to, in no order."""
        if self.is_held(owner):
            return list(getattr(owner, field.name).all())
        target = field.related_model
        if owner.pk not in self._related[field]:
            self._owners[field].add(owner.pk)
            self._fetch_many(target)
        keys = self._related[field][owner.pk]
        return [item for item in self._store.get_many(target, keys) if item is not None]

    def _fetch_many(self, target: type[Model]) -> None:
        fields = {
            f"{field.model._meta.label}.{field.name}": field
            for field in self._owners
            if getattr(field, "many_to_many", False) and field.related_model is target
        }
        if len(fields) == 1:
            self._fetch_one(*fields.values())
            return
        parts = [self._pairs(label, field) for label, field in fields.items()]
        for field in fields.values():
            owners = self._owners.pop(field)
            self._related[field].update({key: [] for key in owners})
        for label, owner, key in reduce(lambda some, more: some.union(more, all=True), parts):
            self._related[fields[label]][owner].append(key)
        for field in fields.values():
            for keys in self._related[field].values():
                self._store.want(target, keys)

    def _fetch_one(self, field: Any) -> None:
        """The objects of a single field, which come with what relates them."""
        owners = self._owners.pop(field)
        related = self._related[field]
        related.update({key: [] for key in owners})
        columns, query = _related(field)
        for owner, *values in query.rows(sorted(owners)):
            item = columns.instance(values)
            self._store.keep(item)
            related[owner].append(item.pk)

    def _pairs(self, label: str, field: Any) -> "QuerySet[Any, Any]":
        through = field.remote_field.through._default_manager
        owner, target = field.m2m_column_name(), field.m2m_reverse_name()
        return (
            through.filter(**{f"{owner}__in": self._owners[field]})
            .annotate(relation=Value(label, output_field=CharField()))
            .values_list("relation", owner, target)
        )

    # Embeds, as far as Wagtail has asked their providers already

    def want_embed(self, url: str) -> None:
        """Say that what is known of an address will be asked for."""
        self._urls.add(url)

    def embed(self, url: str) -> Embed | None:
        """What a provider once said of an address; nobody is asked now."""
        if self._urls:
            hashes = {get_embed_hash(wanted): wanted for wanted in self._urls | {url}}
            self._urls = set()
            for found in Embed.objects.filter(hash__in=hashes):
                self._embeds[hashes[found.hash]] = found
        return self._embeds.get(url)

    # How pages came to be in their languages

    def want_provenance(self, page: Page) -> None:
        """Say that it will be asked how a page came to be in its language."""
        if page.pk:  # else nobody has saved it yet
            self._translated.add(page.pk)

    def provenance(self, page: Page) -> provenance.Provenance | None:
        """How a page came to be in its language; None where nobody translated it."""
        if self._translated:
            keys, self._translated = self._translated | {page.pk}, set()
            self._provenance.update(provenance.of_pages(keys))
        return self._provenance.get(page.pk)


@cache
def _related(field: Any) -> tuple[Columns, CompiledQuery]:
    """What relates owners to the objects of a many-to-many field, with the objects."""
    columns = Columns.of(field.related_model)
    owner, target = field.m2m_field_name(), field.m2m_reverse_field_name()

    def build(owners: Sequence[int]) -> "QuerySet[Any, Any]":
        through = field.remote_field.through._default_manager.filter(**{f"{owner}__in": owners})
        return through.values_list(f"{owner}_id", *columns.after(target))

    return columns, CompiledQuery(build, field.model._meta.pk)
