"""The sizes at which pictures are shown: a closed list, which no request can add to."""

from collections.abc import Iterable

from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.shortcuts import get_renditions_or_not_found

WIDTHS = (400, 800, 1200, 2000)
FORMAT = "webp"


def responsive(image: AbstractImage) -> list[AbstractRendition]:
    """A picture's renditions from the narrowest to the widest, made where they are missing.

    A picture narrower than a width is not enlarged; each width appears once.
    """
    specs = [f"width-{width}|format-{FORMAT}" for width in WIDTHS]
    renditions = get_renditions_or_not_found(image, specs).values()
    by_width = {rendition.width: rendition for rendition in renditions}
    return [by_width[width] for width in sorted(by_width)]


def in_bulk(model: type[AbstractImage], keys: Iterable[int]) -> dict[int, AbstractImage]:
    """Pictures by primary key with all their renditions: one query, a second for those with none.

    Wagtail takes a picture's renditions from its `prefetched_renditions`, where it has them.
    """
    missing = set(keys)
    found: dict[int, AbstractImage] = {}
    renditions = model.get_rendition_model().objects.filter(image_id__in=missing)
    for rendition in renditions.select_related("image"):
        image = found.setdefault(rendition.image_id, rendition.image)
        rendition.image = image
        image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    missing -= found.keys()
    for key, image in model.objects.in_bulk(missing).items() if missing else ():
        image.prefetched_renditions = []
        found[key] = image
    return found
