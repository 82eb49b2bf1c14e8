"""The sizes and formats in which pictures are shown: a closed list, which no request can add to.

Renditions are made ahead, in the background (`tasks`, `library`). Showing a picture makes none:
what is missing is shown under a signed address that makes it when a browser asks for it.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Any

from django.urls import reverse
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.utils import generate_signature

from twinning import conf
from twinning.compiled import Columns, CompiledQuery
from twinning.media import folders
from twinning.media.errors import BROKEN

logger = logging.getLogger(__name__)

#: "original" in the setting: the family of the uploaded file.
ORIGINAL = "original"

#: Families of renditions by the ending of the uploaded file. A GIF is resized as a PNG, as Wagtail
#: does it: the GIF that Pillow would write has 256 colours and no soft edges.
FAMILIES = {
    ".avif": "avif",
    ".gif": "png",
    ".jpeg": "jpeg",
    ".jpg": "jpeg",
    ".png": "png",
    ".webp": "webp",
}

#: What can stand in RENDITION_FORMATS.
FORMATS = (ORIGINAL, *dict.fromkeys(FAMILIES.values()))

#: The width of the one file that is named where no choice can be offered.
USUAL_WIDTH = 1200

#: What link previews show: the part of a picture around its focal point, in the one format that
#: all of them read. It is made and served as the closed list is, and is no source of a `<picture>`.
LINK_PREVIEW_SIZE = (1200, 630)
LINK_PREVIEW = "fill-{}x{}|format-jpeg".format(*LINK_PREVIEW_SIZE)


@dataclass(frozen=True)
class Spec:
    """One rendition of a picture, whether it has been made or not."""

    filter_spec: str
    format: str
    width: int
    height: int

    @property
    def type(self) -> str:
        """The media type."""
        return media_type(self.filter_spec)


def specs(image: AbstractImage) -> list[Spec]:
    """The closed list for a picture: each family in turn, from the narrowest to the widest.

    A picture is never enlarged: of all the widths that are no narrower than it, only the first
    stands in the list, and gives it at its own size. A vector drawing has no renditions.
    """
    if image.is_svg():
        return []
    families = tuple(_families(image))
    return list(_specs(image.width, image.height, families, tuple(conf.get("RENDITION_WIDTHS"))))


def allowed() -> set[str]:
    """Every filter spec that any picture may have."""
    widths, families = conf.get("RENDITION_WIDTHS"), set(FAMILIES.values())
    return {LINK_PREVIEW, *(_filter_spec(width, family) for width in widths for family in families)}


def media_type(filter_spec: str) -> str:
    """The media type of a rendition on the closed list."""
    return f"image/{filter_spec.rpartition('format-')[2]}"


def sources(image: AbstractImage, base_url: str = "") -> list[dict[str, str]]:
    """What `<source>` elements say: for each family its media type and its addresses by width.

    Args:
        image: asks the database nothing if it came through `in_bulk`.
        base_url: is put before addresses that name no host.
    """
    by_type: dict[str, dict[int, str]] = {}
    for spec, row in _with_rows(image):
        # A picture that its camera turned is stored as wide as it is high: the row knows better.
        width = row.width if row else spec.width
        by_type.setdefault(spec.type, {}).setdefault(width, _url(image, spec, row, base_url))
    return [
        {"type": kind, "srcset": ", ".join(f"{by_width[w]} {w}w" for w in sorted(by_width))}
        for kind, by_width in by_type.items()
    ]


def src(image: AbstractImage, base_url: str = "") -> str:
    """The one address for those who choose from no list, in the family of the uploaded file.

    It is the width nearest to 1200 from below, else the widest that there is.
    """
    original = _original(image)
    found = _with_rows(image)
    family = [pair for pair in found if pair[0].format == original] or found
    if not family:
        return _absolute(image.file.url, base_url)
    below = [pair for pair in family if pair[0].width <= USUAL_WIDTH]
    spec, row = max(below or family, key=lambda pair: pair[0].width)
    return _url(image, spec, row, base_url)


def dimensions(image: AbstractImage) -> tuple[int, int]:
    """Width and height of the largest rendition, so that a browser can leave room for it."""
    sizes = [
        (row.width, row.height) if row else (spec.width, spec.height)
        for spec, row in _with_rows(image)
    ]
    return max(sizes, default=(image.width, image.height))


def link_preview(image: AbstractImage, base_url: str = "") -> tuple[str, int, int] | None:
    """Address, width and height of what link previews show.

    None for a vector drawing, and for a picture that is not public.
    A picture that is smaller than `LINK_PREVIEW_SIZE` is not enlarged.
    """
    if image.is_svg() or folders.is_private(image.file.name):
        return None
    row = _link_preview_row(image)
    if row is not None:
        return _absolute(row.url, base_url), row.width, row.height
    width, height = map(int, _link_preview_filter().get_transform(image).size)
    return _url(image, Spec(LINK_PREVIEW, "jpeg", width, height), None, base_url), width, height


def link_preview_key(image: AbstractImage) -> str:
    """What tells the previews of one picture apart, since they depend on its focal point."""
    return str(_link_preview_filter().get_cache_key(image))


def missing(image: AbstractImage) -> list[str]:
    """The filter specs of what has yet to be made of a picture."""
    unmade = [spec.filter_spec for spec, row in _with_rows(image) if row is None]
    has_preview = image.is_svg() or _link_preview_row(image) is not None
    return unmade if has_preview else [*unmade, LINK_PREVIEW]


def make(image: AbstractImage) -> int:
    """Make what is missing of a picture; how many renditions there are now that were not before.

    A file that is missing or broken is logged: the picture is shown broken, and nothing else is.

    Raises:
        StoreAwayError: the store of files does not answer.
    """
    wanted = missing(image)
    try:
        # Not `get_renditions`: its cache may name renditions that another process has deleted.
        return len(image.create_renditions(*map(Filter, wanted)))
    except BROKEN as error:
        logger.warning("No renditions of picture %s: %r", image.pk, error)
        return 0


def in_bulk(model: type[AbstractImage], keys: Iterable[int]) -> dict[int, AbstractImage]:
    """Pictures by primary key with all their renditions, in one query.

    Wagtail takes a picture's renditions from its `prefetched_renditions`, where it has them.
    """
    wanted = sorted(set(keys))
    own, theirs, query = _in_bulk(model)  # type: ignore[arg-type]  # a class has a hash
    found: dict[int, AbstractImage] = {}
    for key, rendition_key, *values in query.rows(wanted) if wanted else ():
        if key not in found:
            found[key] = own.instance(values[: len(own.names)])
            found[key].prefetched_renditions = []
        if rendition_key is not None:
            rendition = theirs.instance(values[len(own.names) :])
            rendition.image = found[key]
            found[key].prefetched_renditions.append(rendition)
    return found


@cache
def _in_bulk(model: type[AbstractImage]) -> tuple[Columns, Columns, CompiledQuery]:
    own, theirs = Columns.of(model), Columns.of(model.get_rendition_model())
    relation = model.renditions.field.related_query_name()
    names = ("pk", f"{relation}__pk", *own.names, *theirs.after(relation))
    return (
        own,
        theirs,
        CompiledQuery(
            lambda keys: model.objects.filter(pk__in=keys).values_list(*names), model._meta.pk
        ),
    )


# Which


def _filter_spec(width: int, family: str) -> str:
    return f"width-{width}|format-{family}"


def _original(image: AbstractImage) -> str:
    """The family of the uploaded file; JPEG where browsers would not show that."""
    return FAMILIES.get(PurePosixPath(image.file.name).suffix.lower(), "jpeg")


def _families(image: AbstractImage) -> list[str]:
    formats: Iterable[str] = conf.get("RENDITION_FORMATS")
    return list(dict.fromkeys(_original(image) if f == ORIGINAL else f for f in formats))


@lru_cache(maxsize=1024)
def _specs(
    width: int, height: int, families: tuple[str, ...], widths: tuple[int, ...]
) -> tuple[Spec, ...]:
    ordered = sorted(set(widths))
    shown = ordered[: sum(narrower < width for narrower in ordered) + 1]
    return tuple(
        Spec(_filter_spec(limit, family), family, *_fitted(width, height, limit))
        for family in families
        for limit in shown
    )


def _fitted(width: int, height: int, limit: int) -> tuple[int, int]:
    """The size that Wagtail's `width-…` gives, rounded as there."""
    if width <= limit:
        return width, height
    return limit, max(1, int(height * (limit / width)))


