"""What each StreamField block is in the API: the registry that maps block classes to shapes.

A description works on what StreamField stores, not on the blocks' native values, so that
nothing is fetched block by block: `want` says what a block refers to, and once all blocks of all
pages have said so, `value` turns what is stored into what the API answers.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wagtail.blocks import Block

if TYPE_CHECKING:
    from twinning.content_api.context import Context


class Missing(Exception):
    """A required value is not there; the nearest block of a stream or list is left out."""


def _nothing(stored: Any, context: "Context") -> None:
    """The block refers to nothing."""


@dataclass(frozen=True)
class Description:
    """A block in the API.

    Args:
        key: equal for blocks of equal shape, which then share their schema.
        annotation: the type of what `value` returns, for the OpenAPI document.
        value: stored value → JSON value. Raises Missing where a required value is not there.
        want: says what `value` will ask the context for.
        read: the type of Wagtail's own representation, for API v3; as `annotation` by default.
        write: the type that API v3 takes; as `read` by default.
    """

    key: Hashable
    annotation: Any
    value: "Callable[[Any, Context], Any]"
    want: "Callable[[Any, Context], None]" = field(default=_nothing)
    read: Any = None
    write: Any = None

    @property
    def read_annotation(self) -> Any:
        """The type of Wagtail's own representation."""
        return self.annotation if self.read is None else self.read

    @property
    def write_annotation(self) -> Any:
        """The type that API v3 takes."""
        return self.read_annotation if self.write is None else self.write


#: Takes a block and the name of the place where it stands, such as `BodyBlock.cards`.
Describer = Callable[[Any, str], Description]

_describers: dict[type[Block], Describer] = {}
#: By identity, because blocks compare by definition and have no hash; each is kept alive with its
#: description.
_described: dict[int, tuple[Block, Description]] = {}
#: Where blocks stand whose class nobody registered, for the system check: path → class.
undescribed: dict[str, str] = {}


def describes(*block_classes: type[Block]) -> Callable[[Describer], Describer]:
    """Register a function that describes blocks of these classes and of those derived from them.

    Call it in an `AppConfig.ready()`, before the URLs are read. A later registration for a class
    replaces an earlier one.
    """

    def register(describer: Describer) -> Describer:
        for block_class in block_classes:
            _describers[block_class] = describer
        _described.clear()
        undescribed.clear()
        return describer

    return register


def describe(block: Block, path: str) -> Description:
    """The description of a block, made once.

    A block of a class that nobody registered is shown as it is stored, and the system check
    `twinning.E003` names it.

    Args:
        block: any block instance.
        path: where it stands; names the schemas of blocks that have no class of their own.
    """
    if id(block) not in _described:
        _described[id(block)] = (block, _describer(block, path)(block, path))
    return _described[id(block)][1]


def _describer(block: Block, path: str) -> Describer:
    for block_class in type(block).__mro__:
        if block_class in _describers:
            return _describers[block_class]
    undescribed[path] = f"{type(block).__module__}.{type(block).__qualname__}"
    return lambda block, path: Description("anything", Any, lambda stored, context: stored)
