"""From what is stored of a draft to a page, in a number of queries that its children do not change.

modelcluster's own `from_serializable_data` asks for each object that the page and each of its
children refers to. Whatever is written of a page is looked up together later, and what has gone is
left out then; only many-to-many relations must be there, and are fetched here, together.
"""

from collections import defaultdict
from typing import Any

from django.db.models import Model
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    model_from_serializable_data,
)
from wagtail.models import COMMENTS_RELATION_NAME, Page


def page_from(model: Any, content: dict[str, Any]) -> Page:
    """The page that `serializable_data` gave this content of, with all that belongs to it."""
    maker = _Maker()
    page = maker.make(model, content)
    maker.relate()
    return page


class _Maker:
    def __init__(self) -> None:
        self._relations: list[tuple[Model, Any, list[Any]]] = []
        self._keys: defaultdict[type[Model], set[Any]] = defaultdict(set)

    def make(self, model: Any, content: dict[str, Any]) -> Any:
        """An object with its children, and without its many-to-many relations."""
        many = {field.name: field for field in get_all_child_m2m_relations(model)}
        plain = {name: value for name, value in content.items() if name not in many}
        made = model_from_serializable_data(model, plain, check_fks=False)
        for name in many.keys() & content.keys():
            self._relations.append((made, many[name], content[name]))
            self._keys[many[name].related_model].update(content[name])
        for relation in get_all_child_relations(model):
            name = relation.get_accessor_name()
            if name in content and name != COMMENTS_RELATION_NAME:
                children = [self.make(relation.related_model, item) for item in content[name]]
                setattr(made, name, children)
        return made

    def relate(self) -> None:
        """Fetch what everything is related to, by model, and relate it."""
        found = {
            model: model._default_manager.in_bulk(list(keys)) for model, keys in self._keys.items()
        }
        for owner, field, keys in self._relations:
            there = found[field.related_model]
            setattr(owner, field.name, [there[key] for key in keys if key in there])