@cache
def _link_preview_filter() -> Filter:
    return Filter(LINK_PREVIEW)


# Where


def _link_preview_row(image: AbstractImage) -> AbstractRendition | None:
    rows: Any = getattr(image, "prefetched_renditions", None)
    key = link_preview_key(image)
    for row in image.renditions.all() if rows is None else rows:
        if row.filter_spec == LINK_PREVIEW and row.focal_point_key == key:
            return row
    return None


def _with_rows(image: AbstractImage) -> list[tuple[Spec, AbstractRendition | None]]:
    """The closed list with the renditions that have been made."""
    rows: Any = getattr(image, "prefetched_renditions", None)
    if rows is None:
        return _paired(image, image.renditions.all())
    if "_renditions_of_list" not in image.__dict__:  # asked for three times and more
        image._renditions_of_list = _paired(image, rows)
    return list(image._renditions_of_list)


def _paired(
    image: AbstractImage, rows: Iterable[AbstractRendition]
) -> list[tuple[Spec, AbstractRendition | None]]:
    # A width crops nothing, so that the focal point is no part of such a rendition's key.
    made = {row.filter_spec: row for row in rows if row.focal_point_key == ""}
    return [(spec, made.get(spec.filter_spec)) for spec in specs(image)]


def _url(
    image: AbstractImage, spec: Spec, row: AbstractRendition | None, base_url: str = ""
) -> str:
    # What is private has the address of the view, which asks who may see it, each time: that of an
    # S3 bucket would let in whoever has it.
    if row is not None and not folders.is_private(row.file.name):
        return _absolute(row.url, base_url)
    name = f"{PurePosixPath(image.file.name).stem}.{spec.format}"
    signature = generate_signature(image.pk, spec.filter_spec)
    address = reverse("twinning_rendition", args=(signature, image.pk, spec.filter_spec, name))
    return _absolute(address, base_url)


def _absolute(url: str, base_url: str) -> str:
    return base_url + url if url.startswith("/") and not url.startswith("//") else url
